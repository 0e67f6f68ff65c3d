"""A paper that counts more members than the dossier names, where nobody was called over."""

import pytest

from deliberations.domain.checks.paper_roll import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, Origin, SourceStatement
from tests.facts import make_council, make_sitting

pytestmark = pytest.mark.unit


def said(about, number, **facts):
    return SourceStatement(about, str(number), number, **facts)


def run(*statements, members=1, **facts):
    known = {"attendance_recorded": False, "origin": Origin.RECORDED, **facts}
    sitting = make_sitting(members, members=members, statements=statements, **known)
    record = Record(make_council(members), sitting)
    return [finding for rule in RULES for finding in rule.findings(record)]


@pytest.mark.parametrize(
    ("members", "recorded"),
    [
        (0, "aucun membre n'est enregistré à cette date"),
        (1, "un seul est enregistré"),
        (3, "3 seulement sont enregistrés"),
    ],
)
def test_largest_figure_is_told_once(members, recorded):
    (finding,) = run(said("present", 16), said("in_office", 27, place="en-tête"), members=members)
    assert (finding.code, finding.severity, finding.where) == (
        *("paper.incomplete_roll", Severity.NOTICE),
        "en-tête",
    )
    told = f"L'acte indique 27 membres en exercice ; {recorded} : la liste des membres est incomplète."
    assert finding.message == told


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        (said("in_office", 15), {"members": 15}),
        (said("in_office", 14), {"members": 15}),
        (said("seats", 27), {}),
        (said("in_favour", 27), {}),
        (said("in_office", 27, confidence=Confidence.ILLEGIBLE), {}),
        (said("in_office", 27), {"attendance_recorded": True}),
    ],
    ids=["same", "fewer", "seats", "voices", "illegible", "compared-with-the-room"],
)
def test_roll_that_holds_the_members_of_the_paper_is_silent(statement, facts):
    assert run(statement, **facts) == []
