"""Signing: one gesture for one document or a whole sitting, at the level wanted (ETSI EN 319 142-1)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.drafting import DIGEST, Draft, make_draft, require_suitable, to_asn1
from deliberations.signing.failures import TooManyDocuments
from deliberations.signing.levels import reaches, with_archive, with_evidence
from deliberations.signing.network import Network, session_to_others, session_to_service
from deliberations.signing.ports import SignatureRequest, SignedDocument, SigningFailed
from deliberations.signing.timestamps import CheckedTimeStamper, TimestampService
from deliberations.signing.trust import Trust
from deliberations.signing.usages import COMMITMENT, SEALING, usage_asked
from deliberations.signing.validation import Evidence, open_evidence

if TYPE_CHECKING:
    from deliberations.signing.keys import Key

ToSign = tuple[bytes, SignatureRequest]
DEFAULT_NETWORK = Network()


def sign_pdf(
    pdf: bytes,
    key: "Key",
    request: SignatureRequest,
    *,
    trust: Trust | None,
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> SignedDocument:
    """Return ``pdf`` with one more signature, appended; see ``sign_all``."""
    (signed,) = sign_all([(pdf, request)], key, trust=trust, timestamps=timestamps, network=network)
    return signed


def sign_all(
    documents: Sequence[ToSign],
    key: "Key",
    *,
    trust: Trust | None,
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> tuple[SignedDocument, ...]:
    """Sign documents in one use of ``key``: one PIN, one one-time code, one authorisation over all their hashes.

    The certificate must be valid at each ``signed_at``, made for commitments, and of an authority of ``trust``
    that has not revoked it; ``None`` where whoever calls has no opinion, which is for level B-B. Whether it is
    revoked is asked online at every level, and silence refuses from B-LT on. ``timestamps`` is needed from B-T on.
    All this, and that the timestamp server works, is known before the key is used. What fails once a signature is
    made lowers the level reached, and ``shortfall`` tells why: no signature is thrown away.

    Slow (network, key): never inside a transaction. The documents received are never changed. Raises a subclass
    of ``SigningFailed``, in which case nothing is signed; ``ValueError`` means wrong arguments.
    """
    if not documents:
        return ()
    if key.batch_limit is not None and len(documents) > key.batch_limit:
        raise TooManyDocuments(key.batch_limit)
    level = max((request.level for _, request in documents), key=tuple(SignatureLevel).index)
    return run_blocking(_sign_all(documents, key, Means(level, trust, timestamps, network)))


@dataclass(frozen=True, slots=True)
class Means:
    """What signing at ``level`` relies on."""

    level: SignatureLevel
    trust: Trust | None
    timestamps: TimestampService | None
    network: Network

    def __post_init__(self) -> None:
        if self.level != SignatureLevel.B_B and (self.trust is None or self.timestamps is None):
            raise ValueError(f"level {self.level} needs trusted authorities and a timestamp service")


@dataclass(frozen=True, slots=True)
class Tools:
    """The same, open."""

    evidence: Evidence | None
    stamper: CheckedTimeStamper | None


@asynccontextmanager
async def open_tools(means: Means, issuers: Sequence[asn1_x509.Certificate] = ()) -> AsyncIterator[Tools]:
    """Connections and checks for ``means``; the timestamp server is tried. Raises ``SigningFailed``."""
    async with AsyncExitStack() as stack:
        if means.trust is None:
            yield Tools(None, None)
            return
        others = await stack.enter_async_context(session_to_others(means.network))
        essential = reaches(means.level, SignatureLevel.B_LT)
        evidence = open_evidence(means.trust, others, means.network, essential=essential, issuers=issuers)
        stamper = None
        if means.timestamps is not None and means.level != SignatureLevel.B_B:
            session = await stack.enter_async_context(session_to_service(means.network))
            stamper = CheckedTimeStamper(means.timestamps, session, evidence)
        yield Tools(evidence, stamper)


async def _sign_all(documents: Sequence[ToSign], key: "Key", means: Means) -> tuple[SignedDocument, ...]:
    chain = [to_asn1(certificate) for certificate in key.chain]
    async with open_tools(means, chain) as tools:
        drafts = await make_drafts(documents, key.certificate, chain, tools)
        raws = key.sign_raw([draft.to_be_signed for draft in drafts])
        return tuple(
            [
                await finish_draft(draft, raw, request, tools, key.provider)
                for draft, raw, (_, request) in zip(drafts, raws, documents, strict=True)
            ]
        )


async def make_drafts(
    documents: Sequence[ToSign],
    certificate: Certificate,
    chain: Sequence[asn1_x509.Certificate],
    tools: Tools,
) -> list[Draft]:
    """All is checked before the first signature: certificate, chain, revocation, timestamp server, documents."""
    for _, request in documents:
        require_suitable(certificate, request)
    others = list(chain)
    if tools.evidence is not None:
        holder = to_asn1(certificate)
        path = await tools.evidence.require_signer(holder, chain, _usage(holder, documents))
        others = list(path.iter_certs(include_root=False))[:-1]
    if tools.stamper is not None:
        await tools.stamper.async_dummy_response(DIGEST)
    return [
        await make_draft(pdf, certificate, others, request, _stamper(request, tools))
        for pdf, request in documents
    ]


def _usage(holder: asn1_x509.Certificate, documents: Sequence[ToSign]) -> frozenset[str]:
    """What is asked of the certificate, over all the documents: the council's seal, given as such, is known."""
    asked = {usage_asked(holder, request.field_name, (holder.dump(),)) for _, request in documents}
    return COMMITMENT if COMMITMENT in asked else SEALING


