"""Putting settled minutes on our public page: the copy without private passages, at an address that never changes."""

from datetime import datetime

from django.urls import reverse

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.queries import council_facts
from deliberations.documents import composed
from deliberations.documents.sitting.minutes import PUBLIC, view_minutes
from deliberations.domain.acts import Source
from deliberations.domain.publishing import CHANNELS, Way, has_public_pages
from deliberations.domain.record import Record
from deliberations.domain.sittings import SittingPaper
from deliberations.dossier.reader import read_dossier
from deliberations.models import PaperPublication, Sitting, SittingDocument
from deliberations.queries.published import PREFIX, pages_choice
from deliberations.services.changes import changing
from deliberations.services.minutes_copies import issue_minutes, issued_minutes

PUBLISHED = "minutes.published"


def public_address(sitting: Sitting) -> str:
    """Path of the public page of the minutes of ``sitting``."""
    return reverse("public_minutes", args=(sitting.council.uid, sitting.uid))


def may_put_online(council: Council) -> bool:
    """Whether the council has public pages here: closed for a CCAS unless somebody opened them."""
    return has_public_pages(council_facts(council), pages_choice(council))


def put_minutes_online(*, sitting: Sitting, by: User | None, at: datetime) -> PaperPublication:
    """Publish the settled minutes on our own page, today (CGCT art. L. 2121-15). Twice is once.

    ``at`` is aware. Raises ``Refusal``: no public pages, minutes not settled, sitting not closed. Side effects: the
    public copy is issued if it was not, a line of the publication log.
    """
    require_online_possible(sitting)
    with changing(sitting, by=by, reason=PUBLISHED, even_finished=True) as change:
        known = online_since(change.sitting)
        if known is not None:
            return known
        if issued_minutes(change.sitting, PUBLIC) is None:
            issue_minutes(sitting=change.sitting, by=by, at=at, subject=PUBLIC)
        row = PaperPublication(
            sitting=change.sitting,
            paper=SittingPaper.MINUTES,
            effective_on=council_day(change.sitting.council, at),
            source=Source.MACHINE,
            channel=CHANNELS[Way.OWN_PAGE],
            reference=public_address(change.sitting),
            recorded_at=at,
        )
        return change.writer.write(row, "")


def require_online_possible(sitting: Sitting) -> None:
    """Raise ``Refusal`` where the council has no public pages, or the minutes are not settled."""
    if not may_put_online(sitting.council):
        raise Refusal(
            "minutes.no_pages",
            "Ce conseil n'a pas de pages publiques ici : notez la publication faite ailleurs.",
        )
    if not sitting.minutes_settled_in:
        raise Refusal(
            "minutes.not_settled",
            "Le procès-verbal se publie une fois arrêté par l'assemblée.",
            "CGCT art. L. 2121-15",
        )


def online_since(sitting: Sitting) -> PaperPublication | None:
    """The line of the log that put the minutes on our page; ``None`` when they are not there."""
    rows = sitting.publications.filter(
        paper=SittingPaper.MINUTES, source=Source.MACHINE, reference__startswith=PREFIX
    )
    return rows.order_by("pk").first()


def minutes_online(council: Council) -> list[Sitting]:
    """The sittings whose minutes anybody may read, the latest first."""
    rows = Sitting.objects.filter(
        council=council,
        publications__paper=SittingPaper.MINUTES,
        publications__source=Source.MACHINE,
        publications__reference__startswith=PREFIX,
    )
    return list(rows.distinct().order_by("-held_on", "-pk"))


def public_copy(sitting: Sitting) -> SittingDocument:
    """The file that anybody reads. Raises ``LookupError`` when the minutes are not online."""
    document = issued_minutes(sitting, PUBLIC)
    if document is None or online_since(sitting) is None:
        raise LookupError(sitting.uid)
    return document


def public_text(document: SittingDocument) -> str:
    """The same text as an ``article`` for a web page, from the facts that the file was made from."""
    dossier = read_dossier(document.snapshot.canonical_json.encode()) if document.snapshot else None
    if dossier is None:
        raise LookupError(document.pk)
    record = Record(dossier.council, dossier.sittings[0])
    return composed.render_body(view_minutes(record, edited_on=record.sitting.held_on, subject=PUBLIC))
