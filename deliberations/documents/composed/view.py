"""A document made of blocks: what every paper other than the deliberation itself prints, in its order.

A view holds finished French text, already typeset (U+00A0, U+202F, U+2019). ``Rich`` holds the restricted HTML of
the structured text, also typeset; every other text is plain. Each renderer knows every kind of block, and no
document: a new paper of the town hall is a function that gives blocks, and comes out in every format.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from deliberations.documents.view import AppendedAnnex, DocumentData, Letterhead, Signature

Room = Literal[0, 8, 10, 12, 16, 20]
_MANY_LINES, _SHORT_LINE = 20, 48


class TextRole(StrEnum):
    """BODY is justified text; LEAD is set in bold and stays with what follows; NOTE is small; CENTRED is a line.

    RIGHT is a line at the right edge (place and date); HAND leaves room under its words for a signature by hand;
    BOXED stands apart in a box; NAMES is a long list of names, whose words are too long to be justified.
    """

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"
    CENTRED = "centred"
    RIGHT = "right"
    HAND = "hand"
    BOXED = "boxed"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 2 for a part of the document, 3 for a part of that part; the title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    role: TextRole = TextRole.BODY

    @property
    def announces(self) -> bool:
        """Whether it ends with a colon: a page does not part it from what it announces."""
        return self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class Rich:
    """Structured text in the restricted HTML: paragraphs, lists, tables."""

    html: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, one line for each item; many short ones (the names of a large assembly) stand in two columns."""

    lines: tuple[str, ...]

    @property
    def in_columns(self) -> bool:
        return len(self.lines) > _MANY_LINES and max(map(len, self.lines)) <= _SHORT_LINE


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of a term and its value (« Présents : », « 13 »); the term holds its own colon."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of plain cells. ``shares`` are the widths of its columns, in any unit; empty: all alike.

    ``room_mm`` is the least height of a row, in millimetres: room to sign by hand. With ``has_row_headers``, the
    first cell of a row names it. An empty ``headers`` leaves out the heading row.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    shares: tuple[int, ...] = ()
    room_mm: Room = 0
    has_row_headers: bool = False

    @property
    def percentages(self) -> tuple[int, ...]:
        """The widths of the columns in steps of five per cent, for which the stylesheet has a class each."""
        whole = sum(self.shares)
        return tuple(max(5, 5 * round(20 * share / whole)) for share in self.shares)


@dataclass(frozen=True, slots=True)
class Signatures:
    """Each capacity and name with room to sign, two on a line."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to fill in by hand after its ``label``: the rule is drawn, it is not text."""

    label: str


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that a page does not part."""

    blocks: tuple["Block", ...]

    @property
    def is_signed(self) -> bool:
        """Whether there is room to sign in it: it then stays with the end of what is signed."""
        return any(is_signed(block) for block in self.blocks)


class Letter(Together):
    """One letter of a file of letters: it starts on a new page, and its pages are numbered from there."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Address:
    """To whom a letter goes, one line each, at the right half of the page."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an agenda: « 3. » (``label``), its title in inline restricted HTML, then a ``mention``."""

    label: str
    html: str
    mention: str = ""


@dataclass(frozen=True, slots=True)
class Masthead:
    """The letterhead within the text: each letter of a file says who writes."""


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title of the document stands, when it is not before everything else; each letter repeats it."""


Block = (
    Heading
    | Text
    | Rich
    | Bullets
    | Facts
    | Grid
    | Signatures
    | Blank
    | Together
    | NewSheet
    | Address
    | Item
    | Masthead
    | Title
)


@dataclass(frozen=True, slots=True)
class ComposedView:
    """``running_head`` is repeated from the second page on; a draft carries its mark on every page.

    A letter has no margins of its own: its letterhead is a ``Masthead`` among its blocks, and its pages are numbered
    from the second one on, where it is a ``Letter``. ``appended`` are drawn sheets that follow in the PDF alone.
    """

    document: DocumentData
    letterhead: Letterhead
    title: str
    blocks: tuple[Block, ...]
    running_head: str = ""
    is_draft: bool = False
    is_letter: bool = False
    appended: tuple[AppendedAnnex, ...] = ()

    @property
    def has_placed_title(self) -> bool:
        """Whether a ``Title`` among the blocks says where the title stands."""
        return _holds_title(self.blocks)


def is_signed(block: Block) -> bool:
    """Whether there is room to sign in ``block``: nobody signs at the top of a page that holds nothing else."""
    return isinstance(block, Signatures) or (isinstance(block, Together) and block.is_signed)


def _holds_title(blocks: tuple[Block, ...]) -> bool:
    return any(
        isinstance(block, Title) or (isinstance(block, Together) and _holds_title(block.blocks))
        for block in blocks
    )
