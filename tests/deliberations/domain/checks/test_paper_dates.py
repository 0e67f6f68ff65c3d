"""The dates that the paper prints against the recorded ones. The sitting is held on 28 June 2024."""

from datetime import UTC, date, datetime

import pytest

from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.checks.paper_dates import check_printed_dates
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    Channel,
    Confidence,
    Convocation,
    Dispatch,
    PaperPublication,
    SittingPaper,
    SourceStatement,
)
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
        ("executory", "Transmis le 5 juillet 2024, exécutoire le 1er juillet 2024", True),
        ("executory", "Transmis le 1er juillet 2024, exécutoire le 5 juillet 2024", False),
        ("executory", "Reçu le 1er juillet 2024", True),
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


def findings(statement, *acts, **facts):
    sitting = make_sitting(
        agenda=(make_item(), make_item("p2", 2)), deliberations=acts, statements=(statement,), **facts
    )
    return list(check_printed_dates(Record(make_council(), sitting)))


def test_executory_finding_says_all():
    said = SourceStatement("executory", "exécutoire le 01/06/2024", item="p1", place="pied de page")
    (found,) = findings(said, make_act(transmission=fact(2)))
    assert (found.code, found.where, found.article) == (
        "paper.executory",
        "pied de page",
        "CGCT art. L. 2131-1",
    )
    assert "pas encore exécutoire" in found.consequence
    assert "accusé de réception" in found.remedy


def test_printed_date_message_names_both_days():
    (found,) = findings(
        SourceStatement("published", "Affiché le 04/07/2024", item="p1"), make_act(publications=(fact(3),))
    )
    assert found.message == (
        "L'acte indique la publication du 4 juillet 2024 ; les faits enregistrés donnent le 3 juillet 2024."
    )
    assert (found.where, found.article) == ("acte d'origine", "")
    assert found.consequence == "Le délai de recours court de la publication."


def test_printed_date_on_an_item_is_that_of_its_own_act():
    acts = (make_act(transmission=fact(2)), make_act("p2", transmission=fact(5)))
    said = SourceStatement("transmitted", "Reçu le 05/07/2024", item="p1")
    assert len(findings(said, *acts)) == 1
    assert findings(SourceStatement("transmitted", "Reçu le 05/07/2024"), *acts) == []


def test_printed_publication_of_the_sitting_may_be_that_of_its_papers():
    paper = PaperPublication(SittingPaper.DECISION_LIST, fact(4))
    act = make_act(publications=(fact(3),))
    said = [SourceStatement("published", "Affiché le 04/07/2024", item=item) for item in (None, "p1")]
    assert [len(findings(each, act, publications=(paper,))) for each in said] == [0, 1]


def test_printed_convocation_may_be_that_of_a_dispatch_in_the_zone_of_the_council():
    late = datetime(2024, 6, 19, 23, 30, tzinfo=UTC)  # the 20th in Paris
    convocation = Convocation(dispatches=(Dispatch("m1", Channel.ELECTRONIC, late),))
    said = [SourceStatement("convocation", f"convoqué le {day} juin 2024") for day in (19, 20)]
    assert [len(findings(each, convocation=convocation)) for each in said] == [1, 0]


def test_printed_convocation_without_a_recorded_one_is_silent():
    said = SourceStatement("convocation", "convoqué le 20 juin 2024")
    assert findings(said, convocation=Convocation()) == []
