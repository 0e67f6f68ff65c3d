"""Making a mayor's decision known (CGCT art. L. 2131-1): on our public page, or elsewhere on the clerk's word."""

from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.queries import council_facts
from deliberations.domain.acts import Source
from deliberations.domain.publishing import (
    CHANNELS,
    Way,
    has_public_pages,
    individual_warning,
    online_until,
    ways_open,
)
from deliberations.models import DecisionPublication, DecisionUnpublication, MayorDecision
from deliberations.queries.decisions import is_taken_off
from deliberations.queries.published import PREFIX, pages_choice
from deliberations.services.decision_changes import changing_decision
from deliberations.services.decision_days import require_possible_decision_day
from deliberations.services.decision_documents import follow_decision

PUBLISHED, UNPUBLISHED = "decision.published", "decision.unpublished"


def public_decision_address(row: MayorDecision) -> str:
    """Path of the public page of a signed decision: it never changes, and is never given to another."""
    return f"{PREFIX}{row.council.uid}/decisions/{row.year_of_address}/{row.slug}/"


def ways_of_decision(row: MayorDecision) -> tuple[Way, ...]:
    """The ways in which ``row`` may be made known: an individual decision is notified."""
    has_pages = has_public_pages(council_facts(row.council), pages_choice(row.council))
    return ways_open(is_individual=row.is_individual, has_pages=has_pages)


def decision_warning(row: MayorDecision, way: Way) -> str:
    """Why it should not be made known in that way, or nothing."""
    return individual_warning(council_facts(row.council), way) if row.is_individual else ""


def require_decision_publishable(row: MayorDecision) -> None:
    """Raise ``Refusal`` for a decision that is not signed."""
    if not row.is_signed or not row.slug:
        raise Refusal(
            "decision.unsigned", "Cette décision n'est pas encore signée : signez-la avant de la publier."
        )


def publish_decision(
    *,
    row: MayorDecision,
    way: Way,
    by: User | None,
    at: datetime,
    effective_on: date | None = None,
    reference: str = "",
    reason: str = "",
) -> DecisionPublication:
    """Append one line to the publication log. The same line twice is one.

    On our own page the day is that of ``at`` and nobody declares it; elsewhere ``effective_on`` is declared. An
    individual decision told to be published is warned of: ``reason`` says why all the same, and is kept.
    Raises ``Refusal``: not signed, a way that is not open, an impossible day, taken off our pages, or no reason.
    Side effect after the commit: the certified copy, once it is executory.
    """
    day = day_of_decision_publication(row, way, at=at, effective_on=effective_on)
    is_ours, warning = way is Way.OWN_PAGE, decision_warning(row, way)
    if warning and not reason.strip():
        raise Refusal(
            "publication.reason", f"{warning} Dites pourquoi vous l'inscrivez : le motif est conservé."
        )
    with changing_decision(row, by=by, reason=PUBLISHED, even_signed=True) as change:
        source = Source.MACHINE if is_ours else Source.DECLARED
        place = public_decision_address(row) if is_ours else reference
        known = row.publications.filter(channel=CHANNELS[way], source=source, reference=place)
        found: DecisionPublication | None = (
            known.first() if is_ours else known.filter(effective_on=day).first()
        )
        if found is not None:
            return found
        line = DecisionPublication(
            decision=change.row,
            effective_on=day,
            source=source,
            channel=CHANNELS[way],
            reference=place,
            recorded_at=at,
            declared_by=None if is_ours else by,
            reason=reason.strip() if warning else "",
        )
        change.writer.write(line, "")
        if not row.public_id_is_known and is_ours:
            change.row.public_id_is_known = True
            change.writer.write(change.row, "")
        follow_decision(change.row, by=by, at=at)
        return line


def day_of_decision_publication(
    row: MayorDecision, way: Way, *, at: datetime, effective_on: date | None
) -> date:
    """The day that its line of the log would bear. Raises ``Refusal`` like ``publish_decision``."""
    require_decision_publishable(row)
    if way not in ways_of_decision(row):
        raise Refusal("publication.way", "Ce mode de publicité n'est pas ouvert pour cette décision.")
    if way is Way.OWN_PAGE:
        if is_taken_off(row):
            raise Refusal(
                "publication.gone", "Cette décision a été retirée du site : son adresse ne sert plus."
            )
        return council_day(row.council, at)
    if effective_on is None:
        raise Refusal("publication.day", "Indiquez le jour de la publication.")
    require_possible_decision_day(row, effective_on, at=at, topic="publication")
    return effective_on


def unpublish_decision(
    *, row: MayorDecision, by: User | None, at: datetime, reason: str
) -> DecisionUnpublication:
    """Take a decision off our public pages: its address answers, for good, that it is gone. Twice is once.

    Raises ``Refusal`` without a reason, on one that is not there, and during the two months for which it must stay
    (CGCT art. R. 2131-1).
    """
    known = DecisionUnpublication.objects.filter(decision=row).first()
    if known is not None:
        return known
    ours = row.publications.filter(source=Source.MACHINE, reference__startswith=PREFIX).order_by("pk").first()
    if ours is None:
        raise Refusal("publication.none", "Cette décision n'est pas en ligne sur ce site.")
    until = online_until(ours.effective_on)
    if council_day(row.council, at) <= until:
        raise Refusal(
            "publication.two_months",
            f"La décision doit rester en ligne, entière, jusqu'au {until:%d/%m/%Y} au moins.",
            "CGCT art. R. 2131-1",
        )
    if not reason.strip():
        raise Refusal(
            "publication.reason", "Dites pourquoi vous retirez la décision du site : le motif est conservé."
        )
    with changing_decision(row, by=by, reason=UNPUBLISHED, even_signed=True) as change:
        return change.writer.write(
            DecisionUnpublication(decision=change.row, reason=reason.strip(), at=at, by=by), ""
        )
