"""Names of persons as acts print them: « Prénom NOM », civilities, lists."""

import re
from collections.abc import Sequence

from councils.domain.people import Civility

_PARTICLE = re.compile(r"(?:(?:de|du|des|von|van|zu|zum|zur|der|den|dos|da|di|del) |d['’])")
_SHORT_CIVILITIES = {Civility.MADAME: "Mme", Civility.MONSIEUR: "M."}
_LONG_CIVILITIES = {Civility.MADAME: "Madame", Civility.MONSIEUR: "Monsieur"}


def _tidy(text: str) -> str:
    return " ".join(text.split())


def family_capitals(family: str) -> str:
    """Family name in capitals, accents and hyphens kept; a particle keeps the lower case it was typed with.

    A particle is recognised only in lower case before a capital: « de Gaulle » → « de GAULLE »,
    « d'Ormesson » → « d'ORMESSON », but « Von Tschirschky » → « VON TSCHIRSCHKY ». An article belongs to
    the name: « le Moigne » → « LE MOIGNE », « de la Tour » → « de LA TOUR ».
    """
    rest, particles = _tidy(family), ""
    while (match := _PARTICLE.match(rest)) and rest[match.end() :] != rest[match.end() :].lower():
        particles, rest = particles + match.group(), rest[match.end() :]
    return particles + rest.upper()


def full_name(given: str, family: str) -> str:
    """« Prénom NOM »: the given name as typed, the family name in capitals; either may be empty."""
    return f"{_tidy(given)} {family_capitals(family)}".strip()


def with_civility(name: str, civility: Civility | None, *, long: bool = False) -> str:
    """« M. NOM », « Mme NOM », or « Monsieur NOM » when ``long``; the bare name without a civility."""
    if civility is None:
        return name
    return f"{(_LONG_CIVILITIES if long else _SHORT_CIVILITIES)[civility]} {name}"


def join_list(items: Sequence[str], conjunction: str = "et") -> str:
    """« A, B et C »; empty for no item."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
