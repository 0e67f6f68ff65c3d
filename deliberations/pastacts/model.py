"""What a paper is read as."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from deliberations.domain.acts import ClauseKind, OperativeLayout
from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line or paragraph of the paper, numbered from 1. An empty ``text`` is a gap between two paragraphs.

    ``is_heading`` and ``is_item`` say what the file itself says of it; ``is_margin`` is a header or a footer.
    """

    number: int
    text: str
    is_heading: bool = False
    is_item: bool = False
    is_margin: bool = False


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, how sure it is, and the lines where it is read (0 when it comes from the name of the file)."""

    value: T
    confidence: Confidence = Confidence.CLEAR
    first: int = 0
    last: int = 0

    @property
    def is_clear(self) -> bool:
        return self.confidence is Confidence.CLEAR

    @property
    def place(self) -> str:
        """« ligne 12 », « lignes 12 à 14 », « nom du fichier »."""
        if not self.first:
            return "nom du fichier"
        return f"ligne {self.first}" if self.last <= self.first else f"lignes {self.first} à {self.last}"


class PaperKind(StrEnum):
    """What the paper is as a whole."""

    ACT = "ACT"
    COLLECTION = "COLLECTION"
    MINUTES = "MINUTES"
    LIST = "LIST"
    CONVOCATION = "CONVOCATION"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause of the preamble, without its opening word."""

    kind: ClauseKind
    text: str


@dataclass(frozen=True, slots=True)
class ReadDecision:
    """One decision; ``verb`` is the verb line that it stands under (« décide », « approuve »…)."""

    verb: str
    text: str
    layout: OperativeLayout = OperativeLayout.BULLETS


@dataclass(frozen=True, slots=True)
class ReadVote:
    """Counts as the paper gives them; ``None`` is « not said ». ``names`` are the words about who voted how."""

    text: str
    in_favour: int | None = None
    against: int | None = None
    abstentions: int | None = None
    not_voting: int | None = None
    stated: StatedResult | None = None
    names: str = ""


@dataclass(slots=True)
class ReadAct:
    """One act, with what is read of it; anything may be missing. ``first`` and ``last`` are its lines."""

    first: int = 0
    last: int = 0
    authority: Found[str] | None = None
    number: Found[str] | None = None
    held_on: Found[date] | None = None
    title: Found[str] | None = None
    theme: Found[str] | None = None
    clauses: list[Found[ReadClause]] = field(default_factory=list)
    statement: list[Found[str]] = field(default_factory=list)
    decisions: list[Found[ReadDecision]] = field(default_factory=list)
    vote: Found[ReadVote] | None = None
    counts: dict[str, Found[int]] = field(default_factory=dict)
    names: dict[str, Found[str]] = field(default_factory=dict)
    dates: dict[str, Found[date]] = field(default_factory=dict)
    matter_code: Found[str] | None = None
    is_line_of_list: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def confidence(self) -> Confidence:
        """CLEAR when nothing is to be doubted; ILLEGIBLE without date nor object. ``doubts`` tells why, in French."""
        if self.held_on is None and self.title is None:
            return Confidence.ILLEGIBLE
        return Confidence.DOUBTFUL if self.doubts else Confidence.CLEAR


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """The acts of a paper in its order; ``remarks`` are sentences for the reader."""

    kind: PaperKind
    acts: tuple[ReadAct, ...]
    remarks: tuple[str, ...] = ()
