"""A browser that speaks French, and what every page it opens must respect."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request

from councils.models import User
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from tests.support.identity import prove_identity

PASSPHRASE = "mot de passe du certificat"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Without motion: a colour on its way to another would be looked at."""
    size = {"width": 1280, "height": 900}
    return {**browser_context_args, "locale": "fr-FR", "reduced_motion": "reduce", "viewport": size}


@pytest.fixture
def keys_of(tmp_path_factory) -> Callable[[str], DemoKeys]:
    """Make the keys of somebody."""

    def make(name: str) -> DemoKeys:
        return create_demo_authority(
            tmp_path_factory.mktemp("keys"),
            common_name=name,
            organisation="Commune de Gruson",
            now=datetime.now(UTC),
            passphrase=PASSPHRASE,
        )

    return make


@pytest.fixture
def keys(keys_of) -> DemoKeys:
    """The mayor's."""
    return keys_of("Olivier Turpin")


@pytest.fixture
def quiet_page(page: Page, live_server) -> Page:
    """A page that fails the test when the browser complains, or asks anything of another machine.

    A breach of the content security policy is a complaint of the console.
    """
    complaints: list[str] = []
    strangers: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A page that says no (a refused form, a dead link): Chromium tells it as an error. A missing file is one.
        if "status of 4" in message.text and "/static/" not in message.location["url"]:
            return
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            strangers.append(request.url)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", watch)
    yield page
    assert (complaints, strangers) == ([], [])


@pytest.fixture
def go(quiet_page: Page, live_server) -> Callable[[str], Page]:
    """Open an address of the site."""

    def open_page(path: str) -> Page:
        quiet_page.goto(f"{live_server.url}{path}")
        return quiet_page

    return open_page


@pytest.fixture
def log_in_as(quiet_page: Page, live_server) -> Callable[[User], None]:
    """Give the browser the session of a user, without the form (``test_accounts`` has it)."""

    def enter(user: User) -> None:
        give_session(quiet_page, live_server, user)

    return enter


def give_session(page: Page, live_server, user: User) -> None:
    client = Client()
    prove_identity(client, user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.fixture
def log_in(log_in_as, go) -> Callable[[str], Page]:
    """Open the home page as the user of an address, already logged in."""

    def enter(email: str) -> Page:
        log_in_as(User.objects.get(email=email))
        return go("/")

    return enter


@pytest.fixture
def type_login(go) -> Callable[[str], Page]:
    """Log in by the form."""

    def enter(email: str) -> Page:
        page = go("/connexion/")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill("un mot de passe long")
        page.get_by_role("button", name="Se connecter").click()
        return page

    return enter


@pytest.fixture
def download(quiet_page: Page, tmp_path: Path) -> Callable[..., tuple[str, bytes]]:
    """Click a link that downloads; its file name and bytes."""

    def click(name: str, *, exact: bool = True) -> tuple[str, bytes]:
        with quiet_page.expect_download() as started:
            quiet_page.get_by_role("link", name=name, exact=exact).first.click()
        target = tmp_path / "received"
        started.value.save_as(target)
        return started.value.suggested_filename, target.read_bytes()

    return click
