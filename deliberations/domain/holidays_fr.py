"""Public holidays: the eleven of the whole country, and those of each territory."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from councils.domain.bodies import Council, Territory

_ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}
_OVERSEAS = {
    **{code: code for code in ("971", "972", "973", "974", "976")},
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
"""Saint-Pierre-et-Miquelon, Saint-Barthélemy, Saint-Martin… as the library calls them."""


@lru_cache(maxsize=256)
def national_holidays(year: int) -> Mapping[date, str]:
    """The eleven public holidays of the whole country, with their names in French."""
    return dict(holidays.country_holidays("FR", years=year, language="fr"))


@lru_cache(maxsize=256)
def _local_holidays(year: int, subdivision: str) -> Mapping[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=subdivision, years=year, language="fr"))


def public_holidays(council: Council, year: int) -> Mapping[date, str]:
    """Public holidays where that council sits: 26 December and Good Friday in Alsace-Moselle, days of overseas.

    A council whose department is not known has the national ones, plus those of Moselle under the local law.
    """
    return (
        _local_holidays(year, subdivision)
        if (subdivision := _subdivision(council))
        else national_holidays(year)
    )


def _subdivision(council: Council) -> str:
    code = council.department_code
    if council.territory is Territory.ALSACE_MOSELLE:
        return _ALSACE_MOSELLE.get(code, "57")
    return _OVERSEAS.get(code, "") if council.territory is Territory.OVERSEAS else ""


def next_working_day(day: date) -> date:
    """``day``, or the first day after it that is neither a Saturday, a Sunday nor a national public holiday.

    Local holidays are left out: their effect on a time limit is not established.
    """
    while day.weekday() >= 5 or day in national_holidays(day.year):
        day += timedelta(days=1)
    return day


def next_local_working_day(council: Council, day: date) -> date:
    """The same with the holidays of the council's territory: the later date, given as a remark only."""
    while day.weekday() >= 5 or day in public_holidays(council, day.year):
        day += timedelta(days=1)
    return day
