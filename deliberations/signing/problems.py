"""What may be wrong with a signed file, and what to tell the reader about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProblemCode(StrEnum):
    """Stable codes: tests, the register and the public page rely on them."""

    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    NO_SIGNATURE = "no_signature"
    TOO_MANY_SIGNATURES = "too_many_signatures"
    BYTES_APPENDED = "bytes_appended"
    METADATA_CHANGED = "metadata_changed"
    SIGNATURE_UNREADABLE = "signature_unreadable"
    UNEXPECTED_FORMAT = "unexpected_format"
    CONTENT_ALTERED = "content_altered"
    SIGNATURE_INVALID = "signature_invalid"
    CONTENT_CHANGED = "content_changed"
    NO_SIGNING_TIME = "no_signing_time"
    SIGNED_IN_FUTURE = "signed_in_future"
    CERTIFICATE_OUT_OF_DATE = "certificate_out_of_date"
    UNKNOWN_AUTHORITY = "unknown_authority"
    CERTIFICATE_REFUSED = "certificate_refused"


MESSAGES_FR = {
    ProblemCode.TOO_LARGE: "Le fichier est trop volumineux pour être contrôlé.",
    ProblemCode.NOT_A_PDF: "Le fichier n'est pas un document PDF.",
    ProblemCode.ENCRYPTED: "Le fichier est chiffré : il ne peut pas être contrôlé.",
    ProblemCode.UNREADABLE: "Le fichier est endommagé ou anormal : il ne peut pas être contrôlé.",
    ProblemCode.NO_SIGNATURE: "Le fichier ne porte aucune signature électronique.",
    ProblemCode.TOO_MANY_SIGNATURES: "Le fichier porte un nombre anormal de signatures.",
    ProblemCode.BYTES_APPENDED: "Des données ont été ajoutées au fichier après sa dernière signature.",
    ProblemCode.METADATA_CHANGED: "Le titre, l'auteur ou la date du document ont changé après signature.",
    ProblemCode.SIGNATURE_UNREADABLE: "La signature est endommagée ou construite de façon anormale.",
    ProblemCode.UNEXPECTED_FORMAT: "La signature n'est pas au format attendu (PAdES).",
    ProblemCode.CONTENT_ALTERED: "Le contenu signé a été altéré : ce n'est plus le fichier signé.",
    ProblemCode.SIGNATURE_INVALID: "La signature ne correspond pas au certificat du signataire.",
    ProblemCode.CONTENT_CHANGED: "Le document a été modifié après cette signature, qui l'interdit.",
    ProblemCode.NO_SIGNING_TIME: "La signature n'indique pas sa date.",
    ProblemCode.SIGNED_IN_FUTURE: "La signature porte une date postérieure à celle du contrôle.",
    ProblemCode.CERTIFICATE_OUT_OF_DATE: "Le certificat du signataire n'était pas en cours de validité.",
    ProblemCode.UNKNOWN_AUTHORITY: "Le certificat du signataire ne vient pas d'une autorité reconnue.",
    ProblemCode.CERTIFICATE_REFUSED: "Le certificat du signataire ne permet pas de signer un acte.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse the file; ``field_name`` is empty when it concerns the whole file."""

    code: ProblemCode
    field_name: str = ""

    @property
    def message_fr(self) -> str:
        """The sentence shown to the reader."""
        return MESSAGES_FR[self.code]


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One signature as it was found, good or bad; instants are aware, ``None`` when they cannot be read."""

    field_name: str
    signer: str = ""
    certificate_serial: str = ""
    certificate_not_after: datetime | None = None
    signed_at: datetime | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against this signature by itself (the file may have other problems)."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """Verdict on a file. ``problems`` holds those of the file, then those of each signature."""

    problems: tuple[Problem, ...]
    signatures: tuple[CheckedSignature, ...] = ()

    @property
    def ok(self) -> bool:
        """True only when the file is signed and nothing at all speaks against it."""
        return bool(self.signatures) and not self.problems
