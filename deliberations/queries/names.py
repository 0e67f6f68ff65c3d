"""The names facts use instead of keys, and hours told in the council's own time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

EnumT = TypeVar("EnumT", bound=StrEnum)


def known(kind: type[EnumT], value: str) -> EnumT | None:
    """The member of ``kind``, or ``None`` when the fact is not known."""
    return kind(value) if value else None


@dataclass(frozen=True, slots=True)
class Names:
    """Uids of the mandates and of the sitting's items by primary key; the council's time zone."""

    mandates: Mapping[int, str]
    items: Mapping[int, str]
    zone: ZoneInfo

    def member(self, key: int | None) -> str | None:
        return None if key is None else self.mandates[key]

    def item(self, key: int | None) -> str | None:
        return None if key is None else self.items[key]

    def local(self, moment: datetime | None) -> datetime | None:
        """The same instant with the fixed offset of the council's clock that day.

        A fixed offset, because an hour that comes twice (end of summer time) equals no other in a ZoneInfo.
        """
        if moment is None:
            return None
        offset = moment.astimezone(self.zone).utcoffset()
        return moment.astimezone(timezone(offset or timedelta()))
