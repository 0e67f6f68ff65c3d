"""Stores the facts of one council: its figures, its people and their seats."""

import base64
import binascii
from collections.abc import Mapping

from councils.domain import bodies, people
from councils.domain.errors import RowRefused
from councils.domain.look_data import look_data
from councils.models import (
    Council,
    Interest,
    Mandate,
    Office,
    Person,
    Population,
    PublicationModeChoice,
    SeatCount,
)
from councils.services.writing import Writer, named

PLAIN_FIELDS = (
    "place_name",
    "body_type",
    "territory",
    "authority_name",
    "assembly_name",
    "department_code",
    "department_name",
    "siren",
    "siret",
    "insee_code",
    "tribunal",
    "usual_place",
    "time_zone",
    "number_pattern",
)
STYLE_FIELDS = ("accented_capitals", "title_case", "capital_place_names", "printed_number", "appeal")


def write_council(writer: Writer, row: Council, facts: bodies.Council, path: str) -> Mapping[str, Mandate]:
    """Fill ``row`` (new, or emptied of its people) from ``facts``; return its mandates by uid.

    Call it inside a transaction. Raises ``RowRefused``.
    """
    _fill(row, facts, path)
    writer.write(row, path)
    _write_figures(writer, row, facts, path)
    persons = _write_persons(writer, row, facts.persons, path)
    return _write_mandates(writer, row, facts.mandates, persons, path)


def _fill(row: Council, facts: bodies.Council, path: str) -> None:
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(facts, name))
    for name in STYLE_FIELDS:
        setattr(row, f"style_{name}", getattr(facts.style, name))
    row.look = look_data(facts.look)
    arms = facts.coat_of_arms
    row.coat_of_arms = None if arms is None else _decode(arms.base64, f"{path}.coat_of_arms.base64")
    row.coat_of_arms_media_type = "" if arms is None else arms.media_type
    row.coat_of_arms_description = "" if arms is None else arms.description


def _decode(text: str, path: str) -> bytes:
    """Bytes of a canonical base64 text, so that writing them again gives the same text."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise RowRefused(path, "Ce texte n'est pas du base64.") from None
    if not content or base64.b64encode(content).decode("ascii") != text:
        raise RowRefused(path, "Ce base64 est vide ou n'est pas sous sa forme canonique.")
    return content


def _write_figures(writer: Writer, council: Council, facts: bodies.Council, path: str) -> None:
    for index, number in enumerate(facts.populations):
        population = Population(council=council, value=number.value, since=number.since)
        writer.write(population, f"{path}.populations[{index}]")
    for index, number in enumerate(facts.seats):
        seats = SeatCount(council=council, value=number.value, since=number.since)
        writer.write(seats, f"{path}.seats[{index}]")
    for index, choice in enumerate(facts.publication_modes):
        mode = PublicationModeChoice(
            council=council, mode=choice.mode, since=choice.since, decided_by=choice.decided_by
        )
        writer.write(mode, f"{path}.publication_modes[{index}]")


def _write_persons(
    writer: Writer, council: Council, persons: tuple[people.Person, ...], path: str
) -> Mapping[str, Person]:
    rows = {}
    for index, person in enumerate(persons):
        row = Person(
            council=council,
            uid=person.uid,
            given_name=person.given_name,
            family_name=person.family_name,
            gender=person.gender or "",
            civility=person.civility or "",
            birth_date=person.birth_date,
        )
        rows[person.uid] = writer.write(row, f"{path}.persons[{index}]")
    return rows


def _write_mandates(
    writer: Writer,
    council: Council,
    mandates: tuple[people.Mandate, ...],
    persons: Mapping[str, Person],
    path: str,
) -> Mapping[str, Mandate]:
    rows: dict[str, Mandate] = {}
    for index, mandate in enumerate(mandates):
        place = f"{path}.mandates[{index}]"
        row = _mandate_row(council, mandate, persons, place)
        rows[mandate.uid] = writer.write(row, place)
        _write_offices(writer, row, mandate.offices, place)
        _write_interests(writer, row, mandate.interests, place)
    for index, mandate in enumerate(mandates):
        if mandate.substitute_for is not None:
            place = f"{path}.mandates[{index}]"
            row = rows[mandate.uid]
            row.substitute_for = named(rows, mandate.substitute_for, f"{place}.substitute_for", "Mandat")
            writer.write(row, place)
    return rows


def _mandate_row(
    council: Council, mandate: people.Mandate, persons: Mapping[str, Person], place: str
) -> Mandate:
    return Mandate(
        council=council,
        uid=mandate.uid,
        person=named(persons, mandate.person, f"{place}.person", "Nom de personne"),
        label=mandate.label,
        seat=mandate.seat,
        since=mandate.since,
        until=mandate.until,
        college=mandate.college or "",
        represents=mandate.represents,
        group=mandate.group,
        electoral_list=mandate.electoral_list,
        votes_obtained=mandate.votes_obtained,
        elected_on=mandate.elected_on,
        recorded_rank=mandate.recorded_rank,
    )


def _write_offices(writer: Writer, mandate: Mandate, offices: tuple[people.Office, ...], path: str) -> None:
    for index, office in enumerate(offices):
        row = Office(
            mandate=mandate,
            kind=office.kind,
            title=office.title,
            address=office.address,
            order=office.order,
            since=office.since,
            until=office.until,
        )
        writer.write(row, f"{path}.offices[{index}]")


def _write_interests(
    writer: Writer, mandate: Mandate, interests: tuple[people.Interest, ...], path: str
) -> None:
    for index, interest in enumerate(interests):
        row = Interest(
            mandate=mandate,
            topic=interest.topic,
            is_representation=interest.is_representation,
            since=interest.since,
            until=interest.until,
        )
        writer.write(row, f"{path}.interests[{index}]")
