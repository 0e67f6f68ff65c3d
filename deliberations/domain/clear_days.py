"""Clear days between the dispatch of the convocation and the sitting (CGCT art. L. 2121-11 and L. 2121-12).

Neither the day of dispatch nor the day of the sitting counts. Saturdays, Sundays and public holidays count
like other days, and nothing rolls over (CE, 13 October 1993).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from councils.domain.bodies import BodyType, Council, Territory
from councils.domain.membership import mandates_in_office, number_at
from deliberations.domain.articles import Topic, article_of

LARGE_COMMUNE = 3500
MOST_SEATS_OF_SMALL_COMMUNE = 23
"""Below 3,500 inhabitants (art. L. 2121-2), save in a new commune."""
SHORT_NOTICE, LONG_NOTICE = 3, 5
"""Clear days, in a small commune or for a second call; in a large commune or a grouped body."""


def clear_days_between(dispatched_on: date, held_on: date) -> int:
    """Number of clear days; negative when the dispatch is not before the sitting."""
    return (held_on - dispatched_on).days - 1


def latest_dispatch(held_on: date, clear_days: int) -> date:
    """Last day on which the convocation may leave to give that many clear days."""
    return held_on - timedelta(days=clear_days + 1)


class Doubt(StrEnum):
    """Why the notice due is not certain."""

    UNKNOWN_POPULATION = "UNKNOWN_POPULATION"
    THRESHOLD_CROSSED = "THRESHOLD_CROSSED"
    MANY_SEATS = "MANY_SEATS"
    """The population is unknown, and the council is one of a large commune, or of a new commune (art. L. 2113-7)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Clear days of notice due, with what makes them doubtful."""

    clear_days: int
    article: str
    doubt: Doubt | None = None


def required_notice(
    council: Council, on: date, *, second_convocation: bool = False, is_installation: bool = False
) -> Notice | None:
    """Notice due for a sitting on that day, or ``None`` where no rule of ours applies.

    The sitting that installs a municipal council has the short one whatever the population (art. L. 2121-7).

    An unknown population gives the shorter notice of small communes, unless the council has too many seats for one:
    it then gets the longer one. Whether a commune that crosses the
    threshold during a term changes notice at once is not established: it gets the longer one. Both are doubtful.
    Open syndicates follow their statutes, communes of Alsace-Moselle and CCAS count days that are not clear: no rule
    here. The local law is about communes: an EPCI or a syndicate there has the ordinary notice.
    """
    if council.body_type in (BodyType.EPCI, BodyType.CLOSED_SYNDICATE):
        topic = Topic.SECOND_CALL if second_convocation else Topic.NOTICE
        return Notice(SHORT_NOTICE if second_convocation else LONG_NOTICE, article_of(council, topic))
    if council.body_type is not BodyType.COMMUNE or council.territory is Territory.ALSACE_MOSELLE:
        return None
    if second_convocation:
        return Notice(SHORT_NOTICE, article_of(council, Topic.SECOND_CALL))
    if is_installation:
        return Notice(SHORT_NOTICE, "CGCT art. L. 2121-7")
    return _notice_of_commune(council, on)


def _notice_of_commune(council: Council, on: date) -> Notice:
    sides = _sizes(council, on)
    if not sides and _seats(council, on) > MOST_SEATS_OF_SMALL_COMMUNE:
        return Notice(LONG_NOTICE, "CGCT art. L. 2121-12", Doubt.MANY_SEATS)
    if not sides:
        return Notice(SHORT_NOTICE, "CGCT art. L. 2121-11", Doubt.UNKNOWN_POPULATION)
    if len(sides) > 1:
        return Notice(LONG_NOTICE, "CGCT art. L. 2121-12", Doubt.THRESHOLD_CROSSED)
    return (
        Notice(LONG_NOTICE, "CGCT art. L. 2121-12")
        if True in sides
        else Notice(SHORT_NOTICE, "CGCT art. L. 2121-11")
    )


def _seats(council: Council, on: date) -> int:
    """Seats recorded, or members in office where these are more numerous or alone known."""
    return max(number_at(council.seats, on) or 0, len(mandates_in_office(council, on)))


def _sizes(council: Council, on: date) -> set[bool]:
    """Whether the commune was large, at each population in force during the term until that day.

    Where no day of election is known, a threshold crossed long ago says nothing of this term: that day's stands.
    """
    start, today = term_start(council, on), number_at(council.populations, on)
    if today is None:
        return set()
    if start == date.min:
        return {today >= LARGE_COMMUNE}
    in_force = [number_at(council.populations, start)]
    in_force += [n.value for n in council.populations if n.since is not None and start < n.since <= on]
    return {population >= LARGE_COMMUNE for population in in_force if population is not None}


def term_start(council: Council, on: date) -> date:
    """First day of the oldest mandate in office, the nearest to the general election that the facts tell.

    ``date.min`` where no mandate says when it began.
    """
    known = [m.since for m in mandates_in_office(council, on) if m.since is not None]
    return min(known, default=date.min)


def population_of_term(council: Council, on: date) -> int | None:
    """Inhabitants at the general election; those of that day where its date is not known."""
    start = term_start(council, on)
    return number_at(council.populations, on if start == date.min else start)
