"""The legal number of a municipal council, on which other rules count (CGCT art. L. 2121-2, L. 2121-2-1)."""

from collections.abc import Container
from datetime import date

from councils.domain.membership import mandates_in_office, number_at
from councils.domain.seats import complete_from, legal_seats
from deliberations.domain.clear_days import population_of_term, term_start
from deliberations.domain.record import Record


def term_day(record: Record) -> date:
    """First day of the term, as far as mandates tell it; else the day of the sitting."""
    start = term_start(record.council, record.sitting.held_on)
    return record.sitting.held_on if start == date.min else start


def is_of_term(record: Record, renewal: date) -> bool:
    """Whether the council that sits was elected at that general renewal, or after it."""
    return term_day(record) >= renewal


def accepted_seats(population: int, on: date) -> Container[int]:
    """Numbers of seats that the law knows: one, or several where a council may be complete with fewer members."""
    legal, least = legal_seats(population), complete_from(population, on)
    return range(legal if least is None else least, legal + 1)


def legal_number(record: Record) -> int | None:
    """Members by law: the seats recorded, else those of the population; ``None`` where neither is known.

    In a council deemed complete with fewer members, it is the number really elected at the general election.
    """
    on, start = record.sitting.held_on, term_day(record)
    population = population_of_term(record.council, on)
    seats = number_at(record.council.seats, on)
    legal = legal_seats(population) if seats is None and population is not None else seats
    least = complete_from(population, start) if population is not None else None
    elected = len(mandates_in_office(record.council, start))
    is_smaller = legal is not None and least is not None and least <= elected < legal
    return elected if is_smaller else legal
