"""HTML → structured text. Whatever comes in is first cleaned by nh3, so that tags below are balanced.

What the subset does not know keeps its text: other blocks become paragraphs, other inline tags vanish.
Scripts and styles vanish with their content. A ``mark`` always means private, with or without its attribute:
losing an attribute on the way must not publish a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import nh3

from deliberations.richtext.model import (
    Block,
    Cell,
    Format,
    Heading,
    ItemList,
    Paragraph,
    Run,
    Runs,
    Scope,
    Table,
)
from deliberations.richtext.runs import collapsed, on_one_line, paragraphs_of, printable
from deliberations.richtext.source import HEADING, INLINE, OTHER_BLOCKS, STRUCTURE, as_read, source_to_clean
from deliberations.richtext.tables import make_table

MAX_LIST_DEPTH = 9
"""Levels of a Word list; deeper lists become paragraphs of the last level."""

MAX_COLUMNS = 63
"""Columns of a Word table: no cell spans more."""

_FORMATS: dict[str, dict[str, Any]] = {
    "strong": {"strong": True},
    "em": {"emphasis": True},
    "u": {"underline": True},
    "sub": {"position": "sub"},
    "sup": {"position": "sup"},
    "mark": {"private": True},
}
_ATTRIBUTES = {"a": {"href"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
_CLEANER = nh3.Cleaner(
    tags=set(STRUCTURE | OTHER_BLOCKS | set(INLINE.values())),
    attributes=_ATTRIBUTES,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)
_HREF = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_TAG = re.compile(r"<[A-Za-z/!?]")
_EMPTY_LINES = re.compile(r"\r?\n(?:[ \t]*+\r?\n)++")
_SCOPES: dict[str, Scope] = {"col": "col", "row": "row", "colgroup": "colgroup", "rowgroup": "rowgroup"}


def parse_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of ``html``, cleaned. Text without any tag is read as paragraphs cut at empty lines."""
    reader = _Reader()
    reader.feed(_CLEANER.clean(source_to_clean(_as_html(html))))
    reader.close()
    return reader.blocks()


def parse_inline(html: str) -> Runs:
    """The text of ``html`` on one line: blocks and breaks become spaces, inline formats stay."""
    return on_one_line(_runs_of(parse_blocks(html)))


def _as_html(source: str) -> str:
    text = _SURROGATES.sub("\ufffd", source)
    return text if _TAG.search(text) else _EMPTY_LINES.sub("<br><br>", text)


def _runs_of(blocks: Iterable[Block]) -> Iterable[Run]:
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(runs):
                yield from runs
            case ItemList(items=items):
                for item in items:
                    yield from _runs_of(item)
            case Table(caption, header_rows, rows):
                yield from (*caption, Run(" "))
                for cell in (cell for row in (*header_rows, *rows) for cell in row.cells):
                    yield from _runs_of(cell.blocks)
        yield Run(" ")


