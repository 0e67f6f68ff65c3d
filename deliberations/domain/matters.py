"""The State's nomenclature of the matters of acts, two levels deep (« 7.1 Décisions budgétaires »)."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_CODE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}")
_LEVELS_OF_THE_STATE = 2


@dataclass(frozen=True, slots=True)
class Matter:
    """``code`` is « 7.1 »; ``label`` the words of the nomenclature."""

    code: str
    label: str

    @property
    def shown(self) -> str:
        """« 7.1 – Décisions budgétaires », as a list proposes it."""
        return f"{self.code} – {self.label}"


@lru_cache(maxsize=1)
def _every_level() -> tuple[Matter, ...]:
    table = files("deliberations.domain") / "data" / "matieres.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(Matter(row["code"], row["libelle"]) for row in rows)


def matters() -> tuple[Matter, ...]:
    """The matters an act may be filed under: those of the second level, in the order of the nomenclature."""
    return tuple(matter for matter in _every_level() if "." in matter.code)


def matter_of(code: str) -> Matter | None:
    """The matter of that code, or the nearest one above it; ``None`` when nothing begins so."""
    known = {matter.code: matter for matter in _every_level()}
    parts = code.split(".")
    return next((known[c] for n in range(len(parts), 0, -1) if (c := ".".join(parts[:n])) in known), None)


def matter_label(code: str) -> str:
    """« Intercommunalité » for 5.7, or for a finer code of that matter; empty for an unknown one."""
    known = {matter.code: matter.label for matter in _every_level()}
    return known.get(code) or known.get(".".join(code.split(".")[:_LEVELS_OF_THE_STATE]), "")


def shown_matter(code: str) -> str:
    """« 7.1 – Décisions budgétaires »; a code that the nomenclature does not hold stays alone."""
    matter = matter_of(code)
    return f"{code} – {matter.label}" if matter else code


def read_matter(text: str) -> str:
    """The code in what somebody chose or typed: « 7.1 – Décisions budgétaires », « 7.1 », the label alone, or words of
    only one label (« subventions »).

    Deeper levels (« 7.1.2 ») are those of a prefecture: they are kept below a matter of the State's. Empty text
    gives an empty code. Raises ``ValueError`` when no matter is recognised.
    """
    wanted = " ".join(text.split())
    by_label = {matter.label.casefold(): matter.code for matter in matters()}
    if not wanted or wanted.casefold() in by_label:
        return by_label.get(wanted.casefold(), "")
    holding = [code for label, code in by_label.items() if wanted.casefold() in label]
    if len(holding) == 1:
        return holding[0]
    found = _CODE.match(wanted)
    code = found.group() if found else ""
    above = ".".join(code.split(".")[:_LEVELS_OF_THE_STATE])
    if above not in {matter.code for matter in matters()}:
        raise ValueError(f"no such matter: {text!r}")
    return code
