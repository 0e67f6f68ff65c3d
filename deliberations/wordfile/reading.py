"""A Word document as a sequence of blocks in the restricted HTML, in the order of the page.

Tracked changes are read as accepted; what they remove is kept apart, so that nothing disappears silently.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from html import escape
from typing import Any

from deliberations.domain.texts import text_of
from deliberations.richtext import sanitise, sanitise_inline
from deliberations.wordfile.package import WordPackage, WordRefused

MAX_BLOCKS = 6_000
"""Paragraphs and tables of one file, empty ones included: a report of a hundred pages."""

MAX_PARAGRAPHS = 60_000
"""The same with the paragraphs of every cell."""

MAX_LETTERS = 1_000_000
"""Of the whole text: three hundred pages."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GOES_THROUGH = {
    f"{_W}{name}"
    for name in ("ins", "moveTo", "smartTag", "fldSimple", "customXml", "sdtContent", "dir", "bdo")
}
_REMOVED = {f"{_W}del", f"{_W}moveFrom"}
_SPACES = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}ptab": " ",
}
_TITLE_OF_CELL = "acte titre de cellule"
"""The style that our own documents give to the headings of rows."""
_PRIVATE = ("acte passage privé", "acte passage non public", "acte lien non public")
"""The character styles that our own documents give to what the public must not read."""
_OFF = {"0", "false", "off", "none"}


class Origin(StrEnum):
    """Where a block stood: in the text, in a text box, in the margins, in a note, or removed by a tracked change."""

    TEXT = "TEXT"
    BOX = "BOX"
    MARGIN = "MARGIN"
    NOTE = "NOTE"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class WordBlock:
    """``html`` is inline for a paragraph or an item, a table otherwise. ``level`` counts from 0 in a list.

    ``ordered`` is ``None`` outside a list; ``style`` is the lower-case name of the paragraph's style;
    ``is_outlined`` when that style is based on one of Word's headings;
    ``after_gap`` tells that an empty paragraph stands before.
    """

    html: str
    origin: Origin = Origin.TEXT
    style: str = ""
    ordered: bool | None = None
    level: int = 0
    is_table: bool = False
    is_outlined: bool = False
    after_gap: bool = field(default=False, compare=False)

    @property
    def text(self) -> str:
        return " ".join(text_of(self.html).split())

    @property
    def is_heading(self) -> bool:
        return self.is_outlined or self.style.startswith(("heading", "titre", "title"))


@dataclass(frozen=True, slots=True)
class WordText:
    """The blocks that hold words, in order, and what was left in the file."""

    blocks: tuple[WordBlock, ...]
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Inline:
    """The HTML of a paragraph as it grows, and what is set apart on the way."""

    html: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_word(package: WordPackage) -> WordText:
    """Every block of the document that holds words.

    Raises ``WordRefused`` when there are too many, or none, or when they are nested too deep.
    """
    try:
        blocks = _blocks_with_words(package)
    except RecursionError:
        raise WordRefused(
            "Ce document contient trop d'éléments imbriqués (tableaux, zones de texte ou notes les uns dans les "
            "autres). Copiez son texte dans un nouveau document, puis recommencez."
        ) from None
    if not blocks:
        raise WordRefused(
            "Ce document ne contient aucun texte : c'est peut-être une page numérisée (une image). "
            "Il faut un document tapé dans Word."
        )
    removed = any(block.origin is Origin.REMOVED for block in blocks)
    told = ("Les modifications suivies ont été lues comme acceptées ; le texte supprimé est montré à part.",)
    return WordText(tuple(blocks), (*package.remarks, *(told if removed else ())))


def _blocks_with_words(package: WordPackage) -> list[WordBlock]:
    blocks = []
    is_empty = False
    for count, block in enumerate(_Reader(package).blocks(), start=1):
        if count > MAX_BLOCKS:
            raise _too_long()
        if block.text:
            blocks.append(replace(block, after_gap=is_empty))
        is_empty = not block.text
    return blocks


def _too_long() -> WordRefused:
    return WordRefused("Ce document est trop long pour un acte. Séparez-le en plusieurs fichiers.")


