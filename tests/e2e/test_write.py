"""The editor in Chromium: rich fields, rows by keyboard, automatic saving, remarks; and no script at all."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.models import AgendaItem, Sitting
from deliberations.queries.texts import text_stored
from deliberations.services.texts import open_act, save_text
from tests.deliberations.views.world import ACT, address, load, make_cast, the_act
from tests.e2e.conftest import give_session
from tests.support.docxmaker import lines, usual_act
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

SLOW = 20_000
"""Milliseconds that a saving may take on a busy machine; an ordinary one takes two hundred."""

SECRETARY = "secretaire@exemple.test"
TEXT = ActText(
    title_html="Tarifs de la cantine",
    statement_html="<h3>Les prix</h3><p>Ils montent en 2023.</p><table><tbody><tr><td>Midi</td></tr></tbody></table>",
    clauses=(
        Clause(ClauseKind.VU, "le CGCT, notamment son article L.2121 29"),
        Clause(ClauseKind.CONSIDERANT, "la hausse"),
    ),
    operative=(OperativePart(("d'adopter les tarifs", "d'inscrire la dépense")),),
    annexes=("Grille",),
)


@pytest.fixture
def world():
    cast = make_cast(load("gruson-2023-12-19"))
    Sitting.objects.update(origin="LIVE")
    save_text(the_act(), TEXT, by=cast.secretary)
    return cast


@pytest.fixture
def editor(world, log_in, go):
    """The page of the editor, its rich fields ready."""
    log_in(SECRETARY)
    page = go(address("act_write"))
    page.wait_for_selector("#act-form[data-prose=ready]")
    return page


def press(page, button):
    """Press a button that sends the form, and wait for the page that answers."""
    with page.expect_navigation():
        button.click()
    page.wait_for_selector("#act-form[data-prose=ready]")


def test_a_text_is_typed_moved_saved_and_corrected(editor):
    page = editor
    page.get_by_role("textbox", name="Exposé").click()
    page.keyboard.press("Control+End")
    page.get_by_role("textbox", name="Objet de la délibération").click()
    page.keyboard.press("End")
    page.keyboard.type(" 2024")
    expect(page.locator(".preview")).to_contain_text("Tarifs de la cantine 2024", timeout=SLOW)
    expect(page.locator("#etat")).to_contain_text("Enregistré à", timeout=SLOW)
    assert text_stored(the_act()).title_html == "Tarifs de la cantine 2024"
    assert the_act().versions.first().kind == "AUTOSAVE"

    clause = page.get_by_role("textbox", name="Texte, ligne 2")
    clause.click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("que tout augmente")
    press(page, page.get_by_role("button", name="Enregistrer le texte"))
    assert [clause.text_html for clause in text_stored(the_act()).clauses] == [
        "la hausse", "que tout augmente", "le CGCT, notamment son article L.2121 29",
    ]  # fmt: skip

    press(page, page.locator("#r-visa-3").get_by_role("button", name="2121-29"))
    assert text_stored(the_act()).clauses[2].text_html == "le CGCT, notamment son article L. 2121-29"
    assert text_stored(the_act()).statement_html == TEXT.statement_html


def test_a_visa_is_found_and_inserted_where_one_writes(editor):
    page = editor
    page.get_by_role("textbox", name="Texte, ligne 1").click()
    page.get_by_label("Mots du visa").fill("DELEGATIONS")
    page.get_by_role("button", name="L. 2122-22").click()
    expect(page.locator("#etat")).to_contain_text("Enregistré à", timeout=SLOW)
    assert [clause.text_html.split("\u00a0")[-1] for clause in text_stored(the_act()).clauses] == [
        "le CGCT, notamment son article L.2121 29", "2122-22", "la hausse",
    ]  # fmt: skip


def test_a_text_that_was_not_kept_is_not_left_without_a_question(editor):
    page = editor
    page.route("**/enregistrement/", lambda route: route.fulfill(body="<span>Non enregistré.</span>"))
    page.get_by_role("textbox", name="Objet de la délibération").click()
    page.keyboard.type(" du soir")
    expect(page.locator("#etat")).to_contain_text("Non enregistré.", timeout=SLOW)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Versions").click(no_wait_after=True)
    expect(page.get_by_role("textbox", name="Objet de la délibération")).to_contain_text("du soir")
    press(page, page.get_by_role("button", name="Enregistrer le texte"))
    assert text_stored(the_act()).title_html == "Tarifs de la cantine du soir"
    assert asked == ["beforeunload"]


def test_formats_of_the_toolbar_are_those_of_the_text(editor):
    page = editor
    page.get_by_role("textbox", name="Objet de la délibération").click()
    page.keyboard.press("Control+A")
    page.get_by_role("button", name="Gras").click()
    assert page.get_by_role("button", name="Intertitre").is_disabled()
    expect(page.locator("#etat")).to_contain_text("Enregistré à", timeout=SLOW)
    assert text_stored(the_act()).title_html == "<strong>Tarifs de la cantine</strong>"


def test_pages_are_accessible_in_their_states(editor, go):
    page = editor
    page.get_by_label("Mots du visa").fill("code")
    page.wait_for_selector(".found-clause")
    look(page)
    later = Sitting.objects.create(council=the_act().council, uid="s2", held_on="2024-12-17", origin="LIVE")
    item = AgendaItem.objects.create(
        sitting=later, uid="p", order=1, title_html="Tarifs", kind="DELIBERATION"
    )
    empty = {"council": "gruson", "sitting": "s2", "act": open_act(item, by=None).uid}
    source = f"acte-{the_act().pk}"
    for url in (
        reverse("act_write", kwargs=empty),
        reverse("act_start", kwargs=empty),
        reverse("act_start_from", kwargs={**empty, "source": source}),
        reverse("act_details", kwargs=ACT) + "?mots=tarifs",
    ):
        look(go(url))
    for content in (usual_act(), lines("Objet : Vente", "Une phrase perdue", "Vu le code", "Une autre")):
        page = go(address("act_word"))
        page.get_by_label("Fichier Word").set_input_files(
            {"name": "a.docx", "mimeType": "", "buffer": content}
        )
        with page.expect_navigation():
            page.get_by_role("button", name="Lire le fichier").click()
        look(page)


def test_everything_works_without_script(world, browser, live_server):
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    give_session(page, live_server, world.secretary)
    page.goto(f"{live_server.url}{address('act_write')}")
    page.get_by_role("textbox", name="Exposé").fill("Un.\n\nDeux.")
    with page.expect_navigation():
        page.get_by_role("button", name="Monter le visa ou considérant 2").click()
    text = text_stored(the_act())
    assert text.statement_html == "<p>Un.</p><p>Deux.</p>"
    assert [clause.kind for clause in text.clauses] == [ClauseKind.CONSIDERANT, ClauseKind.VU]
    page.context.close()
