"""What the council's seal certifies, said where it is put: a copy, and nobody's signature (eIDAS, art. 3, 25).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from deliberations.domain.register import Volume, shown_sheets
from deliberations.domain.wording.dates import long_date

CAPACITY = "Cachet électronique"
PAGE_OF_VOLUME = "Page du cachet"
OF_VOLUME = (
    "Cachet du conseil : certifie que ce volume est la copie conforme du registre, n'est la signature de personne. "
    "L'original est le registre papier, coté, paraphé et signé (CGCT art. R. 2121-9)."
)
OUT_OF_SHEETS = (
    "Cette page est ajoutée au fichier : elle n'est pas un feuillet du registre et n'en porte pas le numéro."
)
OF_LIST = (
    "Cachet du conseil : certifie que ce fichier est la copie conforme de la liste des délibérations, n'est la "
    "signature de personne."
)
SCAN = "Copie numérisée de l'original signé à la main"
OF_SCAN = (
    "Copie numérisée de l'original signé à la main. Cachet du conseil : certifie la copie seulement, n'est la "
    "signature de personne. L'original reste le papier signé."
)
SCAN_HEADING = "L'original signé à la main, tel qu'il a été numérisé"


def volume_facts(volume: Volume, last_sheet: int) -> tuple[tuple[str, str], ...]:
    """What the page of the seal says of the volume, each with its term."""
    closed = long_date(volume.closed_on) if volume.closed_on else ""
    return (
        ("Volume :", str(volume.number)),
        ("Période :", f"du {long_date(volume.since)} au {long_date(volume.until)}"),
        ("Feuillets :", shown_sheets(volume.first_sheet, last_sheet)),
        ("Clos le :", closed),
    )


def scan_facts(*, title: str, signed: str, name: str, sha256: str, pages: int) -> tuple[tuple[str, str], ...]:
    """What the first page of the copy says: of the act, of its signature and of the file received."""
    return (
        ("Objet :", title),
        ("Signature :", signed),
        ("Fichier numérisé :", name),
        ("Pages :", str(pages)),
        ("Empreinte SHA-256 du fichier numérisé :", sha256),
    )


def scan_alternative(about: str, place: int, count: int) -> str:
    """What is read in the stead of the picture of a page."""
    return f"Image de l'original papier signé à la main, {about}, page {place} sur {count}"


def scan_foot(place: int, count: int) -> str:
    """At the bottom of the page of a picture."""
    return f"Copie numérisée, page {place} sur {count}"
