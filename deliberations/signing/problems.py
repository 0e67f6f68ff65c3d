"""What a check finds in a signed file, what may be wrong with it, and what to tell the reader about that."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from deliberations.domain.issued import SignatureLevel


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
    FILLED_SINCE = "filled_since"
    HIDDEN_DATA = "hidden_data"
    NO_SIGNING_TIME = "no_signing_time"
    SIGNED_IN_FUTURE = "signed_in_future"
    CERTIFICATE_OUT_OF_DATE = "certificate_out_of_date"
    UNKNOWN_AUTHORITY = "unknown_authority"
    CERTIFICATE_REFUSED = "certificate_refused"
    CERTIFICATE_REVOKED = "certificate_revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    TIMESTAMP_UNTRUSTED = "timestamp_untrusted"
    TIMESTAMP_UNSOUND = "timestamp_unsound"
    TIMESTAMP_EXPIRED = "timestamp_expired"
    TIMESTAMP_IN_FUTURE = "timestamp_in_future"
    CLOCK_WRONG = "clock_wrong"
    EXTRA_SIGNATURE = "extra_signature"
    MISSING_SIGNATURE = "missing_signature"
    WRONG_SIGNER = "wrong_signer"


MESSAGES_FR = {
    ProblemCode.TOO_LARGE: "Le fichier est trop volumineux pour être contrôlé.",
    ProblemCode.NOT_A_PDF: "Le fichier n'est pas un document PDF.",
    ProblemCode.ENCRYPTED: "Le fichier est chiffré : il ne peut pas être contrôlé.",
    ProblemCode.UNREADABLE: "Le fichier est endommagé ou anormal : il ne peut pas être contrôlé.",
    ProblemCode.NO_SIGNATURE: "Le fichier ne porte aucune signature électronique.",
    ProblemCode.TOO_MANY_SIGNATURES: "Le fichier porte un nombre anormal de signatures.",
    ProblemCode.BYTES_APPENDED: "Des données ont été ajoutées au fichier après sa dernière signature.",
    ProblemCode.METADATA_CHANGED: "Le titre, l'auteur, la date ou une autre propriété ont changé après signature.",
    ProblemCode.SIGNATURE_UNREADABLE: "La signature est endommagée ou construite de façon anormale.",
    ProblemCode.UNEXPECTED_FORMAT: "La signature n'est pas au format attendu (PAdES).",
    ProblemCode.CONTENT_ALTERED: "Le contenu signé a été altéré : ce n'est plus le fichier signé.",
    ProblemCode.SIGNATURE_INVALID: "La signature ne correspond pas au certificat du signataire.",
    ProblemCode.CONTENT_CHANGED: "Le document a été modifié après cette signature, qui l'interdit.",
    ProblemCode.FILLED_SINCE: (
        "Un champ du document a été rempli, ou un dessin ajouté, après cette signature : ce n'est plus ce qui a été "
        "signé."
    ),
    ProblemCode.HIDDEN_DATA: (
        "Le fichier contient, après une signature, des données cachées ou annoncées deux fois : deux logiciels "
        "pourraient en montrer deux contenus différents."
    ),
    ProblemCode.NO_SIGNING_TIME: "La signature n'indique pas sa date.",
    ProblemCode.SIGNED_IN_FUTURE: "La signature porte une date postérieure à celle du contrôle.",
    ProblemCode.CERTIFICATE_OUT_OF_DATE: "Le certificat du signataire n'était pas en cours de validité.",
    ProblemCode.UNKNOWN_AUTHORITY: "Le certificat du signataire ne vient pas d'une autorité reconnue.",
    ProblemCode.CERTIFICATE_REFUSED: "Le certificat du signataire ne permet pas de signer un acte.",
    ProblemCode.CERTIFICATE_REVOKED: "Le certificat du signataire était révoqué quand la signature a été faite.",
    ProblemCode.REVOCATION_UNKNOWN: (
        "Rien ne prouve que le certificat du signataire n'était pas révoqué quand la signature a été faite."
    ),
    ProblemCode.TIMESTAMP_UNTRUSTED: "L'horodatage ne vient pas d'un service d'horodatage reconnu.",
    ProblemCode.TIMESTAMP_EXPIRED: "Le certificat de l'horodatage a pris fin avant que l'horodatage soit renouvelé.",
    ProblemCode.TIMESTAMP_UNSOUND: "L'horodatage ne correspond pas à ce qu'il accompagne.",
    ProblemCode.TIMESTAMP_IN_FUTURE: "L'horodatage porte une date postérieure à celle du contrôle.",
    ProblemCode.CLOCK_WRONG: (
        "La signature se dit postérieure à l'horodatage qui la suit : l'une des horloges est fausse."
    ),
    ProblemCode.EXTRA_SIGNATURE: "Le fichier porte une signature de plus, que le document n'admettait pas.",
    ProblemCode.MISSING_SIGNATURE: "Il manque une signature attendue : le fichier a été coupé, ou n'est pas achevé.",
    ProblemCode.WRONG_SIGNER: "La signature n'est pas celle de la personne attendue à cette place.",
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
class CheckedTimestamp:
    """A timestamp as it was found; ``expires_at`` is the end of its own certificate.

    ``field_name`` is that of the document timestamp, or of the signature that it belongs to (``is_of_file`` False).
    """

    field_name: str
    authority: str = ""
    at: datetime | None = None
    expires_at: datetime | None = None
    is_of_file: bool = True
    is_demonstration: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether what it proves can be relied on."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One signature as it was found, good or bad; instants are aware, ``None`` when they cannot be read.

    ``signed_at`` is what the signer's own clock says, ``timestamped_at`` what a timestamp proves. ``revoked_at`` is
    told of a certificate that was revoked *after* the signature: that changes nothing to it. ``anchor`` is the trusted
    authority (DER) that it goes back to, empty when it goes back to none.
    """

    field_name: str
    signer: str = ""
    organisation: str = ""
    certificate_serial: str = ""
    certificate_not_after: datetime | None = None
    signed_at: datetime | None = None
    level: SignatureLevel = SignatureLevel.B_B
    timestamped_at: datetime | None = None
    revoked_at: datetime | None = None
    is_demonstration: bool = False
    anchor: bytes = field(default=b"", repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against this signature by itself (the file may have other problems)."""
        return not self.problems


_LEVELS = tuple(SignatureLevel)


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """Verdict on a file. ``problems`` holds those of the file, then those of its timestamps and signatures.

    ``empty_places`` are the fields that wait for a signature: no problem of the file as it is, which somebody may have
    cut before the last signature.
    """

    problems: tuple[Problem, ...]
    signatures: tuple[CheckedSignature, ...] = ()
    timestamps: tuple[CheckedTimestamp, ...] = ()
    empty_places: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True only when the file is signed and nothing at all speaks against it."""
        return bool(self.signatures) and not self.problems

    @property
    def level(self) -> SignatureLevel | None:
        """The level that every signature reaches; ``None`` without a signature."""
        found = [signature.level for signature in self.signatures]
        return min(found, key=_LEVELS.index) if found else None

    @property
    def timestamped_at(self) -> datetime | None:
        """When a timestamp of the whole file proves that it existed as it is; ``None`` without one."""
        proven = [stamp.at for stamp in self.timestamps if stamp.is_of_file and stamp.ok and stamp.at]
        return max(proven, default=None)

    @property
    def is_demonstration(self) -> bool:
        """Whether a demonstration authority had a hand in any part of it."""
        parts: tuple[CheckedSignature | CheckedTimestamp, ...] = (*self.signatures, *self.timestamps)
        return any(part.is_demonstration for part in parts)
