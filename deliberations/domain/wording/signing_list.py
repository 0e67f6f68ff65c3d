"""The sentences of the first page of what is printed to be signed by hand.

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Mapping

from deliberations.domain.record import Record
from deliberations.domain.register import shown_sheets
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.domain.wording.register import register_article

RECAP = "À signer"
HEADERS = ("Document", "Pages", "Signent à la main")
REGISTER = "Le maire ou le président, et le secrétaire de séance"
ALL_SIGN = "Chaque membre présent, le maire ou le président, et le secrétaire de séance"
"""The closing sheet of a sitting held before 1 July 2022, where every member present signs."""
HEAD = "Le maire ou le président"
RESULT = "La personne qui préside, le secrétaire de séance et les assesseurs"
"""The result sheet of an election, printed after the act that tells it."""
PAPERS: Mapping[str, str] = {
    "ATTENDANCE_SHEET": ALL_SIGN,
    "FILLED_PROXY": "Le membre qui donne pouvoir",
    "NO_QUORUM": "La personne qui préside, et le secrétaire de séance",
    "DECISION_LIST": HEAD,
    "MINUTES": REGISTER,
    "ACT_CERTIFICATE": HEAD,
    "PAPER_CERTIFICATE": HEAD,
}
"""Kind of paper → who signs it by hand, in the order of the evening, which is that of the print."""
PROXY_TO_JOIN = "Rien à signer : à joindre à l'original reçu"
NOT_NUMBERED = (
    "La séance n'est pas encore inscrite au registre : ses feuillets n'ont pas de numéro. Inscrivez-la avant "
    "d'imprimer les feuillets définitifs."
)
NO_MINUTES = (
    "Le procès-verbal se signe une fois arrêté par l'assemblée, au commencement de la séance suivante : il n'est pas "
    "dans ce dossier (article L. 2121-15)."
)


def initials(body: BodyWords) -> str:
    """Who initials each sheet of the register, by the article of that body."""
    told = f"Sur chaque feuillet du registre, le {body.head} appose son paraphe dans le cadre en bas à gauche"
    return f"{told} ({register_article(body)})."


def paper(body: BodyWords) -> str:
    """What the sheets are made of."""
    return f"Papier permanent, encre stable dans le temps, aucun collage ({register_article(body)})."


def title(record: Record) -> str:
    """« Dossier à imprimer et à signer – séance du mardi 19 décembre 2023 »."""
    day = record.sitting.held_on
    return f"Dossier à imprimer et à signer – séance du {weekday_name(day)} {long_date(day)}"


def sheet_label(title: str, first: int, last: int) -> str:
    """« 2023-57 – Adhésion (feuillets 12 à 14) »."""
    word = "feuillet" if first == last else "feuillets"
    return f"{title} ({word} {shown_sheets(first, last)})"
