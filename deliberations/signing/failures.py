"""Why a signature is not made: causes outside the file. Those of the file and the key are in ``ports.py``.

Sentences are for the clerk, with the way out.
"""

from datetime import datetime, timedelta

from deliberations.signing.ports import CertificateOutOfDate, NamedFailure, SigningFailed


class CertificateExpired(CertificateOutOfDate):
    """The certificate has ended."""

    why = "Demandez-en le renouvellement à votre prestataire, ou signez à la main."


class CertificateNotYetValid(CertificateOutOfDate):
    """The certificate has not begun."""

    why = "Attendez le début de sa validité, ou vérifiez l'horloge du serveur."


class CertificateRevoked(SigningFailed):
    """Its authority says that the certificate must not be used any more."""

    def __init__(self, since: datetime) -> None:
        super().__init__(
            f"Le certificat a été révoqué par son autorité le {since:%d/%m/%Y} : il ne signe plus. "
            "Demandez-en un autre à votre prestataire, ou signez à la main."
        )
        self.since = since


class UnknownAuthority(SigningFailed):
    """No chain from the certificate to a trusted root."""

    def __init__(self, issuer: str) -> None:
        super().__init__(
            f"Le certificat vient d'une autorité que la commune ne reconnaît pas (« {issuer} »). "
            "Choisissez un autre certificat, ou faites enregistrer cette autorité par l'administrateur."
        )
        self.issuer = issuer


class AuthorityRefused(NamedFailure):
    """An authority of the chain has ended, is revoked, or may not issue such certificates."""

    message = (
        "L'autorité qui a délivré le certificat n'est plus valable. Demandez un autre certificat à votre "
        "prestataire, ou signez à la main."
    )


class RevocationUnavailable(NamedFailure):
    """Nobody could tell whether the certificate is revoked."""

    message = (
        "L'autorité qui a délivré le certificat ne répond pas : on ne peut pas vérifier qu'il n'est pas révoqué. "
        "Réessayez plus tard."
    )
    can_retry = True


class TimestampUnavailable(NamedFailure):
    """The timestamp server gave no answer in time, or answered that it could not."""

    message = "Le service d'horodatage ne répond pas. Réessayez plus tard."
    can_retry = True


class TimestampRefused(NamedFailure):
    """The timestamp server understood, and refuses to serve us."""

    message = (
        "Le service d'horodatage refuse la demande. L'administrateur doit vérifier l'abonnement, l'identifiant et le "
        "mot de passe."
    )
    can_retry = True


class TimestampUnsound(NamedFailure):
    """The timestamp server's answer is not about our request, or its signature is wrong."""

    message = (
        "Le service d'horodatage a donné une réponse fausse, qui a été écartée. Prévenez l'assistance : "
        "le service doit être vérifié."
    )


class TimestampUntrusted(NamedFailure):
    """The timestamp server's certificate has no chain to a trusted root, or is out of date or revoked."""

    message = (
        "Le certificat du service d'horodatage n'est pas reconnu ou n'est plus valable. L'administrateur doit "
        "enregistrer son autorité ou choisir un autre service."
    )


class StampEnded(SigningFailed):
    """The certificate of a timestamp that the file carries ended before another timestamp covered it."""

    def __init__(self, ended: datetime) -> None:
        super().__init__(
            f"L'horodatage de ce fichier n'est plus prouvable : le certificat du service qui l'a posé a pris fin le "
            f"{ended:%d/%m/%Y}, avant qu'un autre horodatage le prolonge. Le fichier reste signé mais ne peut plus "
            "être complété : gardez-le, et faites-le signer de nouveau si cette preuve est nécessaire."
        )
        self.ended = ended


class StampRevoked(SigningFailed):
    """The certificate of a timestamp that the file carries was revoked by its authority."""

    def __init__(self, since: datetime) -> None:
        super().__init__(
            f"L'horodatage de ce fichier n'est plus prouvable : le certificat du service qui l'a posé a été révoqué le "
            f"{since:%d/%m/%Y}. Le fichier reste signé mais ne peut plus être complété : gardez-le, et faites-le "
            "signer de nouveau si cette preuve est nécessaire."
        )
        self.since = since


