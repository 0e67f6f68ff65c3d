"""One sitting as recorded facts: convocation, agenda, movements, votes and acts."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from deliberations.domain.acts import Deliberation, PublicFact
from deliberations.domain.findings import Override
from deliberations.domain.minutes import Minutes
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement
from deliberations.domain.votes import Election, Nomination, Vote


class Origin(StrEnum):
    """LIVE: held with the product. RECORDED: entered from an existing act, which may be faulty."""

    LIVE = "LIVE"
    RECORDED = "RECORDED"


class ItemKind(StrEnum):
    DELIBERATION = "DELIBERATION"
    INFORMATION = "INFORMATION"
    ACKNOWLEDGEMENT = "ACKNOWLEDGEMENT"
    MOTION = "MOTION"
    ELECTION = "ELECTION"
    ACCOUNTS = "ACCOUNTS"
    QUESTION = "QUESTION"


DECIDING = (ItemKind.DELIBERATION, ItemKind.ACCOUNTS, ItemKind.MOTION)
"""Kinds of items put to the vote of the assembly."""


class Subject(StrEnum):
    """What an item is about, where a duty of the year or a rule of its own depends on it."""

    NONE = "NONE"
    INSTALLATION = "INSTALLATION"
    BUDGET_DEBATE = "BUDGET_DEBATE"
    BUDGET = "BUDGET"
    ACCOUNTS = "ACCOUNTS"
    RULES_OF_PROCEDURE = "RULES_OF_PROCEDURE"
    DELEGATED_DECISIONS = "DELEGATED_DECISIONS"
    MINUTES = "MINUTES"
    SOCIAL_BOARD = "SOCIAL_BOARD"
    PROCUREMENT = "PROCUREMENT"
    OFFICERS = "OFFICERS"


class BarGround(StrEnum):
    """Why a member stays out of one item.

    AUTHORISING_OFFICER: he was the authorising officer of the year voted (CGCT art. L. 2121-14). INTEREST: he told
    one (art. L. 2131-11). REPRESENTATIVE: he sits in the other body and the law keeps him out (art. L. 1111-6, II).
    """

    AUTHORISING_OFFICER = "AUTHORISING_OFFICER"
    INTEREST = "INTEREST"
    REPRESENTATIVE = "REPRESENTATIVE"


class Requester(StrEnum):
    """Who asked for a sitting (CGCT art. L. 2121-9)."""

    NOBODY = "NOBODY"
    PREFECT = "PREFECT"
    MEMBERS = "MEMBERS"


class SittingPaper(StrEnum):
    """A paper of the whole sitting that is made public."""

    DECISION_LIST = "DECISION_LIST"
    MINUTES = "MINUTES"


class ItemOutcome(StrEnum):
    """What became of an item that was not decided."""

    EXAMINED = "EXAMINED"
    ADJOURNED = "ADJOURNED"
    WITHDRAWN = "WITHDRAWN"


class Channel(StrEnum):
    ELECTRONIC = "ELECTRONIC"
    POST = "POST"
    HAND = "HAND"


class Confidence(StrEnum):
    CLEAR = "CLEAR"
    DOUBTFUL = "DOUBTFUL"
    ILLEGIBLE = "ILLEGIBLE"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The convocation sent to one member. ``sent_at`` is aware; the day is read in the council's zone."""

    member: str
    channel: Channel
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Convocation:
    """``sent_on`` is the day of dispatch (CGCT art. L. 2121-10 to L. 2121-12); ``dispatches`` refine it.

    ``second_of`` names the sitting that lacked a quorum (art. L. 2121-17, second paragraph). A sitting asked for
    says by whom, on which day and, for members, by how many (art. L. 2121-9).
    """

    sent_on: date | None = None
    dispatches: tuple[Dispatch, ...] = ()
    is_urgent: bool = False
    urgency_reason: str = ""
    second_of: str = ""
    requested_by: Requester = Requester.NOBODY
    requested_on: date | None = None
    requesting_members: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One member who must, or chose to, stay out of one item."""

    member: str
    ground: BarGround


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """``order`` is the place on the agenda, ``examined`` the place in the sitting when it differs.

    ``chair`` and ``secretary`` name a member where they differ from the sitting's. ``financial_year`` is that of a
    budget or of accounts; ``treasurer_account_received`` tells whether the compte de gestion had arrived.
    """

    uid: str
    order: int
    title_html: str
    theme: str = ""
    kind: ItemKind = ItemKind.DELIBERATION
    outcome: ItemOutcome = ItemOutcome.EXAMINED
    examined: int | None = None
    matter_code: str = ""
    rapporteur: str | None = None
    chair: str | None = None
    secretary: str | None = None
    note_html: str = ""
    is_transmissible: bool = True
    added_in_sitting: bool = False
    nomination: Nomination | None = None
    subject: Subject = Subject.NONE
    financial_year: int | None = None
    treasurer_account_received: bool | None = None
    bars: tuple[Bar, ...] = ()

    @property
    def examination_order(self) -> tuple[int, int]:
        return (self.order if self.examined is None else self.examined, self.order)


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """Someone in the room who does not sit: an agent helping the secretary, a guest."""

    name: str
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """What the paper of a RECORDED act says, kept to be compared and never used to compute.

    ``about`` names the figure or fact, ``item`` the item it stands on, ``place`` where it is read. ``text`` is as
    printed; ``number`` when it is one. Figures compared with the facts: ``in_office``, ``seats``, ``quorum``,
    ``present``, ``represented``, ``excused``, ``absent``, ``substituted``, ``stepped_aside``, ``remote``, ``voters``,
    ``votes_cast``, ``in_favour``, ``against``, ``abstentions``, ``blank``, ``null``, ``not_voting``, ``majority``;
    texts compared: ``verdict``, and the dates ``convocation``, ``transmitted``, ``published``, ``executory``. Their
    plain French words (« présents », « votants », « pouvoirs »…) are read as well. Any other name (``signatory``…)
    is kept and compared with nothing.
    """

    about: str
    text: str
    number: int | None = None
    item: str | None = None
    place: str = ""
    confidence: Confidence = Confidence.CLEAR


@dataclass(frozen=True, slots=True)
class Derogation:
    """The special rules that the clerk says applied that day (the laws of 2020 to 2022), with their text.

    ``None`` means that nothing was noted. ``quorum_of_third`` counts one third of the members; ``proxies_per_holder``
    replaces the limit of one; ``is_remote_allowed`` lets members sit at a distance.
    """

    basis: str = ""
    quorum_of_third: bool | None = None
    proxies_per_holder: int | None = None
    is_remote_allowed: bool | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """The sitting suspended just before ``moment``, then resumed; hours are aware, ``None`` when not noted."""

    moment: Moment
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperPublication:
    """When a paper of the sitting was posted or put online (CGCT art. L. 2121-15, L. 2121-25)."""

    paper: SittingPaper
    fact: PublicFact


@dataclass(frozen=True, slots=True)
class ReportedDecision:
    """A decision of the mayor of which the sitting heard (CGCT art. L. 2122-23); ``title`` is its public text."""

    number: str
    title: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """``held_on`` is the civil day it opened; hours after midnight belong to aware datetimes.

    ``place`` is printed after « s'est réuni … » (« au sein de la mairie »). ``attendance_recorded`` is false for an
    act that says nothing of who was there. ``auxiliaries`` help the secretary without deliberating.
    ``minutes_settled_in`` is the uid of the sitting that settled its minutes, ``minutes`` what was written in them
    beside these facts; ``overrides`` are the warnings set aside.
    ``reported_decisions`` follow from the decisions of the mayor, where their report is on the agenda: they are told
    here so that the frozen sitting holds what it heard.
    """

    uid: str
    held_on: date
    origin: Origin = Origin.LIVE
    starts_at: time | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    place: str = ""
    session: str = ""
    is_public: bool = True
    chair: str | None = None
    secretaries: tuple[str, ...] = ()
    auxiliaries: tuple[Auxiliary, ...] = ()
    convocation: Convocation = Convocation()
    attendance_recorded: bool = True
    agenda: tuple[AgendaItem, ...] = ()
    movements: tuple[Movement, ...] = ()
    votes: tuple[Vote, ...] = ()
    elections: tuple[Election, ...] = ()
    deliberations: tuple[Deliberation, ...] = ()
    statements: tuple[SourceStatement, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    derogation: Derogation = Derogation()
    minutes_settled_in: str = ""
    minutes: Minutes = field(default_factory=Minutes)
    publications: tuple[PaperPublication, ...] = ()
    overrides: tuple[Override, ...] = ()
    reported_decisions: tuple[ReportedDecision, ...] = ()
