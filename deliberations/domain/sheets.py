"""The paper sheet of a sitting, as typed the next morning: who was there, who came and went, how each item went."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

from councils.domain.names import strip_accents
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.votes import Choice, Nomination, Vote, VoteMethod


class When(StrEnum):
    """Where a movement falls around an item, in the words of a sheet."""

    BEFORE = "BEFORE"
    DURING = "DURING"
    AFTER = "AFTER"


def moment_of(item: str, when: When) -> Moment:
    """BEFORE the debate opens, DURING it and before the first vote, or AFTER the item."""
    phases = {When.BEFORE: Phase.DEBATE, When.DURING: Phase.VOTE, When.AFTER: Phase.AFTER}
    return Moment(item, phases[when])


def when_of(moment: Moment | None) -> When:
    """The nearest words for a moment."""
    if moment is None:
        return When.BEFORE
    return {Phase.DEBATE: When.BEFORE, Phase.VOTE: When.DURING, Phase.AFTER: When.AFTER}[moment.phase]


@dataclass(frozen=True, slots=True)
class SheetMember:
    """One line of the roll: a state, and to whom the member gave a proxy for the evening."""

    member: str
    state: MovementKind
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class SheetMove:
    """Somebody came, went or stepped aside at an item. ``holder`` receives the proxy of one who leaves."""

    member: str
    kind: MovementKind
    item: str
    when: When = When.BEFORE
    at: time | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class SheetItem:
    """How an item went; ``vote`` is the one that decides, ``None`` when there was none or when it is left alone."""

    item: str
    outcome: ItemOutcome
    vote: Vote | None = None
    leaves_votes_alone: bool = False
    nomination: Nomination | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. Hours are those of the town hall, ``None`` when the sheet does not tell."""

    opened: time | None = None
    closed: time | None = None
    chair: str = ""
    secretaries: tuple[str, ...] = ()
    attendance_recorded: bool = True
    members: tuple[SheetMember, ...] = ()
    moves: tuple[SheetMove, ...] = ()
    items: tuple[SheetItem, ...] = ()


def movements_of(sheet: Sheet) -> list[tuple[Movement, time | None]]:
    """The movements that the sheet tells, without rank, each with its hour as typed.

    The roll first, in the order given, each proxy just after its giver; then who came, went or stepped aside. A
    déport ends by itself after its item; a proxy given on leaving falls with the departure.
    """
    found: list[tuple[Movement, time | None]] = []
    for line in sheet.members:
        found.append((Movement(0, line.state, line.member), None))
        if line.holder:
            found.append((Movement(0, MovementKind.GIVES_PROXY, line.member, line.holder), None))
    for move in sheet.moves:
        moment = moment_of(move.item, move.when)
        until = Moment(move.item, Phase.AFTER) if move.kind is MovementKind.STEPS_ASIDE else None
        found.append((Movement(0, move.kind, move.member, moment=moment, until=until), move.at))
        if move.holder:
            given = Movement(0, MovementKind.GIVES_PROXY, move.member, move.holder, moment=moment)
            found.append((given, move.at))
    return found


ROLL_KINDS = (
    MovementKind.PRESENT,
    MovementKind.EXCUSED,
    MovementKind.ABSENT,
    MovementKind.ATTENDS_REMOTELY,
)
MOVE_KINDS = (MovementKind.ARRIVES, MovementKind.LEAVES, MovementKind.RETURNS, MovementKind.STEPS_ASIDE)


def is_on_sheet(movement: Movement, others: Iterable[Movement]) -> bool:
    """Whether the sheet has a place for a movement among ``others``; what it has none for is left as it is."""
    moment = movement.moment
    if moment is None:
        is_roll = movement.kind in (*ROLL_KINDS, MovementKind.GIVES_PROXY)
        return (
            is_roll and movement.until is None and bool(movement.other) is not (movement.kind in ROLL_KINDS)
        )
    if moment.ballot != 1:
        return False
    if movement.kind is MovementKind.STEPS_ASIDE:
        return movement.until == Moment(moment.item, Phase.AFTER)
    if movement.kind is MovementKind.GIVES_PROXY:
        leaves = (MovementKind.LEAVES, movement.member, moment)
        goes = any((each.kind, each.member, each.moment) == leaves for each in others)
        return goes and movement.until is None and movement.other is not None
    return movement.kind in MOVE_KINDS and movement.until is None


def is_plain_vote(votes: Sequence[Vote]) -> bool:
    """Whether the votes of an item fit on its line: none, or a single one that decides it, maybe with others."""
    if not votes:
        return True
    vote = votes[0]
    plain = Vote(vote.uid, vote.items, method=vote.method, ballot=vote.ballot)
    written = replace(vote, everyone=None, ballots=(), tally=None)
    only_exceptions = vote.tally is not None or vote.everyone is Choice.FOR
    is_secret = vote.method is VoteMethod.SECRET
    return len(votes) == 1 and written == plain and only_exceptions and (vote.tally is not None) is is_secret


class NotFound(ValueError):
    """A word that names nobody, or several members. ``candidates`` are those it could be."""

    def __init__(self, word: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(word)
        self.word = word
        self.candidates = tuple(candidates)


_BETWEEN = re.compile(r"\s*[,;/\n]\s*|\s+et\s+")


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a name, without accents, capitals nor civility."""
    words = re.findall(r"[a-z0-9]+", strip_accents(text).lower())
    return tuple(word for word in words if word not in {"m", "mme", "mlle", "monsieur", "madame"})


def find_member(text: str, names: Mapping[str, str]) -> str:
    """The member whom ``text`` names, among ``names`` (by uid): the family name is enough when it is the only one.

    Raises ``NotFound``, with the candidates when several bear the name.
    """
    words = set(plain_words(text))
    exact = [uid for uid, name in names.items() if set(plain_words(name)) == words]
    found = exact or [uid for uid, name in names.items() if words and words <= set(plain_words(name))]
    if len(found) != 1:
        raise NotFound(text.strip(), [names[uid] for uid in found])
    return found[0]


def find_members(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The members named in a list, « Durieu, Tison et Mme Gaillet ». Raises ``NotFound`` for the first unknown."""
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    return tuple(dict.fromkeys(find_member(word, names) for word in words))
