"""Making an act known: on our public page at our own clock's time, or elsewhere on the clerk's word."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.queries import council_facts
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.acts import Source
from deliberations.domain.majority import Verdict
from deliberations.domain.publishing import (
    CHANNELS,
    Way,
    has_public_pages,
    individual_warning,
    online_until,
    ways_open,
)
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.sittings import ItemOutcome, Origin, SittingPaper
from deliberations.models import (
    AgendaItem,
    Deliberation,
    Override,
    PaperPublication,
    Publication,
    Sitting,
    Unpublication,
)
from deliberations.queries.published import PREFIX, is_unpublished, pages_choice
from deliberations.services.changes import SittingChange, changing
from deliberations.services.days import require_possible_day
from deliberations.services.public_copy import follow_publicity
from deliberations.services.sitting_documents import edition_day, issue_paper

DECISION_LIST = BY_KIND[SittingDocumentKind.DECISION_LIST]
PUBLISHED_INDIVIDUAL, PUBLISHED_UNSETTLED = "publication.individual", "paper.not_settled"
"""What a reason was given for."""
PUBLISHED, UNPUBLISHED, PAPER_PUBLISHED = "act.published", "act.unpublished", "paper.published"


def public_address(act: Deliberation) -> str:
    """Path of the public page of a numbered act: it never changes, and is never given to another."""
    return f"{PREFIX}{act.council.uid}/deliberations/{act.sitting.held_on.year}/{act.slug}/"


def ways_of(act: Deliberation) -> tuple[Way, ...]:
    """The ways in which ``act`` may be made known."""
    council = council_facts(act.council)
    has_pages = has_public_pages(council, pages_choice(act.council))
    return ways_open(is_individual=act.is_individual, has_pages=has_pages)


def require_publishable(act: Deliberation) -> None:
    """Raise ``Refusal`` for an act that is not settled: without number, of an open sitting, or not examined."""
    if not act.number or not act.slug:
        raise Refusal("act.unnumbered", "Cette délibération n'a pas encore de numéro : clôturez la séance.")
    if act.sitting.origin == Origin.LIVE and act.sitting.finished_at is None:
        raise Refusal(
            "sitting.open", "La séance n'est pas clôturée : clôturez-la avant de publier ses actes."
        )
    if act.item.outcome != ItemOutcome.EXAMINED:
        raise Refusal("act.not_examined", "Ce point a été ajourné ou retiré : il n'y a rien à publier.")


def publish_act(
    *,
    act: Deliberation,
    way: Way,
    by: User | None,
    at: datetime,
    effective_on: date | None = None,
    reference: str = "",
    reason: str = "",
) -> Publication:
    """Append one line to the publication log (CGCT art. L. 2131-1). The same line twice is one.

    On our own page the day is that of ``at`` and nobody declares it; elsewhere ``effective_on`` is declared, and
    ``reference`` is the address or the place. An individual decision told to be published is warned of: ``reason`` says
    why all the same, and is kept. Raises ``Refusal`` as ``day_of_publication``, or without that reason. History
    ``act.published``. Side effects after the commit: those of ``follow_publicity``.
    """
    day = day_of_publication(act, way, at=at, effective_on=effective_on)
    is_ours, warning = way is Way.OWN_PAGE, warning_of(act, way)
    if warning and not reason.strip():
        raise Refusal(
            "publication.reason", f"{warning} Dites pourquoi vous l'inscrivez : le motif est conservé."
        )
    with changing(act.sitting, by=by, reason=PUBLISHED, even_finished=True) as change:
        source = Source.MACHINE if is_ours else Source.DECLARED
        place = public_address(act) if is_ours else reference
        known = act.publications.filter(channel=CHANNELS[way], source=source, reference=place)
        found = known.first() if is_ours else known.filter(effective_on=day).first()
        if found is not None:
            return found
        row = Publication(
            deliberation=act,
            effective_on=day,
            source=source,
            channel=CHANNELS[way],
            reference=place,
            recorded_at=at,
            declared_by=None if is_ours else by,
        )
        if warning:
            _keep_reason(change, PUBLISHED_INDIVIDUAL, reason, by=by, at=at, item=act.item)
        follow_publicity(act, by=by, at=at)
        return change.writer.write(row, "")


def day_of_publication(act: Deliberation, way: Way, *, at: datetime, effective_on: date | None) -> date:
    """The day on which ``act`` is made known in that way. Writes nothing.

    Raises ``Refusal``: not settled, a way that is not open, an impossible day, an act taken off our pages (its address
    is gone for good).
    """
    require_publishable(act)
    if way not in ways_of(act):
        raise Refusal("publication.way", "Ce mode de publicité n'est pas ouvert pour cet acte.")
    if way is not Way.OWN_PAGE:
        return _declared(act, effective_on, at)
    if is_unpublished(act):
        raise Refusal("publication.gone", "Cet acte a été retiré du site : son adresse ne sert plus.")
    return council_day(act.council, at)


def warning_of(act: Deliberation, way: Way) -> str:
    """Why an act should not be made known in that way, or nothing."""
    return individual_warning(council_facts(act.council), way) if act.is_individual else ""


def _keep_reason(
    change: SittingChange,
    code: str,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    item: AgendaItem | None = None,
) -> None:
    row = Override(
        sitting=change.sitting,
        code=code,
        reason=reason.strip(),
        by=str(by or ""),
        at=at,
        item=item,
        where="publication",
    )
    change.writer.write(row, "override")


def _declared(act: Deliberation, day: date | None, at: datetime) -> date:
    if day is None:
        raise Refusal("publication.day", "Indiquez le jour de la publication.")
    require_possible_day(act.sitting, day, at=at, topic="publication")
    return day


def acts_to_publish(sitting: Sitting) -> list[Deliberation]:
    """The numbered acts of a sitting that nothing made known yet, in the order of the agenda.

    An individual decision is notified one by one: it is not among them. Nor is what was rejected: nothing there is
    to be executed, and whether it is published is for the clerk to decide on its own page.
    """
    rows = (
        Deliberation.objects.filter(sitting=sitting, is_individual=False, publications__isnull=True)
        .exclude(item__result__verdict=Verdict.REJECTED)
        .filter(item__outcome=ItemOutcome.EXAMINED)
        .exclude(slug="")
        .select_related("council", "sitting", "item")
        .order_by("item__order", "pk")
    )
    return [row for row in rows if row.number]


@transaction.atomic
def publish_acts(
    acts: Iterable[Deliberation],
    *,
    way: Way,
    by: User | None,
    at: datetime,
    effective_on: date | None = None,
    reference: str = "",
    reason: str = "",
) -> list[Publication]:
    """Make every act known in the same way, all or none. Raises as ``publish_act``."""
    return [
        publish_act(
            act=act, way=way, by=by, at=at, effective_on=effective_on, reference=reference, reason=reason
        )
        for act in acts
    ]


def unpublish_act(*, act: Deliberation, by: User | None, at: datetime, reason: str) -> Unpublication:
    """Take an act off our public pages: its address answers, for good, that it is gone. Twice is once.

    Raises ``Refusal`` without a reason, on an act that is not there, and during the two months for which it must
    stay (CGCT art. R. 2131-1): a personal passage is hidden instead. History ``act.unpublished``.
    """
    known = Unpublication.objects.filter(deliberation=act).first()
    if known is not None:
        return known
    ours = act.publications.filter(source=Source.MACHINE, reference__startswith=PREFIX).order_by("pk").first()
    if ours is None:
        raise Refusal("publication.none", "Cet acte n'est pas en ligne sur ce site.")
    until = online_until(ours.effective_on)
    if council_day(act.council, at) <= until:
        raise Refusal(
            "publication.two_months",
            f"L'acte doit rester en ligne, entier, jusqu'au {until:%d/%m/%Y} au moins. Si une donnée personnelle y est "
            "visible, occultez-la : la page publique change aussitôt.",
            "CGCT art. R. 2131-1",
        )
    if not reason.strip():
        raise Refusal(
            "publication.reason", "Dites pourquoi vous retirez l'acte du site : le motif est conservé."
        )
    with changing(act.sitting, by=by, reason=UNPUBLISHED, even_finished=True) as change:
        row = Unpublication(deliberation=act, reason=reason.strip(), at=at, by=by)
        return change.writer.write(row, "")


def publish_paper(
    *,
    sitting: Sitting,
    paper: SittingPaper,
    channel: str,
    effective_on: date,
    by: User | None,
    at: datetime,
    reference: str = "",
    reason: str = "",
) -> PaperPublication:
    """Record that the list of deliberations or the minutes were posted or put online. Twice the same is once.

    Minutes that no sitting settled (CGCT art. L. 2121-15) are warned of: ``reason`` says why they were published all
    the same, and is kept. Raises ``Refusal`` on an impossible day, or without that reason. Side effects: the list of a
    closed sitting is issued, with the day it tells.
    """
    require_possible_day(sitting, effective_on, at=at, topic="paper")
    is_unsettled = paper is SittingPaper.MINUTES and not sitting.minutes_settled_in
    if is_unsettled and not reason.strip():
        raise Refusal(
            PUBLISHED_UNSETTLED,
            "Ce procès-verbal n'est pas noté comme arrêté. S'il a tout de même été publié, dites pourquoi : le motif "
            "est conservé.",
            "CGCT art. L. 2121-15",
        )
    with changing(sitting, by=by, reason=PAPER_PUBLISHED, even_finished=True) as change:
        known = sitting.publications.filter(paper=paper, channel=channel, effective_on=effective_on).first()
        if known is not None:
            return known
        row = PaperPublication(
            sitting=change.sitting,
            paper=paper,
            effective_on=effective_on,
            source=Source.DECLARED,
            channel=channel,
            reference=reference,
            recorded_at=at,
            declared_by=by,
        )
        if is_unsettled:
            _keep_reason(change, PUBLISHED_UNSETTLED, reason, by=by, at=at)
        written = change.writer.write(row, "")
        _issue_list(change.sitting, paper, by=by, at=at)
        return written


def _issue_list(sitting: Sitting, paper: SittingPaper, *, by: User | None, at: datetime) -> None:
    """Keep the bytes of the list as it is made public; that of a sitting which was never closed here is its paper."""
    if paper is SittingPaper.DECISION_LIST and sitting.finished_at is not None:
        day = edition_day(sitting, DECISION_LIST, at)
        issue_paper(sitting=sitting, paper=DECISION_LIST, by=by, at=at, edited_on=day)
