"""Putting the list of the deliberations on our public page, dated by our clock (CGCT art. L. 2121-25)."""

from datetime import datetime

from django.urls import reverse

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.acts import Source
from deliberations.domain.publishing import CHANNELS, Way
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.sittings import SittingPaper
from deliberations.models import PaperPublication, Sitting
from deliberations.queries.published import PREFIX
from deliberations.services.changes import changing
from deliberations.services.minutes_publishing import may_put_online
from deliberations.services.publishing import PAPER_PUBLISHED
from deliberations.services.sitting_documents import issue_paper

LIST = BY_KIND[SittingDocumentKind.DECISION_LIST]


def put_list_online(*, sitting: Sitting, by: User | None, at: datetime) -> PaperPublication:
    """Publish the list of a closed sitting on our own page, today. Twice is once.

    ``at`` is aware. Raises ``Refusal``: no public pages (never those of a CCAS, CASF art. L. 133-5), sitting open.
    Side effects: a line of the publication log, the list is issued with the day it tells.
    """
    if not may_put_online(sitting.council):
        raise Refusal(
            "list.no_pages", "Ce conseil n'a pas de pages publiques ici : notez la date d'affichage."
        )
    if sitting.finished_at is None:
        raise Refusal("sitting.open", "Clôturez d'abord la séance : la liste relate ce qui y est figé.")
    with changing(sitting, by=by, reason=PAPER_PUBLISHED, even_finished=True) as change:
        known = list_online_since(change.sitting)
        if known is not None:
            return known
        row = PaperPublication(
            sitting=change.sitting,
            paper=SittingPaper.DECISION_LIST,
            effective_on=council_day(change.sitting.council, at),
            source=Source.MACHINE,
            channel=CHANNELS[Way.OWN_PAGE],
            reference=reverse("public_decision_list", args=(sitting.council.uid, sitting.uid)),
            recorded_at=at,
        )
        written = change.writer.write(row, "")
        issue_paper(sitting=change.sitting, paper=LIST, by=by, at=at, edited_on=sitting.held_on)
        return written


def list_online_since(sitting: Sitting) -> PaperPublication | None:
    """The line of the log that put the list on our page; ``None`` when it is not there, though it be elsewhere."""
    rows = sitting.publications.filter(
        paper=SittingPaper.DECISION_LIST, source=Source.MACHINE, reference__startswith=PREFIX
    )
    return rows.order_by("pk").first()
