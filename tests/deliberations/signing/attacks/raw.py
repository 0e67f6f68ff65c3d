"""Bytes changed, cut, added or put around, by who knows nothing of what a PDF holds."""

import random
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO

from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    NOT_OURS,
    REFUSED,
    UNFINISHED,
    UNREADABLE,
    Attack,
    Builder,
    Target,
    on_bytes,
)


def flip(pdf: bytes, position: int) -> bytes:
    """Change one bit of one byte."""
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1 :]


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    """The /ByteRange of the last signature of ``pdf``: start, length, start, length."""
    _, _, tail = pdf.rpartition(b"/ByteRange [")
    first, second, third, fourth = (int(number) for number in tail.split(b"]")[0].split())
    return first, second, third, fourth


def _in_content(pdf: bytes) -> bytes:
    return flip(pdf, pdf.index(b"stream\n", pdf.index(b"/Length1")) + 200)


def _in_signature(pdf: bytes, place: int = 400) -> bytes:
    start = pdf.index(b"/Contents <") + place
    digit = next(place for place in range(start, start + 400) if pdf[place : place + 1] in b"2468")
    return flip(pdf, digit)


def _range(replacement: bytes, *, last: bool = False) -> Callable[[bytes], bytes]:
    """The first (or last) range, written otherwise in the same room."""

    def change(pdf: bytes) -> bytes:
        cut = pdf.rpartition if last else pdf.partition
        head, _, tail = cut(b"/ByteRange [")
        numbers, _, rest = tail.partition(b"]")
        return head + b"/ByteRange [" + replacement.ljust(len(numbers))[: len(numbers)] + b"]" + rest

    return change


def _renamed(name: bytes) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf.replace(name, name[:-1] + b"X", 1)


def in_gap(pdf: bytes, message: bytes, rest: bytes) -> bytes:
    """The last signature's value written anew as ``<message>``; what is left of its gap ends in ``rest``."""
    _, start, end, _ = byte_range(pdf)
    gap = b"<" + message + b">"
    return pdf[:start] + gap + rest.rjust(end - start - len(gap)) + pdf[end:]


def _value(pdf: bytes) -> bytes:
    _, start, end, _ = byte_range(pdf)
    return pdf[start + 1 : end - 1].rstrip(b"0") + b"00"


def _gap(rest: bytes) -> Builder:
    """The gap that no hash covers holds something more than the signature."""
    return lambda target: in_gap(target.pdf, _value(target.pdf), rest)


def _gap_range(target: Target) -> bytes:
    first, start, end, last = byte_range(target.pdf)
    return in_gap(target.pdf, _value(target.pdf), b"/ByteRange [%d %d %d %d]" % (first, start, end, last))


def _gap_spaced(target: Target) -> bytes:
    value = _value(target.pdf)
    return in_gap(target.pdf, value[:100] + b"\n \t" + value[100:], b"")


def _other_case(target: Target) -> bytes:
    """One letter of the value in the other case: the same number, other bytes."""
    pdf = target.pdf
    _, start, end, _ = byte_range(pdf)
    place = next(n for n in range(start + 1, end) if pdf[n : n + 1].isalpha())
    return pdf[:place] + pdf[place : place + 1].swapcase() + pdf[place + 1 :]


def _wrapped(target: Target) -> bytes:
    """Signature wrapping: the second part goes to the end, other objects stand in its place."""
    pdf = target.pdf
    _, start, end, length = byte_range(pdf)
    moved = b"\n7777 0 obj\n(autre)\nendobj\n"
    again = b"/ByteRange [0 %d %d %d]" % (start, end + len(moved) + 200, length)
    return pdf[:start] + pdf[start:end] + (again + moved).ljust(200 + len(moved)) + pdf[end:]


def _value_of(other: bytes) -> Builder:
    """Universal forgery: the last signature's value is replaced."""

    def build(target: Target) -> bytes:
        _, start, end, _ = byte_range(target.pdf)
        return target.pdf[:start] + other.ljust(end - start) + target.pdf[end:]

    return build


