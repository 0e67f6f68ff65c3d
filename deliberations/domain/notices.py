"""Whether the members were called in time (CGCT art. L. 2121-11, L. 2121-12, L. 2121-17)."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.bodies import BodyType, Territory
from councils.domain.days import council_day
from deliberations.domain.clear_days import SHORT_NOTICE, Notice, clear_days_between, required_notice
from deliberations.domain.record import Record
from deliberations.domain.rulebook import territory_of
from deliberations.domain.sittings import Dispatch, Subject


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """The notice given to the last member called, in clear days, beside the one the law requires."""

    given: int
    required: Notice
    is_enough: bool


def last_sent_on(record: Record) -> date | None:
    """Day of the latest dispatch, in the council's zone: every member must have been called in time."""
    convocation = record.sitting.convocation
    days = [_day(record, dispatch) for dispatch in convocation.dispatches]
    return max((day for day in [*days, convocation.sent_on] if day is not None), default=None)


def last_dispatches(record: Record) -> tuple[Dispatch, ...]:
    """Those of the latest day, when it comes after the day of the convocation itself."""
    convocation, last = record.sitting.convocation, last_sent_on(record)
    if last is None or last == convocation.sent_on:
        return ()
    return tuple(d for d in convocation.dispatches if _day(record, d) == last)


def is_freed_from_quorum(record: Record) -> bool:
    """Whether a second call frees the sitting from the quorum (art. L. 2121-17): three clear days are its price."""
    notice = notice_given(record)
    return bool(record.sitting.convocation.second_of) and (notice is None or notice.is_enough)


def not_called(record: Record) -> tuple[str, ...]:
    """Members in office to whom nothing was sent, where the convocation is told member by member and so alone."""
    convocation = record.sitting.convocation
    called = {dispatch.member for dispatch in convocation.dispatches}
    if convocation.sent_on is not None or not called:
        return ()
    return tuple(member for member in record.members if member not in called)


def _day(record: Record, dispatch: Dispatch) -> date | None:
    return council_day(record.council, dispatch.sent_at) if dispatch.sent_at else None


def first_call(record: Record, member: str) -> datetime | None:
    """When the convocation first left to that member, as far as it is told: the call that counts."""
    calls = (d.sent_at for d in record.sitting.convocation.dispatches if d.member == member and d.sent_at)
    return min(calls, default=None)


def notice_due(record: Record) -> Notice | None:
    """The notice that the sitting needs, urgency apart; ``None`` where no rule of ours applies."""
    sitting = record.sitting
    return required_notice(
        record.council,
        sitting.held_on,
        second_convocation=bool(sitting.convocation.second_of),
        is_installation=any(item.subject is Subject.INSTALLATION for item in sitting.agenda),
    )


def notice_given(record: Record) -> GivenNotice | None:
    """The notice of a sitting; ``None`` when the dispatch, or the rule of that body, is not known.

    Urgency shortens the first call only, to one clear day: the three days of a second one are what replaces
    the quorum.
    """
    convocation, held_on = record.sitting.convocation, record.sitting.held_on
    is_second = bool(convocation.second_of)
    required = notice_due(record)
    sent_on = last_sent_on(record)
    if required is None or sent_on is None:
        return None
    given = clear_days_between(sent_on, held_on)
    least = 1 if convocation.is_urgent and not is_second else required.clear_days
    return GivenNotice(given, required, is_enough=given >= least)


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """The notice of a body whose days are not clear ones: the day of dispatch does not count, the sitting's does."""

    given: int
    required: int

    @property
    def is_enough(self) -> bool:
        return self.given >= self.required


def counts_clear_days(record: Record) -> bool:
    """Whether the days of notice are clear ones there: they are not for a CCAS, nor in Alsace-Moselle."""
    council = record.council
    return territory_of(council) is not Territory.ALSACE_MOSELLE and council.body_type is not BodyType.CCAS


def calendar_notice(record: Record) -> CalendarNotice | None:
    """Three days for a CCAS (CASF art. R. 123-16) and in Alsace-Moselle, the day before there if urgent.

    ``None`` for any other body, or when the dispatch is not known.
    """
    sent_on = last_sent_on(record)
    if sent_on is None or counts_clear_days(record):
        return None
    is_local = territory_of(record.council) is Territory.ALSACE_MOSELLE
    required = 1 if is_local and record.sitting.convocation.is_urgent else SHORT_NOTICE
    return CalendarNotice((record.sitting.held_on - sent_on).days, required)


def is_called_in_time(record: Record) -> bool:
    """Whether nothing recorded denies that everyone was called, and early enough."""
    notices = (notice_given(record), calendar_notice(record))
    return not not_called(record) and all(notice is None or notice.is_enough for notice in notices)
