"""Paragraphs, lists and tables in a Word part: the structured text with the styles of the act."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from deliberations.documents.docx_grid import GridRow, Slot, column_count, column_shares, place_rows
from deliberations.documents.docx_styles import BULLETS, SHADE, TEXT_WIDTH, style_id
from deliberations.documents.docx_template import LEVEL_INDENT, LEVELS, NUMBERS
from deliberations.richtext import (
    Block,
    Format,
    Heading,
    ItemList,
    Paragraph,
    Run,
    Table,
    printable,
    runs_as_text,
)

_VERTICAL = {"sub": "subscript", "sup": "superscript"}
TWIPS_PER_MM = 1440 / 25.4
_AFTER_TABLE = 12
"""Points above what follows a table, which has no space of its own."""


def child(parent: Any, tag: str, **attributes: object) -> Any:
    """A new element, appended to ``parent`` if there is one; attributes are in the ``w`` namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    if parent is not None:
        parent.append(element)
    return element


class Writer:
    """Appends to one container (the body, a header, a cell) of a python-docx ``document``.

    ``shows_private`` tints private passages, in drafts only; elsewhere they bear a style without any look.
    """

    def __init__(self, document: Any, container: Any, *, shows_private: bool = False) -> None:
        self._document = document
        self._part = document.part
        self._container = container
        self._shows_private = shows_private
        self._section = container.find(qn("w:sectPr"))
        self._after_table = False
        self._last: Any = None
        self._drawn: Any = None
        self._copies = 0

    def drawing(self, make: Callable[[Any], Any]) -> Any:
        """What ``make`` draws for the part of this writer: made once, then copied under another number."""
        if self._drawn is None:
            self._drawn = make(self._part)
            return self._drawn
        again = deepcopy(self._drawn)
        self._copies += 1
        for properties in again.iter(qn("wp:docPr")):
            properties.set("id", str(int(properties.get("id")) + self._copies))
        return again

    def line(self, style: str, text: str) -> Any:
        """One paragraph of plain ``text``; returns its element. Nothing when the text is empty."""
        return self.paragraph(style, (Run(text),)) if text else None

    def lines(self, style: str, texts: Iterable[str]) -> None:
        for text in texts:
            self.line(style, text)

    def paragraph(self, style: str, runs: Iterable[Run]) -> Any:
        """One paragraph of ``runs`` under the named style; returns its element."""
        paragraph = child(None, "w:p")
        properties = child(paragraph, "w:pPr")
        child(properties, "w:pStyle", val=style_id(style))
        if self._after_table:
            child(properties, "w:spacing", before=_AFTER_TABLE * 20)
        for run in runs:
            self._add_run(paragraph, run)
        self._append(paragraph)
        self._last = paragraph
        return paragraph

    def keep_last_with_next(self) -> None:
        """Hold the last paragraph written on the page of what will follow it; a table is not held."""
        if self._last is None or self._after_table:
            return
        properties = self._last.find(qn("w:pPr"))
        if properties.find(qn("w:keepNext")) is None:
            properties.insert(1, child(None, "w:keepNext"))

    def blocks(self, blocks: Iterable[Block], style: str) -> None:
        """Structured text, its paragraphs under the named style."""
        for block in blocks:
            match block:
                case Paragraph(runs):
                    self.paragraph(style, runs)
                case Heading(runs):
                    self.paragraph("Acte Intertitre", runs)
                case ItemList():
                    self._list(block, level=0)
                case Table():
                    self.table(block)

    def items(self, items: Iterable[tuple[Block, ...]], style: str) -> None:
        """Items of a list of the first level, each of one or more blocks, under the named style."""
        for item in items:
            self._item(item, style, BULLETS, level=0)

    def numbering(self) -> int:
        """A new numbered list, which starts at 1; returns its number."""
        root = self._part.numbering_part.element
        number = len(root.findall(qn("w:num"))) + 1
        definition = child(root, "w:num", numId=number)
        child(definition, "w:abstractNumId", val=NUMBERS)
        for level in range(LEVELS):
            child(child(definition, "w:lvlOverride", ilvl=level), "w:startOverride", val=1)
        return number

    def _list(self, block: ItemList, level: int) -> None:
        style, number = ("Acte Numéro", self.numbering()) if block.ordered else ("Acte Puce", BULLETS)
        for item in block.items:
            self._item(item, style, number, level)

    def _item(self, item: tuple[Block, ...], style: str, number: int, level: int) -> None:
        is_numbered = False
        for block in item:
            match block:
                case Paragraph(runs):
                    paragraph = self.paragraph("Acte Suite de liste" if is_numbered else style, runs)
                    _set_level(paragraph, None if is_numbered else number, level)
                    is_numbered = True
                case ItemList():
                    self._list(block, level + 1)
                case Table():
                    self.table(block)

    def break_page(self) -> None:
        """What follows starts on a new page."""
        child(child(self.paragraph("Acte Cellule", ()), "w:r"), "w:br", type="page")

    def table(self, table: Table, *, shares: Sequence[int] = (), room_mm: int = 0) -> None:
        """``shares`` are the widths of the columns, in any unit; ``room_mm`` is the least height of a row."""
        if table.caption:
            self.paragraph("Acte Légende", table.caption)
        elif self._after_table:
            self.paragraph("Acte Cellule", ())  # Word would join two tables that touch
        columns = column_count((*table.header_rows, *table.rows))
        header, rows = place_rows(table.header_rows, columns), place_rows(table.rows, columns)
        parts = [share / sum(shares) for share in shares] or column_shares((*header, *rows))
        widths = [round(part * TEXT_WIDTH * 20) for part in parts]
        element = _table_element(widths, runs_as_text(table.caption))
        for row in header:
            element.append(self._row(row, widths, is_header=True))
        for row in rows:
            element.append(self._row(row, widths, is_header=False, room_mm=room_mm))
        self._append(element)
        self._after_table = True

    def _row(self, row: GridRow, widths: Sequence[int], *, is_header: bool, room_mm: int = 0) -> Any:
        element = child(None, "w:tr")
        properties = child(element, "w:trPr")
        child(properties, "w:cantSplit")
        if room_mm:
            child(properties, "w:trHeight", val=round(room_mm * TWIPS_PER_MM), hRule="atLeast")
        if is_header:
            child(properties, "w:tblHeader")
        for slot in row:
            element.append(self._cell(slot, sum(widths[slot.column : slot.column + slot.width])))
        return element

    def _cell(self, slot: Slot, width: int) -> Any:
        element = child(None, "w:tc")
        element.append(_cell_properties(slot, width))
        writer = Writer(self._document, element, shows_private=self._shows_private)
        if not slot.continues:
            writer.blocks(slot.cell.blocks, "Acte Titre de cellule" if slot.cell.header else "Acte Cellule")
        if element[-1].tag != qn("w:p"):
            writer.paragraph("Acte Cellule", ())
        return element

    def _add_run(self, paragraph: Any, run: Run) -> None:
        parent = self._link(paragraph, run.format.href) if run.format.href else paragraph
        element = child(parent, "w:r")
        if (properties := self._run_properties(run.format)) is not None:
            element.append(properties)
        for index, text in enumerate(printable(run.text).split("\n")):
            if index:
                child(element, "w:br")
            content = child(element, "w:t")
            content.text = text
            content.set(qn("xml:space"), "preserve")

    def _link(self, paragraph: Any, address: str) -> Any:
        identifier = self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = child(paragraph, "w:hyperlink")
        link.set(qn("r:id"), identifier)
        return link

    def _run_properties(self, format: Format) -> Any:
        """In the order that the schema asks for; ``None`` for plain text."""
        properties = child(None, "w:rPr")
        if name := self._run_style(format):
            child(properties, "w:rStyle", val=style_id(name))
        for tag, is_on in (("w:b", format.strong), ("w:i", format.emphasis)):
            if is_on:
                child(properties, tag)
        if format.underline:
            child(properties, "w:u", val="single")
        if format.position:
            child(properties, "w:vertAlign", val=_VERTICAL[format.position])
        return properties if len(properties) else None

    def _run_style(self, format: Format) -> str:
        """A private passage keeps its style in every copy that tells it: the mark comes back with the file."""
        if format.private:
            if self._shows_private:
                return "Acte Passage privé"
            return "Acte Lien non public" if format.href else "Acte Passage non public"
        return "Hyperlink" if format.href else ""

    def _append(self, element: Any) -> None:
        self._after_table = False
        if self._section is None:
            self._container.append(element)
        else:
            self._section.addprevious(element)