@dataclass(slots=True)
class _Flow:
    """Where blocks gather: the text itself, an item, a caption, or a cell with its ``attributes``."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _List:
    ordered: bool
    items: list[list[Block]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    caption: Runs = ()
    sections: list[tuple[str, list[list[Cell]]]] = field(default_factory=list)

    def open_row(self) -> list[Cell]:
        if not self.sections:
            self.sections.append(("tbody", []))
        rows = self.sections[-1][1]
        rows.append([])
        return rows[-1]

    def current_row(self) -> list[Cell]:
        rows = self.sections[-1][1] if self.sections else []
        return rows[-1] if rows else self.open_row()


_Frame = _Flow | _List | _Table


class _Reader(HTMLParser):
    """Builds blocks from balanced tags with a stack of frames.

    A tag that cannot open here (a table in a table, an item outside a list, one list too deep) pushes the
    frame that is already on top, so that its end tag pops it and its content stays where it stands.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._root = _Flow("")
        self._frames: list[_Frame] = [self._root]
        self._formats = [Format()]
        self._runs: list[Run] = []
        self._list_depth = 0
        self._in_table = False
        self._in_heading = False

    def blocks(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._root.blocks)

    def handle_data(self, data: str) -> None:
        if text := collapsed(printable(as_read(data))):
            self._runs.append(Run(text, self._formats[-1]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._runs.append(Run("\n", self._formats[-1]))
        elif tag == "a":
            self._formats.append(replace(self._formats[-1], href=_href(attributes.get("href", ""))))
        elif tag in _FORMATS:
            self._formats.append(replace(self._formats[-1], **_FORMATS[tag]))
        else:
            self._flush()
            self._in_heading = self._in_heading or tag == HEADING
            self._open(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" or tag in _FORMATS:
            self._formats.pop()
        elif tag != "br":
            self._flush()
            self._in_heading = self._in_heading and tag != HEADING
            if tag in _FRAME_TAGS:
                self._close()

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        top = self._frames[-1]
        if tag in ("thead", "tbody", "tfoot", "tr"):
            if isinstance(top, _Table):
                top.open_row() if tag == "tr" else top.sections.append((tag, []))
        elif tag in _FRAME_TAGS:
            self._frames.append(self._new_frame(tag, attributes, top) or top)

    def _new_frame(self, tag: str, attributes: dict[str, str], top: _Frame) -> _Frame | None:
        if tag in ("ul", "ol") and self._list_depth < MAX_LIST_DEPTH:
            self._list_depth += 1
            return _List(tag == "ol")
        if tag == "table" and not self._in_table:
            self._in_table = True
            return _Table()
        if isinstance(top, _List if tag == "li" else _Table) and tag in ("li", "caption", "th", "td"):
            return _Flow(tag, attributes)
        return None

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame is self._frames[-1]:
            return
        match frame:
            case _List():
                self._list_depth -= 1
                self._add_list(frame)
            case _Table():
                self._in_table = False
                self._extend(make_table(frame.caption, frame.sections))
            case _Flow():
                self._add_flow(frame)

    def _add_list(self, frame: _List) -> None:
        if items := tuple(tuple(item) for item in frame.items if item):
            self._extend([ItemList(frame.ordered, items)])

    def _add_flow(self, frame: _Flow) -> None:
        parent = self._frames[-1]
        if isinstance(parent, _List):
            parent.items.append(frame.blocks)
        elif isinstance(parent, _Table) and frame.tag == "caption":
            parent.caption = on_one_line((*parent.caption, Run(" "), *_runs_of(frame.blocks)))
        elif isinstance(parent, _Table):
            parent.current_row().append(_cell(frame))

    def _extend(self, blocks: Iterable[Block]) -> None:
        """Add blocks to the flow on top; those found in a list outside its items end its last item."""
        top = self._frames[-1]
        if isinstance(top, _List):
            if not top.items:
                top.items.append([])
            top.items[-1].extend(blocks)
        elif isinstance(top, _Flow):
            top.blocks.extend(blocks)

    def _flush(self) -> None:
        """End a paragraph, or a heading where the text itself may hold one."""
        is_heading = self._in_heading and self._frames[-1] is self._root
        paragraphs: list[Block] = [
            Heading(on_one_line(runs)) if is_heading else Paragraph(runs)
            for runs in paragraphs_of(self._runs)
        ]
        self._runs.clear()
        if isinstance(self._frames[-1], _List) and paragraphs:
            self._frames[-1].items.append([])
        self._extend(paragraphs)


_FRAME_TAGS = {"ul", "ol", "li", "table", "caption", "th", "td"}


def _cell(frame: _Flow) -> Cell:
    return Cell(
        blocks=tuple(frame.blocks),
        header=frame.tag == "th",
        scope=_SCOPES.get(frame.attributes.get("scope", "").lower(), "") if frame.tag == "th" else "",
        colspan=min(_span(frame, "colspan"), MAX_COLUMNS),
        rowspan=_span(frame, "rowspan"),
    )


def _span(frame: _Flow, name: str) -> int:
    value = frame.attributes.get(name, "")
    return max(1, int(value)) if re.fullmatch(r"[0-9]{1,5}", value) else 1


def _href(value: str) -> str:
    address = printable(value).strip()
    return address if _HREF.fullmatch(address) else ""
