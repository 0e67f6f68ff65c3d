"""Formatted texts put where their marks stand: paragraphs in the look of the place, real lists and real tables.

A text is first written by the room that writes our own Word documents, then moved: its paragraphs take the properties
of the paragraph of the mark, its lists a numbering of their own, and the styles that the template has not are brought.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt

from deliberations.documents.docx_body import Writer, child
from deliberations.documents.docx_styles import style_id
from deliberations.documents.docx_template import new_document
from deliberations.documents.wordtemplate.brought import Lists, StyleBook
from deliberations.documents.wordtemplate.environment import CLOSE, OPEN, Rich
from deliberations.documents.wordtemplate.tags import MARK
from deliberations.richtext import parse_blocks

_MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_BODY = "Acte Corps"
_P, _R, _T, _PPR, _RPR = (qn(f"w:{name}") for name in ("p", "r", "t", "pPr", "rPr"))
_VALUE, _NUMBER = qn("w:val"), qn("w:numId")
_MORE_THAN_WORDS = tuple(
    qn(f"w:{name}")
    for name in ("drawing", "pict", "sectPr", "fldChar", "fldSimple", "br", "footnoteReference", "sym")
)
_TABLE = qn("w:tbl")
_AFTER_TABLE = Pt(12)
_NARROWEST = 1000
_ORDER = [
    qn(f"w:{name}")
    for name in (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
        "em lang eastAsianLayout specVanish oMath"
    ).split()
]


class Filler:
    """Fills the marks of a python-docx ``document``; ``shows_private`` tints the private passages of a draft."""

    def __init__(self, document: Any, riches: list[Rich], *, shows_private: bool) -> None:
        self._document, self._riches, self._shows_private = document, riches, shows_private
        self._styles = StyleBook(document)
        self._lists = Lists(document)

    def fill(self, part: Any, root: Any) -> None:
        """Put the texts under ``root``, an element of ``part``, and drop the paragraphs left without a word."""
        for paragraph in list(root.iter(_P)):
            own = list(_own_texts(paragraph))
            text = "".join(node.text or "" for node in own)
            is_marked = MARK in text
            for node in own:
                node.text = (node.text or "").replace(MARK, "")
            if OPEN in text:
                self._fill_paragraph(part, paragraph)
            elif is_marked and not text.replace(MARK, "").strip() and not _holds_more(paragraph):
                _drop(paragraph)

    def _fill_paragraph(self, part: Any, paragraph: Any) -> None:
        """One run at a time: what stands before a text, the text, what stands after it."""
        current, base = paragraph, deepcopy(paragraph.find(_PPR))
        for run in list(_own_runs(paragraph)):
            if any(OPEN in (node.text or "") for node in run.findall(_T)):
                current = self._fill_run(part, run, current, base)
        if not _words(paragraph) and not _holds_more(paragraph):
            _drop(paragraph)

    def _fill_run(self, part: Any, run: Any, current: Any, base: Any) -> Any:
        properties, at = run.find(_RPR), run
        for piece in _pieces(run, properties):
            if isinstance(piece, int):
                at, current = self._put(part, self._riches[piece], at, current, (base, properties))
            else:
                at.addnext(piece)
                at = piece
        run.getparent().remove(run)
        return current

    def _put(self, part: Any, rich: Rich, at: Any, current: Any, look: tuple[Any, Any]) -> tuple[Any, Any]:
        """The first paragraph of the text goes into that of the mark, the others after it."""
        begins_with_text, elements = self._elements(part, rich, look)
        if begins_with_text:
            first, *elements = elements
            for each in list(first):
                if each.tag != _PPR:
                    at.addnext(each)
                    at = each
        for element in elements:
            current.addnext(element)
            current = element
            if element.tag == _TABLE:
                _fit(element, _room(current, self._document))
        _leave_room_after(current)
        return at, current

    def _elements(self, part: Any, rich: Rich, look: tuple[Any, Any]) -> tuple[bool, list[Any]]:
        """Whether the text begins with a paragraph, and what it is in Word, in the look of the place.

        Numbers and styles are those of the document.
        """
        scratch, container = new_document(), child(None, "w:body")
        writer = Writer(scratch, container, shows_private=self._shows_private)
        writer.blocks(parse_blocks(rich.html), _BODY)
        begins_with_text = len(container) > 0 and _is_plain_paragraph(container[0])
        self._lists.move(scratch, container)
        for element in list(container):
            _take_links(scratch.part, part, element)
            _dress(element, *look, is_item=rich.repeats)
        self._styles.bring(scratch, container)
        return begins_with_text, list(container)


def _own_texts(paragraph: Any) -> Iterator[Any]:
    for element in paragraph:
        if element.tag == _T:
            yield element
        elif element.tag != _P:
            yield from _own_texts(element)


def _own_runs(paragraph: Any) -> Iterator[Any]:
    for element in paragraph:
        if element.tag == _R:
            yield element
        elif element.tag != _P:
            yield from _own_runs(element)


def _words(paragraph: Any) -> str:
    return "".join(node.text or "" for node in _own_texts(paragraph)).strip()


def _holds_more(paragraph: Any) -> bool:
    return next(paragraph.iter(*_MORE_THAN_WORDS), None) is not None


def _drop(paragraph: Any) -> None:
    """Take out a paragraph left empty, unless its container must keep one."""
    parent, following = paragraph.getparent(), paragraph.getnext()
    must_end = parent.tag in (qn("w:tc"), qn("w:txbxContent"), qn("w:hdr"), qn("w:ftr"), qn("w:footnote"))
    before = paragraph.getprevious()
    ends = following is None and (before is None or before.tag != _P)
    if must_end and ends:
        return
    if before is not None and following is not None and before.tag == following.tag == qn("w:tbl"):
        return  # Word would join two tables that touch
    parent.remove(paragraph)


def _pieces(run: Any, properties: Any) -> Iterator[Any]:
    """The run cut at its marks: runs of the same look, and the numbers of the texts."""
    for element in list(run):
        if element.tag == _RPR:
            continue
        if element.tag != _T:
            yield _run_of(properties, element)
            continue
        for place, text in enumerate(_MARK.split(element.text or "")):
            if place % 2:
                yield int(text)
            elif text:
                yield _run_of(properties, _text_element(text))


def _text_element(text: str) -> Any:
    element = child(None, "w:t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element


def _run_of(properties: Any, content: Any) -> Any:
    run = child(None, "w:r")
    if properties is not None:
        run.append(deepcopy(properties))
    run.append(content)
    return run


def _is_plain_paragraph(element: Any) -> bool:
    """A paragraph of text: neither an item, a heading nor a table."""
    return element.tag == _P and _style_of(element) == style_id(_BODY)


def _style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{_PPR}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(_VALUE, ""))


def _take_links(source: Any, target: Any, element: Any) -> None:
    for link in element.iter(qn("w:hyperlink")):
        identifier = link.get(qn("r:id"))
        if identifier:
            address = source.rels[identifier].target_ref
            link.set(qn("r:id"), target.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))


def _dress(element: Any, paragraph_look: Any, run_look: Any, *, is_item: bool) -> None:
    """Paragraphs of text take the properties of the place; items and cells take its letters."""
    is_table = element.tag != _P
    if _is_plain_paragraph(element):
        _set_paragraph_look(element, paragraph_look, is_item=is_item)
    for run in element.iter(_R):
        _set_run_look(run, run_look, only_letters=is_table)


def _set_paragraph_look(paragraph: Any, look: Any, *, is_item: bool) -> None:
    own = paragraph.find(_PPR)
    spacing = own.find(qn("w:spacing"))
    paragraph.remove(own)
    if look is not None:
        copy = deepcopy(look)
        for section in copy.findall(qn("w:sectPr")):
            copy.remove(section)
        numbering = copy.find(qn("w:numPr"))
        if numbering is not None and not is_item:  # a further paragraph of an item is not an item
            numbering.find(_NUMBER).set(_VALUE, "0")
        paragraph.insert(0, copy)
    if spacing is not None:
        paragraph.get_or_add_pPr().spacing_before = int(spacing.get(qn("w:before"), "0")) * 635


def _set_run_look(run: Any, look: Any, *, only_letters: bool) -> None:
    if look is None:
        return
    own = run.find(_RPR)
    found = {each.tag: each for each in deepcopy(look) if not only_letters or each.tag == qn("w:rFonts")}
    if own is not None:
        found.update({each.tag: each for each in list(own)})
        run.remove(own)
    if found:
        properties = child(None, "w:rPr")
        for tag in sorted(found, key=lambda each: _ORDER.index(each) if each in _ORDER else len(_ORDER)):
            properties.append(found[tag])
        run.insert(0, properties)


def _room(place: Any, document: Any) -> int:
    """Width of the text where ``place`` stands, in twentieths of a point: of its cell, or of the page."""
    cell = next(place.iterancestors(qn("w:tc")), None)
    width = None if cell is None else cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    if width is not None and width.get(qn("w:type")) == "dxa":
        return int(width.get(qn("w:w"), "0"))
    section = document.sections[0]
    sizes = (section.page_width, section.left_margin, section.right_margin)
    if cell is not None or None in sizes:
        return 0
    page, left, right = (int(size) for size in sizes)
    return (page - left - right) // 635


def _fit(table: Any, room: int) -> None:
    """Scale the columns of a table of ours to ``room``, when it is known."""
    columns = list(table.iter(qn("w:gridCol")))
    total = sum(int(column.get(qn("w:w"))) for column in columns)
    if room < _NARROWEST or total in (0, room):
        return
    for element in table.iter(qn("w:gridCol"), qn("w:tcW"), qn("w:tblW")):
        element.set(qn("w:w"), str(int(element.get(qn("w:w"))) * room // total))


def _leave_room_after(element: Any) -> None:
    """A table has no space of its own: the paragraph that follows gives it, unless its author set one."""
    following = element.getnext()
    if element.tag != _TABLE or following is None or following.tag != _P:
        return
    properties = following.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    if spacing is None or spacing.get(qn("w:before")) is None:
        properties.spacing_before = _AFTER_TABLE
