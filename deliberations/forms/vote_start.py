"""What a vote is about before it is typed: who may vote, what else may be put to it, what is noted already."""

from collections.abc import Iterator, Mapping
from typing import Any

from deliberations.domain.attendance import Attendance
from deliberations.domain.ballots import choice_of
from deliberations.domain.bars import officers_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import (
    Choice,
    MajorityRule,
    Nomination,
    Vote,
    VoteMethod,
    VotePurpose,
)
from deliberations.queries.holding import moment_now

EXCEPTIONS = (Choice.AGAINST, Choice.ABSTENTION, Choice.NOT_VOTING)
NAMED = (Choice.FOR, *EXCEPTIONS)
SHORT = {
    Choice.FOR: "Pour",
    Choice.AGAINST: "Contre",
    Choice.ABSTENTION: "Abstention",
    Choice.NOT_VOTING: "Ne vote pas",
}
"""Words short enough for a phone; the documents say « ne prend pas part au vote »."""
TOTALS: Mapping[str, str] = {
    "in_favour": "Pour",
    "against": "Contre",
    "blank": "Bulletins blancs",
    "null": "Bulletins nuls",
    "abstentions": "Abstentions",
    "not_voting": "Ne prennent pas part au vote",
}


def voting_room(record: Record, item: str, vote: Vote | None) -> Attendance:
    """Who may vote: at the vote corrected, else at the one to come."""
    if vote is not None:
        return record.voting_room(vote)
    room = record.attendance(moment_now(record, item))
    officers = officers_of(record.bars(item))
    return room.without(officers) if officers else room


def other_items(record: Record, item: str, vote: Vote | None) -> Iterator[tuple[str, str]]:
    """Items that may be put to the same vote: those not decided yet."""
    kept = vote.items if vote else ()
    for other in sorted(record.sitting.agenda, key=lambda each: each.order):
        is_open = record.deciding_vote(other.uid) is None and other.outcome is ItemOutcome.EXAMINED
        if other.uid != item and (is_open or other.uid in kept):
            yield other.uid, f"Point {other.order} : {text_of(other.title_html)[:80]}"


def initial_of_vote(record: Record, item: AgendaItem, vote: Vote | None) -> dict[str, Any]:
    nomination = item.nomination or Nomination()
    said = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {
        "method": VoteMethod.ORDINARY.value,
        "purpose": VotePurpose.WHOLE.value,
        "majority": MajorityRule.SIMPLE.value,
        "waiver": said[nomination.unanimous_waiver],
        "single": said[nomination.single_candidacy],
    }
    return initial | (_initial_vote(record, vote) if vote else {})


def _initial_vote(record: Record, vote: Vote) -> dict[str, Any]:
    found: dict[str, Any] = {
        "method": vote.method.value,
        "purpose": vote.purpose.value,
        "majority": vote.majority.value,
        "requested": vote.requested_by_present,
        "vote": vote.uid,
        "also": list(vote.items[1:]),
    }
    for member in record.members:
        choice = choice_of(vote, member, record.groups)
        found[f"c-{member}"] = choice.value if choice else ""
    found |= {f"n-{b.choice}": b.count for b in vote.ballots if b.member is None and not b.group}
    if vote.tally is not None:
        found |= {f"t-{name}": getattr(vote.tally, name) for name in TOTALS}
    return found