def _transplanted(target: Target) -> bytes:
    """The last signature of one act put in the place of that of another."""
    _, first, second, _ = byte_range(target.other)
    donor = target.other[first:second]
    _, start, end, _ = byte_range(target.pdf)
    return target.pdf[:start] + donor[: end - start].ljust(end - start, b"0") + target.pdf[end:]


def _spliced(target: Target) -> bytes:
    """The first revision of one act, the signatures of the other."""
    head = target.other.index(b"%%EOF") + 6
    return target.other[:head] + target.pdf[target.pdf.index(b"%%EOF") + 6 :]


def _cut(tenths: int) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf[: len(pdf) * tenths // 10]


def _revision(count: int) -> Callable[[bytes], bytes]:
    """The file cut after so many of its revisions."""

    def change(pdf: bytes) -> bytes:
        end = -1
        for _ in range(count):
            end = pdf.index(b"%%EOF", end + 1)
        return pdf[: end + 6]

    return change


def _zipped(pdf: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("acte.pdf", pdf)
    return target.getvalue()


def _filled(size: int) -> Callable[[bytes], bytes]:
    return lambda pdf: pdf + b"\n" * (size - len(pdf) - 7) + b"\n%%EOF\n"


def _chance(length: int) -> Callable[[bytes], bytes]:
    return lambda _: b"%PDF-1.7\n" + random.Random(1).randbytes(length) + b"\n%%EOF\n"


_JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000fffe")
_GARBLED = UNREADABLE | ALTERED
_CUT = UNREADABLE | ALTERED | UNFINISHED | NOT_OURS
ATTACKS: Mapping[str, Attack] = {
    "one byte of a page": Attack(on_bytes(_in_content), ALTERED),
    "one byte of the secretary's signature": Attack(on_bytes(_in_signature), ALTERED),
    "one byte of the secretary's certificate": Attack(on_bytes(partial(_in_signature, place=1_500)), ALTERED),
    "one byte of the last timestamp": Attack(
        on_bytes(lambda pdf: flip(pdf, byte_range(pdf)[1] + 3_000)), ALTERED
    ),
    # appended
    "comment at the end": Attack(on_bytes(lambda pdf: pdf + b"% suite\n"), ALTERED),
    "object at the end": Attack(on_bytes(lambda pdf: pdf + b"99 0 obj\n(texte)\nendobj\n"), ALTERED),
    "second end": Attack(on_bytes(lambda pdf: pdf + b"%%EOF\n"), _GARBLED),
    "one line feed": Attack(on_bytes(lambda pdf: pdf + b"\n"), ALTERED),
    "update without a table": Attack(
        on_bytes(lambda pdf: pdf + b"4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n%%EOF\n"), _GARBLED
    ),
    "update with a trailer alone": Attack(
        on_bytes(lambda pdf: pdf + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"), _GARBLED
    ),
    "start of table in the void": Attack(
        on_bytes(lambda pdf: pdf + b"startxref\n99999999\n%%EOF\n"), UNREADABLE
    ),
    "long tail": Attack(on_bytes(lambda pdf: pdf + bytes(15 * 2**20)), UNREADABLE),
    "long tail that ends well": Attack(on_bytes(lambda pdf: pdf + bytes(5 * 2**20) + b"\n%%EOF\n"), _GARBLED),
    "as large as can be": Attack(on_bytes(_filled(20 * 2**20)), _GARBLED),
    "one byte too large": Attack(on_bytes(_filled(20 * 2**20 + 1)), REFUSED),
    "50 MB": Attack(on_bytes(_filled(50 * 10**6)), REFUSED),
    # two files in one
    "archive at the end": Attack(on_bytes(lambda pdf: pdf + b"PK\x05\x06" + bytes(18)), ALTERED),
    "whole archive at the end": Attack(on_bytes(lambda pdf: pdf + _zipped(b"x" * 100)), _GARBLED),
    "web page before": Attack(on_bytes(lambda pdf: b"<html><!--" + pdf), UNREADABLE),
    "web page after": Attack(on_bytes(lambda pdf: pdf + b"<html><script>alert(1)</script></html>"), ALTERED),
    "picture before": Attack(on_bytes(lambda pdf: _JPEG + pdf), UNREADABLE),
    "head at 900": Attack(on_bytes(lambda pdf: b"\n" * 900 + pdf), UNREADABLE),
    "another file before": Attack(lambda t: t.other + t.pdf, _GARBLED),
    "in an archive": Attack(on_bytes(_zipped), UNREADABLE),
    # cut
    **{f"first {tenth} tenths": Attack(on_bytes(_cut(tenth)), _CUT) for tenth in range(1, 10)},
    **{f"first {count} revisions": Attack(on_bytes(_revision(count)), _CUT) for count in range(1, 4)},
    "nothing at all": Attack(on_bytes(lambda _: b""), REFUSED),
    "one byte": Attack(on_bytes(lambda _: b"%"), UNREADABLE),
    "head alone": Attack(on_bytes(lambda _: b"%PDF-1.7\n"), UNREADABLE),
    "head and end": Attack(on_bytes(lambda _: b"%PDF-1.7\n%%EOF\n"), UNREADABLE),
    "not a PDF": Attack(on_bytes(lambda _: b"bonjour"), UNREADABLE),
    "zeros": Attack(on_bytes(lambda _: bytes(100_000)), UNREADABLE),
    "chance": Attack(on_bytes(_chance(200_000)), UNREADABLE),
    "much chance": Attack(on_bytes(_chance(15 * 2**20)), UNREADABLE),
    "line ends changed": Attack(on_bytes(lambda pdf: pdf.replace(b"\n", b"\r\n")), _GARBLED),
    "in UTF-8": Attack(on_bytes(lambda pdf: pdf.decode("latin-1").encode()), UNREADABLE),
    # ranges and gaps
    "no range": Attack(on_bytes(_renamed(b"/ByteRange")), _GARBLED),
    "no signature value": Attack(on_bytes(_renamed(b"/Contents <")), _GARBLED),
    "negative range": Attack(on_bytes(_range(b"0 -1 -1 0")), _GARBLED),
    "range of everything": Attack(on_bytes(_range(b"0 999999 0 0")), _GARBLED),
    "range of nothing": Attack(on_bytes(_range(b"0 0 0 0")), _GARBLED),
    "ranges that overlap": Attack(on_bytes(_range(b"0 9000 100 9000", last=True)), _GARBLED),
    "huge range": Attack(on_bytes(_range(b"0 1 2 99999999999999999999", last=True)), _GARBLED),
    "three ranges": Attack(on_bytes(_range(b"0 9 20 9 40 9", last=True)), _GARBLED),
    "half a range": Attack(on_bytes(_range(b"0 9 20", last=True)), _GARBLED),
    "fractional range": Attack(on_bytes(_range(b"0 9.5 20.5 9", last=True)), _GARBLED),
    "range elsewhere": Attack(on_bytes(_range(b"1 0 R 2 0 R", last=True)), _GARBLED),
    "range of names": Attack(on_bytes(_range(b"/A /B /C /D", last=True)), _GARBLED),
    "range that starts late": Attack(on_bytes(_range(b"1 9 20 9", last=True)), _GARBLED),
    "object in the gap": Attack(_gap(b"/Cachet (autre)"), ALTERED),
    "second range in the gap": Attack(_gap_range, _GARBLED),
    "second value in the gap": Attack(_gap(b"/Contents <00>"), _GARBLED),
    "comment in the gap": Attack(_gap(b"% ici\n"), ALTERED),
    "space in the gap": Attack(_gap(b""), ALTERED),
    "space in the value": Attack(_gap_spaced, ALTERED),
    "letter in the other case": Attack(_other_case, ALTERED),
    "signature wrapped": Attack(_wrapped, _GARBLED),
    "empty value": Attack(_value_of(b"<>"), _GARBLED),
    "value of zero": Attack(_value_of(b"<00>"), _GARBLED),
    "null value": Attack(_value_of(b"null"), _GARBLED),
    "value as text": Attack(_value_of(b"(signature)"), _GARBLED),
    "value elsewhere": Attack(_value_of(b"1 0 R"), _GARBLED),
    "odd value": Attack(_value_of(b"<123>"), _GARBLED),
    "another act's signature": Attack(_transplanted, _GARBLED),
    "another act's text": Attack(_spliced, _GARBLED),
}
