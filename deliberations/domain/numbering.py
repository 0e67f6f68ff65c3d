"""Numbers of deliberations: allocation, printing and the form used for @CTES."""

import re
from collections.abc import Iterable, Sequence
from string import Formatter

from deliberations.domain.acts import Deliberation

ACTES_NUMBER = re.compile(r"([A-Z0-9][A-Z0-9_]{0,13})?[A-Z0-9]")
"""Accepted by the exchange operators, 15 characters at most (formats: @CTES NumeroInterne)."""

_FIELDS = {"year", "sequence"}
_WIDTH = re.compile(r"(?:0[1-9])?d?")
"""The only format: leading zeros. A free one could ask for a number of a million figures."""


def next_sequences(taken: Iterable[int], how_many: int) -> Sequence[int]:
    """Sequences to allocate in one year, without gap after the highest one already taken."""
    first = max(taken, default=0) + 1
    return range(first, first + how_many)


def is_valid_pattern(pattern: str) -> bool:
    """Whether a number pattern uses ``{year}`` and ``{sequence}`` only (the latter is required).

    Either may ask for leading zeros: ``{sequence:03d}``.
    """
    try:
        parts = list(Formatter().parse(pattern))
        fields = {name for _, name, _, _ in parts if name is not None}
        plain = all(not conversion and _WIDTH.fullmatch(spec or "") for _, _, spec, conversion in parts)
        if "sequence" not in fields or fields - _FIELDS or not plain:
            return False
        return bool(pattern.format(year=2024, sequence=1).strip())
    except (ValueError, KeyError, IndexError, AttributeError):
        return False


def format_number(pattern: str, *, year: int, sequence: int) -> str:
    """« 2023-57 » from « {year}-{sequence} ». Raises ``ValueError`` on a pattern that is not valid."""
    if not is_valid_pattern(pattern):
        raise ValueError(f"motif de numéro invalide : {pattern}")
    return pattern.format(year=year, sequence=sequence)


def number_of(deliberation: Deliberation, pattern: str) -> str:
    """The number of an act: as printed when it was recorded so, else built from year and sequence.

    Empty while no number is allocated.
    """
    if deliberation.printed_number:
        return deliberation.printed_number
    if deliberation.year is None or deliberation.sequence is None:
        return ""
    return format_number(pattern, year=deliberation.year, sequence=deliberation.sequence)


def actes_number_from(number: str) -> str | None:
    """« 2023-57 » → « 2023_57 »; ``None`` when no faithful form of at most 15 characters exists."""
    candidate = re.sub(r"[^A-Z0-9]+", "_", number.upper()).strip("_")
    return candidate if candidate and ACTES_NUMBER.fullmatch(candidate) else None
