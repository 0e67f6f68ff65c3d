"""Preparing a sitting in Chromium: keyboard, mouse, no script, accessibility of its real states."""

from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from deliberations.models import AgendaItem, ItemPaper, Sitting
from tests.deliberations.views.world import load, make_cast
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

TITLES = ("Budget primitif", "Tarifs de la cantine", "Subvention au club [nom]")
AGENDA = "/conseils/gruson/seances/future/ordre-du-jour/"


@pytest.fixture
def council():
    council = load("gruson-2023-12-19")
    make_cast(council)
    council.mandates.get(uid="tison").interests.create(topic="Club de football")
    return council


@pytest.fixture
def sitting(council):
    held_on = timezone.localdate() + timedelta(days=30)
    sitting = Sitting.objects.create(council=council, uid="future", held_on=held_on, place="à la mairie")
    for order, title in enumerate(TITLES, start=1):
        AgendaItem.objects.create(sitting=sitting, uid=f"p{order}", order=order, title_html=title)
    return sitting


def order(sitting):
    rows = AgendaItem.objects.filter(sitting=sitting).order_by("order")
    return [row.uid for row in rows]


def test_sitting_is_prepared_from_nothing(council, log_in, go):
    """Date, two subjects, a title typed: the whole path by the pages."""
    page = log_in("secretaire@exemple.test")
    page.get_by_role("link", name="Préparer une séance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Préparer une séance")
    page.wait_for_load_state()
    day = timezone.localdate() + timedelta(days=2)
    page.get_by_label("Date de la séance").fill(day.isoformat())
    page.get_by_label("Heure").focus()
    expect(page.locator("#delai")).to_contain_text("Le dernier jour pour convoquer")
    expect(page.locator("#delai")).to_contain_text("sans le ramener à moins d’un jour franc")
    look(page)
    page.get_by_role("button", name="Créer la séance").click()
    expect(page.get_by_text("Ajoutez le premier point")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Ajouter depuis les sujets habituels").click()
    page.get_by_label("Chercher un sujet").fill("effectifs")
    page.locator("#contenu").get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Ajouter « Tableau des effectifs »").click()
    expect(page.get_by_text("Déjà à l’ordre du jour")).to_be_visible()
    page.get_by_role("link", name="Revenir à l’ordre du jour").click()
    page.get_by_label("Ajouter un point par son objet").fill("Travaux de l'école")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    made = Sitting.objects.get(council=council, held_on=day)
    titles = AgendaItem.objects.filter(sitting=made).order_by("order").values_list("title_html", flat=True)
    assert list(titles) == ["Tableau des effectifs", "Travaux de l'école"]


def test_order_changes_by_keyboard_and_the_new_place_is_said(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(AGENDA)
    look(page)
    page.locator("#point-p1").focus()
    page.keyboard.press("Alt+ArrowDown")
    said = page.get_by_role("status").filter(has_text="est maintenant")
    expect(said).to_have_text("« Budget primitif » est maintenant le point 2 sur 3.")
    expect(page.locator("#point-p1")).to_be_focused()
    assert order(sitting) == ["p2", "p1", "p3"]
    page.keyboard.press("Alt+End")
    expect(said).to_have_text("« Budget primitif » est maintenant le point 3 sur 3.")
    # Until htmx has settled, the new list wears the attributes of the old one; then the script gives the focus back.
    expect(page.locator(".htmx-settling")).to_have_count(0)
    expect(page.locator("#point-p1")).to_be_focused()
    page.locator("#monter-p1").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("« Budget primitif » est maintenant le point 2 sur 3.")
    expect(page.locator("#monter-p1")).to_be_focused()
    assert order(sitting) == ["p2", "p1", "p3"]
    look(page)


def test_order_changes_by_mouse(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(AGENDA)
    page.set_viewport_size({"width": 1280, "height": 1400})
    grip, first = page.locator("#p3 .agenda-grip"), page.locator("#p1")
    held, there = grip.bounding_box(), first.bounding_box()
    page.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
    page.mouse.down()
    page.mouse.move(there["x"] + 60, there["y"] + 30, steps=5)
    page.mouse.move(there["x"] + 60, there["y"] + 5, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="point 1 sur 3")).to_be_visible()
    assert order(sitting) == ["p3", "p1", "p2"]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_everything_is_done_without_javascript(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(AGENDA)
    page.get_by_role("button", name="Descendre le point 1").click()
    expect(page.get_by_text("« Budget primitif » est maintenant le point 2 sur 3.")).to_be_visible()
    page.locator("#point-p1").click()
    page.get_by_label("Note explicative").fill("Il faut :\n- voter")
    page.get_by_role("button", name="Enregistrer le point").click()
    assert (
        AgendaItem.objects.get(uid="p1", sitting=sitting).note_html
        == "<p>Il faut :</p><ul><li>voter</li></ul>"
    )


def test_item_is_written_in_the_editor_and_its_papers_joined(sitting, log_in, go, tmp_path):
    log_in("secretaire@exemple.test")
    page = go(f"{AGENDA}p3/")
    look(page)
    page.get_by_role("textbox", name="Objet").fill("Subvention au club de football")
    note = page.get_by_role("textbox", name="Note explicative")
    note.click()
    page.get_by_role("button", name="Gras").click()
    page.keyboard.type("Important")
    page.get_by_role("button", name="Enregistrer le point").click()
    row = AgendaItem.objects.get(uid="p3", sitting=sitting)
    assert (row.title_html, row.note_html) == (
        "Subvention au club de football",
        "<p><strong>Important</strong></p>",
    )
    expect(page.get_by_text("Intérêt déclaré : Thibault TISON.")).to_be_visible()
    page.get_by_role("link", name="Joindre une pièce au point 3").click()
    look(page)
    paths = [tmp_path / "Devis – été.pdf", tmp_path / "Plan.pdf"]
    for path in paths:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(path)
    page.get_by_label("Fichiers").set_input_files(paths)
    page.get_by_role("button", name="Ajouter les pièces").click()
    expect(page.get_by_role("link", name="Devis – été", exact=True)).to_be_visible()
    assert [paper.file.name for paper in ItemPaper.objects.all()] == ["Devis – été.pdf", "Plan.pdf"]
    look(page)


def test_refused_item_and_pages_of_what_is_to_come_are_accessible(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(f"{AGENDA}p1/")
    page.get_by_text("Classement, contrôle").click()
    page.get_by_label("Matière").fill("inconnue")
    page.get_by_role("button", name="Enregistrer le point").click()
    expect(page.get_by_role("alert")).to_contain_text("Cette matière n’est pas dans la nomenclature")
    look(page)
    look(go("/conseils/gruson/sujets/nouveau/?sujet=detr"))


def test_paper_holds_the_agenda_and_no_button(sitting, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(AGENDA)
    page.emulate_media(media="print")
    assert page.locator(".btn:visible, .agenda-grip:visible, .agenda-remark:visible").count() == 0
    expect(page.get_by_text("Tarifs de la cantine")).to_be_visible()
