"""Checks a file that anybody gives: its digest against all that was issued here, then its signatures."""

import hashlib
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from councils.domain.errors import Refusal
from councils.domain.names import fold
from deliberations.domain.file_checks import OURS, FileVerdict, ShownAct, ShownSignature, Verdict
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.domain.wording.foreign_words import repeated
from deliberations.models import Deliberation, MayorDecision, Sitting
from deliberations.models.proof import SignatureFacts
from deliberations.queries import record_of
from deliberations.queries.begun_files import files_begun
from deliberations.queries.known_files import KnownFile, known_files
from deliberations.queries.lists import slug_of
from deliberations.queries.told import told_act
from deliberations.received.signed_asking import Claims, ReadFile, read_signed_file
from deliberations.services.decision_documents import public_decision_pdf
from deliberations.services.public_copy import public_pdf
from deliberations.services.shown_acts import (
    PublicPlace,
    claimed_act,
    is_public_subject,
    public_place,
    sitting_place,
)
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.services.trust import authority_of, current_trust
from deliberations.signing.demo_authority import SIGNER_UNIT
from deliberations.signing.problems import CheckedSignature, ProblemCode, SignatureReport

logger = logging.getLogger(__name__)
_ZONE = ZoneInfo("Europe/Paris")
_UNREADABLE = frozenset(
    {
        ProblemCode.TOO_LARGE,
        ProblemCode.NOT_A_PDF,
        ProblemCode.ENCRYPTED,
        ProblemCode.UNREADABLE,
        ProblemCode.TOO_MANY_SIGNATURES,
    }
)
_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
_MOST_STATES = 400
_OF_TRUST = frozenset(
    {
        ProblemCode.NO_SIGNING_TIME,
        ProblemCode.SIGNED_IN_FUTURE,
        ProblemCode.CERTIFICATE_OUT_OF_DATE,
        ProblemCode.UNKNOWN_AUTHORITY,
        ProblemCode.CERTIFICATE_REFUSED,
        ProblemCode.CERTIFICATE_REVOKED,
        ProblemCode.REVOCATION_UNKNOWN,
        ProblemCode.TIMESTAMP_UNTRUSTED,
        ProblemCode.TIMESTAMP_EXPIRED,
        ProblemCode.TIMESTAMP_IN_FUTURE,
        ProblemCode.CLOCK_WRONG,
        ProblemCode.UNEXPECTED_FORMAT,
        ProblemCode.WRONG_SIGNER,
        ProblemCode.MISSING_SIGNATURE,
    }
)
"""What speaks against who signed, and not against the bytes."""


def check_file(content: bytes, *, at: datetime, is_waited_for: bool = True) -> FileVerdict:
    """What to tell of ``content`` at ``at`` (aware). Nothing of it is kept.

    The digest comes first: what was issued here is known at once, and needs no one's trust. Raises ``Busy``.
    """
    known = known_verdict(content) or begun_verdict(content)
    return known or checked_verdict(content, at=at, is_waited_for=is_waited_for)


def known_verdict(content: bytes) -> FileVerdict | None:
    """What to tell of bytes that were issued here; ``None`` for others."""
    digest = hashlib.sha256(content).hexdigest()
    found = [_known(each, digest) for each in known_files(digest)]
    return min(found, key=lambda told: OURS.index(told.verdict), default=None)


def _known(known: KnownFile, digest: str) -> FileVerdict:
    """Of a document that the public may not read, nothing but that it is ours."""
    place = _place(known)
    if place is None:
        return FileVerdict(Verdict.INCOMPLETE if known.lacks_a_signature else Verdict.NOT_PUBLISHED)
    verdict = _verdict(known, place, digest)
    return FileVerdict(
        verdict,
        act=place.act,
        document=known.document,
        replaced_by=place.withdrawn_by or (place.act if verdict is Verdict.EARLIER else None),
        signatures=tuple(_recorded(row) for row in known.signatures),
        is_demonstration=any(SIGNER_UNIT in row.certificate_subject for row in known.signatures),
    )


def _place(known: KnownFile) -> PublicPlace | None:
    if known.of is None:
        return None
    return sitting_place(known.of, known.kind) if isinstance(known.of, Sitting) else public_place(known.of)


def _verdict(known: KnownFile, place: PublicPlace, digest: str) -> Verdict:
    if place.is_gone:
        return Verdict.WITHDRAWN
    if known.lacks_a_signature:
        return Verdict.INCOMPLETE
    if _is_the_public_file(known, digest):
        return Verdict.PUBLISHED
    return Verdict.AUTHENTIC if known.is_latest else Verdict.EARLIER


def _is_the_public_file(known: KnownFile, digest: str) -> bool:
    """Whether these are the bytes that the public page gives today."""
    if isinstance(known.of, Sitting):
        return known.is_latest and is_public_subject(known.kind, known.subject)
    try:
        content = _public_bytes(known.of)
    except Refusal as refusal:  # an annex is missing here: the log of the page tells it too
        logger.warning("The public file of act %s cannot be made: %s", known.of, refusal)
        return False
    return hashlib.sha256(content).hexdigest() == digest


def _public_bytes(act: Deliberation | MayorDecision | None) -> bytes:
    if isinstance(act, Deliberation):
        return public_pdf(act, record_of(act.sitting))
    return public_decision_pdf(act) if act is not None else b""


