"""The guided installation of a new council, and the rounds of elections."""

from datetime import date, time

import pytest

from councils.domain.ranks import table_order
from councils.models import Council, CouncilPreferences, Mandate, Office, Person
from councils.queries import council_facts
from deliberations.models import AgendaItem, CandidateTally, Election, Override, Round, Sitting
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DAY = date(2026, 3, 20)
NAMES = ("Aubry", "Blanc", "Caron", "Duval", "Ernou", "Fabre", "Gilet")


@pytest.fixture
def council():
    """Seven members elected on 15 March 2026: Aubry is the oldest, the others are younger one by one."""
    council = Council.objects.create(uid="neuve", place_name="Neuve", usual_place="à la mairie")
    council.seats.create(value=7)
    council.populations.create(value=90)
    for n, name in enumerate(NAMES):
        person = Person.objects.create(
            council=council,
            uid=name.lower(),
            given_name="P",
            family_name=name,
            birth_date=date(1950 + n, 1, 1),
            gender="FEMININE" if n % 2 else "MASCULINE",
        )
        Mandate.objects.create(
            council=council,
            uid=name.lower(),
            person=person,
            since=date(2026, 3, 15),
            elected_on=date(2026, 3, 15),
            votes_obtained=50,
        )
    CouncilPreferences.objects.create(council=council)
    return council


@pytest.fixture
def user(client, council):
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def sitting(client, user, council):
    client.post(
        "/conseils/neuve/installation/", {"held_on": "2026-03-20", "starts_at": "18:30", "place": "salle"}
    )
    return Sitting.objects.get()


def item(sitting, title):
    return AgendaItem.objects.get(sitting=sitting, title_html=title)


def page_of(sitting, title, *more):
    return "/".join(
        [f"/conseils/neuve/seances/{sitting.uid}/elections/{item(sitting, title).uid}", *more, ""]
    )


def votes(number, *rows, **others):
    """A round as the form sends it: rows are dictionaries of the fields of a candidate."""
    data = {"number": number, "c-TOTAL_FORMS": len(rows), "c-INITIAL_FORMS": 0, **others}
    for place, row in enumerate(rows):
        data |= {f"c-{place}-{name}": value for name, value in row.items()}
    return data


def elect_mayor(client, sitting, *rounds):
    """Define the election of the mayor and send its rounds; the address of its page."""
    page = page_of(sitting, "Élection du maire")
    client.post(f"{page}preparer/", {"posts": "Maire", "seats": 1, "ballot": "candidats", "basis": "IMPOSED"})
    election = Election.objects.get(posts="Maire")
    for number, rows in enumerate(rounds, start=1):
        answer = client.post(f"{page}{election.uid}/tour/", votes(number, *rows))
        assert answer.status_code == 302
    return page


def elect_deputies(client, sitting, *members):
    page = page_of(sitting, "Élection des adjoints")
    terms = {"posts": "Adjoints", "seats": len(members), "ballot": "liste", "basis": "IMPOSED"}
    client.post(f"{page}preparer/", terms)
    election = Election.objects.get(posts="Adjoints")
    places = {f"member_{n}": uid for n, uid in enumerate(members, start=1)}
    client.post(f"{page}{election.uid}/tour/", votes(1, {"name": "Liste Blanc", "votes": 7, **places}))
    return page


def test_guide_tells_the_chair_the_call_and_the_deputies(client, user, council):
    page = text_of_page(client.get("/conseils/neuve/installation/"))
    for said in (
        "P Aubry",
        "Le plus âgé des membres du conseil (CGCT art. L. 2122-8).",
        "3 jours francs",
        "de 1 à 2",
    ):
        assert said in page


def test_guide_does_not_guess_the_oldest(client, user, council):
    Person.objects.filter(uid="gilet").update(birth_date=None)
    page = text_of_page(client.get("/conseils/neuve/installation/"))
    assert "à désigner : le plus âgé des membres" in page
    client.post("/conseils/neuve/installation/", {"held_on": "2026-03-20"})
    assert Sitting.objects.get().chair is None


