"""Signing with a software certificate (PKCS#12 file)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import Certificate

from deliberations.signing.openkey import Key
from deliberations.signing.ports import BadPassphrase, UnsuitableCertificate

PROVIDER_NAME = "pkcs12"
SigningKey = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Pkcs12Key(Key):
    """A key read from a PKCS#12 file; see ``open_pkcs12``."""

    provider = PROVIDER_NAME
    certificate: Certificate
    chain: tuple[Certificate, ...] = field(repr=False)
    private_key: SigningKey = field(repr=False)

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        return [self._signature(message) for message in messages]

    def _signature(self, message: bytes) -> bytes:
        if isinstance(self.private_key, RSAPrivateKey):
            return self.private_key.sign(message, PKCS1v15(), SHA256())
        return self.private_key.sign(message, ECDSA(SHA256()))


def open_pkcs12(content: bytes, passphrase: str) -> Pkcs12Key:
    """The key of a PKCS#12 file. Slow on purpose (about 0.1 s): open it once, and outside a transaction.

    Raises ``BadPassphrase``, or ``UnsuitableCertificate`` when there is no key, or one of a kind we cannot use.
    """
    try:
        key, certificate, others = load_key_and_certificates(content, passphrase.encode())
    except UnsupportedAlgorithm as error:
        raise UnsuitableCertificate from error
    except ValueError as error:
        raise BadPassphrase from error
    if certificate is None or not isinstance(key, SigningKey):
        raise UnsuitableCertificate
    return Pkcs12Key(certificate, tuple(others), key)
