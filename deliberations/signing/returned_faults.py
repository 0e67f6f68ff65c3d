"""Why a file signed elsewhere is refused, and the way out, in the signer's words."""

from enum import StrEnum

from deliberations.signing.ports import SigningFailed

KNOWN_GOOD = "Programmes connus pour convenir : pyHanko, Apache PDFBox (document encore sans signature)."
OTHERWISE = "avec votre carte ou votre clé USB, ou à la main"


class Fault(StrEnum):
    """Why a file sent back is refused."""

    NOT_SIGNED = "not_signed"
    TOO_LARGE = "too_large"
    OTHER_BYTES = "other_bytes"
    UNREADABLE = "unreadable"
    SEVERAL_SIGNATURES = "several_signatures"
    OTHER_PLACE = "other_place"
    CONTENT_CHANGED = "content_changed"
    METADATA_CHANGED = "metadata_changed"
    CHANGED_AFTER = "changed_after"
    WRONG_FORMAT = "wrong_format"
    WEAK_DIGEST = "weak_digest"
    INVALID = "invalid"
    OUT_OF_DATE = "out_of_date"
    REVOKED = "revoked"
    UNKNOWN_AUTHORITY = "unknown_authority"
    UNSUITABLE = "unsuitable"
    NO_DATE = "no_date"
    IN_FUTURE = "in_future"
    OTHER_HOLDER = "other_holder"


SENTENCES_FR = {
    Fault.NOT_SIGNED: "Ce fichier ne porte pas de nouvelle signature : c'est celui que vous avez téléchargé. "
    "Signez-le, enregistrez-le, puis déposez le fichier enregistré.",
    Fault.TOO_LARGE: "Ce fichier est beaucoup plus gros que celui qui a été téléchargé : déposez seulement le "
    "document signé.",
    Fault.OTHER_BYTES: "Le programme de signature a réécrit le fichier, ou c'est un autre document : on ne peut plus "
    "prouver que l'acte est le même. Téléchargez-le de nouveau et signez-le sans « enregistrer sous » ni impression, "
    f"ou signez {OTHERWISE}. {KNOWN_GOOD}",
    Fault.UNREADABLE: "Le programme de signature a produit un fichier que les contrôles ne lisent pas. Signez avec un "
    f"autre programme, {OTHERWISE}. {KNOWN_GOOD}",
    Fault.SEVERAL_SIGNATURES: "Ce fichier porte plusieurs nouvelles signatures : une seule est attendue. Téléchargez-"
    "le de nouveau et signez-le une fois.",
    Fault.OTHER_PLACE: "La signature n'est pas à l'emplacement prévu. Téléchargez le document de nouveau et signez en "
    "cliquant dans le cadre qui porte votre qualité.",
    Fault.CONTENT_CHANGED: "Le document a été modifié en même temps que signé. Téléchargez-le de nouveau et signez-le "
    "sans rien y ajouter (ni note, ni tampon, ni page).",
    Fault.METADATA_CHANGED: "Le titre ou une autre propriété du document a changé. Téléchargez-le de nouveau et "
    "signez-le sans modifier ses propriétés.",
    Fault.CHANGED_AFTER: "Le document a été modifié après votre signature. Téléchargez-le de nouveau, signez-le et "
    "déposez-le aussitôt.",
    Fault.WRONG_FORMAT: "La signature n'est pas au format PAdES. Dans votre programme, choisissez « PAdES » "
    f"(ETSI.CAdES.detached), ou signez {OTHERWISE}. {KNOWN_GOOD}",
    Fault.WEAK_DIGEST: "La signature emploie un procédé abandonné (SHA-1 ou MD5). Choisissez SHA-256 dans votre "
    f"programme, ou un autre programme. {KNOWN_GOOD}",
    Fault.INVALID: "La signature n'est pas valable : le fichier ne correspond pas à ce qui a été signé. Téléchargez le "
    "document de nouveau et recommencez.",
    Fault.OUT_OF_DATE: "Votre certificat n'était pas valable à la date de la signature. Demandez-en le renouvellement, "
    "ou signez à la main.",
    Fault.REVOKED: "Votre certificat a été révoqué par son autorité. Demandez-en un autre, ou signez à la main.",
    Fault.UNKNOWN_AUTHORITY: "Votre certificat vient d'une autorité que la commune ne reconnaît pas. Faites "
    "enregistrer cette autorité par l'administrateur, ou signez à la main.",
    Fault.UNSUITABLE: "Votre certificat ne permet pas de signer un acte : il lui manque l'usage « engagement ». Prenez "
    "votre certificat de signature, pas celui d'authentification.",
    Fault.NO_DATE: "La signature n'indique pas sa date. Choisissez un programme qui l'écrit, ou "
    f"signez {OTHERWISE}.",
    Fault.IN_FUTURE: "La signature porte une date à venir : mettez votre ordinateur à l'heure, puis signez de nouveau.",
    Fault.OTHER_HOLDER: "Le certificat n'est pas au nom de la personne attendue. Confirmez-le s'il porte votre nom "
    "d'usage ; sinon, signez avec le vôtre.",
}


class ReturnedRefused(SigningFailed):
    """The file sent back is not accepted; ``holder`` is the certificate's name when it could be read."""

    def __init__(self, fault: Fault, holder: str = "") -> None:
        super().__init__(SENTENCES_FR[fault])
        self.fault = fault
        self.holder = holder
