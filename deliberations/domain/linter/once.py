"""A text that says the same thing in two places, a footer for instance, is told once."""

from collections.abc import Iterator
from functools import wraps

from deliberations.domain.findings import Finding
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Check


def told_once(check: Check) -> Check:
    """``check`` without the findings that are the same in every word and place."""

    @wraps(check)
    def checked(record: Record) -> Iterator[Finding]:
        yield from dict.fromkeys(check(record))

    return checked


def times_here(number: int) -> str:
    """« (3 fois dans ce passage) » of a fault made several times in one passage, which is then told once."""
    return f" ({number} fois dans ce passage)" if number > 1 else ""
