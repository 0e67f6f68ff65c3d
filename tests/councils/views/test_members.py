"""The table of a council and the pages of its members."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Contact, Council, Delegation, Interest, Mandate, Office, Person
from tests.builders import BACKEND, make_user, store_council
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council():
    return Council.objects.create(uid="bourg", place_name="Bourg")


@pytest.fixture
def user(client, council):
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    return user


def seat(council, name, **fields):
    person = Person.objects.create(council=council, uid=name.lower(), given_name="P", family_name=name)
    return Mandate.objects.create(council=council, uid=name.lower(), person=person, **fields)


def url(*parts):
    return "/".join(["/conseils/bourg/membres", *parts, ""])


def test_table_counts_seats_and_says_how_the_order_is_known(client, user, council):
    council.seats.create(value=11)
    seat(council, "Un", recorded_rank=2)
    seat(council, "Deux", recorded_rank=1)
    page = text_of_page(client.get(url()))
    assert "2 membres en exercice pour 11 sièges" in page
    assert "9 sièges vacants" in page
    assert page.index("P Deux") < page.index("P Un")
    assert page.count("Rang relevé") == 2
    assert "la date d'élection de 2 membres" in page


def test_table_hides_private_facts_from_a_member(client, council):
    seat(council, "Un")
    Person.objects.update(birth_date=date(1950, 5, 17))
    client.force_login(make_user(council=council, kind="MEMBER"), backend=BACKEND)
    page = text_of_page(client.get(url()))
    assert "P Un" in page
    assert ("17/05/1950" in page, "Ajouter un membre" in page, "Manque" in page) == (False, False, False)


def test_table_costs_the_same_with_more_members(client, user, council):
    client.get(url())  # the first reading of the day is noted
    counts = []
    for names in (("A",), ("B", "C")):
        for name in names:
            seat(council, name).offices.create(kind="DEPUTY", order=1)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url()).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_member_is_added_and_changed(client, user, council):
    sent = {
        "given_name": "Anne",
        "family_name": "Un",
        "seat": "TITULAR",
        "votes_obtained": "312",
        "college": "ELECTED",
    }
    assert client.post(url("ajouter"), sent).status_code == 302
    mandate = Mandate.objects.get()
    assert (str(mandate), mandate.votes_obtained, mandate.college) == ("Anne Un", 312, "ELECTED")
    changed = {**sent, "votes_obtained": "313", "civility": "MADAME", "birth_date": "1960-02-29"}
    client.post(url(mandate.uid, "modifier"), changed)
    mandate.refresh_from_db()
    assert (mandate.votes_obtained, mandate.person.civility) == (313, "MADAME")
    assert mandate.person.birth_date == date(1960, 2, 29)
    reasons = list(mandate.history.values_list("history_change_reason", flat=True))
    assert reasons == ["member.changed", "member.added"]


def test_form_shows_what_is_recorded(client, user, council):
    seat(council, "Un", votes_obtained=77, since=date(2020, 5, 23), group="Majorité")
    page = client.get(url("un", "modifier")).content.decode()
    for said in ('value="77"', 'value="2020-05-23"', 'value="Majorité"', 'value="Un"'):
        assert said in page


def test_member_without_a_name_is_refused(client, user, council):
    response = client.post(url("ajouter"), {"seat": "TITULAR", "group": "Majorité"})
    assert response.status_code == 422
    page = text_of_page(response)
    assert "Écrivez le nom, ou la désignation si la personne n'est pas connue." in page
    assert 'value="Majorité"' in page


def test_seat_of_an_unknown_person_is_a_designation(client, user, council):
    client.post(url("ajouter"), {"seat": "TITULAR", "label": "Le représentant des familles"})
    assert Mandate.objects.values_list("label", "person").get() == ("Le représentant des familles", None)


def test_substitute_names_the_titular(client, user, council):
    titular = seat(council, "Un")
    sent = {"family_name": "Deux", "seat": "TITULAR", "substitute_for": titular.pk}
    assert client.post(url("ajouter"), sent).status_code == 422
    client.post(url("ajouter"), {**sent, "seat": "SUBSTITUTE"})
    assert Mandate.objects.get(seat="SUBSTITUTE").substitute_for == titular


def test_substitute_of_another_council_does_not_exist(client, user, council):
    seat(council, "Ici")
    elsewhere = seat(Council.objects.create(place_name="Ailleurs"), "Un")
    sent = {"family_name": "Deux", "seat": "SUBSTITUTE", "substitute_for": elsewhere.pk}
    assert client.post(url("ajouter"), sent).status_code == 422
    assert Mandate.objects.count() == 2


def test_former_member_comes_back_without_typing_the_name(client, user, council):
    former = seat(council, "Un", until=date(2020, 5, 17))
    client.post(url("ajouter"), {"person": former.person.pk, "seat": "TITULAR", "since": "2026-03-15"})
    assert Person.objects.count() == 1
    assert Mandate.objects.filter(person=former.person, since=date(2026, 3, 15)).count() == 1


def test_office_is_written_changed_and_removed(client, user, council):
    seat(council, "Un")
    client.post(url("un", "fonctions", "ajouter"), {"kind": "DEPUTY", "order": "2", "title": "2e adjoint"})
    office = Office.objects.get()
    assert (office.kind, office.order, office.title) == ("DEPUTY", 2, "2e adjoint")
    page = url("un", "fonctions", str(office.pk))
    faulty = {"kind": "DEPUTY", "since": "2022-01-02", "until": "2022-01-01"}
    assert "La fin ne peut pas précéder le début." in text_of_page(client.post(page, faulty))
    client.post(page, {"kind": "DEPUTY", "order": "1", "title": "1er adjoint"})
    office.refresh_from_db()
    assert (office.order, office.title) == (1, "1er adjoint")
    client.post(page, {"remove": "1"})
    assert not Office.objects.exists()


def test_office_of_another_member_is_not_found(client, user, council):
    office = seat(council, "Un").offices.create(kind="MAYOR")
    seat(council, "Deux")
    assert client.get(url("deux", "fonctions", str(office.pk))).status_code == 404
    assert client.post(url("deux", "fonctions", str(office.pk)), {"remove": "1"}).status_code == 404


def test_contact_asks_for_an_address_when_paper_is_wanted(client, user, council):
    seat(council, "Un")
    refused = client.post(url("un", "coordonnees"), {"email": "un@exemple.test", "wants_paper": "on"})
    assert "Écrivez l'adresse où la convocation sera envoyée." in text_of_page(refused)
    client.post(
        url("un", "coordonnees"),
        {"email": "un@exemple.test", "wants_paper": "on", "postal_address": "1 rue A"},
    )
    assert Contact.objects.values_list("email", "wants_paper", "postal_address").get() == (
        "un@exemple.test",
        True,
        "1 rue A",
    )
    client.post(url("un", "coordonnees"), {"email": ""})
    assert Contact.objects.values_list("email", "wants_paper").get() == ("", False)


def test_interest_and_delegation_are_written_and_removed(client, user, council):
    seat(council, "Un")
    client.post(url("un", "interets", "ajouter"), {"topic": "Club de judo", "is_representation": "on"})
    client.post(
        url("un", "delegations", "ajouter"),
        {"scope": "Finances", "order_number": "2026-4", "includes_signature": "on", "since": "2026-03-23"},
    )
    interest, delegation = Interest.objects.get(), Delegation.objects.get()
    assert (interest.topic, interest.is_representation) == ("Club de judo", True)
    assert (delegation.scope, delegation.includes_signature, delegation.council) == (
        "Finances",
        True,
        council,
    )
    page = text_of_page(client.get(url("un")))
    assert "(arrêté 2026-4)" in page
    client.post(url("un", "interets", str(interest.pk)), {"remove": "1"})
    client.post(url("un", "delegations", str(delegation.pk)), {"remove": "1"})
    assert (Interest.objects.count(), Delegation.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("cause", "reason"),
    [("resignation", "member.resigned"), ("death", "member.died"), ("term", "member.term_over")],
)
def test_end_of_a_mandate_ends_what_hangs_on_it(client, user, council, cause, reason):
    mandate = seat(council, "Un", since=date(2020, 5, 23))
    office = mandate.offices.create(kind="DEPUTY", order=1, since=date(2020, 5, 23))
    done = mandate.offices.create(kind="OTHER", until=date(2021, 1, 1))
    delegation = Delegation.objects.create(council=council, mandate=mandate, scope="Voirie")
    sent = {"cause": cause, "until": "2023-06-30", "confirmed": "on"}
    assert client.post(url("un", "fin-de-mandat"), {**sent, "confirmed": ""}).status_code == 422
    assert client.post(url("un", "fin-de-mandat"), sent).status_code == 302
    for row in (mandate, office, done, delegation):
        row.refresh_from_db()
    day = date(2023, 6, 30)
    assert (mandate.until, office.until, done.until, delegation.until) == (day, day, date(2021, 1, 1), day)
    assert mandate.history.first().history_change_reason == reason


def test_end_before_the_start_is_refused(client, user, council):
    seat(council, "Un", since=date(2020, 5, 23))
    sent = {"cause": "death", "until": "2020-05-22", "confirmed": "on"}
    page = text_of_page(client.post(url("un", "fin-de-mandat"), sent))
    assert "La fin du mandat ne peut pas précéder son début." in page
    assert Mandate.objects.get().until is None


def test_successor_shares_the_list_and_its_votes(client, user, council):
    seat(council, "Un", until=date(2023, 6, 30), electoral_list="Ensemble", votes_obtained=312)
    page = text_of_page(client.get(f"{url('ajouter')}?remplace=un"))
    assert "Remplacer P Un" in page
    assert "art. L. 270" in page
    assert 'value="Ensemble"' in page
    assert 'value="312"' in page


def test_member_entered_by_mistake_is_deleted(client, user, council):
    seat(council, "Un").offices.create(kind="MAYOR")
    assert "Supprimer définitivement" in text_of_page(client.get(url("un", "supprimer")))
    client.post(url("un", "supprimer"))
    assert (Mandate.objects.count(), Person.objects.count(), Office.objects.count()) == (0, 0, 0)


def test_member_who_took_part_in_an_act_stays(client):
    council = store_council("bourg")
    client.force_login(make_user(council=council), backend=BACKEND)
    page = text_of_page(client.post(url("m2", "supprimer"), follow=True))
    assert "figure dans une séance ou dans un acte : cette fiche ne peut pas être supprimée." in page
    assert Mandate.objects.filter(uid="m2").exists()


ANY = st.text(max_size=40)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.fixed_dictionaries(dict.fromkeys(("given_name", "family_name", "birth_date", "since"), ANY)))
def test_hostile_member_is_shown_again_or_kept(client, user, council, sent):
    response = client.post(url("ajouter"), {**sent, "seat": "TITULAR"})
    assert response.status_code in {302, 422}
