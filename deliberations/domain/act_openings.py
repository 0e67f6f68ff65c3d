"""The words that open the parts of a French act. Each reader adds those of the files that it reads."""

from functools import lru_cache

from deliberations.domain.linter.folding import fold

_LONGEST = 120
"""Characters in which an opening is looked for."""

ATTENDANCE = (
    "en exercice", "membres en exercice", "presents", "present", "presente", "etaient presents", "etaient absents",
    "absents", "absent", "absente", "excuses", "excuse", "excusee", "etaient excuses", "pouvoirs", "pouvoir",
    "procurations", "procuration", "ont donne pouvoir", "ayant donne pouvoir", "representes",
    "secretaire de seance", "secretaire", "date de convocation", "date de la convocation", "convocation du",
    "date d affichage", "votants", "votant", "nombre de votants", "quorum", "suffrages exprimes", "mandants",
)  # fmt: skip
VOTE = (
    "pour", "contre", "abstention", "abstentions", "ne prend pas part", "ne prennent pas part", "resultat du vote",
    "vote",
)  # fmt: skip
HEAD = (
    "republique francaise", "departement", "arrondissement", "canton", "commune de", "mairie de", "ville de",
    "extrait du registre", "registre des deliberations", "conseil municipal", "communaute de communes", "syndicat",
)  # fmt: skip
END = (
    "fait et delibere", "ainsi fait", "fait a", "pour extrait", "pour copie", "extrait certifie",
    "certifie executoire", "acte rendu executoire", "rendu executoire", "envoye en prefecture",
    "recu en prefecture", "publie le", "affiche le", "teletransmis", "delibere en seance", "les jour mois et an",
    "suivent les signatures", "ont signe", "au registre", "la presente deliberation peut faire l objet",
    "le tribunal administratif", "acte certifie", "accuse de reception", "signature",
)  # fmt: skip
SIGNERS = (
    "le maire", "la maire", "le president", "la presidente", "le secretaire de seance", "la secretaire de seance",
)  # fmt: skip
"""What a signature opens with; so may a decision (« le maire est autorisé… »)."""


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return f"{fold(text)} "


def starts(text: str, openings: tuple[str, ...]) -> bool:
    """Whether ``text`` begins by one of ``openings``, whole words, accents and punctuation aside."""
    return _folded(text[:_LONGEST]).startswith(tuple(f"{opening} " for opening in openings))
