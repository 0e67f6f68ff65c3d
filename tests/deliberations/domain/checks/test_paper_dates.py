"""The dates that the paper prints against the recorded ones. The sitting is held on 28 June 2024."""

from datetime import date

import pytest

from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.checks.paper_dates import check_printed_dates
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, SourceStatement
from tests.facts import make_act, make_council, make_item, make_sitting

pytestmark = pytest.mark.unit


def fact(day: int) -> PublicFact:
    return PublicFact(date(2024, 7, day), Source.DECLARED)


def run(about, text, *, confidence=Confidence.CLEAR, item="p1", **facts):
    act = make_act(**{"transmission": fact(2), "publications": (fact(3),), **facts})
    said = SourceStatement(about, text, item=item, confidence=confidence)
    sitting = make_sitting(agenda=(make_item(),), deliberations=(act,), statements=(said,))
    return [f.message for f in check_printed_dates(Record(make_council(), sitting))]


@pytest.mark.parametrize(
    ("about", "text", "is_found"),
    [
        ("executory", "Certifié exécutoire le 1er juillet 2024", True),
        ("certified_on", "Certifié exécutoire le 02/07/2024", True),
        ("executory", "Certifié exécutoire le 03/07/2024", False),
        ("executory", "Certifié exécutoire le 5 juillet 2024", False),
        (
            "executory",
            "Transmis le 2 juillet 2024, publié le 3 juillet 2024, exécutoire le 3 juillet 2024",
            False,
        ),
        ("executory", "Transmis le 2 juillet 2024, publié le 3 juillet 2024", False),
        ("executory", "Certifié exécutoire", False),
        ("published", "Publié le 3 juillet 2024", False),
        ("published_on", "Affiché le 04/07/2024", True),
        ("transmitted", "Reçu le 02/07/2024", False),
        ("transmitted_on", "Reçu le 03/07/2024", True),
        ("convocation", "convoqué le 21 juin 2024", False),
        ("convocation", "convoqué le 20 juin 2024", True),
        ("convocation", "convoqué le 21 juin 2024 pour le 28 juin 2024", False),
        ("convocation", "convoqué pour la séance du 28 juin 2024", False),
        ("edited_on", "Fait le 1er janvier 2020", False),
    ],
)
def test_printed_date_is_compared(about, text, is_found):
    assert bool(run(about, text)) is is_found


def test_printed_date_unknown_or_illegible_is_silent():
    assert run("executory", "exécutoire le 01/07/2024", confidence=Confidence.ILLEGIBLE) == []
    assert run("published", "publié le 09/07/2024", publications=()) == []


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"publications": ()}, "sa réception par l'État, le 2 juillet 2024"),
        ({}, "sa publication, le 3 juillet 2024"),
        ({"transmission": None, "publications": ()}, "la séance, le 28 juin 2024"),
    ],
)
def test_executory_message_names_the_step_that_was_missing(facts, step):
    (message,) = run("executory", "exécutoire le 01/06/2024", **facts)
    assert message == f"L'acte est certifié exécutoire le 1er juin 2024, avant {step}."
