"""PDF of a deliberation: the master (PDF/A-3a and PDF/UA-1, tagged) and the look of a signature."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from deliberations.documents.html import render_html
from deliberations.documents.view import DeliberationView, DocumentData
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.domain.wording.typography import typeset

if TYPE_CHECKING:
    from deliberations.documents.weasyprint_adapter import AttachedFile

_STYLES = Path(__file__).resolve().parents[2] / "static" / "documents"
_ACT_STYLE = _STYLES / "act.css"
_STAMP_STYLE = _STYLES / "stamp.css"
_STAMP_PAGE = "documents/stamp.html"


def render_pdf(view: DeliberationView) -> bytes:
    """Master of the act: PDF/A-3a and PDF/UA-1, with its profile attached (CGCT art. R. 2131-1) unless a draft.

    The same view gives the same bytes, in any process. Each signature that has a ``field_name`` gets a tagged
    text input of that name, to be turned into a signature field: until then the file is not PDF/A.
    """
    from deliberations.documents.weasyprint_adapter import render

    with_form = any(signature.field_name for signature in view.signatures)
    return render(render_html(view), _ACT_STYLE, attachments_of(view.document), with_form=with_form)


def attachments_of(document: DocumentData) -> "tuple[AttachedFile, ...]":
    """The data that the file carries, if any."""
    from deliberations.documents.weasyprint_adapter import AttachedFile

    if document.profile is None:
        return ()
    name, content, dated = document.profile.name, document.profile.json, _midnight(document.edited_on)
    return (AttachedFile(name=name, description=document.profile_description, content=content, dated=dated),)


def render_appearance(
    name: str,
    capacity: str,
    signed_at: datetime,
    reason: str,
    *,
    is_seal: bool = False,
    is_demonstration: bool = False,
) -> bytes:
    """One page showing a signature, of the size of the field of ``render_pdf`` (204 × 68 points).

    ``signed_at`` is aware and printed in its own time zone; ``reason`` may be empty. ``is_seal``: it is the seal of the
    body called ``name``, and says so: no person signs there. ``is_demonstration``: it says that it is worth nothing.
    Long texts are set smaller; only a capacity that nothing could hold is cut, never what stands below it.
    """
    from deliberations.documents.weasyprint_adapter import render

    told = _SEAL_TOLD if is_seal else capacity
    below = "DÉMONSTRATION – SANS VALEUR" if is_demonstration else reason
    setting = _setting_of(name, told, below)
    told = shorten(told, max(1, setting.room(name, below)) * setting.wide, placeholder="…")
    context = {
        "setting": setting.name,
        "lead": typeset("Cachet électronique" if is_seal else "Signé électroniquement par"),
        "name": typeset(name),
        "capacity": typeset(told),
        "moment": typeset(f"le {long_date(signed_at.date())} à {numeric_time(signed_at.time())}"),
        "reason": typeset(below),
    }
    return render(render_to_string(_STAMP_PAGE, context), _STAMP_STYLE)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How small a stamp is set, as in ``stamp.css``.

    ``wide_name`` and ``wide`` are characters of a line of the name and of the text, counted generously; ``lines`` is
    how many lines of text there is room for below a name of one line.
    """

    name: str
    wide_name: int
    wide: int
    lines: int

    def room(self, name: str, below: str) -> int:
        """Lines left for the capacity beside the moment and ``below``; a second line of the name takes two."""
        more_name = 2 * (len(wrap(name, self.wide_name)) - 1)
        return self.lines - 1 - more_name - len(wrap(below, self.wide))


_SETTINGS = (_Setting("", 29, 38, 3), _Setting("close", 33, 47, 5), _Setting("tight", 38, 58, 7))
_SEAL_TOLD = "Ce cachet n'est la signature de personne."


def _setting_of(name: str, told: str, below: str) -> _Setting:
    """The largest that holds them, else the smallest."""
    fitting = (each for each in _SETTINGS if len(wrap(told, each.wide)) <= each.room(name, below))
    return next(fitting, _SETTINGS[-1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
