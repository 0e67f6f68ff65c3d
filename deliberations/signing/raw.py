"""Raw signatures: the only bytes that a key makes. Always SHA-256, with RSA PKCS#1 v1.5 or ECDSA."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import Certificate

from deliberations.signing.failures import WrongSignature
from deliberations.signing.ports import UnsuitableCertificate


def verified(certificate: Certificate, message: bytes, signature: bytes) -> bytes:
    """``signature`` as it is written in the file, once verified over ``message``.

    Tokens give ECDSA signatures as two numbers side by side (PKCS#11) or in DER; a file holds DER.
    Raises ``WrongSignature``, or ``UnsuitableCertificate`` for a kind of key that we do not use.
    """
    key = certificate.public_key()
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, message, PKCS1v15(), SHA256())
            return signature
        if isinstance(key, EllipticCurvePublicKey):
            return _verified_ecdsa(key, message, signature)
    except InvalidSignature as error:
        raise WrongSignature from error
    raise UnsuitableCertificate


def _verified_ecdsa(key: EllipticCurvePublicKey, message: bytes, signature: bytes) -> bytes:
    try:
        key.verify(signature, message, ECDSA(SHA256()))
    except InvalidSignature:
        encoded = _from_two_numbers(key, signature)
        key.verify(encoded, message, ECDSA(SHA256()))
        return encoded
    return signature


def _from_two_numbers(key: EllipticCurvePublicKey, signature: bytes) -> bytes:
    size = (key.key_size + 7) // 8
    if len(signature) != 2 * size:
        raise InvalidSignature
    first, second = (int.from_bytes(part, "big") for part in (signature[:size], signature[size:]))
    return encode_dss_signature(first, second)
