"""Each finding that the code can make explains itself: what, where, what follows, what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deliberations.domain.duties import Duty, DutyState, duties_of_act, duties_of_sitting, duties_of_year
from deliberations.domain.examination import examine
from tests.law.case_facts import Situation, situation_of
from tests.law.case_reader import read_cases
from tests.law.case_verdict import CODES

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


UNFILLED = re.compile(r"\bNone\b|\( ?\)|  | ,| \.(?!\.)|\{|\}|<[a-z]")
SITUATIONS = tuple(situation_of(case) for case in read_cases() if "calcul" not in case.facts)


def duties_in(situation: Situation) -> Iterator[Duty]:
    record, today = situation.record, situation.today
    yield from duties_of_sitting(record, today, situation.others)
    for act in record.sitting.deliberations:
        yield from duties_of_act(record, act, today)
    yield from duties_of_year(record.council, (record.sitting, *situation.others), situation.year, today)


def is_a_sentence(text: str) -> bool:
    """Ended, and nothing in it was left to be filled: « None », « () », two spaces, a space before a full stop."""
    is_begun = bool(text) and (text[0].isupper() or text[0].isdigit() or text[0] == "«")
    return is_begun and text.endswith((".", "?", "»")) and not UNFILLED.search(text)


def test_findings_of_every_case_say_all_that_they_must():
    """What, where, what follows and what to do, in whole sentences, about an item of that sitting."""
    untold = set()
    for situation in SITUATIONS:
        items = {None, *(item.uid for item in situation.record.sitting.agenda)}
        for finding in examine(situation.record).all_findings:
            said = (finding.message, finding.consequence, finding.remedy)
            is_told = all(isinstance(text, str) and is_a_sentence(text) for text in said)
            is_placed = bool(finding.where) and {finding.item, *finding.items} <= items
            is_placed = is_placed and isinstance(finding.article, str)
            if not (is_told and is_placed and finding.code in CODES):
                untold.add((finding.code, said, finding.where, finding.item))
    assert untold == set()


def test_duties_of_every_case_say_what_to_do_or_why_not():
    """What is due, late or does not apply says so in a sentence; what follows is told too."""
    untold = {
        (duty.code, duty.state, duty.next_action)
        for situation in SITUATIONS
        for duty in duties_in(situation)
        if not isinstance(duty.next_action, str)
        or not (duty.title and duty.consequence and duty.subject)
        or (duty.state is not DutyState.DONE and not duty.next_action.endswith("."))
    }
    assert untold == set()


def test_duties_follow_their_dates():
    """A duty ends after it begins, and none is done before the day on which the clock is read."""
    wrong = {
        (duty.code, duty.first, duty.last)
        for situation in SITUATIONS
        for duty in duties_in(situation)
        if duty.first
        and duty.last
        and duty.first > duty.last
        and not duty.code.startswith("sitting.dispatch")
    }
    assert wrong == set()