class _Reader:
    """Reads a package once: a note is given where it is first called, a box inside the box that holds it."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._styles = _style_names(package.styles)
        self._numbering = _ordered_levels(package.numbering)
        self._style_lists = _style_numbers(package.styles)
        self._headings = _heading_styles(package.styles, self._styles)
        self._footnotes = _footnote_elements(package.footnotes)
        self._paragraphs = 0
        self._letters = 0
        self._open_tables = 0

    def blocks(self) -> Iterator[WordBlock]:
        body = self._package.document.find(f"{_W}body")
        yield from self._container(body if body is not None else self._package.document, Origin.TEXT)
        for margin in self._package.margins:
            yield from self._container(margin, Origin.MARGIN)

    def _container(self, parent: Any, origin: Origin) -> Iterator[WordBlock]:
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, origin)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, origin)
            elif element.tag == f"{_W}sdt" or element.tag in _GOES_THROUGH:
                yield from self._container(element, origin)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._container(_chosen(element), origin)
            elif element.tag in _REMOVED:
                yield from (replace(b, origin=Origin.REMOVED) for b in self._container(element, origin))

    def _paragraph(self, element: Any, origin: Origin) -> Iterator[WordBlock]:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            raise _too_long()
        inline = _Inline()
        self._runs(element, inline, "")
        properties = element.find(f"{_W}pPr")
        style = self._style_of(properties)
        ordered, level = self._list_of(properties)
        html = sanitise_inline("".join(inline.html))
        name, is_outlined = self._styles.get(style, style).lower(), style in self._headings
        yield WordBlock(html, origin, name, ordered, level, is_outlined=is_outlined)
        if inline.removed:
            yield WordBlock(sanitise_inline(escape("".join(inline.removed))), Origin.REMOVED)
        for box in inline.boxes:
            yield from self._container(box, Origin.BOX if origin is Origin.TEXT else origin)
        for note in inline.notes:
            if note in self._footnotes:
                yield from self._container(self._footnotes.pop(note), Origin.NOTE)

    def _runs(self, parent: Any, inline: _Inline, href: str) -> None:
        for element in parent:
            if element.tag == f"{_W}r":
                self._run(element, inline, href)
            elif element.tag == f"{_W}hyperlink":
                self._runs(element, inline, self._package.links.get(element.get(f"{_R}id", ""), href))
            elif element.tag == f"{_W}sdt" or element.tag in _GOES_THROUGH:
                self._runs(element, inline, href)
            elif element.tag == f"{_MC}AlternateContent":
                self._runs(_chosen(element), inline, href)
            elif element.tag in _REMOVED:
                inline.removed.append(
                    "".join(node.text or "" for node in element.iter(f"{_W}delText", f"{_W}t")) + " "
                )

    def _run(self, element: Any, inline: _Inline, href: str) -> None:
        text = "".join(self._pieces(element, inline))
        if not text:
            return
        self._letters += len(text)
        if self._letters > MAX_LETTERS:
            raise _too_long()
        properties = element.find(f"{_W}rPr")
        if properties is not None and _is_on(properties, "vanish"):
            inline.removed.append(text)
            return
        html = escape(text, quote=False).replace("\n", "<br>")
        if properties is not None:
            html = _formatted(properties, html)
        html = f'<a href="{escape(href)}">{html}</a>' if href else html
        inline.html.append(f"<mark>{html}</mark>" if self._is_private(properties) else html)

    def _is_private(self, properties: Any) -> bool:
        style = properties.find(f"{_W}rStyle") if properties is not None else None
        name = str(style.get(f"{_W}val", "")) if style is not None else ""
        return self._styles.get(name, name).lower() in _PRIVATE

    def _pieces(self, element: Any, inline: _Inline) -> Iterator[str]:
        for child in element:
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in _SPACES:
                yield _SPACES[child.tag]
            elif child.tag == f"{_W}delText":
                inline.removed.append(child.text or "")
            elif child.tag == f"{_W}footnoteReference":
                inline.notes.append(child.get(f"{_W}id", ""))
            elif child.tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object", f"{_MC}AlternateContent"):
                source = _chosen(child) if child.tag == f"{_MC}AlternateContent" else child
                inline.boxes.extend(_outermost_boxes(source))

    def _table(self, element: Any, origin: Origin) -> Iterator[WordBlock]:
        apart: list[WordBlock] = []
        self._open_tables += 1
        html = "".join(self._row(row, apart) for row in element.iterchildren(f"{_W}tr"))
        self._open_tables -= 1
        # A table in a cell is cleaned with the one that holds it: again at each depth would never end.
        is_inner = self._open_tables and origin is Origin.TEXT
        html = f"<table>{html}</table>"
        yield WordBlock(html if is_inner else sanitise(html), origin, is_table=True)
        yield from apart

    def _row(self, row: Any, apart: list[WordBlock]) -> str:
        is_header = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        return (
            f"<tr>{''.join(self._cell(cell, apart, is_header) for cell in row.iterchildren(f'{_W}tc'))}</tr>"
        )

    def _cell(self, cell: Any, apart: list[WordBlock], is_header: bool) -> str:
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        pieces, is_titled = [], False
        for block in self._container(cell, Origin.TEXT):
            is_titled = is_titled or block.style == _TITLE_OF_CELL
            if block.origin is Origin.TEXT:
                pieces.append(block.html if block.is_table else f"<p>{block.html}</p>")
            else:
                apart.append(block)
        tag = "th" if is_header or is_titled else "td"
        return f'<{tag} colspan="{_number(width) or 1}">{"".join(pieces)}</{tag}>'

    def _style_of(self, properties: Any) -> str:
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        return str(style.get(f"{_W}val", "")) if style is not None else ""

    def _list_of(self, properties: Any) -> tuple[bool | None, int]:
        numbering = properties.find(f"{_W}numPr") if properties is not None else None
        style = self._style_of(properties)
        if numbering is None:
            number, level = self._style_lists.get(style, ""), 0
        else:
            identifier, depth = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
            number = (
                identifier.get(f"{_W}val", "") if identifier is not None else self._style_lists.get(style, "")
            )
            level = _number(depth.get(f"{_W}val", "0")) if depth is not None else 0
        if not number or number == "0":
            return None, 0
        return self._numbering.get((number, level), False), min(level, 8)


def _outermost_boxes(source: Any) -> Iterator[Any]:
    """The text boxes of a drawing; those inside one are read with its own paragraphs."""
    for child in source:
        if child.tag == f"{_W}txbxContent":
            yield child
        else:
            yield from _outermost_boxes(_chosen(child) if child.tag == f"{_MC}AlternateContent" else child)


def _chosen(element: Any) -> Any:
    """What Word shows of two ways to say the same thing."""
    choice = element.find(f"{_MC}Choice")
    if choice is not None:
        return choice
    fallback = element.find(f"{_MC}Fallback")
    return fallback if fallback is not None else element


def _formatted(properties: Any, html: str) -> str:
    for name, tag in (("b", "strong"), ("i", "em"), ("u", "u")):
        if _is_on(properties, name):
            html = f"<{tag}>{html}</{tag}>"
    vertical = properties.find(f"{_W}vertAlign")
    tag = {"superscript": "sup", "subscript": "sub"}.get(
        vertical.get(f"{_W}val", "") if vertical is not None else "", ""
    )
    return f"<{tag}>{html}</{tag}>" if tag else html


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "1") not in _OFF


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


def _style_names(styles: Any) -> dict[str, str]:
    found = {}
    for style in styles.iterchildren(f"{_W}style") if styles is not None else ():
        name = style.find(f"{_W}name")
        if name is not None:
            found[style.get(f"{_W}styleId", "")] = name.get(f"{_W}val", "")
    return found


def _heading_styles(styles: Any, names: dict[str, str]) -> set[str]:
    """Identifiers of the styles based, from near or far, on one of Word's headings."""
    parents: dict[str, str] = {}
    for style in styles.iterchildren(f"{_W}style") if styles is not None else ():
        parent = style.find(f"{_W}basedOn")
        if parent is not None:
            parents[style.get(f"{_W}styleId", "")] = parent.get(f"{_W}val", "")
    headings = {name: "1" for name, shown in names.items() if shown.lower().startswith("heading")}
    return {name for name in parents if _inherited(name, headings, parents)}


