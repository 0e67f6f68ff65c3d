"""The minutes in a browser: written item by item with names at a click, settled, signed, read by anybody."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from deliberations.models import DebateSummary
from tests.deliberations.finishing import closed, opened_sitting, recent, store_evening
from tests.deliberations.views.world import make_cast
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_minutes_from_their_writing_to_the_public_page(log_in, go):
    sitting = closed(store_evening(held_on=recent(), starts_at=time(20)), at=timezone.now())
    make_cast(sitting.council)
    opened_sitting(sitting.council, timezone.localdate() - timedelta(days=1))
    log_in("secretaire@exemple.test")
    page = go("/conseils/exemple/seances/seance/proces-verbal/")
    look(page)
    page.get_by_role("link", name="Écrire la discussion du point 1").click()
    page.get_by_role("textbox", name="Teneur des discussions").fill("Un avis de ")
    page.get_by_role("button", name="Prénom M3", exact=True).click()
    look(page)
    page.get_by_role("button", name="Enregistrer et passer au point suivant").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Point 2")
    assert "Prénom M3" in DebateSummary.objects.get().debate_html
    page.get_by_role("link", name="Revenir au procès-verbal").click()
    page.get_by_role("button", name="« Aucune observation »").click()
    expect(page.get_by_text("Aucune mention obligatoire ne manque.")).to_be_visible()

    page.get_by_role("link", name="Préparer l’arrêt").click()
    page.get_by_role("radio", name="À la séance du").check()
    look(page)
    page.get_by_role("checkbox", name="L’assemblée a arrêté ce procès-verbal").check()
    page.get_by_role("button", name="Noter que le procès-verbal est arrêté").click()
    page.get_by_role("link", name="Noter les signatures").click()
    page.get_by_label("Signé le").fill(timezone.localdate().isoformat())
    look(page)
    page.get_by_role("button", name="Noter la signature").click()
    page.get_by_role("link", name="Mettre en ligne ici").click()
    look(page)
    page.get_by_role("button", name="Confirmer la publication").click()
    page.get_by_role("link", name="voir la page publique").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Procès-verbal de la séance")
    expect(page.get_by_text("Un avis de")).to_be_visible()
    look(page)
