"""The check on words left to fill in (each form of blank has its line in the tests of texts)."""

import pytest

from deliberations.domain.checks.texts import check_placeholders
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_council, make_sitting

pytestmark = pytest.mark.unit


def run(*acts):
    sitting = make_sitting(items=len(acts), deliberations=acts)
    return list(check_placeholders(Record(make_council(), sitting)))


def test_placeholder_is_a_warning_with_its_place():
    (finding,) = run(make_act("p1"), make_act("p2", title_html="Adhésion de la commune de XX"))
    assert (finding.code, finding.severity, finding.item) == ("text.placeholder", Severity.WARNING, "p2")
    assert (finding.where, finding.message) == (
        "objet",
        "Texte à compléter : « Adhésion de la commune de XX ».",
    )
    assert finding.remedy == "Remplacer « XX » par le nom ou la valeur voulus."


def test_placeholder_each_blank_is_reported_once_a_passage():
    found = run(
        make_act(title_html="Le XX/XX/2024, à ____ et ......", statement_html="<p>À XX</p><p>À XX</p>")
    )
    assert [f.message for f in found] == [
        "Texte à compléter : « Le XX/XX/2024, à ____ et ...... » (2 fois dans ce passage).",
        "Texte à compléter : « Le XX/XX/2024, à ____ et ...... » (2 fois dans ce passage).",
        "Texte à compléter : « À XX ».",
        "Texte à compléter : « À XX ».",
    ]


def test_placeholder_none():
    assert run(make_act(statement_html="<p>Une église du XX<sup>e</sup> siècle, ...</p>")) == []


def test_placeholder_of_a_recorded_act_is_beyond_correction():
    sitting = make_sitting(origin=Origin.RECORDED, deliberations=(make_act(title_html="Commune de XX"),))
    assert [f.remedy for f in check_placeholders(Record(make_council(), sitting))] == [
        "Relire l'acte d'origine : s'il porte « XX », délibérer à nouveau pour le compléter."
    ]
