from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberations.models import Sitting
from deliberations.services.dossiers import store_dossier
from tests.deliberations.views.world import SITTING, add_user, load, make_cast, text_of_page
from tests.facts import make_act, make_council, make_sitting, make_vote

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def add_sittings(council, how_many):
    for day in range(1, how_many + 1):
        Sitting.objects.create(council=council, uid=f"autre-{day}", held_on=date(2022, 1, day))


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture
def page_of(client):
    """The text of a sitting's page, seen by its secretary."""

    def read(council, sitting):
        client.force_login(make_cast(council).secretary)
        url = reverse("sitting", kwargs={"council": council.uid, "sitting": sitting})
        return text_of_page(client.get(url))

    return read


def test_list_shows_date_and_counts(client, cast):
    client.force_login(cast.secretary)
    page = text_of_page(client.get("/conseils/gruson/"))
    assert "Séance du mardi 19 décembre 2023" in page
    assert "1 point · 1 délibération<" in page


def test_list_says_that_it_is_empty(client, cast):
    client.force_login(cast.stranger)
    assert "Aucune séance pour le moment." in text_of_page(client.get("/conseils/ailleurs/"))


def test_list_costs_the_same_with_three_rows(client, cast, gruson):
    client.force_login(cast.secretary)
    with_one = queries_of(client, "/conseils/gruson/")
    add_sittings(gruson, 2)
    assert queries_of(client, "/conseils/gruson/") == with_one


@pytest.mark.parametrize(
    ("query", "first", "links"),
    [
        ("", "19 décembre 2023", ["Page suivante"]),
        ("?page=2", "5 janvier 2022", ["Page précédente"]),
        ("?page=9999999999999999999", "5 janvier 2022", ["Page précédente"]),
        ("?page=abc", "19 décembre 2023", ["Page suivante"]),
    ],
)
def test_list_is_cut_in_pages_of_twenty(client, cast, gruson, query, first, links):
    add_sittings(gruson, 24)
    client.force_login(cast.secretary)
    response = client.get(f"/conseils/gruson/{query}")
    page = text_of_page(response)
    assert first in page.partition("row-main")[2][:60]
    assert [link for link in ("Page précédente", "Page suivante") if link in page] == links


def test_sitting_shows_facts_counts_and_verdict(client, cast):
    client.force_login(cast.secretary)
    page = text_of_page(client.get(reverse("sitting", kwargs=SITTING)))
    assert "Envoyée le 15 décembre 2023, 3 jours francs" in page
    assert "Prévue à 18 h<" in page
    assert '<span class="tag tag-success">Adopté</span> <span class="reason">à l\'unanimité' in page
    assert "<li>Vote ordinaire</li><li>Pour : 15</li><li>Contre : 00</li><li>Abstention : 00</li>" in page
    assert "8 requis, atteint" in page


def test_sitting_lists_members_in_the_order_of_the_table(client, cast):
    client.force_login(cast.secretary)
    page = text_of_page(client.get(reverse("sitting", kwargs=SITTING)))
    names = ["Olivier TURPIN", "Mélanie DAZIN-DESLANDES", "Thierry MASQUELIER", "Hélène HAVRET"]
    places = [page.index(f'<th scope="row">{name}') for name in names]
    assert places == sorted(places)
    assert 'Représentée <span class="seat-detail">pouvoir à Mélanie DAZIN-DESLANDES</span>' in page


def test_sitting_shows_findings_with_article_and_remedy(client, cast):
    client.force_login(cast.secretary)
    page = text_of_page(client.get(reverse("sitting", kwargs=SITTING)))
    assert page.count("finding-message") == 4
    assert "Texte appliqué : CGCT art. L. 2121-21" in page
    assert "<strong>Que faire :</strong> Relire l'acte d'origine : s'il porte « XX », délibérer" in page


@pytest.mark.parametrize(
    ("dossier", "sitting", "shown"),
    [
        ("bagneux-2022-06-28", "seance-2022-06-28", "Ouvrir la délibération"),
        ("couthenans-2021-04-09", "seance-2021-04-09", "Ajourné"),
        ("aiglun-2023-02-27", "seance-2023-02-27", "Proclamé adopté à l'unanimité"),
        ("coeur-de-brenne-2020-01-20", "session-2020-01-20", "Remplacé"),
        ("commune-exemple-2024-06-28", "seance-2024-06-28", "Sur un amendement"),
        ("commune-exemple-2024-06-28", "seance-2024-06-28", "Retiré"),
        ("commune-exemple-2024-06-28", "seance-2024-06-28", "Firmin Exemple : 06 voix"),
        ("commune-exemple-2024-06-28", "seance-2024-06-28", "Ne prend pas part"),
        ("neuilly-sur-marne-2022-03-16", "seance-2022-03-16", "Ouvrir la délibération"),
    ],
)
def test_sitting_of_every_difficult_sample(page_of, dossier, sitting, shown):
    assert shown in page_of(load(dossier), sitting)


def test_sitting_without_attendance_says_so(page_of):
    sitting = make_sitting(attendance_recorded=False, movements=())
    council = store_dossier(council=make_council(5), sittings=(sitting,), by=None)
    assert "Les présences de cette séance ne sont pas connues." in page_of(council, "seance")


def test_sitting_without_item_says_so(page_of):
    council = store_dossier(council=make_council(), sittings=(make_sitting(agenda=()),), by=None)
    assert "Aucun point à l'ordre du jour n'est enregistré." in page_of(council, "seance")


def test_sitting_without_fault_is_all_clear(page_of):
    sitting = make_sitting(present=5, members=5, votes=(make_vote(),), deliberations=(make_act(),))
    council = store_dossier(council=make_council(5), sittings=(sitting,), by=None)
    assert "Aucun constat : rien à corriger sur cette séance." in page_of(council, "seance")


def test_sitting_of_sixty_nine_costs_no_more(client):
    """The number of queries does not depend on members, items or acts."""
    counts = []
    for members, items in ((5, 1), (69, 3)):
        sitting = make_sitting(present=members, members=members, items=items, votes=(make_vote(),))
        council = store_dossier(
            council=make_council(members, uid=f"c{members}"), sittings=(sitting,), by=None
        )
        client.force_login(add_user(f"s{members}@exemple.test", council, "SECRETARY"))
        counts.append(queries_of(client, f"/conseils/c{members}/seances/seance/"))
    assert counts[0] == counts[1]


def test_markup_in_a_name_is_shown_as_text(page_of):
    council = store_dossier(
        council=make_council(), sittings=(make_sitting(place="<b>mairie</b> & école"),), by=None
    )
    page = page_of(council, "seance")
    assert "&lt;b&gt;mairie&lt;/b&gt; &amp; école" in page
