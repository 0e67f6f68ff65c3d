"""Layouts for paper, of the register and of packs: how many sheets one request lays out, how long a layout is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from councils.domain.errors import Refusal
from deliberations.models import PackWork, RegisterEntry
from deliberations.services.register_files import PRINT_FOLDER
from deliberations.services.storage import purge_made

KEPT = timedelta(days=7)
MOST_PAGES = 500
"""Laid out while somebody waits: about a second."""


def require_printable(rows: Sequence[RegisterEntry]) -> None:
    """Raise ``Refusal`` for the sheets of several sittings when they are too many for one file; one sitting goes."""
    pages = sum(row.pages for row in rows)
    if pages > MOST_PAGES and len({row.sitting_id for row in rows}) > 1:
        raise Refusal(
            "register.print_too_large",
            f"Ces feuillets font {pages} pages, et {MOST_PAGES} au plus se préparent à la fois : imprimez-les séance "
            "par séance, ou téléchargez le volume entier depuis sa page.",
        )


def purge_prints(at: datetime) -> str:
    """The recurring duty: forget the layouts older than a week at ``at`` (aware), in one French line, or nothing.

    The packs that were asked for go with their files.
    """
    PackWork.objects.filter(asked_at__lt=at - KEPT).delete()
    gone = purge_made(PRINT_FOLDER, before=at - KEPT)
    return f"Mises en page pour l'impression, effacées : {gone}." if gone else ""
