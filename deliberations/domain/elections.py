"""The result of an election, computed from its rounds and never typed (CGCT art. L. 2122-7, L. 2121-21).

Nobody has a casting vote in an election: equal votes are settled by age, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from deliberations.domain.articles import Topic, article_of
from deliberations.domain.posts import PostKind, kind_of_election
from deliberations.domain.proportional import Apportionment, share_seats
from deliberations.domain.record import Record
from deliberations.domain.votes import CandidateTally, Election, Round

LAST_ROUND = 3
"""Absolute majority in the first two rounds, relative majority in the third, which is the last."""


class ElectionReason(StrEnum):
    """What decided, or why nothing can be said yet."""

    UNOPPOSED = "UNOPPOSED"
    ABSOLUTE_MAJORITY = "ABSOLUTE_MAJORITY"
    RELATIVE_MAJORITY = "RELATIVE_MAJORITY"
    OLDEST = "OLDEST"
    HIGHEST_AVERAGE_AGE = "HIGHEST_AVERAGE_AGE"
    PROPORTIONAL = "PROPORTIONAL"
    NO_MAJORITY = "NO_MAJORITY"
    NO_VOTE_CAST = "NO_VOTE_CAST"
    NO_ROUND = "NO_ROUND"
    ROUNDS_UNSOUND = "ROUNDS_UNSOUND"
    PAPERS_UNKNOWN = "PAPERS_UNKNOWN"
    AGE_UNKNOWN = "AGE_UNKNOWN"
    SAME_AGE = "SAME_AGE"


@dataclass(frozen=True, slots=True)
class Winner:
    """A candidate or list with its seats; ``members`` are the mandates elected, as far as they are recorded.

    ``round`` is the round that decided, ``None`` for a candidacy that took effect without a vote.
    """

    name: str
    seats: int
    members: tuple[str, ...] = ()
    round: int | None = None


@dataclass(frozen=True, slots=True)
class ElectionResult:
    """Who is elected. ``is_determined`` is false where a fact is missing: ``winners`` are then only the sure ones.

    Determined without winners, the ballot elected nobody: NO_MAJORITY calls for another round. ``round`` is the
    last one read, ``votes_cast`` and ``required`` are its votes expressed and the votes needed (``None`` where no
    number is needed: relative majority, proportional).
    """

    election: str
    winners: tuple[Winner, ...]
    reason: ElectionReason
    article: str
    is_determined: bool = True
    round: int | None = None
    votes_cast: int | None = None
    required: int | None = None

    @property
    def seats(self) -> int:
        """Seats filled."""
        return sum(winner.seats for winner in self.winners)


@dataclass(frozen=True, slots=True)
class _Step:
    """What one round gives: its winners, and what decided or stopped it."""

    reason: ElectionReason
    winners: tuple[Winner, ...] = ()
    round: int | None = None
    votes_cast: int | None = None
    required: int | None = None


_DOUBTFUL = frozenset(
    {
        ElectionReason.NO_ROUND,
        ElectionReason.ROUNDS_UNSOUND,
        ElectionReason.PAPERS_UNKNOWN,
        ElectionReason.AGE_UNKNOWN,
        ElectionReason.SAME_AGE,
    }
)


def result_of(election: Election, record: Record) -> ElectionResult:
    """The result of ``election`` from its rounds and the birth dates of the candidates.

    Raises ``KeyError`` when its item is not on the agenda. An unknown birth date where age decides, a missing
    round or, where an elector names several people, an unknown number of papers gives an undetermined result.
    """
    step = _decided(election, record)
    is_nameless = step.reason is ElectionReason.UNOPPOSED and not step.winners
    return ElectionResult(
        election=election.uid,
        winners=step.winners,
        reason=step.reason,
        article=article_of_election(election, record),
        is_determined=step.reason not in _DOUBTFUL and not is_nameless,
        round=step.round,
        votes_cast=step.votes_cast,
        required=step.required,
    )


def article_of_election(election: Election, record: Record) -> str:
    """The article of the ballot; empty where none is established for that body."""
    kind = kind_of_election(record, election)
    several = election.by_list and election.seats > 1
    articles = {
        PostKind.MAYOR: "CGCT art. L. 2122-7",
        PostKind.DEPUTY: f"CGCT art. {'L. 2122-7-2' if several else 'L. 2122-7'}",
        PostKind.TENDER_BOARD: "CGCT art. L. 1411-5",
        PostKind.SOCIAL_BOARD: "CASF art. R. 123-8",
    }
    return articles.get(kind) or article_of(record.council, Topic.FORMS_OF_VOTE)


def absolute_majority(votes_cast: int) -> int:
    """Votes needed in the first two rounds: more than half of the votes expressed."""
    return votes_cast // 2 + 1


def is_for_several(election: Election) -> bool:
    """Whether an elector writes several names: the votes then outnumber the papers."""
    return election.seats > 1 and not election.by_list and not election.proportional


def votes_cast(election: Election, turn: Round) -> int | None:
    """Votes expressed in a round, blank and null papers left out; ``None`` when the facts do not tell.

    Where several names are written on one paper, only the number of papers found tells it.
    """
    if not is_for_several(election):
        return sum(c.votes for c in turn.candidates) + turn.scattered
    return None if turn.envelopes is None else max(0, turn.envelopes - turn.blank - turn.null)


def candidates_of(election: Election) -> tuple[CandidateTally, ...]:
    """Each candidate or list once, as its first round has it."""
    found: dict[tuple[str, tuple[str, ...]], CandidateTally] = {}
    for turn in election.rounds:
        for candidate in turn.candidates:
            found.setdefault(_identity(candidate), candidate)
    return tuple(found.values())


def candidacies_of(election: Election) -> int:
    """How many candidacies can take effect without a vote: one for each post, or one list."""
    return election.seats if is_for_several(election) else 1


def _decided(election: Election, record: Record) -> _Step:
    voted = any(c.votes for turn in election.rounds for c in turn.candidates)
    if election.is_unopposed and not voted:
        return _unopposed(election)
    rounds = sorted(election.rounds, key=lambda turn: turn.number)
    if not rounds:
        return _Step(ElectionReason.NO_ROUND)
    if election.proportional:
        return _proportional(election, rounds, record)
    return _by_rounds(election, rounds, record)


def _unopposed(election: Election) -> _Step:
    """One candidacy for each post, or one list, takes effect without a vote; whose it is may not be recorded."""
    running = candidates_of(election)
    if len(running) > candidacies_of(election):
        return _Step(ElectionReason.ROUNDS_UNSOUND)
    won = tuple(_winner(c, _places(election, c), None) for c in running)
    return _Step(ElectionReason.UNOPPOSED, won)


def _proportional(election: Election, rounds: Sequence[Round], record: Record) -> _Step:
    """Quotient then highest remainder, in one round. A paper outside the lists leaves the quotient in doubt."""
    turn = rounds[0]
    lists, cast = turn.candidates, sum(c.votes for c in turn.candidates)
    if len(rounds) > 1 or turn.number != 1:
        return _Step(ElectionReason.ROUNDS_UNSOUND)
    if turn.scattered:
        return _Step(ElectionReason.PAPERS_UNKNOWN, round=1)

    def birth_date(index: int, place: int) -> date | None:
        members = lists[index].members
        return _birth_date(record, members[place]) if place < len(members) else None

    shared = share_seats([c.votes for c in lists], election.seats, birth_date)
    won = tuple(_winner(c, n, 1) for c, n in zip(lists, shared.seats, strict=True) if n)
    return _Step(_reason_of_shares(cast, shared), won, 1, cast)


def _reason_of_shares(cast: int, shared: Apportionment) -> ElectionReason:
    if not cast:
        return ElectionReason.NO_VOTE_CAST
    if shared.is_same_age:
        return ElectionReason.SAME_AGE
    return ElectionReason.AGE_UNKNOWN if shared.unshared else ElectionReason.PROPORTIONAL


def _by_rounds(election: Election, rounds: Sequence[Round], record: Record) -> _Step:
    """Rounds in order until every post is filled; those after the third, or after the result, count for nothing."""
    won: tuple[Winner, ...] = ()
    step = _Step(ElectionReason.ROUNDS_UNSOUND)
    for number, turn in enumerate(rounds[:LAST_ROUND], start=1):
        if turn.number != number:
            return _Step(ElectionReason.ROUNDS_UNSOUND, won, step.round)
        step = _round(election, turn, won, record)
        won = (*won, *step.winners)
        if (
            step.reason in _DOUBTFUL
            or sum(w.seats for w in won) >= election.seats
            or _has_list(election, won)
        ):
            break
    return _Step(step.reason, won, step.round, step.votes_cast, step.required)


def _has_list(election: Election, won: Sequence[Winner]) -> bool:
    """A list takes all the posts, even when it has fewer names."""
    return election.by_list and bool(won)


def _round(election: Election, turn: Round, won: Sequence[Winner], record: Record) -> _Step:
    cast, is_last = votes_cast(election, turn), turn.number == LAST_ROUND
    required = None if is_last or cast is None else absolute_majority(cast)
    if cast is None and not is_last:
        return _Step(ElectionReason.PAPERS_UNKNOWN, round=turn.number)
    elected = {(w.name, w.members[:1]) for w in won}
    running = [c for c in turn.candidates if c.votes >= (required or 1) and _identity(c) not in elected]
    if not running:
        is_empty = not any(c.votes for c in turn.candidates) and not cast
        reason = ElectionReason.NO_VOTE_CAST if is_empty else ElectionReason.NO_MAJORITY
        return _Step(reason, (), turn.number, cast, required)
    left = 1 if election.by_list else election.seats - len(won)
    best, tie = _best(election, running, left, record)
    majority = ElectionReason.RELATIVE_MAJORITY if is_last else ElectionReason.ABSOLUTE_MAJORITY
    winners = tuple(_winner(c, _places(election, c), turn.number) for c in best)
    return _Step(tie or majority, winners, turn.number, cast, required)


def _best(
    election: Election, running: Sequence[CandidateTally], places: int, record: Record
) -> tuple[list[CandidateTally], ElectionReason | None]:
    """The ``places`` candidates with most votes, and how a tie for the last of them was settled, if there is one."""
    ordered = sorted(running, key=lambda c: -c.votes)
    if len(ordered) <= places or ordered[places - 1].votes > ordered[places].votes:
        return ordered[:places], None
    above = [c for c in ordered if c.votes > ordered[places].votes]
    equals = [c for c in ordered if c.votes == ordered[places].votes]
    births = [_mean_birth(election, c, record) for c in equals]
    known = sorted((birth, i) for i, birth in enumerate(births) if birth is not None)
    left = places - len(above)
    if len(known) < len(equals):
        return above, ElectionReason.AGE_UNKNOWN
    if known[left - 1][0] == known[left][0]:
        return above, ElectionReason.SAME_AGE
    by_age = ElectionReason.HIGHEST_AVERAGE_AGE if election.by_list else ElectionReason.OLDEST
    return [*above, *(equals[i] for _, i in known[:left])], by_age


def _mean_birth(election: Election, candidate: CandidateTally, record: Record) -> Fraction | None:
    """The mean birth day, as an ordinal: the lowest is the oldest. ``None`` unless every birth date is known."""
    births = [_birth_date(record, member) for member in candidate.members]
    days = [birth.toordinal() for birth in births if birth is not None]
    has_every_name = len(births) >= election.seats if election.by_list else len(births) == 1
    if not days or len(days) < len(births) or not has_every_name:
        return None
    return Fraction(sum(days), len(days))


def _birth_date(record: Record, member: str) -> date | None:
    person = record.person_of(member) if member in record.mandates else None
    return person.birth_date if person else None


def _identity(candidate: CandidateTally) -> tuple[str, tuple[str, ...]]:
    return (candidate.name, candidate.members[:1])


def _places(election: Election, candidate: CandidateTally) -> int:
    """Posts a winner fills: one, or all those of the list."""
    if not election.by_list and not election.proportional:
        return 1
    return min(election.seats, len(candidate.members) or election.seats)


def _winner(candidate: CandidateTally, seats: int, turn: int | None) -> Winner:
    return Winner(candidate.name, seats, candidate.members[:seats], turn)