def _style_numbers(styles: Any) -> dict[str, str]:
    """The list to which a style belongs, its own or that of the style it is based on."""
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in styles.iterchildren(f"{_W}style") if styles is not None else ():
        identifier = style.get(f"{_W}styleId", "")
        number, parent = style.find(f"{_W}pPr/{_W}numPr/{_W}numId"), style.find(f"{_W}basedOn")
        if number is not None:
            own[identifier] = number.get(f"{_W}val", "")
        if parent is not None:
            parents[identifier] = parent.get(f"{_W}val", "")
    return {name: number for name in {*own, *parents} if (number := _inherited(name, own, parents))}


def _inherited(name: str, own: dict[str, str], parents: dict[str, str]) -> str:
    for _ in range(12):
        if name in own:
            return own[name]
        name = parents.get(name, "")
    return ""


def _ordered_levels(numbering: Any) -> dict[tuple[str, int], bool]:
    """Whether each level of each list is numbered; the others have bullets."""
    if numbering is None:
        return {}
    formats: dict[str, dict[int, bool]] = {}
    for abstract in numbering.iterchildren(f"{_W}abstractNum"):
        levels = {}
        for level in abstract.iterchildren(f"{_W}lvl"):
            style = level.find(f"{_W}numFmt")
            kind = style.get(f"{_W}val", "") if style is not None else "decimal"
            levels[_number(level.get(f"{_W}ilvl", "0"))] = kind not in ("bullet", "none")
        formats[abstract.get(f"{_W}abstractNumId", "")] = levels
    found = {}
    for num in numbering.iterchildren(f"{_W}num"):
        reference = num.find(f"{_W}abstractNumId")
        levels = formats.get(reference.get(f"{_W}val", ""), {}) if reference is not None else {}
        found.update({(num.get(f"{_W}numId", ""), level): ordered for level, ordered in levels.items()})
    return found


def _footnote_elements(footnotes: Any) -> dict[str, Any]:
    if footnotes is None:
        return {}
    return {
        note.get(f"{_W}id", ""): note
        for note in footnotes.iterchildren(f"{_W}footnote")
        if note.get(f"{_W}type") is None
    }