def test_sitting_is_prepared_with_its_agenda(sitting):
    assert (sitting.held_on, sitting.starts_at, sitting.place, sitting.origin) == (
        DAY,
        time(18, 30),
        "salle",
        "LIVE",
    )
    assert str(sitting.chair) == "P Aubry"
    found = list(sitting.agenda.values_list("order", "title_html", "kind", "subject", "nomination_basis"))
    assert found == [
        (1, "Installation du conseil municipal", "INFORMATION", "INSTALLATION", ""),
        (2, "Élection du maire", "ELECTION", "OFFICERS", "IMPOSED"),
        (3, "Détermination du nombre d'adjoints", "DELIBERATION", "NONE", ""),
        (4, "Élection des adjoints", "ELECTION", "OFFICERS", "IMPOSED"),
        (5, "Lecture de la charte de l'élu local", "INFORMATION", "NONE", ""),
    ]


def test_other_bodies_are_sent_to_an_ordinary_sitting(client, user, council):
    Council.objects.update(body_type="EPCI")
    response = client.post("/conseils/neuve/installation/", {"held_on": "2026-03-20"})
    assert response.status_code == 422
    assert "suit les règles d'un conseil municipal" in text_of_page(response)


def test_election_of_the_mayor_is_proposed_from_the_title(client, sitting):
    page = text_of_page(client.get(f"{page_of(sitting, 'Élection du maire')}preparer/"))
    assert 'value="Maire"' in page
    assert '<option value="IMPOSED" selected>' in page


def test_absolute_majority_elects_at_the_first_round(client, sitting):
    page = elect_mayor(
        client, sitting, [{"member_1": "blanc", "votes": 4}, {"member_1": "caron", "votes": 3}]
    )
    shown = text_of_page(client.get(page))
    assert "Élu : P BLANC" in shown
    assert "7 suffrages exprimés, majorité absolue : 4 voix." in shown
    assert "Enregistrer le tour" not in shown


def test_second_round_brings_the_candidates_back(client, sitting):
    page = elect_mayor(
        client, sitting, [{"member_1": "blanc", "votes": 3}, {"member_1": "caron", "votes": 3}]
    )
    shown = text_of_page(client.get(page))
    assert "Personne n'a la majorité absolue." in shown
    assert "Un autre tour est nécessaire." in shown
    election = Election.objects.get()
    form = text_of_page(client.get(f"{page}{election.uid}/tour/"))
    assert form.count('<option value="blanc" selected>') == 1
    assert "tour n° 2" in form


def test_tie_of_the_third_round_goes_to_the_oldest(client, sitting):
    tied = [{"member_1": "duval", "votes": 3}, {"member_1": "blanc", "votes": 3}]
    page = elect_mayor(client, sitting, tied, tied, tied)
    shown = text_of_page(client.get(page))
    assert "Élu : P BLANC" in shown
    assert "À égalité de voix, le plus âgé est élu." in shown


def test_a_fourth_round_is_refused(client, sitting):
    lost = [{"member_1": "blanc", "votes": 0}]
    page = elect_mayor(client, sitting, lost, lost, lost)
    election = Election.objects.get()
    response = client.post(f"{page}{election.uid}/tour/", votes(4, {"member_1": "blanc", "votes": 7}))
    assert response.status_code == 422
    assert "Une élection a trois tours au plus." in text_of_page(response)
    assert Round.objects.count() == 3


