"""Rows of councils, people and users."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from councils.models import Council, CouncilRole, Mandate, Office, Person, Population, User
from tests.builders import make_user, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"siren": "12345678"}, "neuf chiffres"),
        ({"siren": "12345678A"}, "neuf chiffres"),
        ({"siret": "123"}, "quatorze chiffres"),
        ({"insee_code": "5927"}, "cinq caractères"),
        ({"department_code": "2C"}, "59, 2A ou 971"),
        ({"coat_of_arms": b"x"}, "type de fichier"),
        ({"coat_of_arms_media_type": "image/png"}, "type de fichier"),
    ],
)
def test_council_constraint(fields: dict[str, object], message: str) -> None:
    row = Council(place_name="Exemple", **fields)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert message in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siren", "215902750"),
        ("siret", "21590275000013"),
        ("insee_code", "2A004"),
        ("department_code", "2A"),
        ("department_code", "971"),
        ("number_pattern", "D{sequence}/{year}"),
        ("style_printed_number", ""),
    ],
)
def test_council_field_accepted(field: str, value: str) -> None:
    Council(place_name="Exemple", **{field: value}).full_clean()


@pytest.mark.parametrize(
    "pattern",
    [
        *("{year}", "{sequence!x}", "{sequence}{0}", "{sequence.real}", "{", "57"),
        *(
            "{sequence!r}",
            "{sequence:,}",
            "{sequence:>9999999999}",
            "{sequence:0999999999d}",
            "{sequence:.3f}",
        ),
    ],
)
def test_council_number_pattern_refused(pattern: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Council(place_name="Exemple", number_pattern=pattern).full_clean()
    assert list(refusal.value.message_dict) == ["number_pattern"]


def test_council_siren_is_unique_when_known() -> None:
    Council.objects.create(place_name="A")
    Council.objects.create(place_name="B", siren="123456789")
    Council(place_name="C").full_clean()
    with pytest.raises(ValidationError, match="déjà ce SIREN"):
        Council(place_name="D", siren="123456789").full_clean()


def faulty_people(council: Council) -> dict[str, tuple[Model, str]]:
    person = council.persons.all()[0]
    mandate = council.mandates.all()[0]
    Population.objects.create(council=council, value=10, since="2024-01-01")
    return {
        "nameless": (Person(council=council), "au moins un nom"),
        "nobody": (Mandate(council=council), "à défaut, une désignation"),
        "mandate ends first": (
            Mandate(council=council, person=person, since="2024-02-01", until="2024-01-31"),
            "précéder le début",
        ),
        "office ends first": (
            Office(mandate=mandate, since="2024-02-01", until="2024-01-31"),
            "précéder le début",
        ),
        "person uid": (Person(council=council, given_name="A", uid=person.uid), "déjà cet identifiant"),
        "mandate uid": (Mandate(council=council, label="A", uid=mandate.uid), "déjà cet identifiant"),
        "two populations": (Population(council=council, value=11, since="2024-01-01"), "déjà à cette date"),
        "negative population": (Population(council=council, value=-1), "supérieure ou égale à 0"),
    }


@pytest.mark.parametrize(
    "case",
    [
        "nameless",
        "nobody",
        "mandate ends first",
        "office ends first",
        "person uid",
        "mandate uid",
        "two populations",
        "negative population",
    ],
)
def test_people_constraint(case: str) -> None:
    row, message = faulty_people(store_council())[case]
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert message in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_mandate_of_a_person_of_another_council_is_refused() -> None:
    here, there = store_council("ici"), store_council("ailleurs")
    with pytest.raises(ValidationError, match="autre conseil"):
        Mandate(council=here, person=there.persons.all()[0]).full_clean()
    with pytest.raises(ValidationError, match="autre conseil"):
        CouncilRole(user=make_user(), council=here, kind="MEMBER", person=there.persons.all()[0]).full_clean()


def test_user_email_is_one_whatever_its_capitals() -> None:
    user = make_user("Mairie@Exemple.test")
    assert user.email == "mairie@exemple.test"
    assert User.objects.get_by_natural_key("MAIRIE@exemple.test") == user
    with pytest.raises(ValidationError, match="déjà"):
        User(email="MAIRIE@exemple.test", password="x").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="MAIRIE@exemple.test")


def test_user_manager_refuses_an_empty_email() -> None:
    with pytest.raises(ValueError, match="adresse"):
        User.objects.create_user(" ")


def test_superuser_has_every_right() -> None:
    user = User.objects.create_superuser("chef@exemple.test", "un mot de passe long")
    assert (user.is_staff, user.is_superuser, user.check_password("un mot de passe long")) == (
        True,
        True,
        True,
    )


def test_uid_is_immutable() -> None:
    council = Council.objects.get(pk=store_council().pk)
    council.uid = "autre"
    with pytest.raises(ValidationError):
        council.save()
