"""The last days of the financial year (CGCT art. L. 1612-2, L. 1612-12)."""

from datetime import date

from councils.domain.bodies import Council
from deliberations.domain.duties.reading import may_be_renewal_year

KNOWN_YEARS = range(1790, 2200)
"""Years of which a last day can be told, those of the dates that are read: another one is a slip of the pen."""


def budget_deadline(council: Council, year: int) -> date:
    """15 April, 30 April in the year when the council is renewed, or may have been (art. L. 1612-2).

    ``year`` is one of ``KNOWN_YEARS``.
    """
    return date(year, 4, 30 if may_be_renewal_year(council, year) else 15)


def accounts_deadline(year: int) -> date:
    """Last day to vote the accounts of the year before (art. L. 1612-12)."""
    return date(year, 6, 30)