def test_a_round_sent_twice_is_kept_once(client, sitting):
    page = elect_mayor(
        client, sitting, [{"member_1": "blanc", "votes": 3}, {"member_1": "caron", "votes": 3}]
    )
    election = Election.objects.get()
    response = client.post(f"{page}{election.uid}/tour/", votes(1, {"member_1": "blanc", "votes": 3}))
    assert response.status_code == 422
    assert "Un tour a été enregistré entre-temps." in text_of_page(response)
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{}], "Enregistrez au moins un candidat, avec ses voix."),
        ([{"votes": 3}], "Choisissez un membre, ou écrivez un autre nom."),
        (
            [{"member_1": "blanc", "name": "Autre", "votes": 3}],
            "Choisissez un membre, ou écrivez un autre nom.",
        ),
        ([{"member_1": "blanc", "votes": 3}] * 2, "Le même candidat figure deux fois."),
        ([{"member_1": "inconnu", "votes": 3}], "inconnu"),
        ([{"member_1": "blanc", "votes": "-2"}], "supérieure ou égale à 0"),
    ],
)
def test_faulty_round_is_shown_again(client, sitting, rows, said):
    page = elect_mayor(client, sitting)
    election = Election.objects.get()
    response = client.post(f"{page}{election.uid}/tour/", votes(1, *rows))
    assert response.status_code == 422
    assert said in text_of_page(response)
    assert not Round.objects.exists()


def test_more_lines_keep_what_was_typed(client, sitting):
    page = elect_mayor(client, sitting)
    election = Election.objects.get()
    sent = votes(1, {"name": "Somebody", "votes": 2}, more="1")
    shown = text_of_page(client.post(f"{page}{election.uid}/tour/", sent))
    assert 'value="Somebody"' in shown
    assert shown.count("<legend>Candidat") == 7
    assert not Round.objects.exists()


def test_mayor_cannot_be_elected_without_a_vote(client, sitting):
    page = page_of(sitting, "Élection du maire")
    terms = {"posts": "Maire", "seats": 1, "ballot": "candidats", "basis": "IMPOSED", "is_unopposed": "on"}
    response = client.post(f"{page}preparer/", terms)
    assert response.status_code == 422
    assert "élus au scrutin secret, même s'il n'y a qu'une candidature" in text_of_page(response)
    assert not Election.objects.exists()


def test_board_of_the_ccas_without_a_vote_is_warned_of_and_its_reason_kept(client, sitting):
    """CASF art. R. 123-8 imposes the secret ballot: a warning, since the text was not read."""
    item = AgendaItem.objects.create(
        sitting=sitting, uid="ccas", order=40, title_html="Conseil d'administration du CCAS", kind="ELECTION"
    )
    page = f"/conseils/neuve/seances/{sitting.uid}/elections/{item.uid}/"
    terms = {
        "posts": "Membres du conseil d'administration du CCAS",
        "seats": 4,
        "ballot": "proportionnelle",
        "basis": "UNKNOWN",
        "is_unopposed": "on",
    }
    response = client.post(f"{page}preparer/", terms)
    assert response.status_code == 422
    assert "Un texte impose ici le scrutin secret" in text_of_page(response)
    assert 'name="reason"' in text_of_page(response)
    assert not Election.objects.exists()
    done = client.post(f"{page}preparer/", {**terms, "reason": "Liste unique, vote omis"})
    assert done.status_code == 302
    assert Election.objects.get().is_unopposed
    kept = Override.objects.get(item=item)
    assert (kept.code, kept.reason) == ("nomination.vote_needed", "Liste unique, vote omis")
    again = f"{page}{Election.objects.get().uid}/"
    assert "Liste unique, vote omis" in text_of_page(client.get(again))


def test_only_the_last_round_is_removed(client, sitting):
    lost = [{"member_1": "blanc", "votes": 0}]
    page = elect_mayor(client, sitting, lost, lost)
    election = Election.objects.get()
    refused = client.post(f"{page}{election.uid}/tours/1/supprimer/")
    assert refused.status_code == 422
    client.post(f"{page}{election.uid}/tours/2/supprimer/")
    assert list(Round.objects.values_list("number", flat=True)) == [1]
    assert CandidateTally.objects.count() == 1


