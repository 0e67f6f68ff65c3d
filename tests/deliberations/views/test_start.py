"""The first start through its forms: from nothing to the facts of a real council."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from councils.models import Council, CouncilRole, Mandate, Person, Population, SeatCount
from councils.queries import council_facts
from deliberations.dossier.reader import read_dossier
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import _DOSSIERS, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def user(client):
    user = make_user()
    client.force_login(user, backend=BACKEND)
    return user


def identity(**more):
    return {"body_type": "COMMUNE", "place_name": "Gruson", **more}


def begin(client, **more):
    """The council made by the first page, and the answer."""
    response = client.post("/commencer/", identity(**more))
    return Council.objects.get(), response


def rules(**more):
    usual = {
        "territory": "ORDINARY",
        "time_zone": "Europe/Paris",
        "tribunal": "Lille",
        "number_choice": "{year}-{sequence}",
    }
    return {**usual, **more}


def quick(rows, **common):
    """What the page of the members sends."""
    data = {"m-TOTAL_FORMS": len(rows), "m-INITIAL_FORMS": 0, **common}
    for place, row in enumerate(rows):
        data |= {f"m-{place}-{name}": value for name, value in row.items()}
    return data


def test_start_records_the_identity_and_proposes_what_follows(client, user):
    council, response = begin(
        client, insee_code="59275", siren="215902750", population="1250", population_since="2020-01-01"
    )
    assert response.url == f"/commencer/{council.uid}/regles/"
    told = (council.department_code, council.department_name, council.territory, council.tribunal)
    assert told == ("59", "Nord", "ORDINARY", "Lille")
    assert Population.objects.values_list("value", "since").get() == (1250, date(2020, 1, 1))
    assert SeatCount.objects.values_list("value", "since").get() == (15, None)
    kinds = CouncilRole.objects.filter(user=user, council=council).values_list("kind", flat=True)
    assert sorted(kinds) == ["ADMINISTRATOR", "SECRETARY"]


@pytest.mark.parametrize(
    ("insee", "territory", "zone", "tribunal"),
    [
        ("67482", "ALSACE_MOSELLE", "Europe/Paris", "Strasbourg"),
        ("97411", "OVERSEAS", "Indian/Reunion", "La Réunion"),
        ("2A004", "ORDINARY", "Europe/Paris", "Bastia"),
    ],
)
def test_start_knows_the_territory_of_the_department(client, user, insee, territory, zone, tribunal):
    council, _ = begin(client, insee_code=insee)
    assert (council.territory, council.time_zone) == (territory, zone)
    assert council.tribunal.removeprefix("l").lower().endswith(tribunal.lower())


def test_start_warns_of_a_doubtful_siren_and_keeps_it(client, user):
    council, _ = begin(client, siren="123456789")
    assert council.siren == "123456789"
    page = text_of_page(client.get(f"/commencer/{council.uid}/regles/"))
    assert "La clé du SIREN 123456789 ne correspond pas" in page


def test_start_refuses_what_it_cannot_read_and_keeps_it_typed(client, user):
    response = client.post("/commencer/", identity(place_name="", siren="12", insee_code="abc"))
    page = text_of_page(response)
    assert response.status_code == 422
    assert [
        said in page for said in ("Remplissez « Commune ou nom court ».", "Un SIREN compte neuf chiffres.")
    ] == [
        True,
        True,
    ]
    assert 'value="abc"' in page
    assert not Council.objects.exists()


def test_start_page_shows_the_notice_seats_and_number(client, user):
    council, _ = begin(client, insee_code="59275", population="1250")
    page = text_of_page(client.get(f"/commencer/{council.uid}/regles/"))
    for said in ("3 jours francs", "15 sièges", f"{timezone.localdate().year}-7", "59 – Nord"):
        assert said in page


def test_changing_the_insee_code_proposes_again_what_was_not_chosen(client, user):
    council, _ = begin(client, insee_code="59275")
    Council.objects.filter(pk=council.pk).update(tribunal="Douai")
    client.post(f"/commencer/{council.uid}/identite/", identity(insee_code="67482"))
    council.refresh_from_db()
    assert (council.department_code, council.territory, council.tribunal) == ("67", "ALSACE_MOSELLE", "Douai")


def test_who_has_a_council_takes_up_the_unfinished_one_or_is_refused(client, user):
    council, _ = begin(client)
    assert client.get("/commencer/").url == f"/commencer/{council.uid}/identite/"
    client.post(f"/commencer/{council.uid}/membres/", quick([{"family_name": "Seul"}]))
    assert client.get("/commencer/").status_code == 200


def test_who_may_begin_another_council(client, user):
    council = Council.objects.create(uid="autre", place_name="Autre")
    assert client.get("/commencer/").status_code == 200  # made by the support staff for that
    role = CouncilRole.objects.create(user=user, council=council, kind="SECRETARY")
    person = Person.objects.create(council=council, family_name="Seul")
    Mandate.objects.create(council=council, person=person)
    assert client.get("/commencer/").status_code == 403
    administrator = CouncilRole.objects.create(user=user, council=council, kind="ADMINISTRATOR")
    assert client.get("/commencer/").status_code == 200
    role.delete()
    administrator.delete()
    response = client.post("/commencer/", identity())
    assert (response.status_code, Council.objects.count()) == (403, 1)
    assert "Créer un conseil" not in text_of_page(client.get("/"))


def test_support_starts_councils_for_others(client):
    client.force_login(make_user(is_superuser=True, is_staff=True), backend=BACKEND)
    begin(client)
    assert client.get("/commencer/").status_code == 200


def test_quick_entry_numbers_deputies_and_shares_what_is_common(client, user):
    council, _ = begin(client)
    rows = [
        {
            "civility": "MADAME",
            "given_name": "Anne",
            "family_name": "Un",
            "office": "MAYOR",
            "email": "a@exemple.test",
        },
        {"given_name": "Bob", "family_name": "Deux", "office": "DEPUTY", "birth_date": "1960-02-29"},
        {"given_name": "Cleo", "family_name": "Trois", "office": "DEPUTY", "votes_obtained": "312"},
        {},
    ]
    response = client.post(
        f"/commencer/{council.uid}/membres/",
        quick(rows, elected_on="2026-03-15", electoral_list="Ensemble", in_order="on"),
    )
    assert response.url == f"/commencer/{council.uid}/tableau/"
    found = [
        (str(m), m.recorded_rank, m.elected_on, m.electoral_list, *m.offices.values_list("kind", "order"))
        for m in Mandate.objects.order_by("pk")
    ]
    day, listed = date(2026, 3, 15), "Ensemble"
    assert found == [
        ("Anne Un", 1, day, listed, ("MAYOR", None)),
        ("Bob Deux", 2, day, listed, ("DEPUTY", 1)),
        ("Cleo Trois", 3, day, listed, ("DEPUTY", 2)),
    ]
    mayor = Mandate.objects.order_by("pk")[0].person
    assert (mayor.gender, mayor.contact.email) == ("FEMININE", "a@exemple.test")


def test_quick_entry_is_all_or_nothing(client, user):
    council, _ = begin(client)
    rows = [
        {"family_name": "Bon"},
        {"votes_obtained": "12"},
        {"family_name": "X", "birth_date": "31 février"},
    ]
    response = client.post(f"/commencer/{council.uid}/membres/", quick(rows))
    page = text_of_page(response)
    assert (response.status_code, Mandate.objects.count()) == (422, 0)
    assert "Ligne 2, Nom : Écrivez le nom de cette personne." in page
    assert "Ligne 3, Naissance : Cette date n'existe pas : écrivez-la ainsi, 19/12/2023." in page
    assert 'value="Bon"' in page


def test_ranks_say_what_is_missing(client, user):
    council, _ = begin(client)
    rows = [{"family_name": "Un", "office": "MAYOR"}, {"family_name": "Deux"}, {"family_name": "Trois"}]
    client.post(f"/commencer/{council.uid}/membres/", quick(rows, elected_on="2026-03-15"))
    page = text_of_page(client.get(f"/commencer/{council.uid}/tableau/"))
    assert "les suffrages obtenus de 2 membres" in page
    assert page.count("Ordre de saisie") == 2


def test_preview_is_written_with_the_facts_of_the_council(client, user):
    council, _ = begin(client, insee_code="59275")
    rows = [
        {"civility": "MADAME", "given_name": "Anne", "family_name": "Un", "office": "MAYOR"},
        *({"given_name": "P", "family_name": name} for name in ("Deux", "Trois", "Quatre")),
    ]
    client.post(f"/commencer/{council.uid}/membres/", quick(rows, in_order="on"))
    page = text_of_page(client.get(f"/commencer/{council.uid}/apercu/"))
    for said in (
        "Département : Nord",
        "Anne UN",
        "P QUATRE",
        "PROJET",
        "décide",
        f"n° {timezone.localdate().year}-1",
    ):
        assert said.lower() in page.lower()
    pdf = client.get(f"/commencer/{council.uid}/apercu.pdf")
    assert pdf.content.startswith(b"%PDF-")


def test_preview_without_members_says_no_attendance(client, user):
    council, _ = begin(client)
    assert client.get(f"/commencer/{council.uid}/apercu/").status_code == 200


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("D{sequence:03d}", "Exemple : D007"),
        ("{sequence", "Cette forme ne convient pas encore."),
        ("<b>{sequence}", "Exemple : &lt;b&gt;7"),
        ("", ""),
    ],
)
def test_number_example_is_shown_while_typing(client, user, pattern, said):
    assert client.get("/commencer/exemple-de-numero/", {"number_pattern": pattern}).content.decode() == said


# --- a real council


def member_form(person, mandate):
    told = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "civility": person.civility or "",
        "gender": person.gender or "",
        "seat": mandate.seat.value,
        "recorded_rank": mandate.recorded_rank or "",
    }
    return {name: str(value) for name, value in told.items()}


def without_uids(facts):
    """The same facts, each person and mandate called by its place."""
    places = {person.uid: f"p{n}" for n, person in enumerate(facts.persons)}
    return replace(
        facts,
        uid="",
        persons=tuple(replace(p, uid=places[p.uid]) for p in facts.persons),
        mandates=tuple(
            replace(m, uid=f"m{n}", person=places[m.person]) for n, m in enumerate(facts.mandates)
        ),
    )


def test_gruson_is_entered_by_forms_alone(client, user):
    wanted = read_dossier((_DOSSIERS / "gruson-2023-12-19.json").read_bytes()).council
    council, _ = begin(client)
    client.post(f"/commencer/{council.uid}/regles/", rules())
    persons = {person.uid: person for person in wanted.persons}
    for mandate in wanted.mandates:
        sent = member_form(persons[mandate.person], mandate)
        assert client.post(f"/conseils/{council.uid}/membres/ajouter/", sent).status_code == 302
    mayor = Mandate.objects.get(person__family_name="Turpin")
    office = {"kind": "MAYOR", "title": "Maire", "address": "Monsieur le Maire"}
    client.post(f"/conseils/{council.uid}/membres/{mayor.uid}/fonctions/ajouter/", office)
    look = {
        "colour": "GREEN",
        "contact_email": "mairie@exemple.test",
        "title_case": "on",
        "capital_place_names": "on",
        "printed_choice": "autre",
        "printed_number": "{year}- {sequence}",
        "appeal": "PUBLICATION_AND_TRANSMISSION",
    }
    response = client.post(f"/commencer/{council.uid}/en-tete/", look)
    assert response.url == f"/commencer/{council.uid}/apercu/"
    assert without_uids(council_facts(council)) == without_uids(wanted)
