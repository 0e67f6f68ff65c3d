"""Finding and keeping in a browser: accessible at both widths, in every state; a backup downloaded by its form."""

import io
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from councils.domain.readings import ReadingKind
from councils.services.readings import note_reading
from deliberations.models import Backup
from deliberations.services.sealing import open_envelope
from deliberations.services.searching import rebuild_index
from tests.deliberations.views.world import load, make_cast
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

GRUSON = "/conseils/gruson"
PASSPHRASE = "quatre mots sans rapport"


@pytest.fixture
def cast(transactional_db):
    council = load("gruson-2023-12-19")
    rebuild_index(council)
    return make_cast(council)


def test_secretary_finds_an_act_from_the_band(cast, log_in, go, download):
    page = log_in("secretaire@exemple.test")
    page.get_by_label("Rechercher dans le conseil").fill("syndicat numerique")
    page.get_by_label("Rechercher dans le conseil").press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("3 résultats")
    look(page)
    page.get_by_text("Filtrer les résultats").click()
    page.get_by_label("Nature").select_option("Délibération")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("1 résultat")
    look(page)
    name, content = download("Tableau (CSV)")
    assert name == "recherche.csv"
    assert content.decode("utf-8-sig").splitlines()[1].startswith("Délibération;2023-57;19/12/2023;")
    page.get_by_role("link", name="2023-57", exact=False).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Syndicat mixte")


def test_searches_that_find_nothing_are_accessible(cast, log_in, go):
    log_in("secretaire@exemple.test")
    for path in (
        "/recherche/?q=patinoire",
        "/recherche/?annee=1789",
        "/deliberations/?resultat=REJECTED",
        "/deliberations/?annee=abc",
    ):
        look(go(GRUSON + path))
    look(go("/aide/rechercher/"))


def test_secretary_makes_a_backup_and_prints_its_sheet(cast, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(f"{GRUSON}/")
    page.get_by_role("link", name="Faire une sauvegarde").click()
    page.get_by_role("button", name="Sauvegarder et télécharger").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez une phrase secrète.")
    look(page)
    page.get_by_label("Phrase secrète", exact=False).first.fill(PASSPHRASE)
    page.get_by_label("La même phrase secrète", exact=False).fill(PASSPHRASE)
    page.get_by_label("J’ai noté la phrase secrète", exact=False).check()
    with page.expect_download() as started:
        page.get_by_role("button", name="Sauvegarder et télécharger").click()
    assert started.value.suggested_filename.startswith("sauvegarde-gruson-")
    content = started.value.path().read_bytes()
    assert open_envelope(io.BytesIO(content)).identity(PASSPHRASE)
    assert Backup.objects.get().size == len(content)
    page = go(f"{GRUSON}/sauvegardes/")
    page.get_by_role("link", name="Fiche de récupération", exact=False).click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Empreinte SHA-256")).to_be_visible()


def test_auditor_reads_the_log(cast, log_in, go):
    note_reading(
        council=cast.auditor.roles.get().council,
        user=cast.member,
        kind=ReadingKind.DRAFT,
        uid="a1",
        label="Projet du 19/12/2023",
        at=datetime(2026, 11, 1, 9, tzinfo=UTC),
    )
    log_in("lecteur@exemple.test")
    page = go(f"{GRUSON}/lectures/")
    expect(page.get_by_role("rowheader")).to_have_text("Projet du 19/12/2023")
    look(page)
    page.get_by_label("Depuis le").fill("02/11/2026")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_text("Aucune lecture ne correspond à ces filtres.")).to_be_visible()
    look(page)


def test_help_opens_the_page_that_explains(cast, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(f"{GRUSON}/sauvegardes/")
    page.get_by_role("link", name="Aide", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les sauvegardes")
    look(page)
