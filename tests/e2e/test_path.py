"""The whole path in Chromium: the secretary reads and downloads, the mayor signs and downloads."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from deliberations.documents.view import Rendition
from deliberations.models import Deliberation
from deliberations.queries import record_of
from deliberations.services.rendering import FileFormat, render_act
from deliberations.signing.check import check_signatures
from deliberations.signing.trust import trusting
from tests.deliberations.views.world import ACT, address, load, make_cast, the_act
from tests.e2e.conftest import PASSPHRASE
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

RENDITIONS = {
    "Extrait du registre": Rendition.EXTRACT,
    "Acte du registre": Rendition.REGISTER,
    "Copie certifiée exécutoire": Rendition.CERTIFIED,
}
FORMATS = {
    "PDF": FileFormat.PDF,
    "Word": FileFormat.DOCX,
    "HTML": FileFormat.HTML,
    "Texte": FileFormat.TEXT,
}


@pytest.fixture
def cast():
    return make_cast(load("gruson-2023-12-19"))


def open_the_act(page):
    """From the list of sittings to the deliberation, by the buttons alone."""
    page.get_by_role("link", name="Séance du mardi 19 décembre 2023").click()
    page.get_by_role("link", name="Ouvrir la délibération").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Espace Numérique de travail")


def test_secretary_reads_and_downloads_everything(cast, log_in, download):
    page = log_in("secretaire@exemple.test")
    open_the_act(page)
    expect(page.get_by_text("commune de XX", exact=False).first).to_be_visible()
    expect(page.get_by_text("CGCT art. L. 2121-21")).to_be_visible()
    expect(page.get_by_role("button", name="Signer la délibération")).to_have_count(0)
    record = record_of(the_act().sitting)
    for label, rendition in RENDITIONS.items():
        for short, file_format in FORMATS.items():
            name, content = download(f"{label}, {short}")
            assert name.endswith(f".{file_format}")
            assert content == render_act(
                record, record.act(ACT["act"]), rendition=rendition, file_format=file_format
            )


def test_mayor_signs_and_downloads(cast, keys, log_in, download):
    page = log_in("maire@exemple.test")
    open_the_act(page)
    page.get_by_role("button", name="Signer la délibération").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous signez 1 document")
    look(page)
    page.get_by_label("Fichier du certificat").set_input_files(keys.pkcs12)
    page.get_by_label("Mot de passe du certificat").fill("faux")
    page.get_by_label("J’ai relu ces documents", exact=False).check()
    page.get_by_role("button", name="Signer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Le mot de passe n’ouvre pas ce certificat.")
    expect(page.get_by_label("J’ai relu ces documents", exact=False)).to_be_checked()
    expect(page.get_by_label("Mot de passe du certificat")).to_have_value("")

    page.get_by_label("Fichier du certificat").set_input_files(keys.pkcs12)
    page.get_by_label("Mot de passe du certificat").fill(PASSPHRASE)
    page.get_by_role("button", name="Signer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 document signé")
    look(page)
    page.get_by_role("link", name="Revenir à la délibération").click()
    name, content = download("Télécharger la copie signée (PDF)")
    assert name == "deliberation-2023-57-copie-certifiee-signee-v2.pdf"
    report = check_signatures(content, trust=trusting(keys.root.read_bytes()), at=datetime.now(UTC))
    assert report.ok
    assert [signature.field_name for signature in report.signatures] == ["sig_maire"]


def test_mayor_confirms_a_certificate_in_another_name(cast, keys_of, log_in, go, page):
    usage = keys_of("Olivier Turpin-Delattre")
    log_in("maire@exemple.test")
    start_signing(go, page)
    fill_and_sign(page, usage)
    expect(page.get_by_role("alert")).to_contain_text(
        "Le certificat est au nom de « Olivier Turpin-Delattre (DÉMONSTRATION) »", use_inner_text=True
    )
    box = page.get_by_label("Je confirme que ce certificat est le mien", exact=False)
    expect(box).not_to_be_checked()
    look(page)
    box.check()
    fill_and_sign(page, usage)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 document signé")


def test_mayor_signs_again_what_changed(cast, keys, log_in, go, page):
    log_in("maire@exemple.test")
    start_signing(go, page)
    the_act().annexes.all().delete()
    fill_and_sign(page, keys)
    expect(page.get_by_text("Le texte a changé depuis votre lecture", exact=False)).to_be_visible()
    start_signing(go, page)
    fill_and_sign(page, keys)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 document signé")
    Deliberation.objects.update(title_html="Un autre titre")
    go(address("act"))
    expect(page.get_by_text("Des faits ont changé depuis la signature du", exact=False)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Signer une nouvelle version").click()
    fill_and_sign(page, keys)
    page.get_by_role("link", name="Revenir à la délibération").click()
    expect(page.get_by_role("heading", name="Copie certifiée signée (version 5)")).to_be_visible()
    expect(page.get_by_text("Des faits ont changé", exact=False)).to_have_count(0)


def start_signing(go, page):
    go(address("act"))
    page.get_by_role("button", name="Signer la délibération").click()


def fill_and_sign(page, keys):
    page.get_by_label("Fichier du certificat").set_input_files(keys.pkcs12)
    page.get_by_label("Mot de passe du certificat").fill(PASSPHRASE)
    page.get_by_label("J’ai relu ces documents", exact=False).check()
    page.get_by_role("button", name="Signer", exact=True).click()
    page.wait_for_load_state()
