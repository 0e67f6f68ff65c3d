"""Votes and elections as recorded facts. Results are computed elsewhere, never stored here."""

from dataclasses import dataclass
from enum import StrEnum


class VoteMethod(StrEnum):
    """CGCT art. L. 2121-21."""

    ORDINARY = "ORDINARY"
    PUBLIC = "PUBLIC"
    SECRET = "SECRET"


class VotePurpose(StrEnum):
    WHOLE = "WHOLE"
    URGENCY = "URGENCY"
    CLOSED_DOORS = "CLOSED_DOORS"
    WAIVER_OF_SECRECY = "WAIVER_OF_SECRECY"
    AMENDMENT = "AMENDMENT"
    PRINCIPLE = "PRINCIPLE"


class Choice(StrEnum):
    FOR = "FOR"
    AGAINST = "AGAINST"
    ABSTENTION = "ABSTENTION"
    BLANK = "BLANK"
    NULL = "NULL"
    NOT_VOTING = "NOT_VOTING"


class MajorityRule(StrEnum):
    """Which majority adopts. SIMPLE is CGCT art. L. 2121-20: more for than against."""

    SIMPLE = "SIMPLE"
    PRESENT_OR_REPRESENTED = "PRESENT_OR_REPRESENTED"
    TWO_THIRDS_CAST = "TWO_THIRDS_CAST"
    THREE_FIFTHS_CAST = "THREE_FIFTHS_CAST"
    MEMBERS_IN_OFFICE = "MEMBERS_IN_OFFICE"
    NO_MAJORITY_AGAINST = "NO_MAJORITY_AGAINST"


class StatedResult(StrEnum):
    """What the chair announced when an act gives no counts at all."""

    UNANIMOUS = "UNANIMOUS"
    ADOPTED = "ADOPTED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class Ballot:
    """An exception to « tous pour », or one line of a public ballot.

    Exactly one of ``member``, ``group`` and ``count`` says whose it is; a group may come with its count.
    """

    choice: Choice
    member: str | None = None
    group: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Bare totals: all that is kept of a secret ballot, or of an act that names nobody. Counts of votes."""

    in_favour: int = 0
    against: int = 0
    abstentions: int = 0
    blank: int = 0
    null: int = 0
    not_voting: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote on one or several items (en bloc).

    ``everyone`` is the choice of all voters not listed in ``ballots``; ``None`` when each is listed or
    when only ``tally`` is known. A secret vote has a tally and no ballot.
    ``requested_by_present`` is the number of members present who asked for the form of the vote, or for closed
    doors; ``secret_requested_by`` of those who asked for a secret ballot when another form was used.
    """

    uid: str
    items: tuple[str, ...]
    purpose: VotePurpose = VotePurpose.WHOLE
    decides: bool = True
    method: VoteMethod = VoteMethod.ORDINARY
    ballot: int = 1
    everyone: Choice | None = None
    ballots: tuple[Ballot, ...] = ()
    tally: Tally | None = None
    majority: MajorityRule = MajorityRule.SIMPLE
    stated: StatedResult | None = None
    requested_by_present: int | None = None
    secret_requested_by: int | None = None
    note: str = ""

    @property
    def lacks_names(self) -> bool:
        """A public ballot, whose minutes name each voter (CGCT art. L. 2121-21), recorded without some of them."""
        is_bare = self.tally is not None or any(b.member is None and not b.group for b in self.ballots)
        return self.method is VoteMethod.PUBLIC and is_bare


class NominationBasis(StrEnum):
    """Whether secrecy is imposed by a text, may be dropped by a unanimous council, or is not established."""

    IMPOSED = "IMPOSED"
    WAIVABLE = "WAIVABLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Nomination:
    """An item that names someone (CGCT art. L. 2121-21). ``None`` means « not recorded »."""

    basis: NominationBasis = NominationBasis.UNKNOWN
    unanimous_waiver: bool | None = None
    single_candidacy: bool | None = None


@dataclass(frozen=True, slots=True)
class CandidateTally:
    """Votes of one candidate or list in one round. ``members`` are the mandates, when they sit."""

    name: str
    votes: int
    members: tuple[str, ...] = ()
    elected: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One ballot of an election. Papers are counted, never who cast them; ``number`` counts from 1.

    ``envelopes`` is the number found in the ballot box, when the result sheet gives it.
    """

    number: int
    candidates: tuple[CandidateTally, ...] = ()
    blank: int = 0
    null: int = 0
    scattered: int = 0
    not_voting: int = 0
    envelopes: int | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """Posts filled by a secret ballot in rounds (CGCT art. L. 2122-7, L. 2121-21).

    ``by_list`` is a list ballot by absolute majority (deputies, art. L. 2122-7-2); ``proportional`` shares seats by
    quotient then highest remainder. ``is_unopposed`` is a single candidacy that took effect without a vote.
    """

    uid: str
    item: str
    posts: str
    seats: int = 1
    basis: NominationBasis = NominationBasis.UNKNOWN
    proportional: bool = False
    by_list: bool = False
    is_unopposed: bool = False
    rounds: tuple[Round, ...] = ()
