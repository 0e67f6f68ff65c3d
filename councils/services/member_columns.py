"""The columns of a file of members: our own model, and the national register of elected officials (RNE).

The register publishes one file for the councillors (« conseillers municipaux ») and one for the mayors
(« maires »). Their columns are told by their headings, whatever the order, the case and the accents.
"""

import re
from dataclasses import dataclass
from datetime import date

from councils.domain.names import folded

MODEL = (
    "Civilité",
    "Prénom",
    "Nom",
    "Genre",
    "Date de naissance",
    "Date d'élection",
    "Début du mandat",
    "Suffrages obtenus",
    "Liste",
    "Groupe",
    "Fonction",
    "Ordre",
    "Titre imprimé",
    "Forme d'adresse",
    "Début de la fonction",
    "Représente",
    "Collège",
    "Siège",
    "Rang au tableau",
    "Courriel",
    "Téléphone",
)
"""Headings of our own file, in their order."""

KEYS = {
    "civilite": "civility",
    "prenom": "given_name",
    "nom": "family_name",
    "genre": "gender",
    "date de naissance": "birth_date",
    "date d election": "elected_on",
    "debut du mandat": "since",
    "suffrages obtenus": "votes_obtained",
    "liste": "electoral_list",
    "groupe": "group",
    "fonction": "office",
    "ordre": "order",
    "titre imprime": "title",
    "forme d adresse": "address",
    "debut de la fonction": "office_since",
    "represente": "represents",
    "college": "college",
    "siege": "seat",
    "rang au tableau": "recorded_rank",
    "courriel": "email",
    "telephone": "phone",
    # The register. « Date de naissance » is written alike.
    "code du departement": "department_code",
    "code de la commune": "insee_code",
    "libelle de la commune": "place_name",
    "nom de l elu": "family_name",
    "prenom de l elu": "given_name",
    "code sexe": "gender",
    "date de debut du mandat": "since",
    "libelle de la fonction": "office",
    "date de debut de la fonction": "office_since",
}
"""Folded heading → name of the fact. Headings that are not here (profession, nationality…) are not kept."""

REGISTER_ONLY = frozenset({"nom de l elu", "code de la commune"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Place of each fact in a row. ``is_register`` tells a file of the national register; ``left`` are the
    headings that we do not keep."""

    places: dict[str, int]
    is_register: bool
    left: tuple[str, ...]
    is_mayors: bool = False

    def value(self, cells: tuple[str, ...], name: str) -> str:
        """The cell of that fact, empty when the file has no such column or the row stops before it."""
        place = self.places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""


def columns_of(headings: tuple[str, ...]) -> Columns | None:
    """The columns told by a first row; ``None`` when it has neither a name nor a first name."""
    places: dict[str, int] = {}
    left: list[str] = []
    for place, heading in enumerate(headings):
        name = KEYS.get(folded(heading))
        if name is None or name in places:
            left += [heading] if heading else []
        else:
            places[name] = place
    if "family_name" not in places:
        return None
    keys = {folded(heading) for heading in headings}
    is_register = keys >= REGISTER_ONLY
    is_mayors = is_register and "libelle de la fonction" not in keys
    return Columns(places, is_register, tuple(left), is_mayors)


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def date_of(text: str) -> date | None:
    """« 13/04/1977 » or « 1977-04-13 ». Raises ``ValueError`` on anything else; ``None`` for an empty text."""
    if not text:
        return None
    iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    if iso:
        year, month, day = (int(n) for n in iso.groups())
    elif french:
        day, month, year = (int(n) for n in french.groups())
    else:
        raise ValueError(text)
    return date(year, month, day)
