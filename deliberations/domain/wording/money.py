"""Amounts in figures: « 1 500 € », « 1 500,50 € »."""

import re

_SPACES = re.compile(r"[\s\u00a0\u202f]")
_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,9})(?:,(?P<cents>[0-9]{1,2}))?")


def euros(cents: int) -> str:
    """An amount in whole cents, with its thousands apart, plain spaces; cents are said only where there are some."""
    whole, rest = divmod(abs(cents), 100)
    figures = f"{whole:,}".replace(",", " ") + (f",{rest:02d}" if rest else "")
    return f"{'-' if cents < 0 else ''}{figures} €"


def read_euros(text: str) -> int | None:
    """Whole cents of what somebody typed: « 1 500 », « 1 500,50 € »; ``None`` when nothing was.

    Raises ``ValueError`` for anything else, a negative amount or more than two figures of cents.
    """
    bare = _SPACES.sub("", text).removesuffix("€").replace(".", ",")
    if not bare:
        return None
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        raise ValueError(f"no amount: {text!r}")
    return int(found["whole"]) * 100 + int((found["cents"] or "0").ljust(2, "0"))
