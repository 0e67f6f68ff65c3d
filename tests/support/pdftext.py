"""Text of a tagged PDF, read through its structure tree as assistive technology reads it.

Artifacts (letterhead, running head, page numbers, watermark) are outside the tree: they are not read. Nothing
is guessed from positions: every character comes from the marked content of its block. One glyph draws both the
space and the no-break space: both are read as a space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

BLOCKS = frozenset({"P", "H1", "H2", "H3", "LI", "TH", "TD", "Caption", "Figure", "Form"})
Contents = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class TaggedBlock:
    """One block of the structure; ``tag`` is P, H1, LI, TD… and ``text`` is on one line."""

    tag: str
    text: str


def tagged_text(pdf: bytes) -> list[str]:
    """Text of each block in reading order; labels of list items and empty blocks are left out."""
    return [block.text for block in tagged_blocks(pdf) if block.text]


def tagged_blocks(pdf: bytes) -> list[TaggedBlock]:
    """Blocks in reading order, without list labels. A list item that holds blocks gives those blocks."""
    with pikepdf.open(BytesIO(pdf)) as document:
        contents = {
            (page.objgen[0], mcid): text for page in document.pages for mcid, text in _marked_texts(page)
        }
        return list(_blocks(document.Root.StructTreeRoot, contents, 0))


def structure_tags(pdf: bytes) -> list[str]:
    """Every tag of the structure tree, in reading order, containers included."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return list(_tags(document.Root.StructTreeRoot))


def artifact_text(pdf: bytes) -> list[str]:
    """Text of each page that is outside the structure (in artifacts)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return ["".join(text for mcid, text in _all_texts(page) if mcid is None) for page in document.pages]


def page_text(pdf: bytes) -> list[str]:
    """Text of each page that is in the structure, lines joined, in drawing order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return ["".join(text for _, text in _marked_texts(page)) for page in document.pages]


def _tags(element: Dictionary) -> Iterator[str]:
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield str(kid.S).removeprefix("/")
            yield from _tags(kid)


def _blocks(element: Dictionary, contents: Contents, page: int) -> Iterator[TaggedBlock]:
    for kid in _kids(element):
        if not isinstance(kid, Dictionary) or "/S" not in kid:
            continue
        tag = str(kid.S).removeprefix("/")
        here = _page_of(kid, page)
        if tag == "Lbl":
            continue
        if tag in BLOCKS and not _has_blocks(kid):
            yield TaggedBlock(tag, re.sub(" +", " ", _text(kid, contents, here)).strip(" "))
        else:
            yield from _blocks(kid, contents, here)


def _has_blocks(element: Dictionary) -> bool:
    return any(tag in BLOCKS for tag in _tags(element))


def _text(element: Dictionary, contents: Contents, page: int) -> str:
    pieces = []
    for kid in _kids(element):
        if isinstance(kid, int):
            pieces.append(contents.get((page, kid), ""))  # a picture says nothing by itself
        elif "/MCID" in kid:
            pieces.append(contents[_page_of(kid, page), int(kid.MCID)])
        elif "/S" in kid and Name.Lbl != kid.S:
            pieces.append(_text(kid, contents, _page_of(kid, page)))
    return "".join(pieces)


def _kids(element: Dictionary) -> list[Dictionary | int]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, Array) else [kids]


def _page_of(element: Dictionary, default: int) -> int:
    return int(element.Pg.objgen[0]) if "/Pg" in element else default


def _marked_texts(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    texts: dict[int, str] = {}
    for mcid, text in _all_texts(page):
        if mcid is not None:
            texts[mcid] = texts.get(mcid, "") + text
    yield from texts.items()


def _all_texts(page: pikepdf.Page) -> Iterator[tuple[int | None, str]]:
    """Each string shown with the MCID of its marked content, None for an artifact."""
    fonts = {name: _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    font: dict[int, str] = {}
    marks: list[int | None] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("BMC", "BDC"):
            marks.append(_mcid(operands))
        elif name == "EMC":
            marks.pop()
        elif name in ("Tj", "TJ") and (text := _shown(operands[0], font)):
            if not marks:
                raise AssertionError(f"text neither in the structure nor in an artifact: {text}")
            yield marks[-1], text


def _mcid(operands: Sequence[Any]) -> int | None:
    return int(operands[1].MCID) if len(operands) > 1 and "/MCID" in operands[1] else None


def _shown(operand: Any, font: dict[int, str]) -> str:
    shown = operand if isinstance(operand, Array) else [operand]
    return "".join(_decoded(bytes(item), font) for item in shown if isinstance(item, pikepdf.String))


def _decoded(string: bytes, font: dict[int, str]) -> str:
    return "".join(font[int.from_bytes(string[at : at + 2], "big")] for at in range(0, len(string), 2))


def _to_unicode(font: Dictionary) -> dict[int, str]:
    """Glyph → characters, from the ``bfchar`` lines of the font's ToUnicode map."""
    cmap = font.ToUnicode.read_bytes().decode("ascii")
    sections = re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL)
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", "".join(sections))
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}
