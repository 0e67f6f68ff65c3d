"""What a signature provider receives, what it gives back, and how it refuses."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from deliberations.domain.issued import SignatureLevel
from deliberations.domain.signing_order import SEAL_FIELD


@dataclass(frozen=True, slots=True)
class SignatureRequest:
    """One signature to put on one document.

    ``field_name`` is an empty field made by ``prepare_signature_fields``. ``signed_at`` is aware and becomes
    the claimed signing time, to the second. ``appearance`` is a one-page untagged PDF, drawn in the field.
    ``certifies``: this signature says which changes may follow (signatures only); none may come before it.
    ``level`` is the one wanted.
    """

    field_name: str
    signer_name: str
    capacity: str
    reason: str
    location: str
    signed_at: datetime
    appearance: bytes = field(repr=False)
    certifies: bool = False
    level: SignatureLevel = SignatureLevel.B_B

    def __post_init__(self) -> None:
        if self.signed_at.tzinfo is None:
            raise ValueError("signed_at must be aware")

    @property
    def is_seal(self) -> bool:
        """Whether it goes where the council's seal does."""
        return self.field_name == SEAL_FIELD


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A signed file and what the register keeps about the signature.

    Digests are SHA-256 in lower-case hexadecimal, of the file received and of the file returned.
    ``certificate`` is the signer's, in DER; its serial number is in upper-case hexadecimal. ``level`` is the
    level reached; when it is lower than asked, ``shortfall`` is why: the signature is good, to be completed.
    ``timestamped_at`` is the instant that a timestamp server attests.
    """

    content: bytes = field(repr=False)
    sha256_before: str
    sha256_after: str
    field_name: str
    certificate: bytes = field(repr=False)
    certificate_subject: str
    certificate_serial: str
    certificate_not_after: datetime
    signed_at: datetime
    provider: str
    level: SignatureLevel
    timestamped_at: datetime | None = None
    shortfall: "SigningFailed | None" = field(default=None, repr=False, compare=False)


class SigningFailed(Exception):
    """A signature that was not made.

    ``message_fr`` is for the clerk. ``retry`` says whether the same gesture on the same document can succeed
    later (another passphrase, a service that comes back); otherwise something must be changed first.
    """

    def __init__(self, message_fr: str, *, retry: bool = False) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr
        self.retry = retry


class NamedFailure(SigningFailed):
    """A failure whose sentence is fixed."""

    message: ClassVar[str]
    can_retry: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__(self.message, retry=self.can_retry)


class BadPassphrase(NamedFailure):
    """The PKCS#12 file does not open: wrong passphrase or damaged file (the format cannot tell)."""

    message = "Le mot de passe n'ouvre pas ce certificat. Vérifiez le mot de passe et le fichier."
    can_retry = True


class UnsuitableCertificate(NamedFailure):
    """No private key, or a certificate not made for commitments (see ``usages``)."""

    message = (
        "Ce certificat ne permet pas de signer des actes : il lui manque la clé ou l'usage « engagement »."
    )


class UnreadableDocument(NamedFailure):
    """The file to sign is not a PDF that we can read."""

    message = "Le document à signer n'est pas un fichier PDF lisible."


class NoSignatureField(NamedFailure):
    """The document reserves no place for a signature."""

    message = "Le document ne comporte aucun emplacement de signature."


class DocumentLocked(NamedFailure):
    """A signature already present forbids any other (/Lock, action All)."""

    message = "Le document est verrouillé par sa dernière signature : aucune autre ne peut être ajoutée."


class UnusableAppearance(NamedFailure):
    """The drawing of the signature is not a one-page PDF."""

    message = "L'image de la signature n'est pas un fichier PDF d'une page."


class UnsoundSignature(NamedFailure):
    """The signed file does not pass our own check: it must be recorded nowhere."""

    message = (
        "La signature produite n'est pas valable : rien n'a été enregistré. Recommencez, et prévenez l'assistance "
        "si cela se répète."
    )
    can_retry = True


class CertificateOutOfDate(SigningFailed):
    """The certificate is not yet, or no longer, valid at the instant of signing."""

    why: ClassVar[str] = ""

    def __init__(self, *, not_before: datetime, not_after: datetime) -> None:
        super().__init__(
            f"Le certificat n'est valable que du {not_before:%d/%m/%Y} au {not_after:%d/%m/%Y} : "
            f"il ne peut pas signer à cette date. {self.why}".strip()
        )
        self.not_before = not_before
        self.not_after = not_after


class UnknownField(SigningFailed):
    """The document has no signature field of that name."""

    def __init__(self, field_name: str) -> None:
        super().__init__(f"Le document ne comporte pas l'emplacement de signature « {field_name} ».")


class FieldAlreadySigned(SigningFailed):
    """The field carries a signature already; a signed file is never signed twice at the same place."""

    def __init__(self, field_name: str) -> None:
        super().__init__(f"L'emplacement « {field_name} » porte déjà une signature.")


class UnexpectedFormField(SigningFailed):
    """The page has a form field that is not a place for a signature, or two fields of the same name."""

    def __init__(self, field_name: str) -> None:
        super().__init__(f"Le champ de formulaire « {field_name} » ne peut pas figurer dans un acte.")


class UnknownProvider(SigningFailed):
    """No signature provider of that name is registered."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Le service de signature « {name} » n'existe pas.")
