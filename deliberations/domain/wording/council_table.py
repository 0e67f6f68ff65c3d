"""The words of the table of the council (CGCT art. L. 2121-1, R. 2121-2, R. 2121-4).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from datetime import date

from councils.domain.bodies import BodyType
from councils.domain.people import Civility
from councils.domain.ranks import DEPUTIES, HEADS, RankBasis, RankedMember
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date, numeric_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import with_civility

RANK, OFFICE, NAME = "N°", "Fonction", "Nom"
BIRTH, ELECTED, VOTES = "Date de naissance", "Élection la plus récente", "Voix"
NOBODY = "Aucun membre n'est en exercice à cette date."
_COUNCILLORS = frozenset({BodyType.COMMUNE})


def title(body: BodyWords) -> str:
    """« Tableau du conseil municipal »."""
    return f"Tableau {body.of_the_assembly}"


def on_day(on: date) -> str:
    return f"Au {long_date(on)}"


def office(members: MemberWords, mandate: str) -> str:
    """« Maire », « 1re adjointe », « Conseillère municipale »; nothing is guessed of a gender."""
    gender = members.gender(mandate)
    return capitalised(members.title(mandate) or members.body.members_word(gender))


def name(members: MemberWords, mandate: str) -> str:
    """« Mme Anne DURAND », or the bare name where the civility is not known."""
    person = members.record.person_of(mandate)
    civility: Civility | None = person.civility if person else None
    return with_civility(members.name(mandate), civility)


def elected_on(members: MemberWords, mandate: str) -> str:
    """The day of the most recent election to the office held (art. R. 2121-2); empty when it is not known."""
    held = members.office(mandate, HEADS | DEPUTIES)
    facts = members.record.mandates[mandate]
    day = held.since if held is not None else facts.elected_on
    return numeric_date(day) if day else ""


def birth(members: MemberWords, mandate: str) -> str:
    person = members.record.person_of(mandate)
    return numeric_date(person.birth_date) if person and person.birth_date else ""


def votes(members: MemberWords, mandate: str) -> str:
    obtained = members.record.mandates[mandate].votes_obtained
    return "" if obtained is None else f"{obtained:,}".replace(",", " ")


def basis_note(table: tuple[RankedMember, ...]) -> str:
    """What is said where the order is not the one that the law computes."""
    if all(ranked.basis is RankBasis.LEGAL for ranked in table):
        return ""
    return (
        "Une information manque pour calculer l'ordre légal de certains membres : leur rang est celui qui a été relevé "
        "sur un acte, ou l'ordre de saisie."
    )


def article(body: BodyWords) -> str:
    """The articles of the table, which is one of the communes."""
    return "CGCT art. L. 2121-1 et R. 2121-2" if body.council.body_type in _COUNCILLORS else ""
