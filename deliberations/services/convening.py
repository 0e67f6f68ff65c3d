"""Sending the convocation (CGCT art. L. 2121-10 to L. 2121-12): by e-mail, on paper, and the agenda changed since.

A click only queues: each e-mail is one task, so that one failure stops no other and every member has a state.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.checks.common import has_begun
from deliberations.domain.convening import (
    DeliveryState,
    EventKind,
    MailingKind,
    agenda_change,
    announced_agenda,
    before_sending,
    open_warnings,
    refusals_of,
)
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel
from deliberations.models import Delivery, Dispatch, Mailing, Override, Sitting
from deliberations.queries import record_of
from deliberations.queries.convening import (
    CalledMember,
    announced_agenda_of,
    convening_of,
    is_retryable,
)
from deliberations.services.changes import SittingChange, changing
from deliberations.services.delivering import deliver
from deliberations.services.dispatches import refresh_sent_on
from deliberations.services.links import note, revoke_links
from deliberations.services.setting_aside import keep_reason

AMENDED = "convocation.amended"
"""Code of the warning that a change of the agenda after the dispatch deserves."""


class SendingRefused(Refusal):
    """The convocation is not sent. ``findings`` say why, and what to do."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(first.code, f"{first.message} {first.remedy}".strip(), first.article)
        self.findings = tuple(findings)