def test_table_is_written_from_the_results(client, sitting, council):
    elect_mayor(client, sitting, [{"member_1": "caron", "votes": 7}])
    elect_deputies(client, sitting, "blanc", "gilet")
    page = f"/conseils/neuve/seances/{sitting.uid}/installation/"
    shown = text_of_page(client.get(page))
    assert "Maire : P CARON" in shown
    assert "Adjoints : Liste Blanc" in shown
    assert client.post(page).status_code == 302
    offices = [(str(o.mandate), o.kind, o.order, o.since) for o in Office.objects.order_by("pk")]
    assert offices == [
        ("P Caron", "MAYOR", None, DAY),
        ("P Blanc", "DEPUTY", 1, DAY),
        ("P Gilet", "DEPUTY", 2, DAY),
    ]
    order = [r.mandate.uid for r in table_order(council_facts(council), DAY)]
    assert order == ["caron", "blanc", "gilet", "aubry", "duval", "ernou", "fabre"]
    chairs = [str(i.chair) if i.chair else None for i in sitting.agenda.order_by("order")]
    assert chairs == [None, None, "P Caron", "P Caron", "P Caron"]


def test_table_written_twice_stays_the_same(client, sitting):
    elect_mayor(client, sitting, [{"member_1": "caron", "votes": 7}])
    page = f"/conseils/neuve/seances/{sitting.uid}/installation/"
    client.post(page)
    client.post(page)
    assert Office.objects.count() == 1


def test_former_mayor_and_deputies_end_with_the_new_election(client, sitting):
    former = Mandate.objects.get(uid="duval")
    former.offices.create(kind="MAYOR", since=date(2020, 5, 23))
    former.offices.create(kind="DEPUTY", order=1, since=date(2020, 5, 23), until=date(2021, 1, 1))
    elect_mayor(client, sitting, [{"member_1": "caron", "votes": 7}])
    client.post(f"/conseils/neuve/seances/{sitting.uid}/installation/")
    assert list(former.offices.values_list("until", flat=True)) == [date(2026, 3, 19), date(2021, 1, 1)]


def test_deputy_elected_in_mid_term_comes_last(client, sitting):
    for order, uid in enumerate(("aubry", "blanc"), start=1):
        Mandate.objects.get(uid=uid).offices.create(kind="DEPUTY", order=order, since=date(2026, 3, 16))
    elect_deputies(client, sitting, "gilet")
    client.post(f"/conseils/neuve/seances/{sitting.uid}/installation/")
    assert Office.objects.get(mandate__uid="gilet").order == 3


@pytest.mark.parametrize("rows", [[], [{"name": "Inconnu", "votes": 7}]])
def test_table_needs_a_result_and_a_member(client, sitting, rows):
    elect_mayor(client, sitting, *([rows] if rows else []))
    response = client.post(f"/conseils/neuve/seances/{sitting.uid}/installation/")
    said = "n'est relié à aucun membre" if rows else "Aucun résultat n'est encore acquis"
    assert response.status_code == 422
    assert said in text_of_page(response)
    assert not Office.objects.exists()


def test_finished_sitting_takes_no_round(client, sitting):
    page = elect_mayor(client, sitting)
    Sitting.objects.update(finished_at="2026-03-21T10:00:00Z")
    election = Election.objects.get()
    response = client.post(f"{page}{election.uid}/tour/", votes(1, {"member_1": "blanc", "votes": 7}))
    assert response.status_code == 422
    assert "Cette séance est clôturée" in text_of_page(response)
    assert "Enregistrer le tour" not in text_of_page(client.get(page))


def test_item_that_elects_nobody_has_no_such_page(client, sitting):
    uid = item(sitting, "Détermination du nombre d'adjoints").uid
    assert client.get(f"/conseils/neuve/seances/{sitting.uid}/elections/{uid}/").status_code == 404
