"""The pages where a sitting is prepared, through the client, as the secretary goes."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.dossier.reader import read_dossier
from deliberations.models import AgendaItem, Sitting
from deliberations.queries import record_of
from tests.builders import BACKEND
from tests.deliberations.views.world import SITTING, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

GRUSON = Path(__file__).resolve().parents[2] / "dossiers" / "gruson-2023-12-19.json"
NEW = "/conseils/gruson/seances/nouvelle/"


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    return client


def address(name, sitting, **more):
    return reverse(name, kwargs={"council": sitting.council.uid, "sitting": sitting.uid, **more})


def shown_data(response):
    """What a browser would send back of the page's form, unchanged."""
    form = response.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif value is not None:
            data[field.html_name] = value
    return data


def test_gruson_is_entered_by_the_forms(secretary, gruson):
    """Sitting and item of the official act, typed, equal the facts of its dossier."""
    Sitting.objects.filter(council=gruson).exclude(uid=SITTING["sitting"]).delete()
    wanted = read_dossier(GRUSON.read_bytes()).sittings[0]
    response = secretary.post(
        NEW,
        {
            "held_on": "2023-12-19",
            "starts_at": "18:00",
            "place": "au sein de la mairie",
            "is_public": "on",
            "origin": "RECORDED",
            "convocation_sent_on": "2023-12-15",
        },
    )
    made = Sitting.objects.exclude(uid=SITTING["sitting"]).get(council=gruson)
    assert response.url == address("sitting_agenda", made)
    item = wanted.agenda[0]
    typed = {
        "title_html": item.title_html,
        "kind": "DELIBERATION",
        "theme": item.theme,
        "nomination_basis": "UNKNOWN",
    }
    secretary.post(address("item_new", made), typed)
    facts = record_of(made).sitting
    names = (
        "held_on",
        "starts_at",
        "place",
        "session",
        "is_public",
        "origin",
        "chair",
        "convocation",
        "derogation",
    )
    assert {n: getattr(facts, n) for n in names} == {n: getattr(wanted, n) for n in names}
    told = {name: getattr(facts.agenda[0], name) for name in item.__slots__ if name != "uid"}
    assert told == {name: getattr(item, name) for name in item.__slots__ if name != "uid"}


@pytest.fixture
def sitting(gruson):
    return Sitting.objects.create(
        council=gruson, held_on=date(2030, 6, 28), place="à la mairie", starts_at=time(18)
    )


def add(sitting, *titles):
    return [
        AgendaItem.objects.create(sitting=sitting, order=order, title_html=title)
        for order, title in enumerate(titles, start=1)
    ]


def test_new_sitting_proposes_place_hour_and_mayor(secretary, gruson):
    page = text_of_page(secretary.get(NEW))
    assert 'value="au sein de la mairie"' in page
    assert 'value="18:00"' in page
    assert "Olivier TURPIN, Maire (en exercice ce jour-là)" in page
    gruson.usual_place = "dans la salle du conseil"
    gruson.save()
    assert 'value="dans la salle du conseil"' in text_of_page(secretary.get(NEW))


def test_chair_is_the_mayor_of_the_day_typed(secretary, gruson):
    turpin, other = gruson.mandates.get(uid="turpin"), gruson.mandates.get(uid="simoens")
    turpin.offices.update(until=date(2029, 12, 31))
    other.offices.create(kind="MAYOR", title="Maire", since=date(2030, 1, 1))
    for day, chair in (("2029-05-02", turpin), ("2030-05-02", other)):
        secretary.post(NEW, {"held_on": day, "is_public": "on", "origin": "LIVE"})
        assert Sitting.objects.get(held_on=day).chair == chair


@pytest.mark.parametrize(("chosen", "chair"), [("havret", "havret"), ("inconnu", None)])
def test_another_chair_is_chosen(secretary, gruson, chosen, chair):
    secretary.post(NEW, {"held_on": "2030-05-02", "chair": chosen, "origin": "LIVE"})
    row = Sitting.objects.get(held_on="2030-05-02")
    assert (row.chair.uid if row.chair else None, row.is_public) == (chair, False)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Indiquez la date."),
        ({"held_on": "32/01/2030"}, "Cette date n'existe pas : écrivez-la ainsi, 19/12/2023."),
        ({"held_on": "0001-01-01"}, "Vérifiez l'année : 1 n'est pas plausible."),
        (
            {"held_on": "2030-05-02", "starts_at": "26:00"},
            "Écrivez l'heure ainsi : 20:14.",
        ),
        (
            {"held_on": "2030-05-02", "convocation_sent_on": "2030-04-20"},
            "Pour une séance tenue avec le logiciel, l'envoi s'enregistre à l'étape de la convocation",
        ),
    ],
)
def test_refused_sitting_says_why_and_keeps_what_was_typed(secretary, gruson, data, told):
    response = secretary.post(NEW, {"origin": "LIVE", "place": "salle des fêtes", **data})
    page = text_of_page(response)
    assert (response.status_code, Sitting.objects.filter(council=gruson).count()) == (422, 1)
    assert told in page
    assert 'value="salle des fêtes"' in page


