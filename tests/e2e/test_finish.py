"""What follows a sitting, in a browser: closed, deposited, received, published, read by anybody, corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from councils.models import Council
from deliberations.domain.publishing import Way
from deliberations.models import Sitting
from deliberations.services.dues import refresh_council
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from tests.deliberations.finishing import SECRET, act_of, another_sitting, closed, recent, store_evening
from tests.deliberations.receipts import receipt
from tests.deliberations.views.world import make_cast
from tests.support.look import look

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def evening() -> Sitting:
    """A sitting to close, without secretary so that something warns; its cast; a next sitting."""
    sitting = store_evening(held_on=recent(), secretaries=())
    make_cast(sitting.council)
    another_sitting(sitting.council, timezone.localdate() + timedelta(days=20))
    refresh_council(sitting.council, at=timezone.now())
    return sitting


def later(evening: Sitting) -> Sitting:
    """The same, closed; its first act is received and online."""
    row, at = closed(evening, at=timezone.now()), timezone.now()
    act = act_of(row, "p1")
    record_receipt(act=act, by=None, at=at, received_on=recent(), reference="ref")
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=at)
    return row


def test_whole_path_from_the_closing_to_the_public_page(evening, log_in, go, tmp_path, download):
    page = log_in("secretaire@exemple.test")
    page.get_by_role("link", name="Clôturer la séance").first.click()
    page.get_by_label("J’ai vérifié la séance").check()
    page.get_by_role("button", name="Clôturer la séance").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites pourquoi vous clôturez")
    expect(page.get_by_label("J’ai vérifié la séance")).to_be_checked()
    page.get_by_label("Pourquoi clôturer malgré les alertes").fill("Secrétaire nommé à la séance suivante")
    page.get_by_role("button", name="Clôturer la séance").click()
    expect(page.get_by_role("heading", name="La séance est clôturée")).to_be_visible()

    page.get_by_role("link", name="Préparer le dépôt").click()
    year = recent().year
    page.get_by_role("link", name=f"{year}-1 : Tarifs p1").click()
    expect(page.get_by_role("button", name="Copier : Numéro de l’acte")).to_be_visible()
    file = tmp_path / "ar.xml"
    file.write_bytes(
        receipt(number=f"{year}_1", received_on=recent().isoformat(), decided_on=f"{recent():%Y%m%d}")
    )
    page.get_by_label("Fichier de l’accusé de réception").set_input_files(file)
    page.get_by_role("button", name="Enregistrer la réception").click()
    expect(page.get_by_role("status").first).to_contain_text("La réception en préfecture est enregistrée")

    go(page.url.replace("/transmission/", "/publication/").removeprefix(page.url.split("/conseils")[0]))
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez avant de publier")
    look(page)
    page.get_by_role("button", name="Confirmer la publication").click()
    page.get_by_role("link", name="voir la page publique").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tarifs p1")
    text = page.locator("main").inner_text()
    assert SECRET not in text
    assert "[occulté]" in text


def test_refused_closing_is_accessible(evening, log_in, go):
    log_in("secretaire@exemple.test")
    page = go("/conseils/exemple/seances/seance/cloture/")
    page.get_by_role("button", name="Clôturer la séance").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)


def test_home_of_several_councils_is_accessible(evening, log_in, go):
    store_evening("autre", council={"place_name": "Autreville"}, held_on=recent())
    for council in Council.objects.all():
        council.roles.get_or_create(user=evening.council.roles.get(kind="SECRETARY").user, kind="SECRETARY")
        refresh_council(council, at=timezone.now())
    page = log_in("secretaire@exemple.test")
    look(page)
    assert page.get_by_role("heading", level=2).count() == 3


def test_public_pages_leave_nothing_behind(evening, go, quiet_page):
    row = later(evening)
    act = act_of(row, "p1")
    for path in ("/public/exemple/", f"/public/exemple/deliberations/{recent().year}/{act.slug}/"):
        look(go(path))
    assert quiet_page.context.cookies() == []
