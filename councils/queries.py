"""Reads of councils: rows become the domain's facts, with the prefetches in one place."""

import base64
from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from councils.domain import bodies, people
from councils.domain.look_data import look_of
from councils.models import Council, CouncilPreferences, CouncilRole, Mandate, Office, Person, User
from councils.related import attach

Row = TypeVar("Row", bound=Model)

COUNCIL_FACTS = (
    "populations",
    "seats",
    "publication_modes",
    "persons",
    "mandates__offices",
    "mandates__interests",
    "mandates__person",
    "mandates__substitute_for",
)
"""All that ``council_facts`` reads beside the council's own row."""


def row_named(rows: QuerySet[Row], key: str) -> Row | None:
    """The one of ``rows`` whose primary key a form or an address names, whatever was typed there."""
    is_key = key.isascii() and key.isdigit() and len(key) < 16
    return rows.filter(pk=int(key)).first() if is_key else None


def visible_councils(user: User) -> QuerySet[Council]:
    """Councils where ``user`` has a role, whatever it is; every one for the support staff's superusers."""
    if not user.is_active:
        return Council.objects.none()
    if user.is_superuser:
        return Council.objects.all()
    return Council.objects.filter(roles__user=user).distinct()


def accounts_of(council: Council) -> QuerySet[User]:
    """Users who have a role in ``council``, each with ``roles_here`` (their person at hand), in two queries."""
    roles = CouncilRole.objects.filter(council=council).select_related("person").order_by("kind")
    users = (
        User.objects.filter(roles__council=council).distinct().order_by("family_name", "given_name", "email")
    )
    return users.prefetch_related(Prefetch("roles", queryset=roles, to_attr="roles_here"))


def preferences_of(council: Council) -> CouncilPreferences:
    """What the council set for itself, or a new row with the defaults, not stored. Writes nothing."""
    return CouncilPreferences.objects.filter(council=council).first() or CouncilPreferences(council=council)


def council_facts(council: Council) -> bodies.Council:
    """The facts of ``council`` as they are stored now, in a constant number of queries."""
    row = Council.objects.get(pk=council.pk)
    attach([row], COUNCIL_FACTS)
    return bodies.Council(
        uid=row.uid,
        place_name=row.place_name,
        body_type=bodies.BodyType(row.body_type),
        territory=bodies.Territory(row.territory),
        authority_name=row.authority_name,
        assembly_name=row.assembly_name,
        department_code=row.department_code,
        department_name=row.department_name,
        siren=row.siren,
        siret=row.siret,
        insee_code=row.insee_code,
        tribunal=row.tribunal,
        usual_place=row.usual_place,
        time_zone=row.time_zone,
        number_pattern=row.number_pattern,
        populations=tuple(bodies.DatedNumber(fact.value, fact.since) for fact in row.populations.all()),
        seats=tuple(bodies.DatedNumber(fact.value, fact.since) for fact in row.seats.all()),
        publication_modes=_publication_modes(row),
        style=_style(row),
        look=look_of(row.look),
        coat_of_arms=_coat_of_arms(row),
        persons=tuple(person_facts(person) for person in row.persons.all()),
        mandates=tuple(mandate_facts(mandate) for mandate in row.mandates.all()),
    )


def _publication_modes(row: Council) -> tuple[bodies.DatedPublicationMode, ...]:
    return tuple(
        bodies.DatedPublicationMode(bodies.PublicationMode(fact.mode), fact.since, fact.decided_by)
        for fact in row.publication_modes.all()
    )


def _style(row: Council) -> bodies.HouseStyle:
    return bodies.HouseStyle(
        accented_capitals=row.style_accented_capitals,
        title_case=row.style_title_case,
        capital_place_names=row.style_capital_place_names,
        printed_number=row.style_printed_number,
        appeal=bodies.AppealWording(row.style_appeal),
    )


def _coat_of_arms(row: Council) -> bodies.CoatOfArms | None:
    if row.coat_of_arms is None:
        return None
    return bodies.CoatOfArms(
        media_type=row.coat_of_arms_media_type,
        base64=base64.b64encode(row.coat_of_arms).decode("ascii"),
        description=row.coat_of_arms_description,
    )


def person_facts(row: Person) -> people.Person:
    """One person as recorded."""
    return people.Person(
        uid=row.uid,
        given_name=row.given_name,
        family_name=row.family_name,
        gender=people.Gender(row.gender) if row.gender else None,
        civility=people.Civility(row.civility) if row.civility else None,
        birth_date=row.birth_date,
    )


def mandate_facts(row: Mandate) -> people.Mandate:
    """One mandate as recorded, with its offices and interests."""
    return people.Mandate(
        uid=row.uid,
        person=row.person.uid if row.person else None,
        label=row.label,
        seat=people.SeatKind(row.seat),
        substitute_for=row.substitute_for.uid if row.substitute_for else None,
        since=row.since,
        until=row.until,
        offices=tuple(_office(office) for office in row.offices.all()),
        college=people.College(row.college) if row.college else None,
        represents=row.represents,
        group=row.group,
        electoral_list=row.electoral_list,
        votes_obtained=row.votes_obtained,
        elected_on=row.elected_on,
        recorded_rank=row.recorded_rank,
        interests=tuple(
            people.Interest(each.topic, each.is_representation, each.since, each.until)
            for each in row.interests.all()
        ),
    )


def _office(row: Office) -> people.Office:
    return people.Office(
        kind=people.OfficeKind(row.kind),
        title=row.title,
        address=row.address,
        order=row.order,
        since=row.since,
        until=row.until,
    )
