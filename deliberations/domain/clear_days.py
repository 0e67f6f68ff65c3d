"""Clear days between the dispatch of the convocation and the sitting (CGCT art. L. 2121-11 and L. 2121-12).

Neither the day of dispatch nor the day of the sitting counts. Saturdays, Sundays and public holidays count
like other days, and nothing rolls over (CE, 13 October 1993).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from councils.domain.bodies import BodyType, Council, Territory
from councils.domain.membership import number_at

LARGE_COMMUNE = 3500


def clear_days_between(dispatched_on: date, held_on: date) -> int:
    """Number of clear days; negative when the dispatch is not before the sitting."""
    return (held_on - dispatched_on).days - 1


def latest_dispatch(held_on: date, clear_days: int) -> date:
    """Last day on which the convocation may leave to give that many clear days."""
    return held_on - timedelta(days=clear_days + 1)


@dataclass(frozen=True, slots=True)
class Notice:
    """Clear days of notice due; ``is_certain`` is false when the population that decides is unknown."""

    clear_days: int
    article: str
    is_certain: bool = True


def required_notice(council: Council, on: date, *, second_convocation: bool = False) -> Notice | None:
    """Notice due for a sitting on that day, or ``None`` where no rule of ours applies.

    An unknown population gives the shorter notice of small communes, marked uncertain. Open syndicates follow
    their statutes, Alsace-Moselle and CCAS count days that are not clear: no rule here.
    """
    grouped = council.body_type in (BodyType.EPCI, BodyType.CLOSED_SYNDICATE)
    if council.territory is Territory.ALSACE_MOSELLE or not (
        grouped or council.body_type is BodyType.COMMUNE
    ):
        return None
    if second_convocation:
        return Notice(3, "CGCT art. L. 2121-17, al. 2")
    if grouped:
        return Notice(5, "CGCT art. L. 5211-1 et L. 2121-12")
    population = number_at(council.populations, on)
    if population is None:
        return Notice(3, "CGCT art. L. 2121-11", is_certain=False)
    if population < LARGE_COMMUNE:
        return Notice(3, "CGCT art. L. 2121-11")
    return Notice(5, "CGCT art. L. 2121-12")
