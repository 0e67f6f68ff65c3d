"""Whether a PDF is really signed: its bytes are, and not only a dictionary that says so. Runs in the sandbox."""

from enum import Enum, auto
from typing import Any

import pikepdf

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
"""The type that every signature of a PDF begins by (CMS SignedData, ISO 32000-2, 12.8.3.3)."""
_HEAD = 24
_ENDING = b"\x00 \t\r\n"


class Seal(Enum):
    """``WHOLE``: a signature covers all the bytes; ``PARTIAL``: bytes were added after (a proof of its certificate)."""

    NONE = auto()
    PARTIAL = auto()
    WHOLE = auto()


def is_signature(value: Any) -> bool:
    """Whether a dictionary passes for a signature, true or not."""
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value and "/Contents" in value


def seal_of(pdf: pikepdf.Pdf, content: bytes) -> Seal:
    """What the signatures of the file cover. Whether they are good is for the control of signatures to say."""
    ends = [_end(each, content) for each in pdf.objects if is_signature(each)]
    last = max(ends, default=0)
    if not last:
        return Seal.NONE
    return Seal.PARTIAL if content[last:].strip(_ENDING) else Seal.WHOLE


def _end(signature: Any, content: bytes) -> int:
    """Where the bytes signed end; 0 unless they are all those before it but the signature itself."""
    try:
        start, first, second, length = (int(each) for each in signature.ByteRange)
        value = bytes(signature.Contents)
    except (TypeError, ValueError):
        return 0
    end = second + length
    if start != 0 or not 0 < first < second < end <= len(content):
        return 0
    hole = content[first:second]
    is_in_hole = hole[:1] == b"<" and hole[-1:] == b">" and _unhexed(hole[1:-1]) == value
    return end if is_in_hole and value[:1] == b"0" and _SIGNED_DATA in value[:_HEAD] else 0


def _unhexed(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return b""
