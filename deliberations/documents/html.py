"""HTML of a deliberation: one body for the web page and for the PDF."""

import re
from pathlib import Path

from django.template.loader import render_to_string

from councils.domain.look_blocks import ActBlock
from deliberations.annexes.placing import PLACEHOLDER
from deliberations.documents.text import DRAFT_NOTICE
from deliberations.documents.verification import CHECKED, code_drawing
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.wording.typography import NBSP

WORD_JOINER = "\u2060"
_TEXT_NODE = re.compile(r"(<[^>]*>)([^<]+)")
_SPACED_HYPHEN = re.compile(r"(?<=\S) - (?=\S)")
_INNER_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_LONG_COMPOUND = 20
_WORDS = re.compile(r"\s+|\S+")
_PAGE = "documents/deliberation/deliberation.html"
_WEB_PAGE = "documents/deliberation/page.html"
_WEB_STYLE = Path(__file__).resolve().parents[2] / "static" / "documents" / "page.css"
_BODY = "documents/deliberation/_body.html"
_BLOCKS = {
    ActBlock.NUMBER: "documents/deliberation/blocks/number.html",
    ActBlock.OPENING: "documents/deliberation/blocks/opening.html",
    ActBlock.OFFICERS: "documents/deliberation/blocks/officers.html",
    ActBlock.CONVOCATION: "documents/deliberation/blocks/convocation.html",
    ActBlock.MEMBERS: "documents/deliberation/blocks/members.html",
    ActBlock.PRESENT: "documents/deliberation/blocks/present.html",
    ActBlock.ABSENCES: "documents/deliberation/blocks/absences.html",
    ActBlock.VOTES: "documents/deliberation/blocks/votes.html",
    ActBlock.OBJECT: "documents/deliberation/blocks/object.html",
    ActBlock.STATEMENT: "documents/deliberation/blocks/statement.html",
    ActBlock.PREAMBLE: "documents/deliberation/blocks/preamble.html",
    ActBlock.DECISION: "documents/deliberation/blocks/decision.html",
    ActBlock.CLOSING: "documents/deliberation/blocks/closing.html",
    ActBlock.ANNEXES: "documents/deliberation/blocks/annexes.html",
    ActBlock.EXECUTORY: "documents/deliberation/blocks/executory.html",
}


def render_html(view: DeliberationView) -> str:
    """Complete page for the PDF: metadata, letterhead, body and the places of the signatures."""
    head, body, rest = render_to_string(
        _PAGE, _context(view, with_fields=True) | {"placeholder": PLACEHOLDER}
    ).partition("<body")
    return head + body + hold_hyphens(rest)


def hold_hyphens(body: str) -> str:
    """The body of a page for the PDF, no line of which ends with a hyphen."""
    return _TEXT_NODE.sub(_hold_hyphens, body)


def render_page(view: DeliberationView) -> str:
    """Complete page to be read on a screen or kept: one file, its style inside, no signature field."""
    style = _WEB_STYLE.read_text(encoding="utf-8")
    return render_to_string(_WEB_PAGE, {**_context(view, with_fields=False), "style": style})


def render_body(view: DeliberationView) -> str:
    """Body alone (an ``article``), for a web page: no letterhead, no signature field."""
    return render_to_string(_BODY, _context(view, with_fields=False))


def _context(view: DeliberationView, *, with_fields: bool) -> dict[str, object]:
    return {
        "view": view,
        "blocks": tuple(_BLOCKS[block] for block in view.order),
        "checked": CHECKED,
        "is_sheet": view.rendition is Rendition.REGISTER,
        "code": code_drawing(view.verification) if view.verification else "",
        "with_fields": with_fields,
        "draft_notice": DRAFT_NOTICE,
    }


def _hold_hyphens(node: re.Match[str]) -> str:
    """No line ends with a hyphen: readers of PDF take it for a word cut in two, and drop it.

    U+2060 is neither drawn nor found in the text of the file; the spaces of « Nord - Pas » become U+00A0. In a cell a
    long compound name keeps its hyphens free: the column would cut it anywhere.
    """
    tag, told = node.groups()
    text = _SPACED_HYPHEN.sub(f"{NBSP}-{WORD_JOINER}{NBSP}", told)
    if not tag.startswith(("<td", "<th")):
        return tag + _held(text)
    return tag + "".join(
        piece if len(piece) > _LONG_COMPOUND else _held(piece) for piece in _WORDS.findall(text)
    )


def _held(text: str) -> str:
    return _INNER_HYPHEN.sub(f"-{WORD_JOINER}", text)
