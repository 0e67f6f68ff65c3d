"""The pattern by which a council writes the numbers of its acts."""

import re
from functools import lru_cache
from string import Formatter

_FIELDS = {"year", "sequence"}
_WIDTH = re.compile(r"(?:0[1-9])?d?")
"""The only format: leading zeros. A free one could ask for a number of a million figures."""


def is_valid_pattern(pattern: str) -> bool:
    """Whether a number pattern uses ``{year}`` and ``{sequence}`` only (the latter is required).

    Either may ask for leading zeros: ``{sequence:03d}``.
    """
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        return False
    fields = {name for _, name, _, _ in parts if name is not None}
    is_plain = all(not conversion and _WIDTH.fullmatch(spec or "") for _, _, spec, conversion in parts)
    return "sequence" in fields and fields <= _FIELDS and is_plain


def format_number(pattern: str, *, year: int, sequence: int) -> str:
    """« 2023-57 » from « {year}-{sequence} ». Raises ``ValueError`` on a pattern that is not valid."""
    if not _is_valid_pattern(pattern):
        raise ValueError(f"motif de numéro invalide : {pattern}")
    return pattern.format(year=year, sequence=sequence)


def read_number(pattern: str, number: str) -> tuple[int, int] | None:
    """Year and sequence that write ``number`` by ``pattern``, to the letter; ``None`` when none does.

    A pattern without a year tells none. Raises ``ValueError`` on a pattern that is not valid.
    """
    if not _is_valid_pattern(pattern):
        raise ValueError(f"motif de numéro invalide : {pattern}")
    figures = {"year": r"(?P<year>\d{4})", "sequence": r"(?P<sequence>\d{1,9})"}
    expected, seen = "", set()
    for text, name, _, _ in Formatter().parse(pattern):
        expected += re.escape(text)
        if name is not None:
            expected += f"(?P={name})" if name in seen else figures[name]
            seen.add(name)
    found = re.fullmatch(expected, number)
    if found is None or "year" not in seen:
        return None
    year, sequence = int(found["year"]), int(found["sequence"])
    return (year, sequence) if format_number(pattern, year=year, sequence=sequence) == number else None


_is_valid_pattern = lru_cache(maxsize=64)(is_valid_pattern)
"""The same answer, kept: a council has one pattern, asked for by each of its acts."""
