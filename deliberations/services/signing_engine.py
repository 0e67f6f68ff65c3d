"""The one place where keys are asked to sign, and signed files to last: with which authorities, which timestamp server.

A service that is away lowers the level reached and never loses a signature: the file is completed later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from deliberations.domain.issued import SignatureLevel
from deliberations.services.trust import current_trust
from deliberations.signing.failures import RevocationUnavailable, TimestampUnavailable
from deliberations.signing.hashing import Prepared, finish, prepare_all
from deliberations.signing.keys import Key
from deliberations.signing.network import Network
from deliberations.signing.ports import SignatureRequest, SignedDocument, SigningFailed
from deliberations.signing.soundness import require_sound
from deliberations.signing.timestamps import TimestampService
from deliberations.signing.trust import Trust
from deliberations.signing.writing import sign_all


@dataclass(frozen=True, slots=True)
class Services:
    """Whom the installation trusts, and where its timestamps come from; ``None`` where no server is set up."""

    trust: Trust
    timestamps: TimestampService | None
    network: Network

    @property
    def can_last(self) -> bool:
        """Whether signatures may get their lasting proofs here."""
        return self.timestamps is not None and bool(self.trust.roots)


@dataclass(frozen=True, slots=True)
class ToPut:
    """One document to sign; ``signers`` are the certificates (DER) of those who signed it before."""

    content: bytes
    request: SignatureRequest
    signers: tuple[bytes, ...] = ()


def services_here() -> Services:
    """What there is to rely on here, now."""
    timestamps = (
        TimestampService(settings.TIMESTAMP_URL, settings.TIMESTAMP_USERNAME, settings.TIMESTAMP_PASSWORD)
        if settings.TIMESTAMP_URL
        else None
    )
    return Services(current_trust(), timestamps, Network(allow_private=settings.DEMO_ALLOWED))


def put_signatures(documents: Sequence[ToPut], key: Key) -> tuple[SignedDocument, ...]:
    """Each document with one more signature, all in one use of ``key``, each checked before it is given back.

    Slow, and never inside a transaction. Raises ``SigningFailed``; nothing is signed then.
    """
    services = services_here()
    signed = _signed([(each.content, each.request) for each in documents], key, services)
    for each, made in zip(documents, signed, strict=True):
        require_sound(each.content, made, each.request, earlier=each.signers, known=services.trust)
    return signed


def _signed(
    documents: Sequence[tuple[bytes, SignatureRequest]], key: Key, services: Services
) -> tuple[SignedDocument, ...]:
    plain = [(content, replace(request, level=SignatureLevel.B_B)) for content, request in documents]
    if not services.can_last:
        return sign_all(plain, key, trust=None)
    try:
        return sign_all(
            documents, key, trust=services.trust, timestamps=services.timestamps, network=services.network
        )
    except SigningFailed as failure:
        if not failure.retry or not _is_of_others(failure):
            raise
    return sign_all(plain, key, trust=services.trust, network=services.network)


def prepare_signatures(documents: Sequence[ToPut], certificate: bytes) -> tuple[Prepared, ...]:
    """Each document with an empty place for the signature of a key that is elsewhere; ``certificate`` is in DER.

    Slow, and never inside a transaction. Raises ``SigningFailed``.
    """
    services = services_here()
    plain = [(each.content, replace(each.request, level=SignatureLevel.B_B)) for each in documents]
    if not services.can_last:
        return prepare_all(plain, certificate, trust=None)
    try:
        return prepare_all(
            [(each.content, each.request) for each in documents],
            certificate,
            trust=services.trust,
            timestamps=services.timestamps,
            network=services.network,
        )
    except SigningFailed as failure:
        if not failure.retry or not _is_of_others(failure):
            raise
    return prepare_all(plain, certificate, trust=services.trust, network=services.network)


def finish_signature(document: ToPut, prepared: Prepared, raw: bytes) -> SignedDocument:
    """``document`` with the signature that came back, checked before it is given back.

    Slow, and never inside a transaction. Raises ``SigningFailed``.
    """
    services = services_here()
    if services.can_last:
        made = finish(
            prepared, raw, trust=services.trust, timestamps=services.timestamps, network=services.network
        )
    else:
        made = finish(prepared, raw, trust=None)
    require_sound(document.content, made, document.request, earlier=document.signers, known=services.trust)
    return made


def _is_of_others(failure: SigningFailed) -> bool:
    """Whether it is the timestamp server or the authority that does not answer, not the key that refuses."""
    return isinstance(failure, RevocationUnavailable | TimestampUnavailable)


def are_lasting(levels: Sequence[SignatureLevel]) -> bool:
    """Whether nothing is left to add to a file whose signatures reached those levels, in their order.

    Each must have its revocation data, and a timestamp come last; where no service is set up nothing can be added.
    """
    if not levels or not services_here().can_last:
        return True
    with_data = {SignatureLevel.B_LT, SignatureLevel.B_LTA}
    return levels[-1] is SignatureLevel.B_LTA and all(level in with_data for level in levels)