class ReasonNeeded(Refusal):
    """Warnings remain: they are set aside only with a reason, which is kept."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            "convocation.reason_needed",
            "Des points restent à vérifier. Pour envoyer quand même, dites pourquoi : le motif est conservé.",
        )
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a click would do: e-mails to send or to send again, members left to paper, and what stands in the way."""

    by_email: tuple[CalledMember, ...]
    on_paper: tuple[CalledMember, ...]
    findings: tuple[Finding, ...]

    @property
    def refusals(self) -> tuple[Finding, ...]:
        return refusals_of(self.findings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return open_warnings(self.findings)


def plan_sending(sitting: Sitting, record: Record, at: datetime) -> Plan:
    """What ``send_convocation`` would do at ``at``. Reads only."""
    state = convening_of(sitting, record)
    missing = [member for member in state.not_called if not is_leaving(member, at)]
    findings = before_sending(record, [member.uid for member in state.not_called], at)
    return Plan(
        by_email=tuple(member for member in missing if member.goes_by_email),
        on_paper=tuple(member for member in missing if not member.goes_by_email),
        findings=findings,
    )


def is_leaving(member: CalledMember, at: datetime) -> bool:
    """Whether an e-mail to that member waits or leaves just now."""
    delivery = member.delivery
    if delivery is None or delivery.state == DeliveryState.SENT:
        return False
    return not is_retryable(delivery, at)


def send_convocation(
    sitting: Sitting, *, by: User, at: datetime, site: str, reason: str = ""
) -> tuple[Delivery, ...]:
    """Queue the e-mails of every member not yet called who receives them so; those queued.

    ``site`` is the address of the site (« https://… », without a final slash) that the links carry. A second click,
    or a retry, queues only what has not left: nothing is sent twice. Raises ``SendingRefused`` and ``ReasonNeeded``;
    nothing is written then. Side effects: warnings set aside with ``reason``; one task for each e-mail, after the
    commit. Not to be called inside a transaction.
    """
    with changing(sitting, by=by, reason="convocation.sent") as change:
        record = record_of(change.sitting)
        require_not_started(record)
        plan = plan_sending(change.sitting, record, at)
        if plan.refusals:
            raise SendingRefused(plan.refusals)
        if plan.by_email:
            set_aside(change, plan.warnings, by=by, at=at, reason=reason)
        queued = tuple(_queue(change, plan.by_email, record=record, by=by, at=at, site=site))
    enqueue(queued)
    return queued


def require_not_started(record: Record) -> None:
    if has_begun(record):
        raise Refusal(
            "convocation.started",
            "La séance a commencé : sa convocation ne peut plus être envoyée ni complétée.",
        )


def set_aside(
    change: SittingChange, findings: Iterable[Finding], *, by: User | None, at: datetime, reason: str
) -> None:
    """Keep why each warning was set aside. Raises ``ReasonNeeded`` without a reason."""
    warnings = tuple(findings)
    if warnings and not reason.strip():
        raise ReasonNeeded(warnings)
    keep_reason(change, warnings, by=by, at=at, reason=reason)


def _queue(
    change: SittingChange,
    members: Sequence[CalledMember],
    *,
    record: Record,
    by: User,
    at: datetime,
    site: str,
) -> Iterable[Delivery]:
    again = [m.delivery for m in members if m.delivery and is_retryable(m.delivery, at)]
    for delivery in again:
        delivery.state, delivery.error, delivery.taken_at = DeliveryState.WAITING, "", None
        delivery.email = next(m.email for m in members if m.delivery is delivery)
        yield change.writer.write(delivery, "delivery")
    rest = [member for member in members if member.delivery not in again or member.delivery is None]
    yield from new_mailing(change, rest, MailingKind.CONVOCATION, record=record, by=by, at=at, site=site)


def new_mailing(
    change: SittingChange,
    members: Sequence[CalledMember],
    kind: MailingKind,
    *,
    record: Record,
    by: User,
    at: datetime,
    site: str,
) -> list[Delivery]:
    """One mailing to ``members`` and its deliveries, that wait for the worker; none without members."""
    if not members:
        return []
    mailing = Mailing(
        sitting=change.sitting,
        kind=kind,
        asked_at=at,
        asked_by=by,
        agenda=announced_agenda(record),
        site=site,
    )
    change.writer.write(mailing, "mailing")
    rows = [Delivery(mailing=mailing, member=member.mandate, email=member.email) for member in members]
    return [change.writer.write(row, "delivery") for row in rows]


def enqueue(deliveries: Iterable[Delivery]) -> None:
    """Ask the worker for each e-mail."""
    for delivery in deliveries:
        deliver.enqueue(delivery.pk)


# Paper -----------------------------------------------------------------------------------------------------


def record_paper_dispatch(
    sitting: Sitting, *, members: Collection[Mandate], channel: Channel, sent_at: datetime, by: User
) -> int:
    """Record that the convocation was posted or handed over to ``members`` at ``sent_at`` (aware); how many.

    A fact that happened is never refused for its lateness: the rules say what follows. Who already has that very
    dispatch is left alone. Raises ``Refusal`` for an instant to come.
    """
    if sent_at > timezone.now() + timedelta(minutes=1):
        raise Refusal("dispatch.future", "La date et l'heure de l'envoi ne peuvent pas être à venir.")
    with changing(sitting, by=by, reason="convocation.paper") as change:
        first = announced_agenda_of(change.sitting) is None
        done = sum(_hand_over(change, member, channel, sent_at) for member in members)
        refresh_sent_on(change.sitting, change.writer)
        if first and done:
            agenda = announced_agenda(record_of(change.sitting))
            mailing = Mailing(sitting=change.sitting, asked_at=sent_at, asked_by=by, agenda=agenda)
            change.writer.write(mailing, "mailing")
    return done


def _hand_over(change: SittingChange, member: Mandate, channel: Channel, sent_at: datetime) -> bool:
    told = {"sitting": change.sitting, "member": member, "channel": channel, "sent_at": sent_at}
    if Dispatch.objects.filter(**told).exists():
        return False
    row = change.writer.write(Dispatch(**told), "dispatch")
    note(change.sitting, member, EventKind.PAPER_SENT, sent_at, row.get_channel_display())
    return True


# Urgency, changes of the agenda, new links -------------------------------------------------------------------


def declare_urgency(sitting: Sitting, *, reason: str, by: User) -> None:
    """Call in urgency: the mayor reports ``reason`` at the opening, and the council decides on it (L. 2121-11)."""
    with changing(sitting, by=by, reason="convocation.urgent") as change:
        require_not_started(record_of(change.sitting))
        change.sitting.convocation_is_urgent = True
        change.sitting.convocation_urgency_reason = reason.strip()
        change.writer.write(change.sitting, "sitting")


def send_amended_agenda(
    sitting: Sitting, *, by: User, at: datetime, site: str, reason: str
) -> tuple[Delivery, ...]:
    """Tell those already called by e-mail that the agenda has changed; the deliveries queued.

    The dispatch of the convocation stays what it was: an item added is not called in time by it, which ``reason``
    answers and the warning says (only the agenda may be decided; an urgent item needs a call of its own). Raises
    ``Refusal`` when nothing changed or nothing was sent, ``ReasonNeeded`` without a reason.
    """
    with changing(sitting, by=by, reason="convocation.amended") as change:
        record = record_of(change.sitting)
        require_not_started(record)
        state = convening_of(change.sitting, record)
        if not agenda_change(state.announced, announced_agenda(record)) or not state.is_sent:
            raise Refusal("convocation.unchanged", "L'ordre du jour est celui qui a été envoyé.")
        if not reason.strip():
            raise ReasonNeeded(())
        override = Override(
            sitting=change.sitting,
            code=AMENDED,
            reason=reason.strip(),
            by=str(by),
            at=at,
            where="ordre du jour",
        )
        change.writer.write(override, "override")
        called = [member for member in state.members if member.is_called and member.email]
        queued = tuple(
            new_mailing(change, called, MailingKind.AMENDED, record=record, by=by, at=at, site=site)
        )
        if not queued:
            mailing = Mailing(
                sitting=change.sitting,
                kind=MailingKind.AMENDED,
                asked_at=at,
                asked_by=by,
                agenda=announced_agenda(record),
            )
            change.writer.write(mailing, "mailing")
    enqueue(queued)
    return queued


def renew_link(sitting: Sitting, *, member: Mandate, by: User, at: datetime, site: str) -> None:
    """Close the links of one member and send him a new one. The dispatch of the convocation does not change.

    Raises ``Refusal`` when the member has no address, or has not been called yet.
    """
    with changing(sitting, by=by, reason="convocation.link_renewed") as change:
        record = record_of(change.sitting)
        require_not_started(record)
        found = [m for m in convening_of(change.sitting, record).members if m.mandate == member]
        if not found or not found[0].email or not found[0].is_called:
            raise Refusal(
                "link.no_address", "Ce membre n'a pas d'adresse électronique, ou n'a pas encore été convoqué."
            )
        revoke_links(change.sitting, member, at)
        queued = new_mailing(change, found, MailingKind.CONVOCATION, record=record, by=by, at=at, site=site)
    enqueue(queued)
