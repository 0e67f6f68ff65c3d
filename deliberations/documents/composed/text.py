"""A composed document as plain text, to read without a layout and to compare: blocks in their order.

The letterhead and the page numbers are set around the text, not in it: they are left out. A letter has its
letterhead in its text.
"""

from collections.abc import Iterable, Iterator
from functools import singledispatch

from deliberations.documents.composed.view import (
    Address,
    Blank,
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    Item,
    Masthead,
    NewSheet,
    Rich,
    Signatures,
    Text,
    Title,
    Together,
)
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.richtext import plain_text


def render_text(view: ComposedView) -> str:
    """The whole document; an empty line parts the blocks, « - » starts the items of a list, « | » parts cells.

    Ends with a line feed. A draft starts with its notice, since plain text has no other place for it.
    """
    notice = [DRAFT_NOTICE] if view.is_draft else []
    title = [] if view.has_placed_title else [view.title]
    blocks = [*notice, *title, *(text for block in view.blocks for text in _texts(block, view))]
    return "\n\n".join(block for block in blocks if block) + "\n"


@singledispatch
def _texts(block: Block, view: ComposedView) -> Iterator[str]:
    """The texts of one block of ``view``, each to be parted from the next by an empty line."""
    raise TypeError(block, view)


@_texts.register(Heading)
@_texts.register(Text)
def _(block: Heading | Text, _view: ComposedView) -> Iterator[str]:
    yield block.text


@_texts.register
def _(block: Rich, _view: ComposedView) -> Iterator[str]:
    yield plain_text(block.html)


@_texts.register
def _(block: Bullets, _view: ComposedView) -> Iterator[str]:
    yield "\n".join(f"- {line}" for line in block.lines)


@_texts.register
def _(block: Facts, _view: ComposedView) -> Iterator[str]:
    yield "\n".join(f"{term} {value}" for term, value in block.pairs)


@_texts.register
def _(block: Grid, _view: ComposedView) -> Iterator[str]:
    rows = (block.headers, *block.rows) if block.headers else block.rows
    yield "\n".join(_lines(block.caption, rows))


@_texts.register
def _(block: Signatures, _view: ComposedView) -> Iterator[str]:
    yield from ("\n".join(line for line in (s.capacity, s.name) if line) for s in block.signatures)


@_texts.register
def _(block: Blank, _view: ComposedView) -> Iterator[str]:
    yield block.label


@_texts.register
def _(block: Together, view: ComposedView) -> Iterator[str]:
    for inner in block.blocks:
        yield from _texts(inner, view)


@_texts.register
def _(_block: NewSheet, _view: ComposedView) -> Iterator[str]:
    return iter(())


@_texts.register
def _(block: Address, _view: ComposedView) -> Iterator[str]:
    yield "\n".join(block.lines)


@_texts.register
def _(block: Item, _view: ComposedView) -> Iterator[str]:
    mention = f" – {block.mention}" if block.mention else ""
    yield f"{block.label} {plain_text(block.html)}{mention}"


@_texts.register
def _(_block: Masthead, view: ComposedView) -> Iterator[str]:
    letterhead = view.letterhead
    lines = (letterhead.republic.upper(), letterhead.department, letterhead.authority)
    yield "\n".join(line for line in lines if line)


@_texts.register
def _(_block: Title, view: ComposedView) -> Iterator[str]:
    yield view.title


def _lines(caption: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    if caption:
        yield caption
    yield from (" | ".join(row).rstrip() for row in rows)
