"""PDF of a composed document: PDF/A-3a and PDF/UA-1, tagged."""

from pathlib import Path

from deliberations.documents.composed.html import render_html
from deliberations.documents.composed.view import Block, ComposedView, Signatures, Together
from deliberations.documents.pdf import attachments_of

_STYLES = Path(__file__).resolve().parents[3] / "static" / "documents"
_PAPER, _LETTER = _STYLES / "composed.css", _STYLES / "convocation.css"


def render_pdf(view: ComposedView) -> bytes:
    """The same view gives the same bytes, in any process.

    Each signature that has a ``field_name`` gets a tagged text input of that name, to be turned into a signature
    field: until then the file is not PDF/A.
    """
    from deliberations.documents.weasyprint_adapter import render

    with_form = any(_has_fields(block) for block in view.blocks)
    style = _LETTER if view.is_letter else _PAPER
    return render(render_html(view), style, attachments_of(view.document), with_form=with_form)


def _has_fields(block: Block) -> bool:
    if isinstance(block, Together):
        return any(_has_fields(inner) for inner in block.blocks)
    return isinstance(block, Signatures) and any(s.field_name for s in block.signatures)
