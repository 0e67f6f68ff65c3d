"""The settings of the documents in Chromium: the act follows each choice, and what is kept is what was shown."""

import pytest
from playwright.sync_api import expect

from councils.domain.look_blocks import ActBlock
from councils.domain.look_data import look_of
from councils.domain.look_variants import Accent, CivilityForm, LetterheadForm
from councils.models import Council
from tests.builders import make_user
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

PAGE = "/conseils/bourg/reglages/presentation/"


@pytest.fixture
def council():
    row = Council.objects.create(uid="bourg", place_name="Bourg")
    make_user("secretaire@exemple.test", council=row)
    return row


def test_the_act_follows_each_choice_and_is_kept(log_in, go, council, page):
    log_in("secretaire@exemple.test")
    go("/conseils/bourg/reglages/")
    page.get_by_role("link", name="Modifier la présentation").click()
    look(page)
    paper = page.locator("#apercu .look-paper")
    expect(paper).to_have_class("look-paper typeface-serif accent-navy size-normal")
    page.get_by_label("Vert sapin").check()
    expect(paper).to_have_class("look-paper typeface-serif accent-green size-normal")
    page.get_by_label("Chercher un réglage").fill("civilites monsieur")
    expect(page.get_by_text("1 réglage trouvé.")).to_be_visible()
    page.get_by_label("« Monsieur Olivier TURPIN, Madame Mélanie DAZIN »").check()
    expect(page.get_by_label("Vert sapin")).to_be_hidden()
    page.get_by_label("Chercher un réglage").fill("")
    expect(page.get_by_label("Vert sapin")).to_be_visible()
    page.get_by_text("Ordre et titres des blocs").click()
    page.get_by_role("group", name="Décision", exact=True).get_by_label("Titre", exact=True).fill(
        "Ce que décide"
    )
    expect(paper.get_by_text("Ce que décide")).to_be_visible()
    up = page.get_by_role("button", name="Monter : Objet")
    while up.is_enabled():
        up.press("Enter")
    expect(paper.locator(".act > *").first).to_have_class("object")
    assert Council.objects.get().look == {}
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_popup() as shown:
        page.get_by_role("button", name="Voir le PDF").click()
    shown.value.close()
    page.get_by_role("link", name="Sobre").click(no_wait_after=True)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("La présentation est enregistrée.")).to_be_visible()
    assert asked == ["beforeunload"]
    kept = look_of(Council.objects.get().look)
    assert (kept.accent, kept.civility, kept.order[0], kept.titles[0].text) == (
        Accent.GREEN,
        CivilityForm.LONG,
        ActBlock.OBJECT,
        "Ce que décide",
    )


def test_a_ready_look_by_the_keyboard_on_a_telephone(log_in, go, council, page):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in("secretaire@exemple.test")
    go(PAGE)
    page.get_by_role("link", name="Moderne").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#apercu .look-head")).to_have_class("look-head form-banner")
    look(page)
    page.get_by_role("button", name="Enregistrer", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("La présentation est enregistrée.")).to_be_visible()
    assert look_of(Council.objects.get().look).letterhead is LetterheadForm.BANNER
