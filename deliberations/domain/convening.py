"""Calling the members to a sitting: what is checked before it is sent, and who may give a proxy to whom.

No clock here: the instant of the sending comes in as an argument.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from deliberations.domain.articles import Topic, article_of
from deliberations.domain.checks.book import CHAPTERS, check_sitting
from deliberations.domain.dispatching import dispatch_limit
from deliberations.domain.errors import Refusal
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel, Dispatch, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.timeline import examination_order


class MailingKind(StrEnum):
    """CONVOCATION is the first call of a member; AMENDED tells those already called that the agenda has changed.

    REMINDER asks those already called for their answer.
    """

    CONVOCATION = "CONVOCATION"
    AMENDED = "AMENDED"
    REMINDER = "REMINDER"


class DeliveryState(StrEnum):
    """WAITING for the worker, SENDING since it took it, then SENT (the mail server took it) or FAILED."""

    WAITING = "WAITING"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"


class EventKind(StrEnum):
    """What the proof of the convocation keeps. PAGE_ASKED may come from a mail scanner: an answer is the proof."""

    SENT = "SENT"
    FAILED = "FAILED"
    AMENDED_SENT = "AMENDED_SENT"
    REMINDED = "REMINDED"
    PAPER_SENT = "PAPER_SENT"
    PAGE_ASKED = "PAGE_ASKED"
    PAPER_READ = "PAPER_READ"
    ANSWERED = "ANSWERED"
    PROXY_GIVEN = "PROXY_GIVEN"
    PROXY_REVOKED = "PROXY_REVOKED"
    INTEREST = "INTEREST"


class AnswerKind(StrEnum):
    PRESENT = "PRESENT"
    EXCUSED = "EXCUSED"


class ProxyChannel(StrEnum):
    """How a proxy reached the town hall."""

    LINK = "LINK"
    PAPER = "PAPER"


HOUR_UNKNOWN = time(0)
"""Midnight stands for the hour of a dispatch on paper of which only the day is known: the law counts days."""
_CHAPTER = "Convocation et ordre du jour"
_RULES = dict(CHAPTERS)[_CHAPTER]


def if_sent(record: Record, members: Iterable[str], at: datetime) -> Record:
    """The record as it would be once the convocation had left at ``at`` (aware) to ``members``.

    Only the dispatches speak there: the day of the convocation is worked out from them.
    """
    convocation = record.sitting.convocation
    sent = (*convocation.dispatches, *(Dispatch(m, Channel.ELECTRONIC, at) for m in members))
    told = replace(convocation, sent_on=None, dispatches=sent)
    return replace(record, sitting=replace(record.sitting, convocation=told))


def before_sending(record: Record, members: Iterable[str], at: datetime) -> tuple[Finding, ...]:
    """What the rules on the notice and the agenda would say if the convocation left at ``at`` to ``members``.

    Their REFUSAL blocks the sending (CGCT art. L. 2121-10 to L. 2121-12); a warning waits for a reason.
    """
    found = check_sitting(if_sent(record, members, at), _RULES)
    return tuple(finding for finding in found if finding.severity is not Severity.NOTICE)


def refusals_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.REFUSAL)


def open_warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Warnings that nobody has set aside yet."""
    return tuple(f for f in findings if f.severity is Severity.WARNING and f.override is None)


_HORIZON = timedelta(days=60)


def later_days(record: Record, on: date) -> tuple[date, ...]:
    """Days to which the sitting may be put off so that a call ``on`` that day is in time, the soonest first.

    The first weekday, and the first one that falls on the same day of the week as the sitting planned. None for an
    installation, whose days the law fixes (CGCT art. L. 2121-7).
    """
    if any(item.subject is Subject.INSTALLATION for item in record.sitting.agenda):
        return ()
    planned = record.sitting.held_on
    days = (on + timedelta(days=n) for n in range(1, _HORIZON.days))
    good = [day for day in days if day > planned and _is_in_time(record, on, day)]
    weekday = next((day for day in good if day.weekday() < _SATURDAY), None)
    same = next((day for day in good if day.weekday() == planned.weekday()), None)
    return tuple(dict.fromkeys(day for day in (weekday, same) if day is not None))


_SATURDAY = 5


def _is_in_time(record: Record, on: date, day: date) -> bool:
    limit = dispatch_limit(replace(record, sitting=replace(record.sitting, held_on=day)))
    return limit is not None and on <= limit.latest


