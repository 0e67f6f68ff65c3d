"""What a finding or a duty of a case leaves untold: every one must explain itself in whole sentences."""

import re
from collections.abc import Iterable, Iterator

from deliberations.domain.duties import Duty, DutyState, duties_of_act, duties_of_sitting, duties_of_year
from deliberations.domain.findings import Finding
from tests.law.case_facts import Situation
from tests.law.case_verdict import CODES

UNFILLED = re.compile(r"\bNone\b|\( ?\)|  | ,| \.(?!\.)|\{|\}|<[a-z]")


def is_a_sentence(text: str) -> bool:
    """Ended, and nothing in it was left to be filled: « None », « () », two spaces, a space before a full stop."""
    is_begun = bool(text) and (text[0].isupper() or text[0].isdigit() or text[0] == "«")
    return is_begun and text.endswith((".", "?", "»")) and not UNFILLED.search(text)


def untold_findings(situation: Situation, findings: Iterable[Finding]) -> Iterator[tuple[object, ...]]:
    """Those that do not say what, where, what follows and what to do, about an item of that sitting."""
    items = {None, *(item.uid for item in situation.record.sitting.agenda)}
    for finding in findings:
        said = (finding.message, finding.consequence, finding.remedy)
        is_told = all(isinstance(text, str) and is_a_sentence(text) for text in said)
        is_placed = bool(finding.where) and {finding.item, *finding.items} <= items
        is_placed = is_placed and isinstance(finding.article, str)
        if not (is_told and is_placed and finding.code in CODES):
            yield finding.code, said, finding.where, finding.item


def duties_in(situation: Situation) -> Iterator[Duty]:
    record, today = situation.record, situation.today
    yield from duties_of_sitting(record, today, situation.others)
    for act in record.sitting.deliberations:
        yield from duties_of_act(record, act, today)
    yield from duties_of_year(record.council, (record.sitting, *situation.others), situation.year, today)


def untold_duties(situation: Situation) -> Iterator[tuple[object, ...]]:
    """Those that do not say in a sentence what is due, late or does not apply, and what follows."""
    for duty in duties_in(situation):
        is_told = isinstance(duty.next_action, str) and bool(duty.title and duty.consequence and duty.subject)
        is_ended = is_told and duty.next_action.endswith(".")
        if not is_told or (duty.state is not DutyState.DONE and not is_ended):
            yield duty.code, duty.state, duty.next_action


def misdated_duties(situation: Situation) -> Iterator[tuple[object, ...]]:
    """Those that end before they begin; a dispatch that is already late does."""
    for duty in duties_in(situation):
        is_reversed = duty.first and duty.last and duty.first > duty.last
        if is_reversed and not duty.code.startswith("sitting.dispatch"):
            yield duty.code, duty.first, duty.last
