"""Checks on the calendar: notice of the sitting, receipt and publication of its acts."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from deliberations.domain.clear_days import Notice, clear_days_between, latest_dispatch, required_notice
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date


def check_notice(record: Record) -> Iterator[Finding]:
    """Clear days of notice (CGCT art. L. 2121-11, L. 2121-12; below one day even urgency is not enough)."""
    convocation, held_on = record.sitting.convocation, record.sitting.held_on
    is_second = bool(convocation.second_of)
    notice = required_notice(record.council, held_on, second_convocation=is_second)
    sent_on = _last_sent_on(record)
    if notice is None or sent_on is None:
        return
    given = clear_days_between(sent_on, held_on)
    # Urgency shortens the first call only: the three days of the second one are what replaces the quorum.
    if given >= notice.clear_days or (convocation.is_urgent and not is_second and given >= 1):
        return
    yield _short_notice(given, notice, held_on, is_second=is_second)


def _last_sent_on(record: Record) -> date | None:
    """Day of the latest dispatch: every member must have been called in time."""
    convocation, zone = record.sitting.convocation, ZoneInfo(record.council.time_zone)
    days = [d.sent_at.astimezone(zone).date() for d in convocation.dispatches if d.sent_at is not None]
    return max([*days, *([convocation.sent_on] if convocation.sent_on else [])], default=None)


def _short_notice(given: int, notice: Notice, held_on: date, *, is_second: bool) -> Finding:
    latest = long_date(latest_dispatch(held_on, notice.clear_days))
    urgency = "" if is_second else ", ou constater l'urgence en séance (un jour franc au moins)"
    doubt = "" if notice.is_certain else " (population inconnue : délai le plus court retenu)"
    return Finding(
        code="notice.too_short",
        severity=Severity.REFUSAL if given < 1 else Severity.WARNING,
        article=notice.article,
        message=f"Convocation envoyée {counted(max(given, 0), 'jour franc', 'jours francs')} avant la séance ; "
        f"il en faut {notice.clear_days}{doubt}.",
        where="convocation",
        consequence="Les délibérations prises peuvent être annulées.",
        remedy=f"Envoyer au plus tard le {latest}{urgency}.",
    )


def check_dates_of_acts(record: Record) -> Iterator[Finding]:
    """An act cannot be received or published before the day it was adopted."""
    held_on = record.sitting.held_on
    for act in record.sitting.deliberations:
        facts = [("transmission", act.transmission), *(("publication", p) for p in act.publications)]
        for name, fact in facts:
            if fact is not None and fact.effective_on < held_on:
                yield Finding(
                    code=f"{name}.before_sitting",
                    severity=Severity.WARNING,
                    article="CGCT art. L. 2131-1",
                    message=f"La {name} du {long_date(fact.effective_on)} est antérieure à la séance.",
                    where=name,
                    item=act.item,
                    remedy="Vérifier la date sur l'accusé de réception ou le journal de publication.",
                )
