"""HTML of a composed document: one body for the web page and for the PDF."""

from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from deliberations.annexes.placing import PLACEHOLDER
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
    Letter,
    Masthead,
    NewSheet,
    Rich,
    Signatures,
    Text,
    Title,
    Together,
)
from deliberations.documents.html import hold_hyphens
from deliberations.documents.text import DRAFT_NOTICE

_WEB_STYLE = Path(__file__).resolve().parents[3] / "static" / "documents" / "page.css"
_TEMPLATES = {
    Heading: "documents/composed/_heading.html",
    Text: "documents/composed/_text.html",
    Rich: "documents/composed/_rich.html",
    Bullets: "documents/composed/_bullets.html",
    Facts: "documents/composed/_facts.html",
    Grid: "documents/composed/_grid.html",
    Signatures: "documents/composed/_signatures.html",
    Blank: "documents/composed/_blank.html",
    Together: "documents/composed/_together.html",
    Letter: "documents/composed/_letter.html",
    NewSheet: "documents/composed/_new_sheet.html",
    Address: "documents/composed/_address.html",
    Item: "documents/composed/_item.html",
    Masthead: "documents/composed/_masthead.html",
    Title: "documents/composed/_title.html",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One block and the template that sets it; ``parts`` are those of a block made of blocks."""

    template: str
    block: Block
    parts: tuple["Part", ...] = ()


def render_html(view: ComposedView) -> str:
    """Complete page for the PDF: metadata, letterhead, body and the places of the signatures."""
    context = _context(view, with_fields=True) | {"placeholder": PLACEHOLDER}
    html = render_to_string("documents/composed/document.html", context)
    head, body, rest = html.partition("<body")
    return head + body + hold_hyphens(rest)


def render_page(view: ComposedView) -> str:
    """Complete page to be read on a screen or kept: one file, its style inside, no signature field."""
    style = _WEB_STYLE.read_text(encoding="utf-8")
    return render_to_string(
        "documents/composed/page.html", {**_context(view, with_fields=False), "style": style}
    )


def render_body(view: ComposedView) -> str:
    """Body alone (an ``article``), for a web page: no letterhead, no signature field."""
    return render_to_string("documents/composed/_body.html", _context(view, with_fields=False))


def _context(view: ComposedView, *, with_fields: bool) -> dict[str, object]:
    parts = tuple(_part(block) for block in view.blocks)
    return {"view": view, "parts": parts, "with_fields": with_fields, "draft_notice": DRAFT_NOTICE}


def _part(block: Block) -> Part:
    parts = tuple(_part(inner) for inner in block.blocks) if isinstance(block, Together) else ()
    return Part(_TEMPLATES[type(block)], block, parts)
