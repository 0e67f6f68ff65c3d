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
from deliberations.documents.text import decision_labels
from deliberations.documents.view import DeliberationView
from tests.support.sample_view import (
    articles_view,
    crowded_view,
    draft_view,
    sample_view,
    short_view,
    table_view,
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
    "crowded": crowded_view(),
    "table": table_view(),
    "short": short_view(),
    "rich": sample_view(statement_html=RICH),
}


def docx_blocks(docx: bytes) -> list[str]:
    """One entry per paragraph of the body that has text, those of cells included, in order."""
    body = part(docx, "word/document.xml").find(f"{_W}body")
    assert body is not None
    return [text for paragraph in body.iter(f"{_W}p") if (text := docx_text(paragraph))]


def expected_blocks(view: DeliberationView) -> list[str]:
    """What the body must hold, from the view alone; HTML fields must be single plain paragraphs."""
    counts = (view.members, view.votes, *view.other_votes)
    members, *votes = [[c.lead, *c.lines] if c else [] for c in counts]
    absences = [text for group in view.absences for text in (group.heading, *group.lines)]
    statement = view.statement_html.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    labels = [f"{label} " if label else "" for label in decision_labels(view)]
    decisions = [label + text for label, text in zip(labels, view.decisions_html, strict=True)]
    signatures = [text for signature in view.signatures for text in (signature.capacity, signature.name)]
    blocks = [
        view.opening, *view.officers, view.convocation, *members, view.present_sentence, *absences,
        *(text for vote in votes for text in vote), view.object_heading, view.object_line,
        view.statement_heading, *statement, view.preamble_lead, *view.clauses_html, view.decision_heading,
        view.decision_lead_html, *decisions, *view.closing, *signatures, view.annexes_heading, *view.annexes,
        view.certification, *view.dates,
    ]  # fmt: skip
    return [block for block in blocks if block]


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
