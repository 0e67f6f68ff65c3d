"""The frozen view of one deliberation: what every rendition prints, block by block.

A view holds finished French text, already typeset (U+00A0, U+202F, U+2019). Fields named ``*_html`` hold
the restricted HTML of the structured text, also typeset; all others are plain text to be escaped.
``order`` names the blocks in the order in which they are printed: no renderer has an order of its own. An empty
block is not printed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from councils.domain.look_blocks import USUAL_ORDER, ActBlock
from councils.domain.look_variants import Accent, CountsLayout, LetterheadForm, TextSize, Typeface


class Rendition(StrEnum):
    """EXTRACT is what is transmitted; REGISTER is for the register; CERTIFIED adds the executory blocks."""

    EXTRACT = "extract"
    REGISTER = "register"
    CERTIFIED = "certified"


class DecisionLayout(StrEnum):
    """LINES are items without a mark; SENTENCE is one paragraph that holds the lead and what it decides."""

    BULLETS = "BULLETS"
    ARTICLES = "ARTICLES"
    LINES = "LINES"
    SENTENCE = "SENTENCE"


@dataclass(frozen=True, slots=True)
class Theme:
    """The type and the colour of a council's documents: the stylesheets have a class for each."""

    typeface: Typeface = Typeface.SERIF
    accent: Accent = Accent.NAVY
    text_size: TextSize = TextSize.NORMAL

    @property
    def classes(self) -> str:
        return f"typeface-{self.typeface} accent-{self.accent} size-{self.text_size}".lower()


_LONG_NAME, _LONG_TITLE = 42, 58
MOST_ROOM = 6
"""The stylesheet has a class for each."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Left out of the text by structure: it is set as a page artifact, never as content.

    ``coat_of_arms`` is a ``data:`` address or empty. ``lines`` come under the department. The type and the colour
    of the whole document come with its letterhead.
    """

    republic: str
    department: str
    authority: str
    document: str
    coat_of_arms: str = ""
    coat_of_arms_description: str = ""
    lines: tuple[str, ...] = ()
    form: LetterheadForm = LetterheadForm.CENTRED
    theme: Theme = Theme()

    @property
    def room(self) -> int:
        """Lines of the heading beyond those that the margin of the first page holds: free lines, a name or a title
        too long for one line. The text starts lower by as much."""
        extra = max(0, len(self.lines) - 1)
        extra += 2 * (len(self.authority) > _LONG_NAME) + (len(self.document) > _LONG_TITLE)
        return min(extra, MOST_ROOM)


@dataclass(frozen=True, slots=True)
class Verification:
    """Where anybody may check the act: ``address`` is drawn as a code, ``told`` says it, ``code`` is its short code.

    Set in the foot of each page, outside the text.
    """

    address: str
    told: str
    code: str


class Framed(Protocol):
    """What stands around the text of any document, whatever it is made of."""

    @property
    def letterhead(self) -> Letterhead: ...

    @property
    def running_head(self) -> str: ...

    @property
    def is_draft(self) -> bool: ...


TABLES = frozenset({CountsLayout.BOX, CountsLayout.ROWS})


@dataclass(frozen=True, slots=True)
class Counts:
    """A labelled list: « Membres du Conseil Municipal : » then its lines.

    Without a ``lead``, it is what changed in the room before what follows. Under LINE each of ``lines`` is a line by
    itself; ``pairs`` are the columns of a table under BOX, its rows under ROWS, label and figure. ``after`` is a
    sentence under it all.
    """

    lead: str
    lines: tuple[str, ...]
    layout: CountsLayout = CountsLayout.LIST
    pairs: tuple[tuple[str, str], ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceGroup:
    """« - Excusées : 2 » (a list of one line), then one paragraph per person.

    Without ``is_item`` the heading is a line like another; ``is_run_in`` sets it before the only line.
    """

    heading: str
    lines: tuple[str, ...]
    is_item: bool = True
    is_run_in: bool = False


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """``label`` is « Article 1er : » under the article layout, « APPROUVE » where a verb comes first, or empty."""

    label: str
    html: str


@dataclass(frozen=True, slots=True)
class OperativeView:
    """One verb line and what it decides. The articles of an act are numbered from part to part."""

    lead_html: str
    layout: DecisionLayout
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """``field_name`` is the signature field made in the master; empty when nobody signs electronically.

    ``seal`` names the body whose seal is put there instead of the person's signature, empty otherwise.
    """

    capacity: str
    name: str
    field_name: str = ""
    name_first: bool = False
    seal: str = ""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """(kind, text) in the order printed; kind is « capacity » or « name »."""
        both = (("capacity", self.capacity), ("name", self.name))
        return tuple(reversed(both)) if self.name_first else both


@dataclass(frozen=True, slots=True)
class HeadReplaced:
    """Who signs where the document names somebody else: « Pour le Maire et par délégation, la deuxième adjointe »."""

    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The data of the act, attached to its file: canonical JSON under a plain ASCII name."""

    name: str
    json: str


@dataclass(frozen=True, slots=True)
class DocumentData:
    """Metadata of the file. ``edited_on`` is an argument of the rendering, never the clock.

    ``category`` is what the file is; ``profile_description`` what its attached data are.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    edited_on: date
    profile: Profile | None = None
    category: str = "Délibération"
    profile_description: str = "Données de la délibération"


@dataclass(frozen=True, slots=True)
class AnnexSheet:
    """The place kept for one drawn sheet: its size on the page, in millimetres, and what is read in its stead.

    ``foot`` is an artifact at the bottom of its page.
    """

    alternative: str
    foot: str
    width_mm: float
    height_mm: float
    is_landscape: bool


@dataclass(frozen=True, slots=True)
class AppendedAnnex:
    """An annex whose sheets follow the act in the PDF; ``heading`` stands on the first."""

    heading: str
    sheets: tuple[AnnexSheet, ...]


@dataclass(frozen=True, slots=True)
class DeliberationView:
    """``present_sentence`` is one paragraph; ``present_lines`` are several, or columns of names."""

    rendition: Rendition
    is_draft: bool
    document: DocumentData
    letterhead: Letterhead
    running_head: str
    opening: str
    officers: tuple[str, ...]
    convocation: str
    members: Counts | None
    present_sentence: str
    absences: tuple[AbsenceGroup, ...]
    votes: Counts | None
    other_votes: tuple[Counts, ...]
    object_heading: str
    object_line: str
    statement_heading: str
    statement_html: str
    preamble_lead: str
    clauses_html: tuple[str, ...]
    decision_heading: str
    operative: tuple[OperativeView, ...]
    closing: tuple[str, ...]
    signatures: tuple[Signature, ...]
    annexes_heading: str
    annexes: tuple[str, ...]
    certification: str
    dates: tuple[str, ...]
    order: tuple[ActBlock, ...] = USUAL_ORDER
    sitting_line: str = ""
    number_line: str = ""
    present_lead: str = ""
    present_lines: tuple[str, ...] = ()
    present_is_run_in: bool = False
    present_in_columns: bool = False
    executory_heading: str = ""
    verification: Verification | None = None
    appended: tuple[AppendedAnnex, ...] = ()


class ElectronicPlaces(StrEnum):
    """Who signs the master electronically: as the rendition does by itself, each signatory, or the council's seal."""

    USUAL = "USUAL"
    EVERYBODY = "EVERYBODY"
    SEAL = "SEAL"
