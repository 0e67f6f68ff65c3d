"""The mark of a draft in a document of the commune, which its template could have forgotten."""

from typing import Any

from docx.oxml.ns import qn

from deliberations.documents.docx_body import child
from deliberations.documents.text import DRAFT_NOTICE

_RED = "B3261E"


def mark_draft(document: Any) -> None:
    """Say at the top of every page that the document is only a draft."""
    different_pages = document.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(document.sections):
        headers = [section.header]
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        headers += [section.even_page_header] if different_pages else []
        for header in headers:
            if number == 0 or not header.is_linked_to_previous:
                header.is_linked_to_previous = False
                header._element.insert(0, _notice())


def _notice() -> Any:
    paragraph = child(None, "w:p")
    properties = child(paragraph, "w:pPr")
    child(properties, "w:jc", val="center")
    run = child(paragraph, "w:r")
    look = child(run, "w:rPr")
    child(look, "w:b")
    child(look, "w:color", val=_RED)
    child(look, "w:sz", val=24)
    text = child(run, "w:t")
    text.text = DRAFT_NOTICE
    text.set(qn("xml:space"), "preserve")
    return paragraph
