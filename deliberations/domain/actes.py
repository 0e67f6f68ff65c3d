"""How an act is named and described in @CTES, the State's channel for the control of legality.

Limits: the number counts at most 15 characters of A-Z, 0-9 and « _ » and is unique per authority; the object at
most 499 characters (the schema allows 500, the operators 499).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date
from itertools import count

LONGEST_NUMBER = 15
LONGEST_OBJECT = 499
_NUMBER = re.compile(r"([A-Z0-9][A-Z0-9_]{0,13})?[A-Z0-9]")
NATURES = {
    1: ("DE", "Délibérations"),
    2: ("AR", "Actes réglementaires"),
    3: ("AI", "Actes individuels"),
    4: ("CC", "Contrats, conventions et avenants"),
    5: ("BF", "Documents budgétaires et financiers"),
    6: ("AU", "Autres"),
}
"""Code of the nature → its letters and its label."""

DOCUMENT_TYPE = "99_DE"
ANNEX_TYPES = {
    "99_AU": "Autre document",
    "CO_DE": "Type CO_DE",
    "22_AN": "Type 22_AN",
    "99_CO": "Type 99_CO",
    "99_PL": "Type 99_PL",
}
"""Codes seen in use. The list of a prefecture is in its own classification: it may hold others."""


def is_actes_number(number: str) -> bool:
    """Whether the operators take ``number``: upper case, figures and « _ », which neither begins nor ends it."""
    return _NUMBER.fullmatch(number) is not None


def actes_number(number: str, *, year: int, sequence: int, taken: Collection[str] = ()) -> str:
    """The @CTES form of a number (« 2023-57 » → « 2023_57 »), unlike any of ``taken``.

    A number too long once written so gives way to the year and the sequence.
    """
    plain = unicodedata.normalize("NFKD", number).encode("ascii", "ignore").decode().upper()
    written = re.sub(r"[^A-Z0-9]+", "_", plain).strip("_")
    base = written if written and len(written) <= LONGEST_NUMBER else f"{year}_{sequence}"[:LONGEST_NUMBER]
    return next(found for found in _candidates(base) if found not in taken)


def _candidates(base: str) -> Iterator[str]:
    yield base
    for figure in count(2):
        suffix = f"_{figure}"
        yield f"{base[: LONGEST_NUMBER - len(suffix)].rstrip('_')}{suffix}"


def cut_object(title: str) -> str:
    """A title of at most 499 characters, cut between two words."""
    text = " ".join(title.split())
    if len(text) <= LONGEST_OBJECT:
        return text
    return text[: LONGEST_OBJECT - 1].rsplit(" ", 1)[0] + "…"


def act_identifier(
    *, department: str, siren: str, decided_on: date, number: str, nature: int = 1
) -> str | None:
    """« 059-215902859-20231219-2023_57-DE », the name of the act in every later message; ``None`` if not known."""
    if not (department and siren and number):
        return None
    letters = NATURES[nature][0]
    return f"{department.upper().zfill(3)}-{siren}-{decided_on:%Y%m%d}-{number}-{letters}"
