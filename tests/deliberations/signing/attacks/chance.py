"""Changes by chance, each from a seed: what no table of attacks lists."""

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.deliberations.signing.attacks.raw import byte_range, flip

Change = Callable[[Random, bytes, bytes], bytes]


def mutated(chance: Random, pdf: bytes, other: bytes) -> bytes:
    """``pdf`` with one to three changes; ``other`` gives pieces."""
    for _ in range(chance.randint(1, 3)):
        pdf = chance.choice(CHANGES)(chance, pdf, other) or b"%"
    return pdf


def _flip(chance: Random, pdf: bytes, _: bytes) -> bytes:
    return flip(pdf, chance.randrange(len(pdf)))


def _cut(chance: Random, pdf: bytes, _: bytes) -> bytes:
    return pdf[: chance.randrange(len(pdf))]


def _cut_then_end(chance: Random, pdf: bytes, _: bytes) -> bytes:
    return pdf[: chance.randrange(len(pdf))] + b"\n%%EOF\n"


def _drop(chance: Random, pdf: bytes, _: bytes) -> bytes:
    start = chance.randrange(len(pdf))
    return pdf[:start] + pdf[start + chance.randrange(1, 2_000) :]


def _repeat(chance: Random, pdf: bytes, _: bytes) -> bytes:
    start = chance.randrange(len(pdf))
    return pdf[:start] + pdf[start : start + chance.randrange(1, 2_000)] * 2 + pdf[start:]


def _splice(chance: Random, pdf: bytes, other: bytes) -> bytes:
    """A piece of the other act over this one."""
    start, size = chance.randrange(len(pdf)), chance.randrange(1, 5_000)
    return pdf[:start] + other[start : start + size] + pdf[start + size :]


def _append(chance: Random, pdf: bytes, other: bytes) -> bytes:
    start = chance.randrange(len(other))
    return pdf + other[start:]


def _number(chance: Random, pdf: bytes, _: bytes) -> bytes:
    """Another number in the place of one, outside the streams as a rule."""
    found = list(re.finditer(rb"(?<=[ \[])\d{1,6}(?=[ \]])", pdf))
    if not found:
        return pdf
    at = chance.choice(found)
    made = chance.choice((b"0", b"-1", b"99999999999", b"1", b"%d" % chance.randrange(10_000)))
    return pdf[: at.start()] + made + pdf[at.end() :]


def _word(chance: Random, pdf: bytes, _: bytes) -> bytes:
    """Another name in the place of one, of the same length or not."""
    names = list(re.finditer(rb"/[A-Z][A-Za-z]+", pdf))
    if not names:
        return pdf
    at, by = chance.choice(names), chance.choice(names)
    return pdf[: at.start()] + by.group() + pdf[at.end() :]


def _value(chance: Random, pdf: bytes, _: bytes) -> bytes:
    """One byte of the last signature."""
    try:
        _first, start, end, _last = byte_range(pdf)
        place = chance.randrange(start + 1, min(end, len(pdf)))
    except (ValueError, IndexError):
        return pdf
    return pdf[:place] + chance.choice((b"0", b"f", b" ", b">", b"z")) + pdf[place + 1 :]


CHANGES: Sequence[Change] = (
    *(_flip, _flip, _cut, _cut_then_end, _drop, _repeat, _splice, _append, _number, _number, _word, _value),
)
