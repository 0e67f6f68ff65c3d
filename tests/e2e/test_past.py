"""Taking up old acts in a browser: a ZIP given, what was read reviewed one act after the other, the paper kept."""

import io
import zipfile
from functools import cache

import pytest
from playwright.sync_api import expect

from deliberations.models import Deliberation, ImportedAct
from tests.deliberations.views.world import load, make_cast
from tests.support.look import look
from tests.support.past_layouts import LAYOUTS

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

PAST = "/conseils/gruson/reprise/"


@pytest.fixture
def cast(transactional_db):
    return make_cast(load("gruson-2023-12-19"))


@cache
def archive() -> bytes:
    """The same bytes at each call: Word writes the hour in each entry."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("2024/bailly.docx", LAYOUTS["structured"]("bailly-2024-06"))
        target.writestr("2022/liste.docx", LAYOUTS["plain"]("arthun-liste-2022-12-09"))
        target.writestr("2022/photo.png", b"\x89PNG\r\n\x1a\n")
    return buffer.getvalue()


def test_secretary_takes_up_a_year_and_takes_it_back(cast, log_in, go, download):
    page = log_in("secretaire@exemple.test")
    look(go(PAST))
    page.get_by_label("Nom du lot").fill("Délibérations 2022 et 2024")
    page.get_by_label("Fichiers").set_input_files(
        {"name": "actes.zip", "mimeType": "application/zip", "buffer": archive()}
    )
    page.get_by_role("button", name="Déposer et lire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Délibérations 2022 et 2024")
    expect(page.get_by_text("3 fichiers : la lecture est finie.")).to_be_visible()
    expect(page.get_by_text("Une image. Si c’est un acte numérisé", exact=False)).to_be_visible()
    look(page)
    page.get_by_label("Montrer").select_option("À vérifier")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("link", name="RESEAUX DE CHALEUR", exact=False).click()
    expect(page.get_by_role("heading", name="À vérifier sur le document")).to_be_visible()
    expect(page.get_by_label("Date de la séance")).to_have_value("2024-03-06")
    look(page)
    page.get_by_label("Thème").fill("Énergie")
    page.get_by_label("Numéro, tel qu’imprimé").focus()
    page.get_by_role("button", name="Valider et passer au suivant").press("Enter")
    expect(page.get_by_label("Numéro, tel qu’imprimé")).to_have_value("2022-12-09/01")
    page.get_by_role("link", name="Délibérations 2022 et 2024").click()
    page.get_by_role("link", name="Reprendre d’un coup les actes clairs").click()
    look(page)
    page.get_by_role("button", name="Reprendre ces actes").click()
    expect(page.get_by_text("Actes repris : 12.")).to_be_visible()
    expect(
        page.get_by_text("Tout est vu : 13 actes de ce lot sont dans l’archive.", exact=False)
    ).to_be_visible()
    assert ImportedAct.objects.filter(state="ACCEPTED").count() == 13
    act = Deliberation.objects.get(printed_number="2024-06")
    assert act.item.theme == "Énergie"
    go(f"/conseils/gruson/deliberations/{act.sitting.uid}/{act.uid}/")
    expect(page.get_by_text("Document authentique", exact=True)).to_be_visible()
    look(page)
    name, content = download("bailly.docx")
    assert (name, content) == ("bailly.docx", zipfile.ZipFile(io.BytesIO(archive())).read("2024/bailly.docx"))
    go(PAST)
    page.get_by_role("link", name="Délibérations 2022 et 2024").click()
    page.get_by_role("link", name="Annuler le lot").click()
    page.get_by_role("button", name="Annuler le lot").click()
    expect(page.get_by_text("Le lot est annulé", exact=False)).to_be_visible()
    assert not Deliberation.objects.filter(printed_number="2024-06").exists()


def test_a_zip_that_cannot_be_opened_keeps_the_name_typed(cast, log_in, go):
    page = log_in("secretaire@exemple.test")
    go(PAST)
    page.get_by_label("Nom du lot").fill("Délibérations 2019")
    page.get_by_label("Fichiers").set_input_files(
        {"name": "actes.zip", "mimeType": "application/zip", "buffer": archive()[:-60]}
    )
    page.get_by_role("button", name="Déposer et lire").click()
    expect(page.get_by_role("alert")).to_contain_text("n’est pas un fichier ZIP entier")
    expect(page.get_by_label("Nom du lot")).to_have_value("Délibérations 2019")
    look(page)


def test_administrator_exports_everything(cast, log_in, go, download):
    page = log_in("administrateur@exemple.test")
    look(go("/conseils/gruson/export/"))
    page.get_by_label("Je sais que ce fichier", exact=False).check()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Exporter et télécharger").click()
    with zipfile.ZipFile(waited.value.path()) as made:
        assert made.testzip() is None
        assert "seances/2023-12-19_seance-2023-12-19/dossier.json" in made.namelist()


def test_a_whole_folder_is_given_with_its_folders(cast, log_in, go, tmp_path):
    folder = tmp_path / "Actes de 2024"
    (folder / "mars").mkdir(parents=True)
    (folder / "mars" / "bailly.docx").write_bytes(LAYOUTS["structured"]("bailly-2024-06"))
    (folder / "mars" / "photo.png").write_bytes(b"\x89PNG")
    page = log_in("secretaire@exemple.test")
    go(PAST)
    page.get_by_label("Nom du lot").fill("Actes de 2024")
    files = page.get_by_label("Fichiers")
    many = [{"name": f"{n}.pdf", "mimeType": "application/pdf", "buffer": b"x"} for n in range(501)]
    files.set_input_files(many)
    page.get_by_role("button", name="Déposer et lire").click()
    assert "501 fichiers choisis, 500 au plus" in files.evaluate("input => input.validationMessage")
    files.set_input_files([])
    page.get_by_label("Ou un dossier entier").set_input_files(folder)
    page.get_by_role("button", name="Déposer et lire").click()
    expect(page.get_by_text("2 fichiers : la lecture est finie.")).to_be_visible()
    files = page.get_by_role("region", name="Tableau des fichiers")
    expect(files.get_by_role("rowheader")).to_have_text(
        ["Actes de 2024/mars/bailly.docx", "Actes de 2024/mars/photo.png"]
    )
    expect(files.get_by_text("Laissé de côté")).to_be_visible()
    look(page)
