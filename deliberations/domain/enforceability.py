"""When an act becomes executory, and until when it may be challenged."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import holidays

from deliberations.domain.acts import Deliberation

APPEAL_MONTHS = 2


def enforceable_from(
    *, published_on: date | None, transmitted_on: date | None, is_transmissible: bool
) -> date | None:
    """First day the act is executory (CGCT art. L. 2131-1), or ``None`` while a condition is missing.

    An act that need not be transmitted (art. L. 2131-3) is executory once published.
    """
    if published_on is None:
        return None
    if not is_transmissible:
        return published_on
    return None if transmitted_on is None else max(published_on, transmitted_on)


def is_enforceable(act: Deliberation, *, is_transmissible: bool) -> bool:
    """Whether both facts that make an act executory are recorded on it (CGCT art. L. 2131-1)."""
    published_on = act.publications[0].effective_on if act.publications else None
    transmitted_on = act.transmission.effective_on if act.transmission else None
    start = enforceable_from(
        published_on=published_on, transmitted_on=transmitted_on, is_transmissible=is_transmissible
    )
    return start is not None


def appeal_deadline(published_on: date) -> date:
    """Last day of the ordinary two-month appeal after publication (CJA art. R. 421-1).

    The limit is clear, counted from date to date: the last day is the day after the same day two months later;
    it is carried to the next working day when it falls on a Saturday, a Sunday or a public holiday.
    Local holidays (Alsace-Moselle, overseas) are not counted: their effect on this limit is not established,
    so the earlier date is given.
    """
    day = add_months(published_on, APPEAL_MONTHS) + timedelta(days=1)
    while day.weekday() >= 5 or day in _public_holidays(day.year):
        day += timedelta(days=1)
    return day


def decision_list_due(held_on: date) -> date:
    """Last day to post and put online the list of deliberations of a sitting (CGCT art. L. 2121-25)."""
    return held_on + timedelta(days=7)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, clamped to the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
