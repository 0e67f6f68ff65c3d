"""Who was called to a sitting, how, and what they answered: read at once for all the members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from councils.models import Contact, Council, Mandate
from deliberations.domain.convening import AnswerKind, DeliveryState, EventKind, GivenProxy, MailingKind
from deliberations.domain.enforceability import add_months
from deliberations.domain.record import Record
from deliberations.models import (
    Answer,
    Delivery,
    Dispatch,
    LinkEvent,
    Mailing,
    ProxyGrant,
    Sitting,
    StoredFile,
)

RowT = TypeVar("RowT", Dispatch, Delivery, Answer, LinkEvent)

STUCK_AFTER = timedelta(minutes=15)
"""A sending taken by a worker that has not ended by then was interrupted: nobody knows whether it left."""


@dataclass(frozen=True, slots=True)
class CalledMember:
    """One member in office. ``email`` is empty when unknown; ``dispatches`` are the calls that left, oldest first."""

    mandate: Mandate
    email: str
    wants_paper: bool
    dispatches: tuple[Dispatch, ...]
    delivery: Delivery | None
    answer: Answer | None
    proxy: ProxyGrant | None
    events: tuple[LinkEvent, ...]

    @property
    def uid(self) -> str:
        return self.mandate.uid

    @property
    def is_called(self) -> bool:
        return any(dispatch.sent_at for dispatch in self.dispatches)

    @property
    def goes_by_email(self) -> bool:
        """Electronic unless the member asked for paper, or has no address (CGCT art. L. 2121-10)."""
        return bool(self.email) and not self.wants_paper

    def first(self, kind: EventKind) -> LinkEvent | None:
        return next((event for event in self.events if event.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Convening:
    """All that the page of a convocation shows; ``members`` in the order of the table."""

    sitting: Sitting
    members: tuple[CalledMember, ...]
    mailings: tuple[Mailing, ...]
    proxies: tuple[ProxyGrant, ...] = field(default=())

    @property
    def not_called(self) -> tuple[CalledMember, ...]:
        return tuple(member for member in self.members if not member.is_called)

    @property
    def is_sent(self) -> bool:
        """Whether at least one member was called."""
        return any(member.is_called for member in self.members)

    @property
    def announced(self) -> Mapping[str, str]:
        """The agenda told last: uid → title."""
        return self.mailings[-1].agenda if self.mailings else {}


def convening_of(sitting: Sitting, record: Record) -> Convening:
    """The state of the convocation of ``sitting``, in a constant number of queries."""
    mandates = _mandates(sitting.council, record.members)
    contacts = {
        contact.person_id: contact
        for contact in Contact.objects.filter(person__in=[m.person_id for m in mandates])
    }
    dispatches = _by_member(Dispatch.objects.filter(sitting=sitting).order_by("sent_at", "pk"))
    deliveries = _by_member(Delivery.objects.filter(mailing__sitting=sitting).select_related("mailing"))
    answers = _by_member(Answer.objects.filter(sitting=sitting))
    events = _by_member(LinkEvent.objects.filter(sitting=sitting).order_by("at", "pk"))
    proxies = proxies_in_force(sitting)
    given = {proxy.grantor_id: proxy for proxy in proxies}
    members = []
    for mandate in mandates:
        contact = contacts.get(mandate.person_id or 0)
        members.append(
            CalledMember(
                mandate=mandate,
                email=contact.email if contact else "",
                wants_paper=contact.wants_paper if contact else False,
                dispatches=tuple(dispatches.get(mandate.pk, ())),
                delivery=next(reversed(deliveries.get(mandate.pk, [])), None),
                answer=next(iter(answers.get(mandate.pk, ())), None),
                proxy=given.get(mandate.pk),
                events=tuple(events.get(mandate.pk, ())),
            )
        )
    mailings = tuple(Mailing.objects.filter(sitting=sitting).select_related("asked_by"))
    return Convening(sitting, tuple(members), mailings, proxies)


def _mandates(council: Council, uids: tuple[str, ...]) -> list[Mandate]:
    rows = Mandate.objects.filter(council=council, uid__in=uids).select_related("person", "council")
    by_uid = {row.uid: row for row in rows}
    return [by_uid[uid] for uid in uids]


def _by_member(rows: Iterable[RowT]) -> dict[int, list[RowT]]:
    found: dict[int, list[RowT]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """What a member answered. ``holder`` is the uid of who has a proxy of the whole sitting, or empty."""

    kind: AnswerKind
    holder: str = ""

    @property
    def is_excused(self) -> bool:
        return self.kind is AnswerKind.EXCUSED


def answers_of(sitting: Sitting) -> Mapping[str, MemberAnswer]:
    """The answers to the convocation by uid of member: two queries, and nothing of it is a presence yet."""
    proxies = proxies_in_force(sitting)
    whole = {proxy.grantor.uid: proxy.holder.uid for proxy in proxies if not proxy.items.all()}
    answers = Answer.objects.filter(sitting=sitting).values_list("member__uid", "kind")
    return {uid: MemberAnswer(AnswerKind(kind), whole.get(uid, "")) for uid, kind in answers}


def proxies_in_force(sitting: Sitting) -> tuple[ProxyGrant, ...]:
    """Proxies confirmed and not revoked, oldest first."""
    rows = ProxyGrant.objects.in_force().filter(sitting=sitting)
    return tuple(
        rows.select_related("grantor__person", "holder__person", "paper", "pdf").prefetch_related("items")
    )


def given_proxies(sitting: Sitting) -> tuple[GivenProxy, ...]:
    """The same, as the domain reads them."""
    return tuple(
        GivenProxy(proxy.grantor.uid, proxy.holder.uid, tuple(item.uid for item in proxy.items.all()))
        for proxy in proxies_in_force(sitting)
    )


def excused_members(sitting: Sitting) -> frozenset[str]:
    """Uids of the members who answered that they will not come."""
    rows = Answer.objects.filter(sitting=sitting, kind="EXCUSED")
    return frozenset(rows.values_list("member__uid", flat=True))


def sent_letter(sitting: Sitting, member: Mandate) -> StoredFile | None:
    """The convocation as it last left to that member by e-mail; what a reminder joined is none."""
    sent = Delivery.objects.filter(
        mailing__sitting=sitting, member=member, sent_at__isnull=False, pdf__isnull=False
    )
    calls = sent.exclude(mailing__kind=MailingKind.REMINDER).select_related("pdf")
    last = calls.order_by("pk").last()
    return None if last is None else last.pdf


def is_stuck(delivery: Delivery, now: datetime) -> bool:
    """Whether its sending was interrupted without saying how it ended."""
    is_sending = delivery.state == DeliveryState.SENDING
    return is_sending and delivery.taken_at is not None and delivery.taken_at < now - STUCK_AFTER


def is_retryable(delivery: Delivery, now: datetime) -> bool:
    return delivery.state == DeliveryState.FAILED or is_stuck(delivery, now)


def announced_agenda_of(sitting: Sitting) -> Mapping[str, str] | None:
    """The agenda told last to the members; ``None`` before any sending by us."""
    last = Mailing.objects.filter(sitting=sitting).order_by("pk").last()
    return None if last is None else dict(last.agenda)


def purge_day(sitting: Sitting, months: int) -> date:
    """From this day on, the proof of dispatches and answers is erased."""
    return add_months(sitting.held_on, months)
