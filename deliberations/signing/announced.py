"""A key that is elsewhere: its certificate is known here, and what it signs comes back later."""

from collections.abc import Sequence

from cryptography.x509 import Certificate, load_der_x509_certificate

from deliberations.signing.hashing import PROVIDER_NAME
from deliberations.signing.openkey import Key
from deliberations.signing.ports import UnsuitableCertificate


class AnnouncedKey(Key):
    """The key of ``certificate``, which signs on the computer of its holder."""

    provider = PROVIDER_NAME

    def __init__(self, certificate: Certificate) -> None:
        self.certificate, self.chain = certificate, ()

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        """Always raises ``TypeError``: the key is not here."""
        raise TypeError("this key signs elsewhere")


def announced_key(certificate: bytes) -> AnnouncedKey:
    """The key of a certificate (DER) that a computer announced. Raises ``UnsuitableCertificate``."""
    try:
        return AnnouncedKey(load_der_x509_certificate(certificate))
    except ValueError as error:
        raise UnsuitableCertificate from error
