"""The assembly of a local body and its legal profile, as recorded facts."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from councils.domain.looks import HouseLook
from councils.domain.people import Mandate, Person


class BodyType(StrEnum):
    """Kind of body; ``OTHER`` is recorded and printed without any rule."""

    COMMUNE = "COMMUNE"
    EPCI = "EPCI"
    CLOSED_SYNDICATE = "CLOSED_SYNDICATE"
    OPEN_SYNDICATE = "OPEN_SYNDICATE"
    CCAS = "CCAS"
    OTHER = "OTHER"


class Territory(StrEnum):
    ORDINARY = "ORDINARY"
    ALSACE_MOSELLE = "ALSACE_MOSELLE"
    OVERSEAS = "OVERSEAS"


class PublicationMode(StrEnum):
    """How acts are made public (CGCT art. L. 2131-1)."""

    ELECTRONIC = "ELECTRONIC"
    POSTING = "POSTING"
    PAPER = "PAPER"


class AppealWording(StrEnum):
    """Which events the notice of appeal names (CJA art. R. 421-1)."""

    PUBLICATION = "PUBLICATION"
    PUBLICATION_AND_TRANSMISSION = "PUBLICATION_AND_TRANSMISSION"


@dataclass(frozen=True, slots=True)
class DatedNumber:
    """A number (inhabitants, seats) with the first day it applies."""

    value: int
    since: date | None = None


@dataclass(frozen=True, slots=True)
class DatedPublicationMode:
    """A publication mode, since when, and the number of the deliberation that chose it."""

    mode: PublicationMode
    since: date | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How this council's documents are set. The defaults are the better typography.

    ``printed_number`` is how a number made of a year and a sequence is printed (``{year}``, ``{sequence}``);
    empty, it is the council's own number pattern.
    """

    accented_capitals: bool = True
    title_case: bool = False
    capital_place_names: bool = False
    printed_number: str = ""
    appeal: AppealWording = AppealWording.PUBLICATION


@dataclass(frozen=True, slots=True)
class CoatOfArms:
    """A small picture, base64 of the file's bytes; ``media_type`` is image/png, image/jpeg or image/svg+xml."""

    media_type: str
    base64: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """The assembly of one body, its people and its seats.

    ``place_name`` is the commune or the body's short name (« Gruson »). ``authority_name`` and
    ``assembly_name`` are needed only where the legal profile does not give them.
    ``time_zone`` is an IANA name; every hour of a sitting is read in it.
    """

    uid: str
    place_name: str
    body_type: BodyType = BodyType.COMMUNE
    territory: Territory = Territory.ORDINARY
    authority_name: str = ""
    assembly_name: str = ""
    department_code: str = ""
    department_name: str = ""
    siren: str = ""
    siret: str = ""
    insee_code: str = ""
    tribunal: str = ""
    usual_place: str = ""
    time_zone: str = "Europe/Paris"
    number_pattern: str = "{year}-{sequence}"
    populations: tuple[DatedNumber, ...] = ()
    seats: tuple[DatedNumber, ...] = ()
    publication_modes: tuple[DatedPublicationMode, ...] = ()
    style: HouseStyle = field(default_factory=HouseStyle)
    look: HouseLook = field(default_factory=HouseLook)
    coat_of_arms: CoatOfArms | None = None
    persons: tuple[Person, ...] = ()
    mandates: tuple[Mandate, ...] = ()
