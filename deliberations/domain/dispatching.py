"""By when the convocation of a sitting to come must leave, and what remains possible when that day has passed.

The days are those of ``clear_days`` and ``notices``: a body with another count, or with none of ours, is told so.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from councils.domain.bodies import Territory
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.clear_days import SHORT_NOTICE, Doubt, clear_days_between, latest_dispatch
from deliberations.domain.holidays_fr import public_holidays
from deliberations.domain.notices import counts_clear_days, notice_due
from deliberations.domain.record import Record
from deliberations.domain.rulebook import territory_of

_SATURDAY = 5
_URGENT_CLEAR_DAYS = 1


@dataclass(frozen=True, slots=True)
class DispatchLimit:
    """``latest`` is the last day of the ordinary notice, ``urgent_latest`` that of an urgent convocation.

    ``days`` are clear ones when ``are_clear``; else the day of the sitting counts. ``urgent_latest`` is ``None``
    where urgency shortens nothing: a second call, the board of a CCAS. ``doubt`` says why the notice is not certain.
    """

    latest: date
    days: int
    are_clear: bool
    article: str
    urgent_latest: date | None
    doubt: Doubt | None = None


def dispatch_limit(record: Record) -> DispatchLimit | None:
    """The days by which the convocation of that sitting must leave; ``None`` where no rule of ours applies."""
    held_on, notice = record.sitting.held_on, notice_due(record)
    if notice is None:
        return _by_calendar_days(record)
    is_second = bool(record.sitting.convocation.second_of)
    return DispatchLimit(
        latest=latest_dispatch(held_on, notice.clear_days),
        days=notice.clear_days,
        are_clear=True,
        article=notice.article,
        urgent_latest=None if is_second else latest_dispatch(held_on, _URGENT_CLEAR_DAYS),
        doubt=notice.doubt,
    )


def _by_calendar_days(record: Record) -> DispatchLimit | None:
    """Three days that are not clear ones for a CCAS and in Alsace-Moselle, there the day before when urgent."""
    held_on, council = record.sitting.held_on, record.council
    if counts_clear_days(record):
        return None
    is_local = territory_of(council) is Territory.ALSACE_MOSELLE
    return DispatchLimit(
        latest=held_on - timedelta(days=SHORT_NOTICE),
        days=SHORT_NOTICE,
        are_clear=False,
        article=article_of(council, Topic.NOTICE),
        urgent_latest=held_on - timedelta(days=1) if is_local else None,
    )


def earliest_sitting(limit: DispatchLimit, sent_on: date) -> date:
    """The first day on which a sitting called on ``sent_on`` has the ordinary notice."""
    return sent_on + timedelta(days=limit.days + limit.are_clear)


def last_open_day(record: Record, latest: date) -> date:
    """``latest``, or the last day before it that is neither a Saturday, a Sunday nor a public holiday there.

    No rule: clear days count every day. A remark for who must hand a letter to the post, or find the town hall open.
    """
    day = latest
    while day.weekday() >= _SATURDAY or day in public_holidays(record.council, day.year):
        day -= timedelta(days=1)
    return day


def is_second_call_too_early(record: Record, first_held_on: date) -> bool:
    """Whether a second call cannot have its three clear days, sent at the earliest when the quorum lacked.

    CGCT art. L. 2121-17, second paragraph; elsewhere (CCAS, Alsace-Moselle) that delay is not established: no.
    """
    notice = notice_due(record)
    return (
        notice is not None and clear_days_between(first_held_on, record.sitting.held_on) < notice.clear_days
    )
