"""Making an act of either kind known: on our public page at our own clock's time, or elsewhere on the clerk's word."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

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
from deliberations.domain.sittings import ItemOutcome, SittingPaper
from deliberations.models import (
    Deliberation,
    Override,
    PaperPublication,
    Sitting,
)
from deliberations.queries.published import PREFIX, pages_choice
from deliberations.services.act_desks import AnyAct, desk_of
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.sitting_documents import edition_day, issue_paper

DECISION_LIST = BY_KIND[SittingDocumentKind.DECISION_LIST]
PUBLISHED_UNSETTLED = "paper.not_settled"
"""What a reason was given for."""
PAPER_PUBLISHED = "paper.published"


def public_address(act: AnyAct) -> str:
    """Path of the public page of a numbered act: it never changes, and is never given to another."""
    return desk_of(act).address


def online_address(act: AnyAct) -> str:
    """The path of the public page of ``act``, or of the page that says that it was taken off; empty without one."""
    desk = desk_of(act)
    has_pages = has_public_pages(council_facts(act.council), pages_choice(act.council))
    return desk.address if has_pages and desk.was_put_online else ""


def ways_of(act: AnyAct) -> tuple[Way, ...]:
    """The ways in which ``act`` may be made known."""
    council = council_facts(act.council)
    has_pages = has_public_pages(council, pages_choice(act.council))
    return ways_open(is_individual=act.is_individual, has_pages=has_pages)


def require_publishable(act: AnyAct) -> None:
    """Raise ``Refusal`` for an act that is not settled: a draft, of an open sitting, or not examined."""
    desk_of(act).require_publishable()


def publish_act(
    *,
    act: AnyAct,
    way: Way,
    by: User | None,
    at: datetime,
    effective_on: date | None = None,
    reference: str = "",
    reason: str = "",
) -> Any:
    """Append one line to the publication log of ``act`` (CGCT art. L. 2131-1). The same line twice is one.

    On our own page the day is that of ``at`` and nobody declares it; elsewhere ``effective_on`` is declared, and
    ``reference`` is the address or the place. An individual decision told to be published is warned of: ``reason`` says
    why all the same, and is kept. Raises ``Refusal`` as ``day_of_publication``, or without that reason. History
    ``act.published`` or ``decision.published``. Side effects after the commit: those of ``Desk.follow``.
    """
    desk = desk_of(act)
    day = day_of_publication(act, way, at=at, effective_on=effective_on)
    is_ours, warning = way is Way.OWN_PAGE, warning_of(act, way)
    if warning and not reason.strip():
        raise Refusal(
            "publication.reason", f"{warning} Dites pourquoi vous l'inscrivez : le motif est conservé."
        )
    with desk.changing("published", by=by) as writer:
        source = Source.MACHINE if is_ours else Source.DECLARED
        place = desk.address if is_ours else reference
        known = act.publications.filter(channel=CHANNELS[way], source=source, reference=place)
        found = known.first() if is_ours else known.filter(effective_on=day).first()
        if found is not None:
            return found
        line = act.publications.model(
            **{desk.link: act},
            effective_on=day,
            source=source,
            channel=CHANNELS[way],
            reference=place,
            recorded_at=at,
            declared_by=None if is_ours else by,
        )
        if warning:
            desk.keep_reason(writer, line, reason, at)
        if is_ours:
            desk.note_online(writer)
        desk.follow(by=by, at=at)
        return writer.write(line, "")


def day_of_publication(act: AnyAct, way: Way, *, at: datetime, effective_on: date | None) -> date:
    """The day on which ``act`` is made known in that way. Writes nothing.

    Raises ``Refusal``: not settled, a way that is not open, an impossible day, an act taken off our pages (its address
    is gone for good).
    """
    desk = desk_of(act)
    desk.require_publishable()
    if way not in ways_of(act):
        raise Refusal("publication.way", "Ce mode de publicité n'est pas ouvert pour cet acte.")
    if way is Way.OWN_PAGE:
        if desk.is_taken_off:
            raise Refusal("publication.gone", "Cet acte a été retiré du site : son adresse ne sert plus.")
        return council_day(act.council, at)
    if effective_on is None:
        raise Refusal("publication.day", "Indiquez le jour de la publication.")
    desk.require_possible_day(effective_on, at=at, topic="publication")
    return effective_on


def warning_of(act: AnyAct, way: Way) -> str:
    """Why an act should not be made known in that way, or nothing."""
    return individual_warning(council_facts(act.council), way) if act.is_individual else ""


def put_online_by(act: AnyAct) -> Any:
    """The line of the log that put ``act`` on our own pages, or ``None``: what somebody declares is not it."""
    ours = act.publications.filter(source=Source.MACHINE, reference__startswith=PREFIX)
    return ours.order_by("pk").first()


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
    acts: Iterable[AnyAct],
    *,
    way: Way,
    by: User | None,
    at: datetime,
    effective_on: date | None = None,
    reference: str = "",
    reason: str = "",
) -> list[Any]:
    """Make every act known in the same way, all or none. Raises as ``publish_act``."""
    return [
        publish_act(
            act=act, way=way, by=by, at=at, effective_on=effective_on, reference=reference, reason=reason
        )
        for act in acts
    ]


def unpublish_act(*, act: AnyAct, by: User | None, at: datetime, reason: str) -> Any:
    """Take an act off our public pages: its address answers, for good, that it is gone. Twice is once.

    Raises ``Refusal`` without a reason, on an act that is not there, and during the two months for which it must
    stay (CGCT art. R. 2131-1): a personal passage is hidden instead. History ``act.unpublished``, or
    ``decision.unpublished``.
    """
    desk = desk_of(act)
    with desk.changing("unpublished", by=by) as writer:
        known = act.unpublications.first()
        if known is not None:
            return known
        _require_removable(act, reason, at)
        row = act.unpublications.model(**{desk.link: act}, reason=reason.strip(), at=at, by=by)
        return writer.write(row, "")


def _require_removable(act: AnyAct, reason: str, at: datetime) -> None:
    ours = put_online_by(act)
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
            kept = Override(
                sitting=change.sitting,
                code=PUBLISHED_UNSETTLED,
                reason=reason.strip(),
                by=str(by or ""),
                at=at,
                where="publication",
            )
            change.writer.write(kept, "override")
        written = change.writer.write(row, "")
        _issue_list(change.sitting, paper, by=by, at=at)
        return written


def _issue_list(sitting: Sitting, paper: SittingPaper, *, by: User | None, at: datetime) -> None:
    """Keep the bytes of the list as it is made public; that of a sitting which was never closed here is its paper."""
    if paper is SittingPaper.DECISION_LIST and sitting.finished_at is not None:
        day = edition_day(sitting, DECISION_LIST, at)
        issue_paper(sitting=sitting, paper=DECISION_LIST, by=by, at=at, edited_on=day)
