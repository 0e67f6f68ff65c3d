"""Text of Word and OpenDocument files block by block, read from their XML and not through our own code.

Headers and footers are other parts of the file: they are left out by structure.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from docx import Document

from deliberations.documents.docx import render_docx
from deliberations.documents.view import DeliberationView, OperativeView
from tests.support.sample_view import (
    articles_view,
    crowded_view,
    draft_view,
    sample_view,
    short_view,
    table_view,
    two_parts_view,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

RICH = (
    "<p>Du <strong>gras</strong>, de l’<em>italique</em>, 5 m<sup>2</sup>,<br>un "
    '<a href="https://mairie.example/?a=1&amp;b=2">lien</a> et <mark data-private>Jean DUPONT</mark>.</p>'
    "<ul><li>un<ul><li>un un</li></ul></li><li><p>deux</p><p>suite</p></li></ul>"
    "<ol><li>premier</li><li>second</li></ol><p>Encore :</p><ol><li>premier bis</li></ol>"
    '<table><caption>Tarifs</caption><thead><tr><th scope="col" rowspan="2">Tranche</th>'
    '<th scope="col" colspan="2">Tarif</th></tr>'
    '<tr><th scope="col">Commune</th><th scope="col">Extérieur</th></tr></thead>'
    '<tbody><tr><th scope="row">A</th><td>1 €</td><td rowspan="2">4 €</td></tr><tr><th scope="row">B</th>'
    "<td>3 €</td></tr></tbody></table><table><tbody><tr><td>autre tableau</td></tr></tbody></table>"
)
VIEWS = {
    "reference": sample_view(),
    "draft": draft_view(),
    "articles": articles_view(),
    "two parts": two_parts_view(),
    "crowded": crowded_view(),
    "table": table_view(),
    "short": short_view(),
    "rich": sample_view(statement_html=RICH),
}


def docx_blocks(docx: bytes, *, with_bullets: bool = False) -> list[str]:
    """One entry per paragraph of the body that has text, those of cells included, in order.

    ``with_bullets`` puts before each item the bullet that its list gives it, and a space.
    """
    body = part(docx, "word/document.xml").find(f"{_W}body")
    assert body is not None
    bullets = _bullets(docx) if with_bullets else {}
    return [
        bullets.get(_numbering_of(paragraph), "") + text
        for paragraph in body.iter(f"{_W}p")
        if (text := docx_text(paragraph))
    ]


def expected_blocks(view: DeliberationView) -> list[str]:
    """What the body must hold, from the view alone; HTML fields must be single plain paragraphs."""
    counts = (view.members, view.votes, *view.other_votes)
    members, *votes = [[c.lead, *c.lines] if c else [] for c in counts]
    absences = [text for group in view.absences for text in (group.heading, *group.lines)]
    statement = view.statement_html.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    operative = [text for part in view.operative for text in _operative_blocks(part)]
    signatures = [text for signature in view.signatures for text in (signature.capacity, signature.name)]
    blocks = [
        view.opening, *view.officers, view.convocation, *members, view.present_sentence, *absences,
        *(text for vote in votes for text in vote), view.object_heading, view.object_line,
        view.statement_heading, *statement, view.preamble_lead, *view.clauses_html, view.decision_heading,
        *operative, *view.closing, *signatures, view.annexes_heading, *view.annexes, view.certification,
        *view.dates,
    ]  # fmt: skip
    return [block for block in blocks if block]


def _operative_blocks(part: OperativeView) -> list[str]:
    return [part.lead_html, *(f"{line.label} {line.html}".lstrip() for line in part.decisions)]


def _bullets(docx: bytes) -> dict[tuple[str, str], str]:
    """(number, level) of each bulleted list → its bullet and a space."""
    root = part(docx, "word/numbering.xml")
    levels = {
        (definition.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl")): (
            _value(level, "numFmt"),
            _value(level, "lvlText"),
        )
        for definition in root.iter(f"{_W}abstractNum")
        for level in definition.iter(f"{_W}lvl")
    }
    numbers = {num.get(f"{_W}numId"): _value(num, "abstractNumId") for num in root.iter(f"{_W}num")}
    return {
        (number or "", level or ""): f"{text} "
        for number, definition in numbers.items()
        for (owner, level), (kind, text) in levels.items()
        if owner == definition and kind == "bullet"
    }


def _numbering_of(paragraph: Element) -> tuple[str, str]:
    properties = paragraph.find(f"{_W}pPr/{_W}numPr")
    return ("", "") if properties is None else (_value(properties, "numId"), _value(properties, "ilvl"))


def _value(element: Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val") or ""


def opened(view: DeliberationView) -> Any:
    """The rendition read again by python-docx."""
    return Document(io.BytesIO(render_docx(view)))


def docx_text(element: Element) -> str:
    """Text of a Word element; a break is a line feed."""
    marks = {f"{_W}br": "\n", f"{_W}tab": "\t"}
    return "".join(
        node.text or "" if node.tag == f"{_W}t" else marks.get(node.tag, "") for node in element.iter()
    )


def odt_blocks(odt: bytes) -> list[str]:
    """The same for an OpenDocument text."""
    body = part(odt, "content.xml").find(f"{_OFFICE}body")
    assert body is not None
    paragraphs = (node for node in body.iter() if node.tag in (f"{_TEXT}p", f"{_TEXT}h"))
    return [text for paragraph in paragraphs if (text := "".join(_odt_text(paragraph)))]


def part(archive: bytes, name: str) -> Element:
    """One XML part of a zipped document."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return fromstring(opened.read(name))


def _odt_text(element: Element) -> Iterator[str]:
    if element.tag == f"{_TEXT}line-break":
        yield "\n"
    elif element.tag == f"{_TEXT}s":
        yield " " * int(element.get(f"{_TEXT}c", "1"))
    yield element.text or ""
    for node in element:
        yield from _odt_text(node)
        yield node.tail or ""