class ClockWrong(SigningFailed):
    """Our clock and that of the timestamp server disagree."""

    def __init__(self, ours: datetime, theirs: datetime) -> None:
        super().__init__(
            f"L'horloge du serveur ({ours:%d/%m/%Y %H:%M}) et celle du service d'horodatage "
            f"({theirs:%d/%m/%Y %H:%M}) ne sont pas d'accord : rien n'a été signé. L'administrateur doit remettre "
            "le serveur à l'heure."
        )
        self.difference: timedelta = theirs - ours


class CertificationNotFirst(NamedFailure):
    """Only the first signature of a file may certify it (ISO 32000-1, 12.8.2.2)."""

    message = "Le document porte déjà une signature : il ne peut plus être certifié."


class WrongSignature(NamedFailure):
    """The raw signature was not made over these bytes with the key of the certificate."""

    message = (
        "La signature reçue ne correspond pas à ce document et à ce certificat. Recommencez avec le même support "
        "(carte ou clé) que celui du certificat choisi."
    )
    can_retry = True


class OtherFile(NamedFailure):
    """The file is not the one that was prepared for signing."""

    message = "Le fichier n'est plus celui qui a été préparé pour la signature : recommencez depuis le début."


class NotSigned(NamedFailure):
    """There is no signature to complete, or no timestamp to renew."""

    message = "Le document ne porte aucune signature à compléter."


class ArchiveBroken(NamedFailure):
    """The last timestamp does not cover the file as it is: renewing it would seal a change."""

    message = (
        "Le fichier ne correspond plus à son dernier horodatage : il n'a pas été prolongé. Prévenez l'assistance, "
        "qui le rétablira depuis une sauvegarde."
    )


class BadPin(NamedFailure):
    """The token refused the PIN."""

    message = "Le code PIN est faux. Vérifiez-le : après quelques erreurs, le support se bloque."
    can_retry = True


class PinLocked(NamedFailure):
    """Too many wrong PINs."""

    message = "Le code PIN est bloqué après trop d'erreurs : faites-le débloquer par votre prestataire."


class TokenUnavailable(NamedFailure):
    """No such token, or its module does not load."""

    message = "Le support de la clé (carte, clé USB ou boîtier) est introuvable : vérifiez qu'il est branché."
    can_retry = True


class ServiceUnavailable(NamedFailure):
    """The remote signing service gave no usable answer."""

    message = "Le service de signature à distance ne répond pas. Réessayez plus tard."
    can_retry = True


class ActivationRefused(NamedFailure):
    """The remote signing service refused the PIN, the one-time code or the session."""

    message = (
        "Le service de signature a refusé le code. Vérifiez-le, ou demandez-en un nouveau, puis recommencez."
    )
    can_retry = True


class PinNeeded(NamedFailure):
    """The remote key asks for its PIN, and none was typed: the service is not asked."""

    message = "Saisissez le code PIN de votre compte au service de signature."
    can_retry = True


class CodeNeeded(NamedFailure):
    """The remote key asks for a one-time code, and none was typed: the service is not asked."""

    message = "Saisissez le code à usage unique de votre service de signature."
    can_retry = True


class UnsupportedService(NamedFailure):
    """The remote credential works in a way that we do not know."""

    message = (
        "Ce service de signature demande une forme d'autorisation que Conforme ne connaît pas. Choisissez un autre "
        "moyen de signature."
    )


class InsecureService(NamedFailure):
    """A code must not travel in clear."""

    message = "L'adresse du service de signature doit commencer par https:// : le code y passerait en clair."


class TooManyDocuments(SigningFailed):
    """More documents than one gesture may sign."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Ce moyen de signature signe {limit} documents au plus à la fois : signez en plusieurs fois."
        )
        self.limit = limit
