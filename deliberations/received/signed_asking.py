"""Asks for the check of a file received. What comes back is checked against the shape that it should have."""

import logging
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter, ValidationError

from councils.untrusted.children import ReadingEnded, ask
from councils.untrusted.limits import Limits
from deliberations.received.signed_file import UNREAD, question
from deliberations.signing.ports import UnreadableDocument
from deliberations.signing.problems import (
    CheckedSignature,
    CheckedTimestamp,
    Problem,
    ProblemCode,
    SignatureReport,
)
from deliberations.signing.trust import Trust

logger = logging.getLogger(__name__)
_ROOM = "deliberations.received.signed_file"
LIMITS = Limits(seconds=20, wall_seconds=120, memory_mb=1024, output_mb=4)
"""Of a file whose sender waits: a signed act of thirty pages takes two seconds and 110 MB."""
QUEUED = Limits(seconds=28, wall_seconds=240, memory_mb=1024, output_mb=4)
"""Of a file that the worker reads: a register of three hundred pages."""
PATIENCE = 3
"""Seconds that a request waits for its turn; then its file waits for the worker, and the request is over."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says of itself: nothing of it is proven. ``codes`` are short codes printed on its pages."""

    title: str = ""
    author: str = ""
    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The check of a file, and what it claims to be."""

    report: SignatureReport
    claims: Claims = Claims()


@dataclass(frozen=True, slots=True)
class _Told:
    problems: tuple[Problem, ...]
    signatures: tuple[CheckedSignature, ...]
    timestamps: tuple[CheckedTimestamp, ...]
    empty_places: tuple[str, ...]
    claims: Claims


_SHAPE = TypeAdapter(_Told)
UNREADABLE = ReadFile(SignatureReport((Problem(ProblemCode.UNREADABLE),)))


def read_signed_file(
    content: bytes, *, trust: Trust, at: datetime, max_bytes: int, is_waited_for: bool = True
) -> ReadFile:
    """Check ``content`` in a process that can do nothing else. One that asks too much of it is « unreadable ».

    Raises ``Busy`` when somebody waits and no turn comes.
    """
    asked = question(trust, at=at, max_bytes=max_bytes)
    try:
        limits = LIMITS if is_waited_for else QUEUED
        told, _ = ask(_ROOM, asked, content, limits, is_waited_for=is_waited_for, patience=PATIENCE)
        for signature in told["signatures"]:
            signature["anchor"] = b64decode(signature["anchor"])
        shaped = _SHAPE.validate_python(told)
    except ReadingEnded:
        return UNREADABLE
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        logger.warning("What was told of a signed file has not the right shape: %s", str(error)[:400])
        return UNREADABLE
    report = SignatureReport(shaped.problems, shaped.signatures, shaped.timestamps, shaped.empty_places)
    return ReadFile(report, shaped.claims)


def require_readable(content: bytes) -> None:
    """Raise ``UnreadableDocument`` unless a process that can do nothing else reads ``content`` within its bounds.

    What anybody signed elsewhere and sent back is then read here, by the same reader, at about the same price.
    """
    read = read_signed_file(
        content, trust=Trust(), at=datetime.now(UTC), max_bytes=len(content), is_waited_for=False
    )
    if {problem.code for problem in read.report.problems} & UNREAD:
        raise UnreadableDocument
