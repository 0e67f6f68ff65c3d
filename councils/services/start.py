"""A council begins: its identity is recorded, and what follows from it is proposed."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import transaction

from councils.domain.bodies import BodyType, PublicationMode, Territory
from councils.domain.departments import Department, department, department_of_commune
from councils.domain.roles import RoleKind
from councils.domain.seats import legal_seats
from councils.domain.tribunals import tribunal_of
from councils.models import (
    Council,
    CouncilRole,
    Population,
    PublicationModeChoice,
    SeatCount,
    User,
)
from councils.services.locking import lock_council
from councils.services.writing import Writer

FactT = TypeVar("FactT", Population, SeatCount, PublicationModeChoice)

STARTED, IDENTITY, RULES = "council.started", "council.identity", "council.rules"
POPULATION, SEATS, PUBLICATION = "council.population", "council.seats", "council.publication_mode"

LARGEST_BY_POPULATION = frozenset({"75056", "69123", "13055"})
"""Paris, Lyon and Marseille: their seats are set by texts of their own and entered by hand (law of the seats)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the body is. ``population`` and its first day are recorded as a dated fact when they are told."""

    place_name: str
    body_type: BodyType = BodyType.COMMUNE
    authority_name: str = ""
    assembly_name: str = ""
    siren: str = ""
    insee_code: str = ""
    population: int | None = None
    population_since: date | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rest depends on, proposed from the identity and confirmed by the clerk."""

    department_code: str = ""
    territory: Territory = Territory.ORDINARY
    tribunal: str = ""
    time_zone: str = "Europe/Paris"
    usual_place: str = ""
    number_pattern: str = "{year}-{sequence}"
    seats: int | None = None
    seats_since: date | None = None


@transaction.atomic
def start_council(*, identity: Identity, by: User) -> Council:
    """A new council, of which ``by`` becomes secretary and administrator.

    Raises ``RowRefused`` and writes nothing. Department, territory, court and legal time come from the INSEE code,
    and the number of seats from the population, where these are told.
    """
    writer = Writer(by=by, reason=STARTED)
    council = Council()
    _fill_identity(council, identity)
    _propose(council, None, department_of_commune(identity.insee_code))
    writer.write(council, "")
    _write_population(writer, council, identity)
    for kind in (RoleKind.SECRETARY, RoleKind.ADMINISTRATOR):
        CouncilRole.objects.create(user=by, council=council, kind=kind)
    return council


@transaction.atomic
def change_identity(*, council: Council, identity: Identity, by: User) -> Council:
    """The same, corrected. What still stands as it was proposed is proposed again; what was chosen is kept."""
    writer = Writer(by=by, reason=IDENTITY)
    row = lock_council(council.pk)
    before = department_of_commune(row.insee_code)
    _fill_identity(row, identity)
    _propose(row, before, department_of_commune(identity.insee_code))
    writer.write(row, "")
    _write_population(writer, row, identity)
    return row


def _fill_identity(council: Council, identity: Identity) -> None:
    for name in ("place_name", "body_type", "authority_name", "assembly_name", "siren", "insee_code"):
        setattr(council, name, getattr(identity, name))


def _propose(council: Council, before: Department | None, after: Department | None) -> None:
    """Fill what the department tells, unless it was chosen otherwise than the former department told."""
    if after is None:
        return
    standing = _told_by(before) if before else _told_by(None)
    for name, value in _told_by(after).items():
        if getattr(council, name) in {"", standing[name]}:
            setattr(council, name, value)


def _told_by(told: Department | None) -> dict[str, str]:
    if told is None:
        return {
            "department_code": "",
            "department_name": "",
            "territory": Territory.ORDINARY.value,
            "tribunal": "",
            "time_zone": Rules().time_zone,
        }
    return {
        "department_code": told.code,
        "department_name": told.name,
        "territory": told.territory.value,
        "tribunal": tribunal_of(told.code),
        "time_zone": told.time_zone,
    }


def _write_population(writer: Writer, council: Council, identity: Identity) -> None:
    if identity.population is None:
        return
    known = Population.objects.filter(council=council, since=identity.population_since).last()
    row = known or Population(council=council, since=identity.population_since)
    if known is None or known.value != identity.population:
        row.value = identity.population
        writer.write(row, "")
    seats = proposed_seats(council, identity.population)
    if seats is not None and not SeatCount.objects.filter(council=council).exists():
        writer.write(SeatCount(council=council, value=seats), "")


def proposed_seats(council: Council, population: int | None) -> int | None:
    """Seats that the law gives to a commune of that size (CGCT art. L. 2121-2); ``None`` where it gives none."""
    is_commune = council.body_type == BodyType.COMMUNE
    if population is None or not is_commune or council.insee_code in LARGEST_BY_POPULATION:
        return None
    return legal_seats(population)


@transaction.atomic
def change_rules(*, council: Council, rules: Rules, by: User) -> Council:
    """What was proposed, confirmed or corrected. Raises ``RowRefused`` and writes nothing."""
    writer = Writer(by=by, reason=RULES)
    row = lock_council(council.pk)
    told = department(rules.department_code) if rules.department_code else None
    row.department_code = rules.department_code
    row.department_name = told.name if told else ""
    for name in ("territory", "tribunal", "time_zone", "usual_place", "number_pattern"):
        setattr(row, name, getattr(rules, name))
    writer.write(row, "")
    if rules.seats is not None:
        _write_seats(writer, row, rules.seats, rules.seats_since)
    return row


def _write_seats(writer: Writer, council: Council, value: int, since: date | None) -> None:
    """At the start there is one number of seats: its value or its first day may still be corrected."""
    rows = list(SeatCount.objects.filter(council=council))
    row = rows[0] if len(rows) == 1 else next((r for r in rows if r.since == since), None)
    row = row or SeatCount(council=council)
    if row.pk is None or (row.value, row.since) != (value, since):
        row.value, row.since = value, since
        writer.write(row, "")


@transaction.atomic
def record_population(
    *, council: Council, value: int, since: date | None, by: User, corrects: bool = False
) -> Population:
    """Inhabitants from that day. Earlier values stay; the value of that very day changes only if it ``corrects``.

    Raises ``RowRefused``: a value exists already on that day.
    """
    row = _dated(Population, council, since, corrects=corrects)
    row.value = value
    return Writer(by=by, reason=POPULATION).write(row, "")


@transaction.atomic
def record_seats(
    *, council: Council, value: int, since: date | None, by: User, corrects: bool = False
) -> SeatCount:
    """Seats from that day, under the same terms."""
    row = _dated(SeatCount, council, since, corrects=corrects)
    row.value = value
    return Writer(by=by, reason=SEATS).write(row, "")


@transaction.atomic
def record_publication_mode(
    *,
    council: Council,
    mode: PublicationMode,
    since: date | None,
    decided_by: str,
    by: User,
    corrects: bool = False,
) -> PublicationModeChoice:
    """How acts are made public from that day (CGCT art. L. 2131-1), under the same terms."""
    row = _dated(PublicationModeChoice, council, since, corrects=corrects)
    row.mode, row.decided_by = mode, decided_by
    return Writer(by=by, reason=PUBLICATION).write(row, "")


def _dated(model: type[FactT], council: Council, since: date | None, *, corrects: bool) -> FactT:
    rows = model._default_manager.filter(council=council, since=since)
    found = rows.last() if corrects else None
    return found or model(council=council, since=since)
