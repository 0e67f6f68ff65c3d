"""One sitting as recorded facts: convocation, agenda, movements, votes and acts."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from deliberations.domain.acts import Deliberation
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

    ``second_of`` names the sitting that lacked a quorum (art. L. 2121-17, second paragraph).
    """

    sent_on: date | None = None
    dispatches: tuple[Dispatch, ...] = ()
    is_urgent: bool = False
    urgency_reason: str = ""
    second_of: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """``order`` is the place on the agenda, ``examined`` the place in the sitting when it differs.

    ``chair`` and ``secretary`` name a member where they differ from the sitting's.
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

    ``about`` names the figure or fact (``present``, ``voters``, ``in_favour``, ``signatory``…), ``item`` the
    item it stands on, ``place`` where it is read. ``text`` is as printed; ``number`` when it is one.
    """

    about: str
    text: str
    number: int | None = None
    item: str | None = None
    place: str = ""
    confidence: Confidence = Confidence.CLEAR


@dataclass(frozen=True, slots=True)
class Sitting:
    """``held_on`` is the civil day it opened; hours after midnight belong to aware datetimes.

    ``place`` is printed after « s'est réuni … » (« au sein de la mairie »). ``attendance_recorded`` is false for an
    act that says nothing of who was there. ``auxiliaries`` help the secretary without deliberating.
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
