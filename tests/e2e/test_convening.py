"""The secretary calls three members; one of them answers and gives a proxy from her telephone."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from councils.domain.roles import RoleKind
from deliberations.models import Dispatch, ProxyGrant
from tests.deliberations.views.world import add_user
from tests.support.convening import code_sent, link_of, make_world
from tests.support.look import look
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

PAGE = "/conseils/exemple/seances/seance/convocation/"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def sitting():
    world = make_world(3)
    add_user("secretaire@exemple.test", world.council, RoleKind.SECRETARY)
    return world


def address_sent(email: str) -> str:
    (message,) = [m for m in mail.outbox if m.to == [email]]
    return re.search(r"http://\S+/convocation/\S+/", message.body)[0]


def test_from_the_convocation_to_the_proxy(sitting, log_in, go, browser, quiet_page, tmp_path) -> None:
    log_in("secretaire@exemple.test")
    page = go("/conseils/exemple/seances/seance/")
    page.get_by_role("link", name="Convocation", exact=True).click()
    page.get_by_role("link", name="Envoyer les convocations").click()
    expect(page.get_by_text("3 courriels")).to_be_visible()
    page.get_by_role("button", name="Envoyer les convocations").click()
    expect(page.get_by_text("Tous les membres sont convoqués.")).to_be_visible()
    assert Dispatch.objects.count() == 3

    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    phone = context.new_page()
    phone.goto(address_sent("m3@exemple.test"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Séance du conseil municipal")
    look(phone)
    phone.get_by_role("button", name="Je serai présente").click()
    expect(phone.get_by_role("status")).to_contain_text("Votre réponse est enregistrée.")
    phone.get_by_role("link", name="Je donne pouvoir à un autre membre").click()
    phone.get_by_label("Je donne pouvoir à").select_option(label="Bruno Petit")
    phone.get_by_role("button", name="Recevoir le code de confirmation").click()
    phone.get_by_label("Code à six chiffres").fill(code_sent())
    phone.get_by_role("button", name="Confirmer le pouvoir").click()
    expect(phone.get_by_role("status")).to_contain_text("Votre pouvoir est enregistré.")
    look(phone)
    with phone.expect_download() as started:
        phone.get_by_role("link", name="Télécharger mon pouvoir (PDF)").click()
    started.value.save_as(tmp_path / "pouvoir.pdf")
    text = " ".join(tagged_text((tmp_path / "pouvoir.pdf").read_bytes()))
    assert "donne pouvoir à Bruno PETIT" in text
    assert context.cookies() == []
    context.close()

    page = go(PAGE)
    expect(page.get_by_text("Pouvoir à Bruno PETIT", exact=True)).to_be_visible()
    expect(page.get_by_text("Chloé ROY donne pouvoir à Bruno PETIT").first).to_be_visible()
    expect(page.get_by_text("1 excusé · 1 pouvoir")).to_be_visible()
    assert ProxyGrant.objects.in_force().get().holder.uid == "m2"


def test_refused_forms_are_accessible(sitting, log_in, go) -> None:
    log_in("secretaire@exemple.test")
    page = go(f"{PAGE}envoi-papier/")
    page.get_by_label("Heure").fill("")
    page.get_by_role("button", name="Enregistrer l’envoi").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    token = link_of(sitting, "m2")
    go(f"/convocation/{token}/pouvoir/").get_by_role("button", name="Recevoir le code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    go(f"/convocation/{'A' * 22}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Ce lien ne s.ouvre pas"))
    look(page)


def test_proof_is_printed_under_its_name(sitting, log_in, go, quiet_page) -> None:
    log_in("secretaire@exemple.test")
    page = go(PAGE)
    page.emulate_media(media="print")
    expect(page.get_by_text("Preuve des envois")).to_be_visible()
    expect(page.get_by_role("link", name="Envoyer les convocations")).to_be_hidden()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_personal_page_works_without_javascript(sitting, go) -> None:
    page = go(f"/convocation/{link_of(sitting, 'm2')}/")
    page.get_by_role("button", name="Je suis excusé").click()
    expect(page.get_by_role("status")).to_contain_text("Votre réponse est enregistrée.")
