"""Search and long lists as pages: results, filters, exports, and the number of queries."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from councils.models import Council
from councils.views import paging
from deliberations.models import Deliberation, SearchEntry, Sitting
from deliberations.services.dossiers import store_dossier
from deliberations.services.searching import rebuild_index
from tests.builders import BACKEND, make_user
from tests.deliberations.views.world import text_of_page
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote
from tests.support.remembered import remembered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council(db) -> Council:
    """One sitting, three items with an act each; the last act has no number yet."""
    return remembered(("searching",), _indexed)


def _indexed() -> Council:
    items = tuple(
        make_item(f"p{n}", n, theme=theme, matter_code=code, title_html=f"Objet de cantine {n}")
        for n, theme, code in ((1, "Finances", "7.1"), (2, "Écoles", "8.1"), (3, "Finances", "7.2"))
    )
    acts = (
        make_act("p1", sequence=1, title_html="Tarifs <em>de</em> la cantine &amp; du goûter"),
        make_act("p2", sequence=2, title_html="Carte scolaire"),
        make_act("p3", year=None, sequence=None, title_html="Budget caché"),
    )
    votes = (
        make_vote("p1", uid="v1"),
        make_vote("p2", uid="v2", against=["m1", "m2", "m3", "m4", "m5"]),
        make_vote("p3", uid="v3"),
    )
    sitting = make_sitting(agenda=items, deliberations=acts, votes=votes, place="mairie")
    row = store_dossier(council=make_council(), sittings=(sitting,), by=None)
    rebuild_index(row)
    return row


@pytest.fixture
def secretary(client, council):
    client.force_login(make_user(council=council), backend=BACKEND)
    return client


@pytest.fixture
def member(client, council):
    client.force_login(make_user("membre@exemple.test", council=council, kind="MEMBER"), backend=BACKEND)
    return client


def get(client, page, query=""):
    response = client.get(f"/conseils/exemple/{page}/{query}")
    assert response.status_code == 200
    return text_of_page(response)


def lines(client, page, query):
    response = client.get(f"/conseils/exemple/{page}/{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return [line.split(";") for line in text.splitlines()[1:]]


def test_search_shows_kind_place_excerpt_and_marks_words(secretary):
    page = get(secretary, "recherche", "?q=cantine")
    assert "5 résultats" in page
    assert "2024-1 – Tarifs de la <mark>cantine</mark> &amp; du goûter" in page
    assert "Séance du 28 juin 2024 · Finances · matière 7.1" in page
    assert 'href="/conseils/exemple/deliberations/seance/acte-p1/"' in page
    assert 'href="/conseils/exemple/seances/seance/#p1"' in page


def test_search_by_number_puts_the_act_first(secretary):
    page = get(secretary, "recherche", "?q=2024-2")
    assert "<mark>2024</mark>-<mark>2</mark> - Carte scolaire" in page.replace("–", "-")


def test_empty_search_advises(secretary):
    assert "Que cherchez-vous ?" in get(secretary, "recherche")
    page = get(secretary, "recherche", "?q=patinoire&nature=ACT")
    assert "Aucun résultat" in page
    assert "les accents et les majuscules ne comptent pas" in page
    assert "Effacez les filtres." in page
    assert 'value="patinoire"' in page


def test_question_is_shown_as_text(secretary):
    page = get(secretary, "recherche", "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?nature=ACT", 3),
        ("?nature=SITTING", 1),
        ("?nature=MEMBER", 15),
        ("?annee=2024&nature=ITEM", 3),
        ("?theme=Finances", 4),
        ("?matiere=8.1", 2),
        ("?etat=IN_FORCE", 3),
        ("?personne=m1&nature=SITTING", 1),
        ("?personne=m9&nature=SITTING", 0),
        ("?q=cantine&theme=Finances&nature=ACT", 1),
    ],
)
def test_filters_of_the_search(secretary, query, found):
    page = get(secretary, "recherche", query)
    word = "Aucun résultat" if not found else f"{found} résultat{'s' if found > 1 else ''}<"
    assert word in page


@pytest.mark.parametrize("query", ["?annee=1789", "?nature=ROI", "?theme=Inconnu", "?personne=autre"])
def test_unknown_filter_is_said(secretary, query):
    page = get(secretary, "recherche", query)
    assert "Sélectionnez un choix valide" in page
    assert "Aucun résultat" in page


def test_member_finds_no_draft_anywhere(member):
    for page, query in (
        ("recherche", "?q=cach%C3%A9"),
        ("deliberations", ""),
        ("recherche", "?nature=ACT"),
        ("recherche", "?q=budget"),
    ):
        assert "Budget caché" not in get(member, page, query)
    assert [line[2] for line in lines(member, "deliberations", "?format=csv")] == [
        "Tarifs de la cantine & du goûter",
        "Carte scolaire",
    ]


def test_staff_find_drafts_and_see_that_they_are(secretary):
    page = get(secretary, "deliberations")
    assert "Budget caché" in page
    assert '<span class="tag tag-warning">Projet</span>' in page
    assert "Non numérotée" in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["2024-1", "2024-2", ""]),
        ("numero=2024-2", ["2024-2"]),
        ("numero=2024/1", ["2024-1"]),
        ("numero=%21", []),
        ("theme=Finances", ["2024-1", ""]),
        ("matiere=8.1", ["2024-2"]),
        ("resultat=ADOPTED", ["2024-1", ""]),
        ("resultat=REJECTED", ["2024-2"]),
        ("etat=ANNULLED", []),
        ("annee=2024", ["2024-1", "2024-2", ""]),
        ("annee=2023", []),
    ],
)
def test_filters_and_export_of_the_acts_agree(secretary, query, numbers):
    assert [line[0] for line in lines(secretary, "deliberations", f"?{query}&format=csv")] == numbers
    page = get(secretary, "deliberations", f"?{query}")
    assert page.count('<th scope="row">') == len(numbers)


def test_export_of_acts_as_a_workbook(secretary):
    response = secretary.get("/conseils/exemple/deliberations/?format=xlsx&numero=2024-1")
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["Numéro", "Date de la séance", "Objet"]
    assert rows[1][1].is_date
    assert rows[1][8].value == "http://testserver/conseils/exemple/deliberations/seance/acte-p1/"


def test_export_of_sittings_counts_items_and_acts(secretary):
    assert lines(secretary, "seances", "?format=csv&annee=2024")[0][:5] == [
        "28/06/2024",
        "mairie",
        "oui",
        "3",
        "3",
    ]
    assert lines(secretary, "seances", "?format=csv&publicite=False") == []
    assert "Aucune séance ne correspond" in get(secretary, "seances", "?publicite=False")


def test_unknown_format_is_the_page(secretary):
    assert "<h1>Délibérations</h1>" in get(secretary, "deliberations", "?format=pdf")


def test_lists_say_that_they_are_empty(client):
    council = Council.objects.create(uid="exemple", place_name="Vide")
    client.force_login(make_user(council=council), backend=BACKEND)
    assert "Aucune délibération pour le moment." in get(client, "deliberations")
    assert "Aucune séance pour le moment." in get(client, "seances")
    assert "Aucune séance pour le moment." in get(client, "statistiques")


def test_pages_keep_the_filters(secretary, council):
    sitting = Sitting.objects.get(council=council)
    SearchEntry.objects.bulk_create(
        SearchEntry(
            council=council,
            kind="ACT",
            sitting=sitting,
            sitting_uid=sitting.uid,
            uid=f"b{n}",
            theme="Finances",
        )
        for n in range(40)
    )
    page = get(secretary, "deliberations", "?theme=Finances&page=2")
    assert 'rel="prev" href="?theme=Finances&amp;page=1"' in page
    assert 'rel="next" href="?theme=Finances&amp;page=3"' in page
    assert 'href="?theme=Finances&amp;format=csv"' in page
    assert "Page 2 sur 3" in page


def test_long_list_is_counted_up_to_a_bound(secretary, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    monkeypatch.setattr("deliberations.views.searching.MOST_COUNTED", 2)
    assert "Plus de 2 résultats" in get(secretary, "recherche", "?q=cantine")
    assert "Plus de 2 lignes" in get(secretary, "deliberations")


def queries_of(client, page, query=""):
    with CaptureQueriesContext(connection) as captured:
        get(client, page, query)
    return len(captured)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("recherche", "?q=cantine"),
        ("recherche", "?theme=Finances"),
        ("deliberations", ""),
        ("seances", ""),
        ("statistiques", ""),
    ],
)
def test_lists_cost_the_same_with_three_times_the_rows(secretary, council, page, query):
    queries_of(secretary, page, query)
    with_one = queries_of(secretary, page, query)
    first = Sitting.objects.get(council=council)
    for n in (1, 2):
        sitting = Sitting.objects.create(
            council=council, uid=f"s{n}", held_on=first.held_on, origin="RECORDED"
        )
        item = sitting.agenda.create(order=1, uid="i", title_html="Cantine encore", theme="Finances")
        Deliberation.objects.create(sitting=sitting, item=item, printed_number=f"X-{n}", title_html="Cantine")
    rebuild_index(council)
    queries_of(secretary, page, query)
    assert queries_of(secretary, page, query) == with_one


class AnyFilter(TestCase):
    """Whatever stands in the address, the page answers and shows it again."""

    @settings(max_examples=20)
    @given(st.text(max_size=30), st.text(max_size=12))
    def test_any_question_and_filter(self, text, other):
        council = Council.objects.first() or Council.objects.create(uid="exemple", place_name="Vide")
        if not council.roles.exists():
            make_user(council=council)
        self.client.force_login(council.roles.first().user, backend=BACKEND)
        for page in ("recherche", "deliberations", "seances", "statistiques"):
            query = {
                "q": text,
                "annee": other,
                "theme": other,
                "numero": text,
                "page": other,
                "personne": text,
            }
            response = self.client.get(f"/conseils/exemple/{page}/", query)
            assert response.status_code == 200
