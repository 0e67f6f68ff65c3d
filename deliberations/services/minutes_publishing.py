"""Putting settled minutes on our public page: the copy without private passages, at an address that never changes."""

from datetime import datetime

from django.urls import reverse

from councils.domain.bodies import BodyType
from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.queries import council_facts
from deliberations.documents.composed import ComposedView
from deliberations.documents.sitting.minutes import PUBLIC, view_minutes
from deliberations.domain.acts import Source
from deliberations.domain.publishing import CHANNELS, Way, has_public_pages
from deliberations.domain.sittings import SittingPaper
from deliberations.models import PaperPublication, Sitting
from deliberations.queries.published import PREFIX, pages_choice
from deliberations.services.changes import changing
from deliberations.services.minutes_copies import issue_minutes
from deliberations.services.sitting_documents import told_record

PUBLISHED = "minutes.published"


def public_address(sitting: Sitting) -> str:
    """Path of the public page of the minutes of ``sitting``."""
    return reverse("public_minutes", args=(sitting.council.uid, sitting.uid))


def may_put_online(council: Council) -> bool:
    """Whether the council may show what its sittings said: it has public pages, and is no CCAS.

    The sittings of a CCAS tell of individual aids, which are secret (CASF art. L. 133-5), even where somebody opened
    its pages for its acts.
    """
    return council.body_type != BodyType.CCAS and has_public_pages(
        council_facts(council), pages_choice(council)
    )


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
        # Anew, for a word may have been hidden since they were settled; the same bytes are kept once.
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
    """Raise ``Refusal`` for a CCAS, where the council has no public pages, or when the minutes are not settled."""
    if sitting.council.body_type == BodyType.CCAS:
        raise Refusal(
            "minutes.secret",
            "Le procès-verbal d'un CCAS parle d'aides individuelles, couvertes par le secret : ne le mettez pas en "
            "ligne. Gardez-le à la mairie.",
            "CASF art. L. 133-5",
        )
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
    if not may_put_online(council):
        return []
    rows = Sitting.objects.filter(
        council=council,
        publications__paper=SittingPaper.MINUTES,
        publications__source=Source.MACHINE,
        publications__reference__startswith=PREFIX,
    )
    return list(rows.distinct().order_by("-held_on", "-pk"))


def public_view(sitting: Sitting) -> ComposedView:
    """The minutes as anybody may read them today: a word that was hidden since they were issued is not there.

    Raises ``LookupError`` when the minutes are not online.
    """
    if online_since(sitting) is None or not may_put_online(sitting.council):
        raise LookupError(sitting.uid)
    return view_minutes(told_record(sitting), edited_on=sitting.held_on, subject=PUBLIC)
