"""What the checks share: where our rules apply, the article of each body, and how a finding speaks."""

from collections.abc import Iterable
from datetime import date
from enum import Enum, auto

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.ballots import voting_moment
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Vote, VoteMethod
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

COVID_FROM, COVID_UNTIL = date(2020, 3, 12), date(2022, 7, 31)
"""Window, with gaps, of the special laws on quorum and proxies: what they allowed day by day is not
established here, so findings of that time are only notices."""

EXCEPTIONAL_REMEDY = (
    "Un régime dérogatoire a pu s'appliquer à cette date (quorum, pouvoirs) : noter celui qui a été appliqué."
)


class Rule(Enum):
    """A rule of the sitting, whose article differs from one body to another."""

    CHAIR = auto()
    SECRETARY = auto()
    QUORUM = auto()
    CLOSED_DOORS = auto()
    PROXIES = auto()
    MAJORITY = auto()
    FORMS_OF_VOTE = auto()


_CGCT = {
    Rule.CHAIR: "L. 2121-14",
    Rule.SECRETARY: "L. 2121-15",
    Rule.QUORUM: "L. 2121-17",
    Rule.CLOSED_DOORS: "L. 2121-18",
    Rule.PROXIES: "L. 2121-20",
    Rule.MAJORITY: "L. 2121-20",
    Rule.FORMS_OF_VOTE: "L. 2121-21",
}
# The board of a CCAS has a code of its own; a rule that is not here has no article established.
_CCAS = {Rule.QUORUM: "CASF art. R. 123-17", Rule.MAJORITY: "CASF art. R. 123-18"}
_GROUPED = (BodyType.EPCI, BodyType.CLOSED_SYNDICATE)


def has_rules(record: Record) -> bool:
    """Whether the council's legal profile has rules of ours (another assembly is recorded and printed)."""
    return record.council.body_type not in (BodyType.OTHER, BodyType.OPEN_SYNDICATE)


def follows_local_law(record: Record) -> bool:
    """Whether the local law of Alsace-Moselle applies (CGCT art. L. 2541-1)."""
    return record.council.territory is Territory.ALSACE_MOSELLE


def under_exceptional_laws(record: Record) -> bool:
    return COVID_FROM <= record.sitting.held_on <= COVID_UNTIL


def article(record: Record, rule: Rule) -> str:
    """The article of that rule for this body; empty where none is established."""
    body = record.council.body_type
    if body is BodyType.CCAS:
        return _CCAS.get(rule, "")
    if rule is Rule.SECRETARY and follows_local_law(record) and body is BodyType.COMMUNE:
        return "CGCT art. L. 2541-6"
    if rule is Rule.CHAIR and body is BodyType.COMMUNE:
        return "CGCT art. L. 2121-14 et L. 2122-17"
    return f"CGCT art. {'L. 5211-1 et ' if body in _GROUPED else ''}{_CGCT[rule]}"


def is_recorded(record: Record) -> bool:
    """Whether the facts were entered from an existing act."""
    return record.sitting.origin is Origin.RECORDED


def is_over(record: Record) -> bool:
    """Whether the sitting can no longer be corrected by a gesture of that evening."""
    return is_recorded(record) or record.sitting.closed_at is not None


def remedy(record: Record, to_come: str, done: str) -> str:
    """What can still be done: ``to_come`` until the sitting is over, ``done`` after it."""
    return done if is_over(record) else to_come


def names_of(record: Record) -> MemberWords:
    return MemberWords(record, BodyWords(record.council))


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