def _stamper(request: SignatureRequest, tools: Tools) -> CheckedTimeStamper | None:
    return None if request.level == SignatureLevel.B_B else tools.stamper


async def finish_draft(
    draft: Draft, raw: bytes, request: SignatureRequest, tools: Tools, provider: str
) -> SignedDocument:
    """The signed file at the highest level that could be reached. Raises ``WrongSignature``."""
    stamped_at, shortfall = await _filled(draft, raw, _stamper(request, tools))
    level = SignatureLevel.B_B if stamped_at is None else SignatureLevel.B_T
    content = draft.output.getvalue()
    if stamped_at is not None and reaches(request.level, SignatureLevel.B_LT):
        content, level, shortfall = await _raised(content, request.level, tools)
    return SignedDocument(
        content=content,
        sha256_before=draft.sha256_before,
        sha256_after=sha256(content).hexdigest(),
        field_name=request.field_name,
        certificate=draft.certificate.public_bytes(Encoding.DER),
        certificate_subject=draft.certificate.subject.rfc4514_string(),
        certificate_serial=f"{draft.certificate.serial_number:X}",
        certificate_not_after=draft.certificate.not_valid_after_utc,
        signed_at=request.signed_at.replace(microsecond=0),
        provider=provider,
        level=level,
        timestamped_at=stamped_at,
        shortfall=shortfall,
    )


async def _filled(
    draft: Draft, raw: bytes, stamper: CheckedTimeStamper | None
) -> tuple[datetime | None, SigningFailed | None]:
    """When the signature was timestamped, or why it is not."""
    if stamper is None:
        await draft.fill(raw, None)
        return None, None
    try:
        await draft.fill(raw, stamper)
    except SigningFailed as failure:
        await draft.fill(raw, None)
        return None, failure
    return stamper.last_time, None


async def _raised(
    content: bytes, wanted: SignatureLevel, tools: Tools
) -> tuple[bytes, SignatureLevel, SigningFailed | None]:
    if tools.evidence is None or tools.stamper is None:
        raise ValueError("evidence and timestamps are needed here")
    if wanted == SignatureLevel.B_LT:
        return with_evidence(content, tools.evidence), SignatureLevel.B_LT, None
    try:
        return await with_archive(content, tools.evidence, tools.stamper), SignatureLevel.B_LTA, None
    except SigningFailed as failure:
        return with_evidence(content, tools.evidence), SignatureLevel.B_LT, failure
