"""Signing with a key that stays in its token or module, on this server (PKCS#11 v2.40).

It is for the council's seal in an HSM. A mayor's own token is on the mayor's computer: see ``hashing.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import BasicConstraints, Certificate, ExtensionNotFound, load_der_x509_certificate
from pkcs11 import Attribute, Mechanism, ObjectClass, Session, SignMixin
from pkcs11.exceptions import (
    MechanismInvalid,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PKCS11Error,
    SessionClosed,
    SessionHandleInvalid,
)
from pkcs11.exceptions import PinLocked as TokenPinLocked

from deliberations.signing.failures import BadPin, PinLocked, TokenUnavailable
from deliberations.signing.openkey import Key
from deliberations.signing.ports import UnsuitableCertificate

PROVIDER_NAME = "pkcs11"
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2 note 1: SHA-256


@dataclass(frozen=True, slots=True)
class Pkcs11Key(Key):
    """A key of a token; see ``open_pkcs11``. Closing it logs out of the token."""

    provider = PROVIDER_NAME
    certificate: Certificate
    chain: tuple[Certificate, ...] = field(repr=False)
    session: Session = field(repr=False)
    private_key: SignMixin = field(repr=False)

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        try:
            return [self._signature(message) for message in messages]
        except PKCS11Error as error:
            raise TokenUnavailable from error

    def _signature(self, message: bytes) -> bytes:
        digest = sha256(message).digest()
        if isinstance(self.certificate.public_key(), EllipticCurvePublicKey):
            return bytes(self.private_key.sign(digest, mechanism=Mechanism.ECDSA))
        try:
            return bytes(self.private_key.sign(message, mechanism=Mechanism.SHA256_RSA_PKCS))
        except MechanismInvalid:  # some cards leave the digest to whoever calls
            return bytes(self.private_key.sign(DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS))

    def close(self) -> None:
        try:
            self.session.close()
        except (SessionClosed, SessionHandleInvalid):
            return
        except PKCS11Error as error:
            raise TokenUnavailable from error


def open_pkcs11(module: str, token_label: str, pin: str, cert_label: str) -> Pkcs11Key:
    """The key of the certificate ``cert_label`` on a token; ``module`` is the path of the maker's library.

    Raises ``BadPin``, ``PinLocked``, ``TokenUnavailable``, or ``UnsuitableCertificate`` when the token holds no such
    certificate with its key, or one of a kind we cannot use. A wrong PIN counts: never try again by yourself.
    """
    session = _opened(module, token_label, pin)
    try:
        return _key(session, cert_label)
    except PKCS11Error as error:
        session.close()
        raise TokenUnavailable from error
    except UnsuitableCertificate:
        session.close()
        raise


def _opened(module: str, token_label: str, pin: str) -> Session:
    try:
        token = pkcs11.lib(module).get_token(token_label=token_label)
        return token.open(user_pin=pin)
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        raise BadPin from error
    except TokenPinLocked as error:
        raise PinLocked from error
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise TokenUnavailable from error


def _key(session: Session, cert_label: str) -> Pkcs11Key:
    found = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
    named = [item for item in found if item[Attribute.LABEL] == cert_label]
    if len(named) != 1:
        raise UnsuitableCertificate
    certificate = load_der_x509_certificate(named[0][Attribute.VALUE])
    if not isinstance(certificate.public_key(), RSAPublicKey | EllipticCurvePublicKey):
        raise UnsuitableCertificate
    wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: named[0][Attribute.ID]}
    keys = [item for item in session.get_objects(wanted) if isinstance(item, SignMixin)]
    if len(keys) != 1:
        raise UnsuitableCertificate
    others = (load_der_x509_certificate(item[Attribute.VALUE]) for item in found)
    return Pkcs11Key(certificate, tuple(filter(_is_authority, others)), session, keys[0])


def _is_authority(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False
