"""The foot of a certified page: a code to be photographed and a short code to be typed, for the same address."""

from base64 import b64encode
from io import BytesIO

import segno

from deliberations.documents.view import Verification
from deliberations.domain.short_codes import short_code, short_path
from deliberations.domain.wording.typography import typeset

CHECKED = typeset("Vérifier cet acte :")
_LEVEL = "m"  # a smudge of 15 % is still read
_PNG_SCALE = 8


def verification_of(public_base_url: str, public_id: str) -> Verification | None:
    """Where the act is checked; ``None`` when the public pages have no address, or the act no identifier."""
    if not (public_base_url and public_id):
        return None
    base = public_base_url.rstrip("/")
    code = short_code(public_id)
    shown = base.removeprefix("https://").removeprefix("http://")
    return Verification(f"{base}{short_path(public_id)}", f"{shown}{short_path(code)}", code)


def code_drawing(verification: Verification) -> str:
    """The code as an SVG drawing in a ``data:`` address: one black path, no margin. The same bytes each time."""
    drawn = BytesIO()
    _code(verification).save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode('ascii')}"


def code_picture(verification: Verification) -> bytes:
    """The code as a PNG file, eight dots for each module, without margin."""
    drawn = BytesIO()
    _code(verification).save(drawn, kind="png", border=0, scale=_PNG_SCALE)
    return drawn.getvalue()


def _code(verification: Verification) -> segno.QRCode:
    return segno.make_qr(verification.address, error=_LEVEL)
