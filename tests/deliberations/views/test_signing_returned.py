"""A document signed with another program and given back: accepted at its place, or refused with its cure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from deliberations.models import PlaceSignature, SigningPaper, SigningPlace
from deliberations.services.storage import read_document
from tests.deliberations.services.test_signing_lasting import services  # noqa: F401  (a fixture)
from tests.deliberations.signing.desk import Desk
from tests.deliberations.signing.samples import render_appearance
from tests.deliberations.views.test_signing_desk import COUNCIL, account, logged_in
from tests.deliberations.views.test_signing_tickets import evening
from tests.deliberations.views.world import text_of_page
from tests.support.pki import Pki

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def secretary(services: Pki) -> Client:  # noqa: F811
    return logged_in(account(evening(), "m3"))


def place() -> SigningPlace:
    return SigningPlace.objects.select_related("paper").filter(order=1).order_by("pk")[0]


def signed_elsewhere(paper: SigningPaper, pki: Pki, field: str) -> bytes:
    desk = Desk(pki, read_document(paper), render_appearance())
    return desk.sign("secretaire", field=field).content


def give(client: Client, row: SigningPlace, content: bytes, **more: str):
    address = reverse("signing_return", kwargs=COUNCIL | {"paper": row.paper.uid, "order": row.order})
    told = {"read": row.paper.sha256, "file": SimpleUploadedFile("signe.pdf", content, "application/pdf")}
    return client.post(address, told | more)


def test_file_signed_elsewhere_is_written_once_its_holder_is_confirmed(secretary: Client, pki: Pki) -> None:
    row = place()
    content = signed_elsewhere(row.paper, pki, row.field)
    asked = give(secretary, row, content)
    assert asked.status_code == 422
    assert "Le certificat est au nom de « Paul DURAND »" in text_of_page(asked)
    assert not PlaceSignature.objects.exists()
    confirmed = {"asked_holder": "Paul DURAND", "holder_confirmed": "on"}
    assert give(secretary, row, content, **confirmed).url == reverse("council_to_sign", kwargs=COUNCIL)
    signature = PlaceSignature.objects.get()
    assert (signature.provider, signature.place) == ("upload", row)
    row.paper.refresh_from_db()
    assert read_document(row.paper) == content
    again = give(secretary, row, content, **confirmed)
    assert (again.status_code, PlaceSignature.objects.count()) == (302, 1)


def test_other_files_are_refused_beside_the_field(secretary: Client, pki: Pki) -> None:
    row = place()
    for content, cure in (
        (read_document(row.paper), "ne porte pas de nouvelle signature"),
        (b"%PDF-1.7 autre", "a réécrit le fichier, ou c'est un autre document"),
    ):
        answer = give(secretary, row, content)
        assert answer.status_code == 422
        assert cure in text_of_page(answer)
    assert not PlaceSignature.objects.exists()


def test_file_read_before_it_moved_is_refused(secretary: Client, pki: Pki) -> None:
    row = place()
    content = signed_elsewhere(row.paper, pki, row.field)
    told = {"asked_holder": "Paul DURAND", "holder_confirmed": "on", "read": "0" * 64}
    assert give(secretary, row, content, **told).status_code == 422
    assert not PlaceSignature.objects.exists()
