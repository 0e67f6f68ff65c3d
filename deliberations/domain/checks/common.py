"""What the checks share: where our rules apply, the article of each body, and how a finding speaks."""

from collections.abc import Iterable

from councils.domain.bodies import Territory
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.ballots import voting_moment
from deliberations.domain.chairs import replacement_of_mayor
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    EXCEPTIONAL_REMEDY,
    has_derogation,
    territory_of,
    under_exceptional_laws,
)
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Vote, VoteMethod
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

__all__ = (
    "EXCEPTIONAL_REMEDY",
    "has_derogation",
    "under_exceptional_laws",
)  # Said again here for the checks.


def follows_local_law(record: Record) -> bool:
    """Whether the local law of Alsace-Moselle applies, which is about communes (CGCT art. L. 2541-1)."""
    return territory_of(record.council) is Territory.ALSACE_MOSELLE


def article(record: Record, topic: Topic) -> str:
    """The article of that rule for this body; empty where none is established."""
    return article_of(record.council, topic)


def is_recorded(record: Record) -> bool:
    """Whether the facts were entered from an existing act."""
    return record.sitting.origin is Origin.RECORDED


def is_over(record: Record) -> bool:
    """Whether the sitting can no longer be corrected by a gesture of that evening."""
    return is_recorded(record) or record.sitting.closed_at is not None


def has_begun(record: Record) -> bool:
    """Whether the members have met: from then on, what was sent to them can no longer be changed."""
    sitting = record.sitting
    happened = sitting.opened_at or sitting.movements or sitting.votes or sitting.elections
    return is_over(record) or bool(happened)


def remedy(record: Record, to_come: str, done: str) -> str:
    """What can still be done: ``to_come`` until the sitting is over, ``done`` after it."""
    return done if is_over(record) else to_come


def names_of(record: Record) -> MemberWords:
    return MemberWords(record, BodyWords(record.council))


def offered_chair(record: Record, moment: Moment) -> str:
    """« À défaut du maire, la présidence revient à … », to follow a remedy; empty where the table does not tell."""
    member = replacement_of_mayor(record, moment)
    return f" À défaut du maire, la présidence revient à {names_of(record).name(member)}." if member else ""


def point(record: Record, item: str) -> str:
    """« Point 3 », as the agenda numbers it."""
    return f"Point {record.item(item).order}"


def of_points(record: Record, items: Iterable[str]) -> str:
    """« point 1 », « points 1 et 3 »."""
    orders = [str(record.item(item).order) for item in items]
    return f"point{'s' if len(orders) > 1 else ''} {join_list(orders)}"


def vote_place(record: Record, vote: Vote, item: str) -> str:
    """« vote », or « vote n° 2 » where the item has several."""
    votes = record.votes_on(item)
    return f"vote n° {votes.index(vote) + 1}" if len(votes) > 1 else "vote"


def is_decided(record: Record, item: str) -> bool:
    """Whether anything was decided on the item: a vote, an election, or an act."""
    acts = any(act.item == item for act in record.sitting.deliberations)
    return acts or bool(record.votes_on(item)) or bool(record.elections_on(item))


def voting_moments(record: Record, item: str, *, only: VoteMethod | None = None) -> tuple[Moment, ...]:
    """When the members voted on the item: at each vote, and each round of an election, which is secret."""
    votes = [voting_moment(v) for v in record.votes_on(item) if only in (None, v.method)]
    if only in (None, VoteMethod.SECRET):
        rounds = (poll.number for election in record.elections_on(item) for poll in election.rounds)
        votes.extend(Moment(item, Phase.VOTE, number) for number in rounds)
    return tuple(dict.fromkeys(votes))
