"""What anybody may read: only what was put online on our pages, and never a private passage."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberations.documents.view import Rendition
from deliberations.domain.acts import ActLink
from deliberations.domain.publishing import Way
from deliberations.models import Deliberation, Link, Publication, PublicPages, Sitting
from deliberations.queries import record_of
from deliberations.received.pdf_text import pdf_text
from deliberations.services.publishing import publish_act, unpublish_act
from deliberations.services.rendering import FileFormat, render_act
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    SECRET,
    act_of,
    another_sitting,
    closed_evening,
    hide,
    store_evening,
)
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = "/public/exemple/"
ACT = "/public/exemple/deliberations/2026/2026-1/"
FILE = "/public/exemple/deliberations/2026/2026-1.pdf"
AFTER = AT + timedelta(days=70)


@pytest.fixture
def evening() -> Sitting:
    return closed_evening()


@pytest.fixture
def act(evening) -> Deliberation:
    """Put online."""
    row = act_of(evening, "p1")
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    return row


def test_act_is_read_without_account_cookie_or_private_passage(client, act):
    response = client.get(ACT)
    page = text_of_page(response)
    assert "mise en ligne le 12 novembre 2026" in page
    assert "Prénom M1" in page
    assert SECRET not in page
    assert "[occulté]" in page
    assert (response.cookies, response.headers["Cache-Control"]) == ({}, "public, no-cache")
    assert "Vary" not in response.headers or "Cookie" not in response.headers["Vary"]


def test_the_same_page_for_somebody_who_is_logged_in(client, act):
    anonymous = client.get(ACT).content
    client.force_login(make_user(council=act.council), backend=BACKEND)
    assert client.get(ACT).content == anonymous


def test_file_holds_the_text_without_the_private_passage(client, act):
    response = client.get(FILE)
    text = pdf_text(response.content)
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (
        "application/pdf",
        "public, no-cache",
    )
    assert "[occulté]" in text
    assert "Confidence" not in text
    assert SECRET.encode() not in response.content
    record = record_of(act.sitting)
    private = render_act(record, record.act(act.uid), rendition=Rendition.EXTRACT, file_format=FileFormat.PDF)
    assert "Confidence" in pdf_text(private)


@pytest.mark.parametrize("url", [ACT, FILE])
def test_copy_kept_elsewhere_holds_until_something_is_hidden(client, act, url):
    kept = client.get(url).headers["ETag"]
    assert client.get(url, headers={"If-None-Match": kept}).status_code == 304
    hide(act, "Tarifs")
    assert client.get(url, headers={"If-None-Match": kept}).status_code == 200


def test_file_is_made_once_and_has_one_address(client, act):
    first = client.get(FILE).content
    [kept] = Path(default_storage.path("public")).rglob("*.pdf")
    kept.write_bytes(b"%PDF-kept")
    assert (client.get(FILE).content, first[:5]) == (b"%PDF-kept", b"%PDF-")
    response = client.get(FILE, {"x": "1"})
    assert (response.status_code, response.headers["Location"]) == (301, FILE)


def test_file_follows_a_passage_hidden_since(client, act):
    assert "Tarifs" in pdf_text(client.get(FILE).content)
    hide(act, "Tarifs")
    assert "Tarifs" not in pdf_text(client.get(FILE).content)


def test_list_says_what_is_online_and_nothing_else(client, act):
    page = text_of_page(client.get(LIST))
    assert "2026-1 : Tarifs p1" in page
    assert [number in page for number in ("2026-2", "2026-3", "Objet p4")] == [False] * 3


def test_title_that_hides_a_passage_hides_it_in_the_list_and_the_file(client, evening):
    row = act_of(evening, "p1")
    title = f"Aide à <mark data-private>{SECRET}</mark>"
    Deliberation.objects.filter(pk=row.pk).update(title_html=title)
    row.item.title_html = f"Aide à {SECRET}"
    row.item.save()
    publish_act(act=act_of(evening, "p1"), way=Way.OWN_PAGE, by=None, at=AT)
    for url in (LIST, ACT):
        page = text_of_page(client.get(url))
        assert SECRET not in page
        assert "Aide à [occulté]" in page
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(client.get(FILE).content)) as pdf:
        inside = b"".join(pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments)
    assert b"Aide" in inside
    assert SECRET.encode() not in inside


@pytest.mark.parametrize(
    "url",
    [
        "/public/inconnu/",
        "/public/exemple/deliberations/2026/2026-2/",
        "/public/exemple/deliberations/2026/2026-3.pdf",
        "/public/exemple/deliberations/2025/2026-1/",
        "/public/exemple/deliberations/2026/seance/",
        "/public/autre/",
    ],
)
def test_what_was_never_put_online_does_not_exist(client, act, url):
    store_evening("autre")
    assert client.get(url).status_code == 404


def test_act_posted_or_on_another_site_is_not_on_our_pages(client, evening):
    row = act_of(evening, "p1")
    for way in (Way.POSTING, Way.OTHER_SITE):
        publish_act(
            act=row, way=way, by=None, at=AT, effective_on=AT.date(), reference="https://exemple.test/"
        )
    assert [client.get(url).status_code for url in (LIST, ACT, FILE)] == [404] * 3


def test_imported_publication_by_a_machine_opens_nothing(client, evening):
    row = act_of(evening, "p1")
    Publication.objects.create(deliberation=row, effective_on=AT.date(), source="MACHINE", channel="site")
    assert client.get(ACT).status_code == 404


def test_individual_decision_and_closed_pages_do_not_exist(client, act):
    Deliberation.objects.filter(pk=act.pk).update(is_individual=True)
    assert client.get(ACT).status_code == 404
    Deliberation.objects.filter(pk=act.pk).update(is_individual=False)
    PublicPages.objects.create(council=act.council, is_open=False)
    assert client.get(ACT).status_code == 404


def test_social_board_is_closed_by_default(client, act):
    act.council.body_type = "CCAS"
    act.council.save()
    assert [client.get(url).status_code for url in (LIST, ACT)] == [404] * 2


def test_act_taken_off_is_gone_and_says_so(client, act):
    unpublish_act(act=act, by=None, at=AFTER, reason="Durée utile écoulée")
    for url in (ACT, FILE):
        response = client.get(url)
        assert response.status_code == 410
        assert "n'est plus en ligne" in text_of_page(response)
        assert "Durée utile" not in text_of_page(response)
    assert "2026-1" not in text_of_page(client.get(LIST))


def test_withdrawn_act_is_gone_and_names_what_withdrew_it(client, act):
    other = act_of(act.sitting, "p3")
    Link.objects.create(deliberation=other, kind=ActLink.WITHDRAWS, number="2026-1")
    assert client.get(ACT).status_code == 200
    publish_act(act=other, way=Way.OWN_PAGE, by=None, at=AT)
    response = client.get(ACT)
    assert response.status_code == 410
    assert (
        'a été retirée par la délibération <a href="/public/exemple/deliberations/2026/2026-3/">n° 2026-3</a>'
        in (text_of_page(response))
    )


def test_pages_refuse_everything_but_reading(client, act):
    assert [client.post(url).status_code for url in (LIST, ACT, FILE)] == [405] * 3


def test_list_by_year_and_page_costs_the_same(client, act):
    counts = []
    for item in (None, "p3"):
        if item:
            publish_act(act=act_of(act.sitting, item), way=Way.OWN_PAGE, by=None, at=AT)
        with CaptureQueriesContext(connection) as captured:
            page = text_of_page(client.get(LIST, {"annee": "2026", "page": "1"}))
        counts.append(len(captured))
    assert page.count("row-main") == 2
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query", ["annee=99999999999999999999", "annee=²", "annee=020231", "page=zéro", "annee=1999&page=9"]
)
def test_odd_questions_get_the_list(client, act, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_years_are_those_of_the_sittings(client, act):
    assert "Années" not in text_of_page(client.get(LIST))
    earlier = another_sitting(act.council, HELD_ON.replace(year=2025), uid="avant")
    older = act_of(act.sitting, "p3")
    publish_act(act=older, way=Way.OWN_PAGE, by=None, at=AT)
    Deliberation.objects.filter(pk=older.pk).update(sitting=earlier)
    page = text_of_page(client.get(LIST))
    assert 'aria-label="Années"' in page
    assert ['?annee=2025"' in page, '?annee=2026"' in page, '?annee=2024"' in page] == [True, True, False]


@pytest.mark.parametrize("year", [0, 99999])
def test_year_that_no_calendar_has_is_not_found(client, act, year):
    assert client.get(f"{LIST}deliberations/{year}/x/").status_code == 404


@pytest.mark.parametrize(("state", "told"), [("SUSPENDED", "suspendue"), ("ANNULLED", "annulée")])
def test_act_that_a_court_stopped_says_so(client, act, state, told):
    assert told not in text_of_page(client.get(ACT))
    Deliberation.objects.filter(pk=act.pk).update(state=state)
    assert f"Cette délibération est {told}." in text_of_page(client.get(ACT))
