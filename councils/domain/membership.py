"""Who is in office on a day (CGCT art. L. 2121-2, L. 2121-17)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from councils.domain.bodies import Council, DatedNumber
from councils.domain.people import Mandate, Office, SeatKind


class Period(Protocol):
    """Anything with a first and a last day in force, both inclusive; ``None`` means unknown or open."""

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...


def is_in_force(period: Period, on: date) -> bool:
    """Whether ``period`` covers the day ``on``; an unknown bound is taken as open."""
    starts = period.since is None or period.since <= on
    return starts and (period.until is None or on <= period.until)


def mandates_in_office(council: Council, on: date) -> tuple[Mandate, ...]:
    """Titular mandates in force on that day, as recorded: the « membres en exercice ».

    Substitutes hold no seat of their own (CGCT art. L. 5211-6) and are left out.
    """
    return tuple(m for m in council.mandates if m.seat is SeatKind.TITULAR and is_in_force(m, on))


def number_at(numbers: Iterable[DatedNumber], on: date) -> int | None:
    """The latest of several dated numbers in force on that day, or ``None`` when unknown."""
    known = [n for n in numbers if n.since is None or n.since <= on]
    known.sort(key=lambda n: n.since or date.min)
    return known[-1].value if known else None


def offices_held(mandate: Mandate, on: date) -> Sequence[Office]:
    """Offices of one mandate in force on that day."""
    return tuple(o for o in mandate.offices if is_in_force(o, on))