def _recorded(row: SignatureFacts) -> ShownSignature:
    signer = f"{row.signer_name}, {row.capacity}" if row.capacity else row.signer_name
    return ShownSignature(signer, _moment(row.signed_at), level=row.get_level_display())


def begun_verdict(content: bytes) -> FileVerdict | None:
    """What to tell of bytes with which a file of ours begins; ``None`` for others. Nothing of them is parsed.

    Such a file was cut, or taken between two steps of its signature that no row records.
    """
    for known, kept in files_begun(set(_states(content))):
        try:
            is_begun = read_document(kept).startswith(content)
        except DamagedDocument as damage:
            logger.warning("A file of ours cannot be compared with one given to check: %s", damage)
            continue
        if is_begun:
            place = _place(known)
            if place is None:
                return FileVerdict(Verdict.INTERMEDIATE)
            now = place.withdrawn_by or place.act
            return FileVerdict(Verdict.INTERMEDIATE, act=place.act, document=known.document, replaced_by=now)
    return None


def _states(content: bytes) -> Iterator[str]:
    """The SHA-256 of each beginning of ``content`` that ends as a PDF does, the whole included."""
    ends = {place for found in _END.finditer(content) for place in (found.start() + 5, found.end())}
    running, done = hashlib.sha256(), 0
    for end in sorted(ends)[:_MOST_STATES]:
        running.update(memoryview(content)[done:end])
        done = end
        yield running.hexdigest()


# --- not issued here


def checked_verdict(content: bytes, *, at: datetime, is_waited_for: bool = True) -> FileVerdict:
    """What to tell of bytes that were not issued here, from their signatures alone. Raises ``Busy``."""
    read = read_signed_file(
        content,
        trust=current_trust(),
        at=at,
        max_bytes=settings.CHECK_MAX_MB * 1024 * 1024,
        is_waited_for=is_waited_for,
    )
    report, claimed = read.report, _claimed(read.claims)
    verdict = _verdict_of(report)
    owner = next((row for s in report.signatures if s.anchor and (row := authority_of(s.anchor))), None)
    if verdict is Verdict.SIGNED_ELSEWHERE and owner is not None and owner.council_name:
        verdict = Verdict.OTHER_COUNCIL
    is_other = verdict is Verdict.OTHER_COUNCIL and owner is not None
    return FileVerdict(
        verdict,
        claimed=claimed,
        claims=_told_claims(read),
        other_council=owner.council_name if is_other and owner else "",
        other_address=owner.council_address if is_other and owner else "",
        signatures=tuple(_checked(signature, report) for signature in report.signatures),
        faults=_faults(report),
        is_demonstration=report.is_demonstration,
    )


def _verdict_of(report: SignatureReport) -> Verdict:
    codes = {problem.code for problem in report.problems}
    if not codes:
        return Verdict.UNFINISHED if report.empty_places else Verdict.SIGNED_ELSEWHERE
    if codes & _UNREADABLE:
        return Verdict.UNREADABLE
    if ProblemCode.NO_SIGNATURE in codes:
        return Verdict.NOT_OURS
    return Verdict.UNTRUSTED if codes <= _OF_TRUST else Verdict.ALTERED


def _faults(report: SignatureReport) -> tuple[str, ...]:
    """What is wrong with the file, its own timestamps included, and with no signature in particular."""
    fields = {signature.field_name for signature in report.signatures}
    return tuple(dict.fromkeys(p.message_fr for p in report.problems if p.field_name not in fields))


def _checked(signature: CheckedSignature, report: SignatureReport) -> ShownSignature:
    told = tuple(dict.fromkeys(p.message_fr for p in report.problems if p.field_name == signature.field_name))
    later = (
        (
            f"Ce certificat a été révoqué plus tard, le {_moment(signature.revoked_at)} : la signature reste valable.",
        )
        if signature.revoked_at and signature.ok
        else ()
    )
    organisation = f" ({repeated(signature.organisation)})" if signature.organisation else ""
    return ShownSignature(
        f"{repeated(signature.signer) or 'Signataire inconnu'}{organisation}",
        _moment(signature.signed_at),
        _moment(signature.timestamped_at),
        signature.level.value,
        is_sound=not told,
        remarks=told + later,
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    try:
        local = at.astimezone(_ZONE)
    except OverflowError:  # the last hour of the year 9999: a file says what it likes
        return ""
    return f"{long_date(local.date())} à {numeric_time(local.time())}"


def _told_claims(read: ReadFile) -> str:
    """What the file says of itself, for who compares by eye; nothing for one that says nothing."""
    claims = read.claims
    return " – ".join(told for part in (claims.title, claims.author) if (told := repeated(part)))


def _claimed(claims: Claims) -> ShownAct | None:
    """The published act of ours that the file bears the code, or the number, of."""
    for code in claims.codes:
        shown = claimed_act(told_act(code))
        if shown is not None:
            return shown
    for number in claims.numbers:
        for row in _numbered(number, claims.author):
            shown = claimed_act(row)
            if shown is not None:
                return shown
    return None


def _numbered(number: str, author: str) -> list[Deliberation | MayorDecision]:
    """The acts of that number, of a council whose name the file bears."""
    slug = slug_of(number)
    found: tuple[Deliberation | MayorDecision, ...] = (
        *Deliberation.objects.filter(slug=slug).select_related("council", "sitting")[:20],
        *MayorDecision.objects.filter(slug=slug).select_related("council")[:20],
    )
    return [row for row in found if fold(row.council.place_name) in fold(author)]
