"""What is hard to fit, the keyboard, paper, the security policy, and no script needed. ``test_walk`` sees the rest."""

import pytest
from playwright.sync_api import expect

from councils.models import Council
from deliberations.services.dossiers import store_dossier
from tests.deliberations.views.world import address, load, make_cast
from tests.facts import make_council, make_sitting, make_vote
from tests.support.look import look, overflow
from tests.support.remembered import remembered

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

ACCOUNTS = "/conseils/commune-exemple/deliberations/seance-2024-06-28/deliberation-2024-21/"


PAGES = (
    *("/", "/conseils/ailleurs/", "/conseils/commune-exemple/seances/seance-2024-06-28/"),
    *("/conseils/grande/seances/seance/", "/conseils/grande/seances/seance/tenue/"),
    *("/conseils/grande/seances/seance/saisie/", "/conseils/grande/membres/", ACCOUNTS),
)
"""What is hard to fit: several councils, none of a kind, sixty-nine members, a table in a text."""


def _councils() -> Council:
    gruson = load("gruson-2023-12-19")
    load("commune-exemple-2024-06-28")
    sitting = make_sitting(present=60, members=69, votes=(make_vote(),), place="dans la salle " + "x" * 90)
    store_dossier(council=make_council(69, uid="grande"), sittings=(sitting,), by=None)
    return gruson


@pytest.fixture
def world():
    """A mayor of several councils: the reference one, a difficult one, one of 69 members, an empty one."""
    cast = make_cast(remembered(("hard to fit",), _councils))
    for council in Council.objects.exclude(pk=cast.mayor.roles.get().council_id):
        council.roles.create(user=cast.mayor, kind="MAYOR")
        council.roles.create(user=cast.mayor, kind="SECRETARY")
    return cast


def test_pages_are_accessible(world, log_in, go, page):
    look(go("/connexion/"))
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)
    log_in("maire@exemple.test")
    for path in PAGES:
        look(go(path))


def test_refused_signature_is_accessible(world, log_in, go):
    log_in("maire@exemple.test")
    page = go(address("act"))
    page.get_by_role("button", name="Signer la délibération").click()
    page.get_by_role("button", name="Signer", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page)


def test_missing_page_is_accessible(world, page, live_server):
    """Not a quiet page: a missing one is an error for the console."""
    page.goto(f"{live_server.url}/nulle-part/")
    look(page)


def test_pages_obey_their_security_policy(world, page, live_server):
    """The browser would run an inline script if the policy did not forbid it."""
    response = page.goto(f"{live_server.url}/connexion/")
    assert "script-src 'self'" in response.headers["content-security-policy"]
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
        " document.body.append(s) }"
    )
    assert page.evaluate("window.ran") is None


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_path_works_without_javascript(world, log_in):
    page = log_in("secretaire@exemple.test")
    page.get_by_role("link", name="Séance du mardi 19 décembre 2023").click()
    page.get_by_role("link", name="Ouvrir la délibération").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_keyboard_reaches_the_content_first(world, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(address("act"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_visible(world, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(address("act"))
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 3


def test_targets_are_large(world, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(address("act"))
    heights = [box["height"] for box in (each.bounding_box() for each in page.locator(".btn").all()) if box]
    assert len(heights) >= 15
    assert min(heights) >= 44


def test_paper_holds_the_text_and_no_button(world, log_in, go):
    log_in("secretaire@exemple.test")
    page = go(address("act"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".btn:visible, header:visible").count() == 0


def test_long_table_of_members_scrolls_in_its_own_box(world, log_in, go):
    log_in("maire@exemple.test")
    page = go("/conseils/commune-exemple/seances/seance-2024-06-28/")
    page.set_viewport_size({"width": 390, "height": 844})
    inside = page.evaluate(
        "(() => { const b = document.querySelector('.attendance-box'); return b.scrollWidth - b.clientWidth })()"
    )
    assert inside > 0
    assert overflow(page) == 0
