"""Each finding that the code can make explains itself: what, where, what follows, what to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from deliberations.domain.examination import examine
from tests.law.case_facts import situation_of
from tests.law.case_reader import read_cases
from tests.law.explained import misdated_duties, untold_duties, untold_findings

pytestmark = pytest.mark.unit

DOMAIN = Path(__file__).parents[2] / "deliberations" / "domain"
EXPLAINED = {
    "Finding": ("message", "where", "consequence", "remedy"),
    "Advice": ("message", "consequence", "remedy"),
}
"""What each must be given; a text check is given its place apart, with the passage it speaks of."""


def findings_made() -> Iterator[tuple[str, str, dict[str, ast.expr]]]:
    """Where the code makes a finding, and with what."""
    for module in sorted((*DOMAIN.glob("checks/*.py"), *DOMAIN.glob("linter/*.py"))):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            kind = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and kind in EXPLAINED:
                given = {k.arg: k.value for k in node.keywords if k.arg is not None}
                yield f"{module.name}:{node.lineno}", kind, given


FOUND = {place: (kind, given) for place, kind, given in findings_made()}


@pytest.mark.parametrize("place", FOUND)
def test_finding_is_explained(place):
    kind, given = FOUND[place]
    assert [n for n in EXPLAINED[kind] if n not in given or getattr(given[n], "value", None) == ""] == []


def test_every_finding_of_the_checks_is_read():
    assert len(FOUND) > 50


SITUATIONS = tuple(situation_of(case) for case in read_cases() if "calcul" not in case.facts)


def test_findings_of_every_case_say_all_that_they_must():
    """What, where, what follows and what to do, in whole sentences, about an item of that sitting."""
    untold = {
        each
        for situation in SITUATIONS
        for each in untold_findings(situation, examine(situation.record).all_findings)
    }
    assert untold == set()


def test_duties_of_every_case_say_what_to_do_or_why_not():
    """What is due, late or does not apply says so in a sentence; what follows is told too."""
    assert {each for situation in SITUATIONS for each in untold_duties(situation)} == set()


def test_duties_follow_their_dates():
    """A duty ends after it begins."""
    assert {each for situation in SITUATIONS for each in misdated_duties(situation)} == set()
