"""The council of a case: its nature, its inhabitants, its seats and its members, from the key ``conseil``."""

from dataclasses import replace
from typing import Any

from councils.domain.bodies import (
    BodyType,
    Council,
    DatedNumber,
    DatedPublicationMode,
    PublicationMode,
    Territory,
)
from councils.domain.people import (
    College,
    Gender,
    Interest,
    Mandate,
    Office,
    OfficeKind,
    Person,
    SeatKind,
)
from councils.domain.ranks import HEADS
from tests.law.case_reader import YES_NO, Fields, is_number, names_in, reading

NATURES = {
    "commune": BodyType.COMMUNE,
    "EPCI": BodyType.EPCI,
    "syndicat": BodyType.CLOSED_SYNDICATE,
    "syndicat ouvert": BodyType.OPEN_SYNDICATE,
    "CCAS": BodyType.CCAS,
    "autre": BodyType.OTHER,
}
TERRITORIES = {
    "droit commun": Territory.ORDINARY,
    "Alsace-Moselle": Territory.ALSACE_MOSELLE,
    "outre-mer": Territory.OVERSEAS,
}
MODES = {
    "électronique": PublicationMode.ELECTRONIC,
    "affichage": PublicationMode.POSTING,
    "papier": PublicationMode.PAPER,
}
OFFICES = {
    "maire": OfficeKind.MAYOR,
    "président": OfficeKind.PRESIDENT,
    "adjoint": OfficeKind.DEPUTY,
    "vice-président": OfficeKind.VICE_PRESIDENT,
    "maire délégué": OfficeKind.DELEGATED_MAYOR,
    "conseiller délégué": OfficeKind.DELEGATED_COUNCILLOR,
    "conseiller": None,
}
SEXES = {"femme": Gender.FEMININE, "homme": Gender.MASCULINE}
COLLEGES = {"élu": College.ELECTED, "nommé": College.APPOINTED}
USUAL_MEMBERS, USUAL_INHABITANTS = "15", "900"


def council_of(data: Any, place: str) -> Council:
    """The council described by ``conseil``: a commune of 900 inhabitants with 15 members unless told otherwise."""
    with reading(data, f"{place}, conseil") as fields:
        body = fields.choice("nature", NATURES, BodyType.COMMUNE)
        members = _members(fields)
        mandates = _with_head(members, body)
        return Council(
            uid="exemple",
            place_name="Exemple",
            body_type=body,
            territory=fields.choice("territoire", TERRITORIES, Territory.ORDINARY),
            department_code=fields.text("département"),
            siren=fields.text("SIREN"),
            usual_place=fields.text("lieu habituel"),
            populations=_numbers(fields, "habitants", USUAL_INHABITANTS),
            seats=_numbers(fields, "sièges", None),
            publication_modes=_modes(fields),
            persons=tuple(person for person, _ in members.values()),
            mandates=mandates,
        )


def head_of(council: Council) -> str:
    """Whom « le maire » or « le président » names."""
    heads = (m.uid for m in council.mandates if any(o.kind in HEADS for o in m.offices))
    return next(heads, "A1")


def _numbers(fields: Fields, key: str, usual: str | None) -> tuple[DatedNumber, ...]:
    """One number, « inconnu », or a list of « nombre » with the first day it applies."""
    given = fields.items(key) or ([usual] if usual else [])
    return tuple(_dated_number(each, fields, key) for each in given if each != "inconnu")


def _dated_number(data: Any, fields: Fields, key: str) -> DatedNumber:
    if is_number(data):
        return DatedNumber(int(data))
    with reading(data, f"{fields.place}, {key}") as dated:
        number, since = dated.number("nombre"), dated.day("depuis")
        if number is None:
            dated.refuse("« nombre » manque")
        return DatedNumber(number or 0, since)


def _modes(fields: Fields) -> tuple[DatedPublicationMode, ...]:
    modes = []
    for each in fields.items("publication"):
        data = {"mode": each} if isinstance(each, str) else each
        with reading(data, f"{fields.place}, publication") as mode:
            modes.append(
                DatedPublicationMode(
                    mode.choice("mode", MODES, None), mode.day("depuis"), mode.text("délibération")
                )
            )
    return tuple(modes)


