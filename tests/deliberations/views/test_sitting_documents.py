"""The page of the papers of a sitting, and their files."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import closed, store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def logged_in(client: Client, council) -> Client:
    client.force_login(make_user(council=council), backend=BACKEND)
    return client


def test_page_lists_the_papers_by_stage(client: Client) -> None:
    sitting = closed(store_evening())
    page = logged_in(client, sitting.council).get(
        reverse("sitting_documents", args=(sitting.council.uid, sitting.uid))
    )
    assert "Après la séance" in page.content.decode()
    assert "Projet" not in page.content.decode()


def test_files_of_the_list(client: Client) -> None:
    sitting = closed(store_evening())
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
