"""The years of the special laws of the epidemic, which came and went (2020 to 2022)."""

from datetime import date

COVID_FROM, COVID_UNTIL = date(2020, 3, 12), date(2022, 7, 31)
"""Window, with gaps, of the special laws on quorum and proxies: what they allowed day by day is not established
here, so findings of that time are only notices."""


def is_in_covid_window(on: date) -> bool:
    """Whether a special law may have applied that day."""
    return COVID_FROM <= on <= COVID_UNTIL
