"""The page of the papers of a sitting, and their files."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from councils.domain.errors import Refusal
from councils.models import Person
from deliberations.domain.sittings import SittingPaper
from deliberations.models import PublicPages, Sitting
from deliberations.services.list_publishing import put_list_online
from deliberations.services.publishing import publish_paper
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import AT, HELD_ON, act_of, closed_evening, hide, store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def logged_in(client: Client, council) -> Client:
    client.force_login(make_user(council=council), backend=BACKEND)
    return client


def test_page_lists_the_papers_by_stage(client: Client) -> None:
    sitting = closed_evening()
    page = logged_in(client, sitting.council).get(
        reverse("sitting_documents", args=(sitting.council.uid, sitting.uid))
    )
    text = page.content.decode().replace("\u00a0", " ")
    assert "Projet" not in text
    stages = [text.index(f'<h2 id="{stage}">') for stage in ("after", "before", "during")]
    assert stages == sorted(stages)
    assert "Constat d’absence de quorum</strong> : La séance a réuni le quorum." in text


def test_papers_of_many_members_are_folded(client: Client) -> None:
    sitting = store_evening()
    page = logged_in(client, sitting.council).get(
        reverse("sitting_documents", args=(sitting.council.uid, sitting.uid))
    )
    text = page.content.decode()
    assert text.index("Tous les membres, à la suite") < text.index("Un par un (8)")


def test_paper_that_the_facts_do_not_give_leads_back_to_the_page(client: Client) -> None:
    sitting = closed_evening()
    place = {"council": sitting.council.uid, "sitting": sitting.uid, "paper": "absence-de-quorum"}
    address = reverse("sitting_document", kwargs={**place, "file_format": "pdf"})
    answer = logged_in(client, sitting.council).get(address, follow=True)
    assert "La séance a réuni le quorum." in answer.content.decode()


@pytest.mark.parametrize("subject", ["personne", "m99"])
def test_unknown_subject_is_not_found(client: Client, subject: str) -> None:
    sitting = store_evening()
    place = {
        "council": sitting.council.uid,
        "sitting": sitting.uid,
        "paper": "convocation",
        "subject": subject,
    }
    address = reverse("sitting_document_of", kwargs={**place, "file_format": "txt"})
    assert logged_in(client, sitting.council).get(address).status_code == 404


def test_files_of_the_list(client: Client) -> None:
    sitting = closed_evening()
    logged_in(client, sitting.council)
    place = {"council": sitting.council.uid, "sitting": sitting.uid, "paper": "liste-des-deliberations"}
    pdf = client.get(reverse("sitting_document", kwargs={**place, "file_format": "pdf"}))
    assert pdf.content.startswith(b"%PDF-")
    assert "exemple-2026-11-10-liste-des-deliberations.pdf" in pdf["Content-Disposition"]
    word = client.get(reverse("sitting_document", kwargs={**place, "file_format": "docx"}))
    cells = [cell.text for cell in Document(BytesIO(word.content)).tables[0].rows[1].cells]
    assert cells == ["1", "2026-1", "Tarifs p1", "Adoptée"]


def test_draft_is_named_so(client: Client) -> None:
    sitting = store_evening()
    logged_in(client, sitting.council)
    place = {"council": sitting.council.uid, "sitting": sitting.uid, "paper": "liste-des-deliberations"}
    answer = client.get(reverse("sitting_document", kwargs={**place, "file_format": "txt"}))
    assert "-projet.txt" in answer["Content-Disposition"]


# The table of the council -----------------------------------------------------------------------------------


def table_of(client: Client, council, name: str, query: str = "") -> tuple[int, str]:
    answer = client.get(reverse(name, kwargs={"council": council.uid, "file_format": "txt"}) + query)
    return answer.status_code, answer.content.decode().replace("\u00a0", " ")


def test_birth_dates_are_for_the_prefect_only(client: Client) -> None:
    council = store_evening().council
    Person.objects.filter(council=council, uid="m1").update(birth_date=date(1961, 2, 3))
    logged_in(client, council)
    status, shown = table_of(client, council, "council_table_public", "?au=2026-11-10")
    assert (status, "03/02/1961" in shown, "Au 10 novembre 2026" in shown) == (200, False, True)
    status, told = table_of(client, council, "council_table_prefecture", "?au=2026-11-10")
    assert (status, "03/02/1961" in told, "Date de naissance" in told) == (200, True, True)


@pytest.mark.parametrize("query", ["?au=hier", "?au=2026-02-31"])
def test_table_of_no_day_is_refused_beside_the_field(client: Client, query: str) -> None:
    council = store_evening().council
    logged_in(client, council)
    status, text = table_of(client, council, "council_table_public", query)
    assert (status, "Cette date n" in text) == (422, True)
    page = client.get(reverse("council_table", args=(council.uid,)) + query)
    assert page.status_code == 422


# What anybody reads -----------------------------------------------------------------------------------------

PUBLIC = "/public/exemple/seances/seance/liste-des-deliberations"


def published_list(channel: str = ""):
    """Put on our page, or declared in that channel."""
    sitting = closed_evening()
    hide(act_of(sitting, "p2"), "Tarifs")
    if not channel:
        put_list_online(sitting=sitting, by=None, at=AT)
        return sitting
    publish_paper(
        sitting=sitting,
        paper=SittingPaper.DECISION_LIST,
        channel=channel,
        effective_on=HELD_ON,
        by=None,
        at=AT,
    )
    return sitting


def test_list_online_is_read_by_anybody_without_its_private_passages(client: Client) -> None:
    published_list()
    page = client.get(f"{PUBLIC}/")
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert ("Tarifs p1" in page.content.decode(), "Tarifs p2" in page.content.decode()) == (True, False)
    pdf = client.get(f"{PUBLIC}.pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert client.get(f"{PUBLIC}.pdf?x=1").status_code == 301


@pytest.mark.parametrize("channel", ["affichage", "site Internet"])
def test_list_that_was_posted_or_put_on_another_site_is_not_online(client: Client, channel: str) -> None:
    published_list(channel)
    assert client.get(f"{PUBLIC}/").status_code == 404


def test_list_is_put_online_from_the_page_of_publication(client: Client) -> None:
    sitting = closed_evening()
    place = (sitting.council.uid, sitting.uid)
    page = logged_in(client, sitting.council).get(reverse("sitting_publication", args=place))
    assert 'name="list_on_own_page"' in page.content.decode()
    assert client.post(reverse("sitting_paper", args=place), {"list_on_own_page": "1"}).status_code == 302
    assert client.get(f"{PUBLIC}/").status_code == 200
    assert 'name="list_on_own_page"' not in client.get(page.wsgi_request.path).content.decode()


def test_list_of_a_social_board_is_never_online(client: Client) -> None:
    sitting = closed_evening(council={"body_type": "CCAS"})
    PublicPages.objects.create(council=sitting.council, is_open=True)
    with pytest.raises(Refusal):
        put_list_online(sitting=sitting, by=None, at=AT)
    assert client.get(f"{PUBLIC}/").status_code == 404


def test_list_of_closed_pages_or_of_a_sitting_opened_again_is_not_online(client: Client) -> None:
    sitting = published_list()
    PublicPages.objects.create(council=sitting.council, is_open=False)
    assert client.get(f"{PUBLIC}/").status_code == 404
    PublicPages.objects.update(is_open=True)
    assert client.get(f"{PUBLIC}/").status_code == 200
    Sitting.objects.update(finished_at=None)
    assert client.get(f"{PUBLIC}.pdf").status_code == 404


def test_page_of_publication_leads_to_the_certificate_and_to_the_public_page(client: Client) -> None:
    sitting = published_list()
    page = logged_in(client, sitting.council).get(
        reverse("sitting_publication", args=(sitting.council.uid, sitting.uid))
    )
    text = page.content.decode()
    assert f'href="{PUBLIC}/"' in text
    certificate = text.split("certificat-d-affichage/")[1].split('"')[0]
    place = reverse("sitting_documents", args=(sitting.council.uid, sitting.uid))
    assert client.get(f"{place}certificat-d-affichage/{certificate}").status_code == 200
