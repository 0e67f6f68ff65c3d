"""What is said of a file that anybody gives to check."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """One word per case; ``wording.file_checks`` tells each to the reader.

    PUBLISHED: the very file of the public page. AUTHENTIC: another document of that published act. EARLIER: one that a
    later one replaced. WITHDRAWN: of an act withdrawn or taken off. NOT_PUBLISHED: issued here, of which nothing may be
    told. INCOMPLETE: a state of one of our files before its last signature. INTERMEDIATE: the beginning of one of our
    files. OTHER_COUNCIL: signed under the root of
    another council that uses Conforme. SIGNED_ELSEWHERE: soundly signed, and nothing to us. UNFINISHED: the same, but a
    place for a signature was left empty. UNTRUSTED: whole, but who signed is not to be relied on. ALTERED: no longer
    what was signed. NOT_OURS: nothing says where it comes from.
    """

    PUBLISHED = "PUBLISHED"
    AUTHENTIC = "AUTHENTIC"
    EARLIER = "EARLIER"
    WITHDRAWN = "WITHDRAWN"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    INCOMPLETE = "INCOMPLETE"
    INTERMEDIATE = "INTERMEDIATE"
    OTHER_COUNCIL = "OTHER_COUNCIL"
    SIGNED_ELSEWHERE = "SIGNED_ELSEWHERE"
    UNFINISHED = "UNFINISHED"
    UNTRUSTED = "UNTRUSTED"
    ALTERED = "ALTERED"
    UNREADABLE = "UNREADABLE"
    NOT_OURS = "NOT_OURS"


GENUINE = frozenset({Verdict.PUBLISHED, Verdict.AUTHENTIC})
"""All that a hurried reader has to know: this file can be relied on as it is, today."""
OURS = (
    Verdict.PUBLISHED,
    Verdict.AUTHENTIC,
    Verdict.WITHDRAWN,
    Verdict.EARLIER,
    Verdict.INCOMPLETE,
    Verdict.NOT_PUBLISHED,
)
"""The verdicts on bytes that were issued here, the one that tells most first."""


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act that anybody may read: what it is called, whose it is, its public page."""

    label: str
    council: str
    address: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class ShownSignature:
    """Who signed, and when, in words. ``proven_on`` is empty without a timestamp; ``remarks`` are sentences."""

    signer: str
    signed_on: str = ""
    proven_on: str = ""
    level: str = ""
    is_sound: bool = True
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """All that the page tells of a file.

    ``document`` is what it is of ``act``. ``replaced_by`` leads to what replaced or withdrew it. ``claimed`` is an act
    of ours that a file which is not ours bears the number of: its own page is the place to read it. ``claims`` is what
    such a file says of itself. ``faults`` are sentences.
    """

    verdict: Verdict
    act: ShownAct | None = None
    document: str = ""
    replaced_by: ShownAct | None = None
    claimed: ShownAct | None = None
    claims: str = ""
    other_council: str = ""
    other_address: str = ""
    signatures: tuple[ShownSignature, ...] = ()
    faults: tuple[str, ...] = ()
    is_demonstration: bool = False
