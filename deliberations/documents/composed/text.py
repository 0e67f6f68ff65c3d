"""A composed document as plain text, to read without a layout and to compare: blocks in their order.

The letterhead and the page numbers are set around the text, not in it: they are left out.
"""

from collections.abc import Iterable, Iterator
from functools import singledispatch

from deliberations.documents.composed.view import (
    Blank,
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    NewSheet,
    Rich,
    Signatures,
    Text,
    Together,
)
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.richtext import plain_text


def render_text(view: ComposedView) -> str:
    """The whole document; an empty line parts the blocks, « - » starts the items of a list, « | » parts cells.

    Ends with a line feed. A draft starts with its notice, since plain text has no other place for it.
    """
    notice = [DRAFT_NOTICE] if view.is_draft else []
    blocks = [*notice, view.title, *(text for block in view.blocks for text in _texts(block))]
    return "\n\n".join(block for block in blocks if block) + "\n"


@singledispatch
def _texts(block: Block) -> Iterator[str]:
    """The texts of one block, each to be parted from the next by an empty line."""
    raise TypeError(block)


@_texts.register(Heading)
@_texts.register(Text)
def _(block: Heading | Text) -> Iterator[str]:
    yield block.text


@_texts.register
def _(block: Rich) -> Iterator[str]:
    yield plain_text(block.html)


@_texts.register
def _(block: Bullets) -> Iterator[str]:
    yield "\n".join(f"- {line}" for line in block.lines)


@_texts.register
def _(block: Facts) -> Iterator[str]:
    yield "\n".join(f"{term} {value}" for term, value in block.pairs)


@_texts.register
def _(block: Grid) -> Iterator[str]:
    rows = (block.headers, *block.rows) if block.headers else block.rows
    yield "\n".join(_lines(block.caption, rows))


@_texts.register
def _(block: Signatures) -> Iterator[str]:
    yield from ("\n".join(line for line in (s.capacity, s.name) if line) for s in block.signatures)


@_texts.register
def _(block: Blank) -> Iterator[str]:
    yield block.label


@_texts.register
def _(block: Together) -> Iterator[str]:
    for inner in block.blocks:
        yield from _texts(inner)


@_texts.register
def _(_block: NewSheet) -> Iterator[str]:
    return iter(())


def _lines(caption: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    if caption:
        yield caption
    yield from (" | ".join(row).rstrip() for row in rows)
