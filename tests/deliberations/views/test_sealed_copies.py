"""The council's seal from the pages: of a volume, of a sitting, of an act signed by hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, Reading
from deliberations.domain.long_works import WorkState
from deliberations.models import RegisterVolume, RegisterWork, SigningPaper
from deliberations.services.hand_signing import HandSigned, record_hand_signature
from deliberations.services.register_volumes import close_volume
from deliberations.services.register_works import SEAL
from deliberations.services.signing_means import Pkcs12Seal, add_pkcs12_seal
from deliberations.services.storage import read_document
from deliberations.services.uploads import PDF, CheckedFile
from tests.builders import BACKEND, make_user
from tests.deliberations.annexes.samples import foreign_pdf
from tests.deliberations.finishing import act_of
from tests.deliberations.services.test_register import FIRST, entered, opened, store_year
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council() -> Council:
    row = store_year()
    add_seal(row)
    return row


@pytest.fixture
def secretary(client: Client, council: Council) -> Client:
    user = make_user("secretaire@exemple.test", council=council, kind=RoleKind.SECRETARY)
    client.force_login(user, backend=BACKEND)
    return client


def add_seal(council: Council) -> None:
    """One whose certificate has the key usage digitalSignature alone."""
    now = timezone.now()
    pkcs12, _ = issue_pkcs12(now - timedelta(hours=1), commitment=False)
    told = Pkcs12Seal("Cachet d'essai", pkcs12, PASSPHRASE)
    add_pkcs12_seal(council=council, told=told, by=None, at=now)


def volume_of(council: Council) -> RegisterVolume:
    row = opened(council)
    for uid in ("s1", "s2"):
        entered(row, uid)
    return row


def test_closed_volume_offers_the_seal_then_its_file(
    secretary: Client, council: Council, django_capture_on_commit_callbacks
) -> None:
    row = volume_of(council)
    place = {"council": council.uid, "volume": row.uid}
    page, seal = reverse("register_volume", kwargs=place), reverse("register_seal", kwargs=place)
    assert "Apposer" not in text_of_page(secretary.get(page))
    assert secretary.post(seal).url == page
    assert not SigningPaper.objects.exists()
    close_volume(volume=row, by=None, at=timezone.now())
    assert "Apposer « Cachet d'essai »" in text_of_page(secretary.get(page))
    with django_capture_on_commit_callbacks(execute=True):
        answer = secretary.post(seal)
    work = RegisterWork.objects.get(source=SEAL)
    assert (work.state, work.error) == (WorkState.DONE, "")
    assert "Le cachet du conseil est apposé sur le volume" in text_of_page(secretary.get(answer.url))
    shown = text_of_page(secretary.get(page))
    assert "Télécharger le volume avec le cachet" in shown
    assert "Cachet électronique apposé le" in shown
    assert "Signé" not in shown
    assert "Le registre papier reste l'original" in shown
    assert "Apposer" not in shown
    paper = SigningPaper.objects.get()
    file = secretary.get(reverse("signing_file", args=(council.uid, paper.uid)))
    assert file.content == read_document(paper)
    assert Reading.objects.filter(label="Registre, volume 1").exists()


def test_seal_that_does_not_open_is_told_on_the_page_of_the_work(
    secretary: Client, council: Council, settings, django_capture_on_commit_callbacks
) -> None:
    row = volume_of(council)
    close_volume(volume=row, by=None, at=timezone.now())
    settings.SIGNING_SECRET = ["un autre secret, de plus de trente caractères"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = secretary.post(reverse("register_seal", args=(council.uid, row.uid)))
    assert "chiffré avec une clé que l'installation n'a plus" in text_of_page(secretary.get(answer.url))


def test_one_gesture_seals_the_list_and_the_scans_of_a_sitting(secretary: Client, council: Council) -> None:
    act = act_of(council.sittings.get(uid="s1"), "p1")
    signatory = council.mandates.select_related("council", "person").get(uid="m1")
    scan = CheckedFile("papier.pdf", foreign_pdf(1), PDF, 1)
    told = HandSigned(FIRST + timedelta(days=2), signatory, remark="Vérifié", scan=scan)
    record_hand_signature(act=act, told=told, by=None, at=timezone.now())
    page = reverse("sitting_signatures", args=(council.uid, "s1"))
    assert "la liste des délibérations, 1 copie numérisée" in text_of_page(secretary.get(page))
    answer = secretary.post(reverse("sitting_seal", args=(council.uid, "s1")), follow=True)
    shown = text_of_page(answer)
    assert "Cachet du conseil apposé : 2 documents." in shown
    assert "Le cachet du conseil peut être apposé" not in shown
    assert "Noter ou reprendre" not in shown
    of_act = text_of_page(secretary.get(reverse("act", args=(council.uid, "s1", act.uid))))
    assert "Copie numérisée de l'original signé à la main, cachet du conseil" in of_act
    assert "certifie la copie seulement" in of_act
    copy = SigningPaper.objects.get(kind="SCAN")
    secretary.get(reverse("signing_file", args=(council.uid, copy.uid)))
    assert Reading.objects.filter(label__contains="signée sur papier").exists()