def _members(fields: Fields) -> dict[str, tuple[Person, Mandate]]:
    """Members by name: A1 to An, or those listed; « précisions » completes them and adds others."""
    given = fields.raw("membres")
    given = USUAL_MEMBERS if given is None else given
    since = fields.day("mandat depuis")
    listed = [f"A{n}" for n in range(1, int(given) + 1)] if is_number(given) else given
    if not isinstance(listed, list):
        fields.refuse("« membres » : un nombre ou une liste est attendu")
    found: dict[str, tuple[Person, Mandate]] = {}
    for each in [*listed, *fields.items("précisions")]:
        for name, details in _named(each, fields):
            person, mandate = found.get(
                name, (Person(name, family_name=name), Mandate(name, person=name, since=since))
            )
            ranked = replace(mandate, recorded_rank=mandate.recorded_rank or len(found) + 1)
            found[name] = _detailed(person, ranked, details, f"{fields.place}, {name}")
    return found


def _named(data: Any, fields: Fields) -> list[tuple[str, dict[str, Any]]]:
    """« A2 », or « nom: A2 à A4 » followed by what is said of each of them."""
    if isinstance(data, str):
        return [(name, {}) for name in names_in(data, fields.place)]
    named = Fields(data, f"{fields.place}, membre")
    names = names_in(named.raw("nom"), named.place)
    details = named.rest()
    return [(name, details) for name in names]


def _detailed(person: Person, mandate: Mandate, data: Any, place: str) -> tuple[Person, Mandate]:
    with reading(data, place) as told:
        person = replace(
            person,
            birth_date=told.day("né le") or person.birth_date,
            gender=told.choice("sexe", SEXES, person.gender),
        )
        titular = told.text("suppléant de") or mandate.substitute_for
        mandate = replace(
            mandate,
            since=told.day("depuis") or mandate.since,
            until=told.day("jusqu'au") or mandate.until,
            offices=_offices(told) or mandate.offices,
            seat=SeatKind.SUBSTITUTE if titular else SeatKind.TITULAR,
            substitute_for=titular,
            college=told.choice("collège", COLLEGES, mandate.college),
            group=told.text("groupe", mandate.group),
            electoral_list=told.text("liste", mandate.electoral_list),
            votes_obtained=told.number("voix") or mandate.votes_obtained,
            elected_on=told.day("élu le") or mandate.elected_on,
            interests=(*mandate.interests, *_interests(told)),
        )
    return person, mandate


def _offices(told: Fields) -> tuple[Office, ...]:
    """The office written; « conseiller » is kept as an office of no rank, so that nobody is made mayor."""
    if "fonction" not in told:
        return ()
    kind = told.choice("fonction", OFFICES, None) or OfficeKind.OTHER
    return (
        Office(
            kind,
            title=told.text("fonction"),
            order=told.number("ordre"),
            since=told.day("fonction depuis"),
            until=told.day("fonction jusqu'au"),
        ),
    )


def _interests(told: Fields) -> list[Interest]:
    interests = []
    for each in told.items("intérêts"):
        data = {"objet": each} if isinstance(each, str) else each
        with reading(data, f"{told.place}, intérêts") as interest:
            is_seat = bool(interest.choice("représente le conseil", YES_NO, False))
            interests.append(Interest(interest.text("objet"), is_representation=is_seat))
    return interests


def _with_head(members: dict[str, tuple[Person, Mandate]], body: BodyType) -> tuple[Mandate, ...]:
    """The first member is the mayor, or the president, when nobody is said to be and nothing is said of him."""
    mandates = [mandate for _, mandate in members.values()]
    has_head = any(o.kind in HEADS for m in mandates for o in m.offices)
    if mandates and not has_head and not mandates[0].offices:
        kind = OfficeKind.MAYOR if body is BodyType.COMMUNE else OfficeKind.PRESIDENT
        title = "Maire" if body is BodyType.COMMUNE else "Président"
        mandates[0] = replace(mandates[0], offices=(Office(kind, title=title),))
    return tuple(mandates)
