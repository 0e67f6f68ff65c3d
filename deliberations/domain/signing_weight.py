"""What legal weight a certificate gives, in plain words, and what is not established.

Regulation (EU) 910/2014 (eIDAS): art. 25 (signatures), 26 (advanced), 35 (seals), 36 (advanced seals); CRPA art.
L. 212-3: an administrative decision may be signed by electronic means that meet the general security framework (RGS,
ordonnance 2005-1516, art. 9). Nothing is claimed that the certificate and the lists known here do not show.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deliberations.domain.wording.dates import long_date

WARNING_DAYS = (60, 30, 7)


class Weight(StrEnum):
    """DECLARED: the certificate says it is qualified, and no list known here confirms it."""

    QUALIFIED = "QUALIFIED"
    ADVANCED = "ADVANCED"
    DECLARED = "DECLARED"
    SIMPLE = "SIMPLE"
    DEMONSTRATION = "DEMONSTRATION"


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says of itself (ETSI EN 319 412-5), and whether a trusted list names its issuer.

    ``in_device``: it says that the key lives in a qualified device (qcSSCD), which ``in_file``, a key that we keep in a
    file, belies. ``is_listed`` is ``None`` where no list was looked up.
    """

    is_demonstration: bool = False
    says_qualified: bool = False
    in_device: bool = False
    in_file: bool = False
    is_for_seal: bool = False
    commits: bool = False
    is_listed: bool | None = None


def weight_of(facts: CertificateFacts) -> Weight:
    """The weight that is established for signatures made with that certificate."""
    if facts.is_demonstration:
        return Weight.DEMONSTRATION
    if not facts.commits or not facts.says_qualified:
        return Weight.SIMPLE
    if not facts.is_listed:
        return Weight.DECLARED
    return Weight.QUALIFIED if facts.in_device and not facts.in_file else Weight.ADVANCED


LABELS = {
    Weight.QUALIFIED: "Qualifié",
    Weight.ADVANCED: "Avancé, certificat qualifié",
    Weight.DECLARED: "Se dit qualifié, non vérifié",
    Weight.SIMPLE: "Simple",
    Weight.DEMONSTRATION: "Démonstration, sans valeur",
}


def weight_told(facts: CertificateFacts, *, is_seal: bool) -> tuple[str, ...]:
    """What it gives, what it does not, and what nobody looked up, for the page that shows it."""
    weight = weight_of(facts)
    if is_seal:
        return _SEAL_TOLD[weight]
    return (*_PERSON_TOLD[weight], RGS_UNKNOWN) if weight in _SAYS_QUALIFIED else _PERSON_TOLD[weight]


_SAYS_QUALIFIED = frozenset({Weight.QUALIFIED, Weight.ADVANCED, Weight.DECLARED})
RGS_UNKNOWN = (
    "Une décision administrative se signe par un procédé conforme au référentiel général de sécurité, le RGS (CRPA, "
    "art. L. 212-3). Le logiciel ne le vérifie pas : demandez à votre prestataire si ce certificat y répond."
)
"""A qualified certificate and the general security framework are two things: no list known here says the second."""

_PERSON_TOLD = {
    Weight.QUALIFIED: (
        (
            "La signature qualifiée a le même effet qu'une signature manuscrite dans toute l'Union (règlement eIDAS, "
            "art. 25)."
        ),
        "Elle ne dit rien du pouvoir de signer : il vient de la fonction ou de la délégation du jour.",
    ),
    Weight.ADVANCED: (
        (
            "Le certificat est qualifié et son autorité est sur la liste de confiance : la signature est en principe "
            "avancée, si le signataire est seul à disposer de sa clé (règlement eIDAS, art. 26). Un juge ne peut pas "
            "l'écarter au seul motif qu'elle est électronique (art. 25)."
        ),
        (
            "Elle n'est pas qualifiée, faute de dispositif qualifié déclaré : elle n'équivaut pas d'office à une "
            "signature manuscrite."
        ),
    ),
    Weight.DECLARED: (
        "Le certificat se déclare qualifié, mais aucune liste de confiance chargée ici ne le confirme.",
        (
            "Tant que ce n'est pas vérifié, ne comptez que sur une signature électronique ordinaire : le juge en "
            "apprécie la force (règlement eIDAS, art. 25)."
        ),
    ),
    Weight.SIMPLE: (
        (
            "Rien n'établit ici plus qu'une signature électronique ordinaire : elle est recevable, et le juge en "
            "apprécie la force (règlement eIDAS, art. 25)."
        ),
        (
            "Rien n'établit non plus qu'elle satisfait au référentiel général de sécurité, le RGS, demandé pour une "
            "décision administrative (CRPA, art. L. 212-3) : gardez l'original signé à la main."
        ),
    ),
    Weight.DEMONSTRATION: (
        "Ce certificat est fait pour essayer le logiciel.",
        "Il n'a aucune valeur juridique : rien de ce qu'il signe ne doit être transmis ni publié comme signé.",
    ),
}

_SEAL_TOLD = {
    Weight.QUALIFIED: (
        (
            "Le cachet qualifié fait présumer l'intégrité du document et l'exactitude de son origine (règlement eIDAS, "
            "art. 35)."
        ),
        "Un cachet n'est la signature de personne : il certifie la copie, il ne remplace pas celle du maire.",
    ),
    Weight.ADVANCED: (
        (
            "Le certificat est qualifié et son autorité est sur la liste de confiance : le cachet est en principe "
            "avancé, et un juge ne peut pas l'écarter au seul motif qu'il est électronique (règlement eIDAS, art. 35 "
            "et 36)."
        ),
        "Il ne bénéficie pas de la présomption du cachet qualifié, et n'est la signature de personne.",
    ),
    Weight.DECLARED: (
        "Le certificat du cachet se déclare qualifié, mais aucune liste de confiance chargée ici ne le confirme.",
        (
            "Ne comptez pas sur la présomption du cachet qualifié (règlement eIDAS, art. 35) ; il n'est la signature "
            "de personne."
        ),
    ),
    Weight.SIMPLE: (
        (
            "Le cachet montre que le fichier n'a pas changé depuis qu'il est apposé ; le juge en apprécie la force "
            "(règlement eIDAS, art. 35)."
        ),
        "Il ne bénéficie d'aucune présomption, et n'est la signature de personne.",
    ),
    Weight.DEMONSTRATION: _PERSON_TOLD[Weight.DEMONSTRATION],
}

PAPER_IS_ORIGINAL = (
    "Quel que soit le certificat, le registre papier coté et paraphé reste l'original des délibérations : le maire et "
    "le secrétaire y signent aussi à la main, séance par séance (CGCT, art. R. 2121-9)."
)


def ends_soon(not_after: date, today: date) -> str:
    """What to say of a certificate that ends within 60 days, or has ended; empty before."""
    left = not_after - today
    if left < timedelta(0):
        return f"Le certificat a expiré le {long_date(not_after)} : il ne signe plus."
    step = next((days for days in sorted(WARNING_DAYS) if left <= timedelta(days=days)), None)
    if step is None:
        return ""
    days = "aujourd'hui" if not left.days else f"dans {left.days} jour{'s' if left.days > 1 else ''}"
    return f"Le certificat expire {days}, le {long_date(not_after)} : demandez-en un nouveau."
