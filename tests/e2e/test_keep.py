"""A long text that keeps itself while one types: saved without a button, refused with what to correct, never lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.builders import make_user
from tests.deliberations.decisions.world import drafted, store

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

SAVE_NOW = "document.body.dispatchEvent(new CustomEvent('texte-a-garder'))"
"""What the script asks once the typing pauses."""


def test_decision_keeps_itself_and_asks_before_losing_what_was_refused(log_in_as, go):
    council = store()
    row = drafted(council)
    log_in_as(make_user(council=council))
    page = go(reverse("decision_edit", args=(council.uid, row.uid)))
    mark = page.locator("[name=mark]")
    shown = mark.input_value()
    page.locator("[name=theme]").fill("Salles")
    page.evaluate(SAVE_NOW)
    expect(page.locator("#etat")).to_contain_text("Enregistré à")
    expect(mark).not_to_have_value(shown)
    row.refresh_from_db()
    assert row.theme == "Salles"

    page.locator("[name=amount_cents]").fill("mille")
    page.evaluate(SAVE_NOW)
    expect(page.locator("#etat")).to_contain_text("Non enregistré. Écrivez le montant ainsi")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Décisions du maire").first.click(no_wait_after=True)
    expect(page.locator("[name=amount_cents]")).to_have_value("mille")
    page.locator("[name=amount_cents]").fill("1 500")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("La décision est enregistrée.")).to_be_visible()
    assert asked == ["beforeunload"]
