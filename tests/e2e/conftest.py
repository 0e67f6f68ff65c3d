"""A browser that speaks French, and what every page it opens must respect."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from deliberations.signing.demo_authority import DemoKeys, create_demo_authority

PASSPHRASE = "mot de passe du certificat"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fr-FR", "viewport": {"width": 1280, "height": 900}}


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
        # The answer to a form that is refused: Chromium tells it as an error, and the page shows what to do.
        if "status of 422" in message.text or "status of 409" in message.text:
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
def log_in(go) -> Callable[[str], Page]:
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