def _set_level(paragraph: Any, number: int | None, level: int) -> None:
    """Make it an item of list ``number`` at ``level``, or (``None``) a further paragraph of such an item."""
    properties = paragraph.find(qn("w:pPr"))
    if number is None:
        child(properties, "w:ind", left=LEVEL_INDENT * (level + 1) * 20)
        return
    numbering = child(None, "w:numPr")
    child(numbering, "w:ilvl", val=min(level, LEVELS - 1))
    child(numbering, "w:numId", val=number)
    properties.insert(1, numbering)


def _table_element(widths: Sequence[int], caption: str) -> Any:
    table = child(None, "w:tbl")
    properties = child(table, "w:tblPr")
    child(properties, "w:tblStyle", val=style_id("Acte Tableau"))
    child(properties, "w:tblW", w=sum(widths), type="dxa")
    child(properties, "w:tblLayout", type="fixed")
    if caption:
        child(properties, "w:tblCaption", val=printable(caption))
    grid = child(table, "w:tblGrid")
    for width in widths:
        child(grid, "w:gridCol", w=width)
    return table


def _cell_properties(slot: Slot, width: int) -> Any:
    properties = child(None, "w:tcPr")
    child(properties, "w:tcW", w=width, type="dxa")
    if slot.width > 1:
        child(properties, "w:gridSpan", val=slot.width)
    if slot.continues or slot.restarts:
        child(properties, "w:vMerge", val="continue" if slot.continues else "restart")
    if slot.cell.header:
        child(properties, "w:shd", val="clear", color="auto", fill=SHADE)
    return properties
