"""A key that is open and signs, wherever it lives."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import ClassVar, Self

from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

from deliberations.signing.ports import SignatureRequest, SignedDocument
from deliberations.signing.writing import sign_pdf


class Key(ABC):
    """An open key; a context manager that closes it.

    ``chain`` holds the certificates of authorities that came with the key, possibly none. ``batch_limit`` is how
    many signatures one use may make, ``None`` when nothing limits them. ``asks_each_time``: another use needs another
    code of its holder, who typed one only.
    """

    provider: ClassVar[str]
    certificate: Certificate
    chain: tuple[Certificate, ...]
    batch_limit: int | None = None

    @property
    def asks_each_time(self) -> bool:
        return False

    @property
    def holder(self) -> str:
        """Common name of the certificate, empty when it has none."""
        return common_name(self.certificate)

    @abstractmethod
    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        """The signatures of ``messages``, in order: SHA-256 with RSA PKCS#1 v1.5 or ECDSA.

        Raises a subclass of ``SigningFailed``.
        """

    def close(self) -> None:
        """Forget the key; closing twice is harmless."""
        return

    def sign(self, pdf: bytes, request: SignatureRequest) -> SignedDocument:
        """Sign at level B-B without asking whether the certificate's authority is trusted."""
        return sign_pdf(pdf, self, request, trust=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def common_name(certificate: Certificate) -> str:
    """Of the certificate's holder, empty when it has none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""
