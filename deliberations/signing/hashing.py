"""Two-step signature: the server keeps the file, the signer's own token signs some 200 bytes elsewhere.

``prepare`` gives those bytes; whoever holds the token signs them (SHA-256 with RSA PKCS#1 v1.5 or ECDSA); ``finish``
puts the signature in its place. In between, the file and the state wait as long as needed.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.drafting import Draft, to_asn1
from deliberations.signing.failures import OtherFile, RevocationUnavailable
from deliberations.signing.network import Network
from deliberations.signing.ports import SignatureRequest, SignedDocument
from deliberations.signing.timestamps import TimestampService
from deliberations.signing.trust import Trust
from deliberations.signing.writing import DEFAULT_NETWORK, Means, Tools, finish_draft, make_drafts, open_tools

PROVIDER_NAME = "token"
STATE_VERSION = 1
TEXTS = ("field_name", "signer_name", "capacity", "reason", "location")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that waits for its signature. ``state`` is JSON of a few kilobytes; nothing in it is secret."""

    content: bytes = field(repr=False)
    state: str = field(repr=False)
    to_be_signed: bytes = field(repr=False)


def prepare(
    pdf: bytes,
    certificate: bytes,
    request: SignatureRequest,
    *,
    trust: Trust | None,
    chain: Sequence[bytes] = (),
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> Prepared:
    """Prepare ``pdf`` for the key of ``certificate`` (DER, as those of its authorities in ``chain``).

    Checks and refusals are those of ``sign_all``; ``request.signed_at`` is the hour that the signature will claim.
    """
    (prepared,) = prepare_all(
        [(pdf, request)], certificate, trust=trust, chain=chain, timestamps=timestamps, network=network
    )
    return prepared


def prepare_all(
    documents: Sequence[tuple[bytes, SignatureRequest]],
    certificate: bytes,
    *,
    trust: Trust | None,
    chain: Sequence[bytes] = (),
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> tuple[Prepared, ...]:
    """The same for a whole sitting, with the same token."""
    level = max((request.level for _, request in documents), key=tuple(SignatureLevel).index)
    means = Means(level, trust, timestamps, network)
    holder = load_der_x509_certificate(certificate)
    issuers = [asn1_x509.Certificate.load(issuer) for issuer in chain]

    async def drafted() -> list[Draft]:
        async with open_tools(means, issuers) as tools:
            return await make_drafts(documents, holder, issuers, tools)

    drafts = run_blocking(drafted())
    return tuple(_prepared(draft, request) for draft, (_, request) in zip(drafts, documents, strict=True))


def finish(
    prepared: Prepared,
    raw: bytes,
    *,
    trust: Trust | None,
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> SignedDocument:
    """The signed document; see ``finish_all``."""
    (signed,) = finish_all([(prepared, raw)], trust=trust, timestamps=timestamps, network=network)
    return signed


def finish_all(
    signatures: Sequence[tuple[Prepared, bytes]],
    *,
    trust: Trust | None,
    timestamps: TimestampService | None = None,
    network: Network = DEFAULT_NETWORK,
) -> tuple[SignedDocument, ...]:
    """The signed documents, raised to the levels that were asked when preparing. All were prepared for one key.

    The certificate is checked again: time has passed. When its authority or the timestamp server is silent, the
    signatures are kept at level B-B and ``shortfall`` says why.
    Raises ``OtherFile``, ``WrongSignature``, or another ``SigningFailed``: then none is given.
    """
    found = [(*_opened(prepared), raw) for prepared, raw in signatures]
    if len({draft.certificate for _, draft, _ in found}) != 1:
        raise OtherFile
    level = max((request.level for request, _, _ in found), key=tuple(SignatureLevel).index)
    return run_blocking(_finished(found, Means(level, trust, timestamps, network)))


ToFinish = tuple[SignatureRequest, Draft, bytes]


def _opened(prepared: Prepared) -> tuple[SignatureRequest, Draft]:
    state = json.loads(prepared.state)
    if state.get("version") != STATE_VERSION or state["sha256"] != sha256(prepared.content).hexdigest():
        raise OtherFile
    return _request(state), _draft(prepared.content, state)


async def _finished(found: Sequence[ToFinish], means: Means) -> tuple[SignedDocument, ...]:
    draft = found[0][1]
    async with open_tools(means, draft.others) as tools:
        try:
            if tools.evidence is not None:
                await tools.evidence.require_signer(to_asn1(draft.certificate), draft.others)
        except RevocationUnavailable as failure:
            return tuple([replace(await _kept(each), shortfall=failure) for each in found])
        return tuple([await _raised(each, tools) for each in found])


async def _raised(each: ToFinish, tools: Tools) -> SignedDocument:
    request, draft, raw = each
    return await finish_draft(draft, raw, request, tools, PROVIDER_NAME)


async def _kept(each: ToFinish) -> SignedDocument:
    """At level B-B, to be completed."""
    request, draft, raw = each
    return await _raised((replace(request, level=SignatureLevel.B_B), draft, raw), Tools(None, None))


def _prepared(draft: Draft, request: SignatureRequest) -> Prepared:
    content = draft.output.getvalue()
    state = {
        "version": STATE_VERSION,
        "sha256": sha256(content).hexdigest(),
        "sha256_before": draft.sha256_before,
        "certificate": _encoded(draft.certificate.public_bytes(Encoding.DER)),
        "others": [_encoded(other.dump()) for other in draft.others],
        "digest": _encoded(draft.place.document_digest),
        "start": draft.place.reserved_region_start,
        "end": draft.place.reserved_region_end,
        "attributes": _encoded(draft.to_be_signed),
        "signed_at": request.signed_at.isoformat(),
        "certifies": request.certifies,
        "level": request.level.value,
        **{name: getattr(request, name) for name in TEXTS},
    }
    return Prepared(content, json.dumps(state), draft.to_be_signed)


def request_of(prepared: Prepared) -> SignatureRequest:
    """What was asked when ``prepared`` was made, less the drawing of the signature."""
    return _request(json.loads(prepared.state))


def places_of(prepared: Prepared) -> tuple[int, int]:
    """Where the signature goes in the file: the first byte of its place, and the one after the last."""
    state = json.loads(prepared.state)
    return state["start"], state["end"]


def _request(state: dict[str, Any]) -> SignatureRequest:
    return SignatureRequest(
        **{name: state[name] for name in TEXTS},
        signed_at=datetime.fromisoformat(state["signed_at"]),
        appearance=b"",
        certifies=state["certifies"],
        level=SignatureLevel(state["level"]),
    )


def _draft(content: bytes, state: dict[str, Any]) -> Draft:
    return Draft(
        sha256_before=state["sha256_before"],
        certificate=load_der_x509_certificate(b64decode(state["certificate"])),
        others=[asn1_x509.Certificate.load(b64decode(other)) for other in state["others"]],
        output=BytesIO(content),
        place=PreparedByteRangeDigest(b64decode(state["digest"]), state["start"], state["end"]),
        attributes=cms.CMSAttributes.load(b64decode(state["attributes"])),
    )


def signer_of(prepared: Prepared) -> Certificate:
    """The certificate for whose key the file was prepared."""
    return load_der_x509_certificate(b64decode(json.loads(prepared.state)["certificate"]))


def _encoded(content: bytes) -> str:
    return b64encode(content).decode()
