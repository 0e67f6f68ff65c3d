"""What somebody does while a sitting is held: the kinds of gesture, and the state of what each one touches."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from deliberations.domain.sittings import Sitting


class GestureKind(StrEnum):
    """One button of the page. The history keeps ``holding.<kind>`` as the reason of what it wrote."""

    ROLL = "ROLL"
    ALL_PRESENT = "ALL_PRESENT"
    ANSWERS = "ANSWERS"
    OPEN = "OPEN"
    OFFICERS = "OFFICERS"
    MOVE = "MOVE"
    PROXY = "PROXY"
    PROXY_ENDS = "PROXY_ENDS"
    ASIDE = "ASIDE"
    BACK = "BACK"
    CHAIR = "CHAIR"
    SUBSTITUTE = "SUBSTITUTE"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    OPEN_ITEM = "OPEN_ITEM"
    OUTCOME = "OUTCOME"
    ADD_ITEM = "ADD_ITEM"
    EXAMINE_NOW = "EXAMINE_NOW"
    VOTE = "VOTE"
    VOTE_REMOVED = "VOTE_REMOVED"
    OVERRIDE = "OVERRIDE"
    CLOSE = "CLOSE"
    SHEET = "SHEET"
    UNDO = "UNDO"


@dataclass(frozen=True, slots=True)
class Target:
    """What a gesture touches: a member's course, the votes of an item, an item, or the sitting itself.

    Two people who touch two targets never meet; two who touch the same one are shown each other's version.
    """

    kind: str
    uid: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.uid}" if self.uid else self.kind


SITTING = Target("sitting")


def member_target(uid: str) -> Target:
    """The course of one seat through the evening."""
    return Target("member", uid)


def vote_target(item: str) -> Target:
    """The votes taken on an item."""
    return Target("vote", item)


def item_target(item: str) -> Target:
    """The item itself: what became of it, who chaired it."""
    return Target("item", item)


def mark_of(sitting: Sitting, target: Target) -> str:
    """A short fingerprint of the facts about ``target``: it changes when they do, and only then."""
    facts = _FACTS[target.kind](sitting, target.uid)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def _member(sitting: Sitting, uid: str) -> object:
    """Positions are left out: they shift when something is noted before."""
    moves = sorted(sitting.movements, key=lambda m: m.position)
    return [replace(m, position=0) for m in moves if uid in (m.member, m.other if _is_seat(m.kind) else None)]


def _is_seat(kind: str) -> bool:
    return kind == "SUBSTITUTE_SEATED"


def _vote(sitting: Sitting, uid: str) -> object:
    return [vote for vote in sitting.votes if uid in vote.items]


def _item(sitting: Sitting, uid: str) -> object:
    return [
        (i.outcome, i.examined, i.chair, i.secretary, i.nomination) for i in sitting.agenda if i.uid == uid
    ]


def _sitting(sitting: Sitting, uid: str) -> object:
    return (
        sitting.opened_at,
        sitting.closed_at,
        sitting.chair,
        sitting.secretaries,
        sitting.suspensions,
        [item.uid for item in sitting.agenda],
        uid,
    )


_FACTS = {"member": _member, "vote": _vote, "item": _item, "sitting": _sitting}
