"""Structured text → HTML in canonical form: one text, one spelling.

Attributes come in a fixed order, characters are written as such except ``& < >``, formats nest in one
order, the only paragraph of an item or a cell is bare. ``sanitise(sanitise(x)) == sanitise(x)``.
"""

import re
from collections.abc import Iterable, Iterator

from deliberations.richtext.model import (
    Block,
    Cell,
    Format,
    Heading,
    ItemList,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    map_blocks,
)
from deliberations.richtext.reader import parse_blocks, parse_inline
from deliberations.richtext.runs import normal_runs
from deliberations.richtext.source import HEADING

PRIVATE_PLACEHOLDER = "[occulté]"

_BLOCK_START = re.compile(r"<(?:p|h3|ul|ol|table)>")


def sanitise(html: str) -> str:
    """Canonical blocks of ``html`` (or of plain text); empty when nothing is left. Never raises."""
    return write_blocks(parse_blocks(html))


def sanitise_inline(html: str) -> str:
    """Canonical inline text of ``html`` on one line: no block, no break. Never raises."""
    return html if _is_canonical_line(html) else write_runs(parse_inline(html))


def _is_canonical_line(html: str) -> bool:
    """Whether a text is plainly what would be written: no tag, no reference, no space but single ordinary ones."""
    if not html.isprintable() or "  " in html or html != html.strip():
        return False
    return not any(mark in html for mark in "<>&")


def without_private(html: str) -> str:
    """The text with each private passage replaced by ``PRIVATE_PLACEHOLDER``.

    Blocks stay blocks, inline text stays inline.
    """
    return write_like(html, map_blocks(parse_blocks(html), _hide_private))


def write_like(html: str, blocks: tuple[Block, ...]) -> str:
    """``blocks`` made from ``html``: blocks stay blocks, inline text stays inline."""
    if _BLOCK_START.match(html) or len(blocks) > 1:
        return write_blocks(blocks)
    return "".join(
        write_runs(block.runs) if isinstance(block, Paragraph) else _block(block) for block in blocks
    )


def write_blocks(blocks: Iterable[Block]) -> str:
    return "".join(_block(block) for block in blocks)


def write_runs(runs: Runs) -> str:
    """Runs as inline HTML, sharing the tags that neighbours have in common."""
    parts: list[str] = []
    opened: list[str] = []
    for run in (*runs, Run("")):
        wanted = list(_tags(run.format))
        common = _common_length(opened, wanted)
        parts.extend(_end_tag(tag) for tag in reversed(opened[common:]))
        parts.extend(f"<{tag}>" for tag in wanted[common:])
        parts.append(_escape(run.text).replace("\n", "<br>"))
        opened = wanted
    return "".join(parts)


def _hide_private(runs: Runs) -> Runs:
    hidden: list[Run] = []
    previous = False
    for run in runs:
        if not run.format.private:
            hidden.append(run)
        elif not previous:
            hidden.append(Run(PRIVATE_PLACEHOLDER))
        previous = run.format.private
    return normal_runs(hidden)


def _tags(format: Format) -> Iterator[str]:
    """Opening tags, outermost first, without their angle brackets."""
    if format.private:
        yield "mark data-private"
    if format.href:
        yield f'a href="{_escape(format.href).replace(chr(34), "&quot;")}"'
    yield from (tag for tag, is_on in _switches(format) if is_on)
    if format.position:
        yield format.position


def _switches(format: Format) -> tuple[tuple[str, bool], ...]:
    return (("strong", format.strong), ("em", format.emphasis), ("u", format.underline))


def _end_tag(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"


def _common_length(first: list[str], second: list[str]) -> int:
    differing = (index for index, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(first), len(second)))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _block(block: Block) -> str:
    match block:
        case Paragraph(runs):
            return f"<p>{write_runs(runs)}</p>"
        case Heading(runs):
            return f"<{HEADING}>{write_runs(runs)}</{HEADING}>"
        case ItemList(ordered, items):
            tag = "ol" if ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{_content(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block)


def _content(blocks: tuple[Block, ...]) -> str:
    """Blocks of an item or a cell: its only paragraph, when it comes first, needs no tag."""
    match blocks:
        case (Paragraph(runs), *others) if not any(isinstance(block, Paragraph) for block in others):
            return write_runs(runs) + write_blocks(others)
        case _:
            return write_blocks(blocks)


def _table(table: Table) -> str:
    caption = f"<caption>{write_runs(table.caption)}</caption>" if table.caption else ""
    header, body = _rows(table.header_rows), _rows(table.rows)
    head_html = f"<thead>{header}</thead>" if header else ""
    return f"<table>{caption}{head_html}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _rows(rows: tuple[Row, ...]) -> str:
    return "".join(f"<tr>{''.join(_cell(cell) for cell in row.cells)}</tr>" for row in rows)


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = (("colspan", cell.colspan), ("rowspan", cell.rowspan))
    attributes = f' scope="{cell.scope}"' if cell.scope else ""
    attributes += "".join(f' {name}="{value}"' for name, value in spans if value > 1)
    return f"<{tag}{attributes}>{_content(cell.blocks)}</{tag}>"
