"""A deliberation's text and life as recorded facts. Every ``*_html`` holds the restricted HTML subset."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.papers import AnnexJoining


class ClauseKind(StrEnum):
    """How a clause of the preamble begins; OTHER prints the text as it is."""

    VU = "VU"
    CONSIDERANT = "CONSIDERANT"
    ENTENDU = "ENTENDU"
    SUR_PROPOSITION = "SUR_PROPOSITION"
    SUR_RAPPORT = "SUR_RAPPORT"
    OTHER = "OTHER"


class OperativeLayout(StrEnum):
    BULLETS = "BULLETS"
    ARTICLES = "ARTICLES"


class Source(StrEnum):
    """Who says when: our clock, or a person declaring what happened elsewhere."""

    MACHINE = "MACHINE"
    DECLARED = "DECLARED"


class ActLink(StrEnum):
    AMENDS = "AMENDS"
    REPLACES = "REPLACES"
    WITHDRAWS = "WITHDRAWS"


class ActState(StrEnum):
    IN_FORCE = "IN_FORCE"
    REFERRED = "REFERRED"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"


@dataclass(frozen=True, slots=True)
class Clause:
    """« Vu … ; » — ``text_html`` is what follows the opening word, without final punctuation."""

    kind: ClauseKind
    text_html: str


@dataclass(frozen=True, slots=True)
class OperativePart:
    """One verb line and its bullets or articles. An empty ``verb`` prints « décide »."""

    blocks_html: tuple[str, ...]
    verb: str = ""
    layout: OperativeLayout = OperativeLayout.BULLETS


@dataclass(frozen=True, slots=True)
class Identifier:
    """Another number of the same act: internal, register, file, @CTES…"""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """Another act that this one amends, replaces or withdraws, by its number as printed."""

    kind: ActLink
    number: str
    adopted_on: date | None = None


class LegalityStep(StrEnum):
    """A step of the control of legality (CGCT art. L. 2131-6). The first two restart the prefect's two months."""

    PAPERS_REQUESTED = "PAPERS_REQUESTED"
    OBSERVATIONS = "OBSERVATIONS"
    REFERRAL = "REFERRAL"
    SUSPENSION_REQUESTED = "SUSPENSION_REQUESTED"


@dataclass(frozen=True, slots=True)
class LegalityEvent:
    """A letter of the prefect, by the day it was received; ``answered_on`` when papers were asked for and sent."""

    step: LegalityStep
    received_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A transmission receipt or a publication. ``effective_on`` is the civil date it took effect.

    ``channel`` is printed (« site Internet »); ``reference`` is an identifier or an address.
    ``recorded_at`` is aware.
    """

    effective_on: date
    source: Source
    channel: str = ""
    reference: str = ""
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, with the capacity of that day; by default the one who chairs."""

    member: str
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A document already issued: its digest travels, its bytes do not.

    Versions count from 1 within one kind and one format.
    """

    kind: DocumentKind
    version: int
    sha256: str
    size: int
    pages: int | None = None
    format: DocumentFormat = DocumentFormat.PDF


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """The file of an annex that the PDF of the act appends or carries, known by its digest: its bytes do not travel.

    ``annex`` is its place among the annexes, from 1. An annex that stays a file of its own is not listed here.
    """

    annex: int
    joining: AnnexJoining
    sha256: str


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The paper of a RECORDED act, kept untouched: it is the authentic document, ours is a transcription of it.

    ``place`` tells where the act stands in a file of several (« lignes 12 à 80 »). ``size`` is in bytes.
    """

    sha256: str
    size: int
    media_type: str
    name: str = ""
    pages: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Deliberation:
    """The act made from one agenda item.

    ``printed_number`` is the number as printed when it is not built from ``year`` and ``sequence``. An individual
    decision is notified to its addressee and sent to the State within fifteen days (art. L. 2131-2).
    ``hidden_annexes`` are the places, from 1, of the annexes whose title the public does not read; ``annex_files`` are
    those that the PDF of the act holds.
    """

    uid: str
    item: str
    printed_number: str = ""
    year: int | None = None
    sequence: int | None = None
    actes_number: str = ""
    identifiers: tuple[Identifier, ...] = ()
    title_html: str = ""
    statement_html: str = ""
    clauses: tuple[Clause, ...] = ()
    operative: tuple[OperativePart, ...] = ()
    annexes: tuple[str, ...] = ()
    hidden_annexes: tuple[int, ...] = ()
    annex_files: tuple[AnnexFile, ...] = ()
    signatory: Signatory | None = None
    links: tuple[Link, ...] = ()
    state: ActState = ActState.IN_FORCE
    transmission: PublicFact | None = None
    publications: tuple[PublicFact, ...] = ()
    issued: tuple[IssuedFile, ...] = ()
    public_id: str = ""
    is_individual: bool = False
    legality: tuple[LegalityEvent, ...] = ()
    original: OriginalFile | None = None
