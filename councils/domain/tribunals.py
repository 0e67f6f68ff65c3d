"""Administrative court of a department (CJA art. R. 221-3), proposed where the council records none."""

import csv
import re
from functools import lru_cache
from importlib.resources import files

_PREFIX = re.compile(r"^tribunal administratif (?:de |d')")


def tribunal_of(department_code: str) -> str:
    """Seat of the court as it follows « tribunal administratif de » (« Lille », « la Guadeloupe »), or « »."""
    return _courts().get(department_code.strip().upper().lstrip("0").zfill(2), "")


@lru_cache(maxsize=1)
def _courts() -> dict[str, str]:
    table = files("councils.domain") / "data" / "tribunaux_administratifs.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["departement_code"]: _PREFIX.sub("", row["tribunal"]) for row in rows}