def may_plead_urgency(record: Record, on: date) -> bool:
    """Whether urgency could still save the notice, and it is not a second call.

    One clear day is left; in Alsace-Moselle the day before is in time. Nothing is shortened for a CCAS. Where statutes
    rule, what they allow is not known here: any day before the sitting.
    """
    if record.sitting.convocation.second_of:
        return False
    limit = dispatch_limit(record)
    if limit is None:
        return on < record.sitting.held_on
    return limit.urgent_latest is not None and on <= limit.urgent_latest


# The agenda announced ------------------------------------------------------------------------------------


def announced_agenda(record: Record) -> dict[str, str]:
    """Uid and plain title of each item, in the order of the agenda: what a convocation announces."""
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    return {item.uid: text_of(item.title_html) for item in agenda if not item.added_in_sitting}


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """Titles added, removed and reworded since the convocation left; ``is_reordered`` when only the order moved."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    is_reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded or self.is_reordered)


def agenda_change(sent: Mapping[str, str], now: Mapping[str, str]) -> AgendaChange:
    """What differs between the agenda sent and that of now."""
    kept = [uid for uid in sent if uid in now]
    return AgendaChange(
        added=tuple(title for uid, title in now.items() if uid not in sent),
        removed=tuple(title for uid, title in sent.items() if uid not in now),
        reworded=tuple(now[uid] for uid in kept if now[uid] != sent[uid]),
        is_reordered=kept != [uid for uid in now if uid in sent],
    )


# Proxies --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GivenProxy:
    """A proxy in force before the sitting. ``items`` are uids; empty for the whole sitting."""

    grantor: str
    holder: str
    items: tuple[str, ...] = ()


class HolderDoubt(StrEnum):
    """Why a proxy may be worth nothing: its holder told that he will be away, or gave his own vote away."""

    EXCUSED = "EXCUSED"
    GAVE_HIS_OWN = "GAVE_HIS_OWN"


def possible_holders(record: Record, grantor: str, given: Iterable[GivenProxy]) -> tuple[str, ...]:
    """Members in office who may receive the proxy of ``grantor``, in the order of the table (CGCT art. L. 2121-20).

    Not himself, nor who already holds as many as the law lets. Who is excused may still come: see ``holder_doubt``.
    """
    held = [proxy.holder for proxy in given if proxy.grantor != grantor]
    return tuple(
        member
        for member in record.members
        if member != grantor and held.count(member) < record.proxies_allowed
    )


def holder_doubt(holder: str, given: Iterable[GivenProxy], excused: Collection[str]) -> HolderDoubt | None:
    """Why a proxy given to ``holder`` is counted only if he comes after all, or ``None``."""
    if any(proxy.grantor == holder and not proxy.items for proxy in given):
        return HolderDoubt.GAVE_HIS_OWN
    return HolderDoubt.EXCUSED if holder in excused else None


def check_proxy(record: Record, proxy: GivenProxy, given: Sequence[GivenProxy]) -> None:
    """Raise ``Refusal`` unless ``proxy`` may be given (CGCT art. L. 2121-20); the message says what to do."""
    article = article_of(record.council, Topic.PROXIES)
    if proxy.grantor not in record.members:
        raise Refusal("proxy.grantor", "Vous n'êtes pas membre en exercice au jour de cette séance.", article)
    if proxy.holder not in record.members or proxy.holder == proxy.grantor:
        raise Refusal("proxy.holder", "Choisissez un autre membre en exercice du conseil.", article)
    if proxy.holder not in possible_holders(record, proxy.grantor, given):
        raise Refusal(
            "proxy.holder_taken",
            "Ce membre détient déjà un pouvoir : il ne peut pas recevoir le vôtre. Choisissez un autre membre.",
            article,
        )


def runs_of_items(record: Record, items: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The chosen items as runs of neighbours in the order of examination: first and last uid of each."""
    order = sorted(examination_order(record.sitting).items(), key=lambda pair: pair[1])
    runs: list[tuple[str, str]] = []
    is_open = False
    for uid, _ in order:
        if uid in items:
            runs = [*runs[:-1], (runs[-1][0], uid)] if is_open else [*runs, (uid, uid)]
        is_open = uid in items
    return tuple(runs)
