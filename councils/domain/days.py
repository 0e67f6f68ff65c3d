"""The day it is where a council sits: La Réunion and Guadeloupe do not change of day with the server."""

from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Placed(Protocol):
    """Whatever knows the time zone of a council: its row as well as its facts."""

    @property
    def time_zone(self) -> str: ...


def council_day(council: Placed, at: datetime) -> date:
    """The civil day of an aware moment where the council is."""
    return at.astimezone(ZoneInfo(council.time_zone)).date()
