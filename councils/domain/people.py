"""Persons, mandates and offices as recorded facts.

Every unknown fact is ``None`` (or empty text): nothing about a real person is ever guessed.
Dates are calendar dates; ``since`` is the first day in force, ``until`` the last one, both inclusive.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Gender(StrEnum):
    """Grammatical gender used to agree the words of a document."""

    FEMININE = "FEMININE"
    MASCULINE = "MASCULINE"


class Civility(StrEnum):
    MADAME = "MADAME"
    MONSIEUR = "MONSIEUR"

    @property
    def gender(self) -> Gender:
        """How the titles of whoever is called so agree, unless they say otherwise."""
        return Gender.FEMININE if self is Civility.MADAME else Gender.MASCULINE


class OfficeKind(StrEnum):
    """What a member does besides sitting; it decides the class in the order of the table."""

    MAYOR = "MAYOR"
    PRESIDENT = "PRESIDENT"
    DELEGATED_MAYOR = "DELEGATED_MAYOR"
    VICE_PRESIDENT = "VICE_PRESIDENT"
    DEPUTY = "DEPUTY"
    DELEGATED_COUNCILLOR = "DELEGATED_COUNCILLOR"
    OTHER = "OTHER"


class SeatKind(StrEnum):
    TITULAR = "TITULAR"
    SUBSTITUTE = "SUBSTITUTE"


class College(StrEnum):
    """How the seat is filled: a CCAS board mixes both (CASF art. L. 123-6)."""

    ELECTED = "ELECTED"
    APPOINTED = "APPOINTED"


@dataclass(frozen=True, slots=True)
class Person:
    """A human being known to one council. Either name may be missing on an old act, not both."""

    uid: str
    given_name: str = ""
    family_name: str = ""
    gender: Gender | None = None
    civility: Civility | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office held during a mandate.

    ``order`` is the order of election among offices of the same kind (1 for the first deputy).
    ``title`` is the printed title (« Maire », « 1re adjointe »); ``address`` the form used with a civility
    (« Monsieur le Maire », « Madame le Maire »): both are data, chosen by the person.
    """

    kind: OfficeKind
    title: str = ""
    address: str = ""
    order: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest a member has told: a private one, or a seat held elsewhere (CGCT art. L. 2131-11, L. 1111-6).

    ``topic`` is looked for in the agenda (« Association des parents »). ``is_representation`` is true where he
    sits there for the council. Never printed, never public.
    """

    topic: str
    is_representation: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """One person (or one office, when the person is unknown) holding one seat of a council.

    ``recorded_rank`` is the place read on an existing act, used only where the legal key of CGCT
    art. L. 2121-1 is incomplete. ``substitute_for`` names the titular mandate a substitute may replace.
    """

    uid: str
    person: str | None = None
    label: str = ""
    seat: SeatKind = SeatKind.TITULAR
    substitute_for: str | None = None
    since: date | None = None
    until: date | None = None
    offices: tuple[Office, ...] = ()
    college: College | None = None
    represents: str = ""
    group: str = ""
    electoral_list: str = ""
    votes_obtained: int | None = None
    elected_on: date | None = None
    recorded_rank: int | None = None
    interests: tuple[Interest, ...] = ()