def test_date_typed_in_french_is_understood(secretary):
    secretary.post(NEW, {"held_on": "02/05/2030", "origin": "LIVE"})
    assert Sitting.objects.filter(held_on=date(2030, 5, 2)).exists()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("held_on=2030-06-28", "Convocation à envoyer au plus tard le lundi 24 juin 2030."),
        (
            "held_on=2030-06-28&convocation_is_urgent=on",
            "Convocation à envoyer au plus tard le mercredi 26 juin 2030.",
        ),
        ("held_on=2023-12-19", "Le dernier jour pour convoquer, le vendredi 15 décembre 2023, est passé."),
        ("held_on=2023-12-19&origin=RECORDED", "Reprise d'un acte ancien : aucun envoi à faire."),
        ("held_on=2030-06-26", "envoyez plutôt le vendredi 21 juin 2030."),
        ("held_on=", "Indiquez la date : le dernier jour pour convoquer s'affichera ici."),
        ("held_on=hier", "Indiquez la date"),
        ("held_on=9999-12-31", "Indiquez la date"),
        ("held_on=2030-06-28&convocation_second_of=zz", "au plus tard le lundi 24 juin 2030"),
    ],
)
def test_latest_day_is_told_while_one_types(secretary, query, told):
    response = secretary.get(f"/conseils/gruson/seances/delai/?{query}")
    assert response.status_code == 200
    assert told in text_of_page(response)


def test_too_late_tells_the_urgent_way_and_the_first_other_day(secretary, gruson):
    today = timezone.localdate()
    soon = today + timedelta(days=3)
    page = text_of_page(secretary.get(f"/conseils/gruson/seances/delai/?held_on={soon}"))
    assert "Reste la convocation en urgence, jusqu'au" in page
    assert "sans le ramener à moins d'un jour franc" in page
    assert (
        f"à partir du {weekday_name(today + timedelta(days=4))} {long_date(today + timedelta(days=4))}"
        in page
    )
    assert "Texte appliqué : CGCT art. L. 2121-11" in page


def test_second_call_is_chosen_from_the_last_sittings(secretary, gruson):
    day = "2023-12-21"
    page = text_of_page(
        secretary.get(
            f"/conseils/gruson/seances/delai/?held_on={day}&convocation_second_of=seance-2023-12-19"
        )
    )
    assert "il n'y a pas trois jours francs : le quorum resterait exigé (CGCT art. L. 2121-17, al. 2)" in page
    data = {"held_on": "2023-12-29", "origin": "LIVE", "convocation_second_of": "seance-2023-12-19"}
    secretary.post(NEW, data)
    assert Sitting.objects.get(held_on="2023-12-29").convocation_second_of == "seance-2023-12-19"


def test_sitting_is_corrected_and_a_second_click_changes_nothing(secretary, sitting):
    url = address("sitting_edit", sitting)
    data = shown_data(secretary.get(url)) | {"place": "au gymnase"}
    for _ in range(2):
        assert secretary.post(url, data).url == address("sitting_agenda", sitting)
    row = Sitting.objects.get(pk=sitting.pk)
    assert (row.place, row.starts_at, row.held_on) == ("au gymnase", time(18), date(2030, 6, 28))


def test_two_people_who_change_the_place_see_each_other(secretary, sitting, cast):
    url = address("sitting_edit", sitting)
    mine = shown_data(secretary.get(url)) | {"place": "au gymnase", "session": "ordinaire"}
    theirs = shown_data(secretary.get(url)) | {"place": "à l'école", "starts_at": "20:00"}
    secretary.post(url, theirs)
    response = secretary.post(url, mine)
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Cette page a été modifiée entre-temps par secretaire@exemple.test." in page
    assert "secretaire@exemple.test a enregistré : « à l'école »." in page
    again = shown_data(response)
    assert (again["place"], again["session"], again["starts_at"]) == ("au gymnase", "ordinaire", "20:00:00")
    assert secretary.post(url, again).status_code == 302
    row = Sitting.objects.get(pk=sitting.pk)
    assert (row.place, row.starts_at, row.session) == ("au gymnase", time(20), "ordinaire")


def test_draft_is_deleted_after_a_confirmation(secretary, sitting):
    add(sitting, "Un", "Deux")
    url = address("sitting_delete", sitting)
    assert "2 points de l'ordre du jour" in text_of_page(secretary.get(url))
    assert secretary.post(url).url == "/conseils/gruson/"
    assert not Sitting.objects.filter(pk=sitting.pk).exists()


def test_held_sitting_is_not_deleted_and_says_why(secretary, gruson):
    url = reverse("sitting_delete", kwargs=SITTING)
    page = text_of_page(secretary.get(url))
    assert "Cette séance ne se supprime plus" in page
    assert "Sa convocation est partie." in page
    assert "Des votes y sont enregistrés." in page
    secretary.post(url)
    assert Sitting.objects.filter(uid=SITTING["sitting"]).exists()


def test_list_parts_the_sittings_to_come(secretary, gruson, sitting):
    page = text_of_page(secretary.get("/conseils/gruson/"))
    assert (
        page.index("À venir")
        < page.index("28 juin 2030")
        < page.index("Séances passées")
        < page.index("19 décembre 2023", page.index("Séances passées"))
    )
    assert 'href="/conseils/gruson/seances/nouvelle/"' in page


def test_list_of_a_member_offers_no_preparation(client, cast):
    client.force_login(cast.member, backend=BACKEND)
    assert "Préparer une séance" not in text_of_page(client.get("/conseils/gruson/"))


@pytest.mark.parametrize("name", ["sitting_agenda", "agenda_library", "sitting_edit"])
def test_page_costs_the_same_with_three_items(secretary, sitting, name, django_assert_num_queries):
    add(sitting, "Un")
    url = address(name, sitting)
    with CaptureQueriesContext(connection) as one:
        secretary.get(url)
    add(sitting, "Deux", "Trois")
    with django_assert_num_queries(len(one)):
        secretary.get(url)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(
            ["held_on", "starts_at", "place", "chair", "origin", "seen", "convocation_second_of"]
        ),
        st.text(max_size=30),
        max_size=6,
    )
)
def test_hostile_sitting_is_shown_again(secretary, gruson, data):
    response = secretary.post(NEW, data)
    assert response.status_code == 422
    assert response.context["form"]["place"].value() == data.get("place")
