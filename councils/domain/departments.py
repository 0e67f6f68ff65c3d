"""What the INSEE code of a commune tells: its department, and what follows from the department."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from councils.domain.bodies import Territory

_LOCAL_LAW = frozenset({"57", "67", "68"})
"""Where the local law of Alsace-Moselle applies (CGCT art. L. 2541-1)."""
_OVERSEAS = ("97", "98")
_UNKNOWN_ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class Department:
    """``time_zone`` is an IANA name: hours of a sitting are read in it."""

    code: str
    name: str
    time_zone: str

    @property
    def territory(self) -> Territory:
        """The rules that the department calls for."""
        if self.code in _LOCAL_LAW:
            return Territory.ALSACE_MOSELLE
        return Territory.OVERSEAS if self.code.startswith(_OVERSEAS) else Territory.ORDINARY


def department_of_commune(insee_code: str) -> Department | None:
    """The department whose code begins ``insee_code`` (« 59275 », « 2A004 », « 97105 »); ``None`` when unknown."""
    code = insee_code.strip().upper()
    return department(code[:3] if code.startswith(_OVERSEAS) else code[:2])


def department(code: str) -> Department | None:
    """The department of that code, written « 1 » or « 01 »; ``None`` when there is none."""
    return _departments().get(code.strip().upper().zfill(2))


@lru_cache(maxsize=1)
def _departments() -> dict[str, Department]:
    table = files("councils.domain") / "data" / "departements.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Department(row["code"], row["name"], row["time_zone"] or _UNKNOWN_ZONE) for row in rows
    }


def departments() -> tuple[Department, ...]:
    """Every department and overseas collectivity, by code."""
    return tuple(_departments().values())
