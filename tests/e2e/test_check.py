"""« Vérifier un acte », in a browser: a file chosen or dropped, the keyboard alone, no script, and every look."""

import base64

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from deliberations.domain.publishing import Way
from deliberations.services.publishing import publish_act
from deliberations.signing.sample import sample_file
from tests.deliberations.finishing import act_of, closed, recent, store_evening
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]


def pdf(content: bytes) -> dict[str, object]:
    return {"name": "acte.pdf", "mimeType": "application/pdf", "buffer": content}


@pytest.fixture
def public(client) -> bytes:
    """The file of an act online."""
    act = act_of(closed(store_evening(held_on=recent()), at=timezone.now()), "p1")
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=timezone.now())
    year = act.sitting.held_on.year
    content: bytes = client.get(f"/public/exemple/deliberations/{year}/{act.slug}.pdf").content
    return content


def test_published_file_chosen_with_the_keyboard(go, public: bytes):
    page = go("/v/")
    look(page)
    page.get_by_label("Fichier PDF").set_input_files(pdf(public))
    page.get_by_label("Fichier PDF").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Vérifier ce fichier")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce fichier est l’acte publié")
    look(page)
    page.get_by_role("link", name="Délibération n°").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tarifs p1")


def test_altered_file_dropped_on_its_box(go):
    page = go("/v/")
    content = base64.b64encode(sample_file()[0] + b"% suite").decode()
    page.evaluate(
        """content => {
            const bytes = Uint8Array.from(atob(content), each => each.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], 'acte.pdf', {type: 'application/pdf'}));
            const zone = document.querySelector('[data-drop-zone]');
            zone.dispatchEvent(new DragEvent('drop', {dataTransfer: carried, bubbles: true, cancelable: true}));
        }""",
        content,
    )
    page.get_by_role("button", name="Vérifier ce fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce fichier a été modifié")
    look(page)


def test_faults_are_told_beside_their_fields(go, quiet_page):
    page = go("/v/?code=ABCD")
    expect(page.get_by_label("Code de l’acte")).to_have_accessible_description(
        "Un code compte seize lettres ou chiffres, de A à Z et de 2 à 7 : relisez-le sur la page."
    )
    look(page)


def test_page_works_without_script(browser: Browser, live_server, public: bytes):
    with browser.new_context(java_script_enabled=False, locale="fr-FR") as context:
        page = context.new_page()
        page.goto(f"{live_server.url}/v/")
        expect(page.get_by_text("ou déposez-le ici")).to_be_hidden()
        page.get_by_label("Fichier PDF").set_input_files(pdf(public))
        page.get_by_role("button", name="Vérifier ce fichier").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ce fichier est l’acte publié")
