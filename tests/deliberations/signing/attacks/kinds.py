"""What a forger starts from, and what the check page must say of what comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from deliberations.domain.file_checks import Verdict
from tests.deliberations.signing.chain import Authority, Held, stamped
from tests.deliberations.signing.desk import Desk

ALTERED, UNTRUSTED = frozenset({Verdict.ALTERED}), frozenset({Verdict.UNTRUSTED})
UNFINISHED = frozenset({Verdict.UNFINISHED})
UNREADABLE, NOT_OURS = frozenset({Verdict.UNREADABLE}), frozenset({Verdict.NOT_OURS})
ELSEWHERE = frozenset({Verdict.SIGNED_ELSEWHERE})
"""For what is only written otherwise, as some good programs do (BER): the signature stands, our register does not."""
REFUSED: frozenset[Verdict] = frozenset()
"""At once, beside the field, before a byte of it is read."""


@dataclass(frozen=True)
class Target:
    """What a forger starts from.

    ``pdf`` is certified by the secretary (B-LT), approved and locked by the mayor (B-LTA); ``other`` is another act
    signed in the same way; ``first`` has the secretary's signature alone; ``act`` none; ``single`` none either, and the
    mayor's place alone. ``by`` is a second authority
    that is trusted too, which issues what a good one does not; a forger may ask it for timestamps. ``listener`` is an
    address where any call is noticed.
    """

    desk: Desk
    act: bytes
    single: bytes
    first: bytes
    pdf: bytes
    other: bytes
    by: Authority
    revoked_tsa: Held
    listener: str

    @cached_property
    def now(self) -> datetime:
        """When the forger works: after the signatures."""
        return datetime.now(UTC).replace(microsecond=0)

    def stamped(self, pdf: bytes) -> bytes:
        """``pdf`` under one more timestamp of the whole file: anybody may ask for one."""
        return stamped(pdf, self.by.stamper(self.now))


Builder = Callable[[Target], bytes]


@dataclass(frozen=True)
class Attack:
    """``told`` holds the verdicts that are right; none of them says that the file can be relied on."""

    build: Builder
    told: frozenset[Verdict]


def on_bytes(change: Callable[[bytes], bytes]) -> Builder:
    """An attack that needs the file alone."""
    return lambda target: change(target.pdf)


def then_stamped(change: Callable[[bytes], bytes]) -> Builder:
    """The same, hidden under a new timestamp of the whole file."""
    return lambda target: target.stamped(change(target.pdf))


def updated(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    """An incremental update of a file."""

    def apply(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        return written(writer)

    return apply


def written(writer: IncrementalPdfFileWriter) -> bytes:
    """The bytes of an incremental update."""
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
