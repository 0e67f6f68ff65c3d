"""Whom a check trusts: certificates and revocation lists, as bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from asn1crypto import pem, x509

from deliberations.signing.demonstration import AUTHORITY_NAME


@dataclass(frozen=True, slots=True)
class Trust:
    """All in DER. ``roots`` are trusted for persons, seals and timestamps, ``timestamp_roots`` for timestamps alone.

    ``intermediates`` are only known, not trusted. ``crls`` were verified by whoever fetched them, against the
    authority that signs them: what they say of a certificate is believed. ``seals`` are the certificates known as
    councils' seals: they are not trusted for that, see ``usages``.
    """

    roots: tuple[bytes, ...] = field(default=(), repr=False)
    intermediates: tuple[bytes, ...] = field(default=(), repr=False)
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    timestamp_roots: tuple[bytes, ...] = field(default=(), repr=False)
    seals: tuple[bytes, ...] = field(default=(), repr=False)


def trusting(*encoded: bytes) -> Trust:
    """Trust in the roots of ``encoded`` (PEM, possibly several in one, or DER), for signatures and timestamps.

    Raises ``ValueError`` for what is no certificate.
    """
    roots = tuple(der for each in encoded for der in certificates_of(each))
    return Trust(roots=roots, timestamp_roots=roots)


def certificates_of(encoded: bytes) -> Iterator[bytes]:
    """The certificates of a PEM or DER file, in DER. Raises ``ValueError``."""
    for der in _decoded(encoded):
        yield x509.Certificate.load(der, strict=True).dump()


def _decoded(encoded: bytes) -> Iterable[bytes]:
    if not pem.detect(encoded):
        return (encoded,)
    return (content for _, _, content in pem.unarmor(encoded, multiple=True))


def is_demonstration(certificate: bytes) -> bool:
    """Whether ``certificate`` (DER) is, or was issued by, an authority that calls itself a demonstration.

    What is written in the certificate decides, never where it is kept. Raises ``ValueError``.
    """
    read = x509.Certificate.load(certificate, strict=True)
    return any(AUTHORITY_NAME in _values(name) for name in (read.subject, read.issuer))


def _values(name: x509.Name) -> set[str]:
    return {str(value) for value in name.native.values() if isinstance(value, str)}
