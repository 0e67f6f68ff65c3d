"""The harness: what every test gets without asking, and the faults that no test may let pass."""

import gc
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.template.base import FilterExpression, Node
from django.test import TransactionTestCase

from deliberations.queries.append_only import drop_triggers
from tests.support.hand import MEASURED

if TYPE_CHECKING:
    from tests.support.pki import Pki

# Playwright's synchronous API leaves a loop in the main thread, where Django would then refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# No deadline: on two busy cores a slow first example is not a fault.
hypothesis.settings.register_profile("conforme", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("conforme")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}
LOOPBACK = {"localhost", "127.0.0.1", "::1", ""}


def uses_database(item: Any) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))


SAME_EVERYWHERE = {"access", "commands", "forms", "views"}
"""Folders of tests that reach the database through the queries and services, which are tested on both."""


ABOUT_FACTS = {"law"}
"""Folders of tests of which none reaches the database."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read, for another database, the folders that depend on none; for LibreOffice, the other files."""
    is_once = collection_path.name in SAME_EVERYWHERE | ABOUT_FACTS
    if is_once and config.getoption("--database-only"):
        return True
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    return True if is_test and asks_for_office_alone(config) and not has_office(collection_path) else None


def asks_for_office_alone(config: pytest.Config) -> bool:
    """The command of ``make test-office``, whose few tests take less time than reading all the others."""
    return bool(config.getoption("-m") == "office")


def has_office(path: Path) -> bool:
    return "pytest.mark.office" in path.read_text(encoding="utf-8")


def depends_on_database(item: Any) -> bool:
    """Whether another database could give another answer."""
    is_once = item.get_closest_marker("once") is not None or SAME_EVERYWHERE.intersection(item.path.parts)
    return uses_database(item) and not is_once


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if not config.getoption("--database-only"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not depends_on_database(item)])
    items[:] = [item for item in items if depends_on_database(item)]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is read here stays until the end: the collector of cycles is spared it, once and for all."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests measured of the user's work, whichever process ran them."""
    for report in terminalreporter.getreports("passed"):
        for name, told in report.user_properties:
            if name == MEASURED:
                terminalreporter.section(report.nodeid)
                terminalreporter.write_line(told)


@pytest.fixture(autouse=True, scope="session")
def proofs_forgotten_between_tests() -> Iterator[None]:
    """A test that commits ends by emptying every table, which the triggers of the proof register refuse.

    They are taken away for that alone; the end of the emptying makes them again, as a migration does.
    """
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        drop_triggers(connection)
        original(self)
        cache.clear()  # its table is no model's: what is counted there would slow the tests to come

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


class OutgoingConnection(AssertionError):
    """A test tried to leave this machine."""


def is_local(address: Any) -> bool:
    """True for a Unix socket (its address is a path) and for the loopback interface."""
    return not isinstance(address, tuple) or address[0] in LOOPBACK or str(address[0]).startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_outgoing_network() -> Iterator[None]:
    """Refuse names and connections other than this machine's own."""
    originals = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    getaddrinfo = socket.getaddrinfo

    def guarded(original: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if not is_local(address):
                raise OutgoingConnection(f"connexion sortante refusée : {address}")
            return original(self, address)

        return connect

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not is_local((name or "", 0)):
            raise OutgoingConnection(f"résolution de nom refusée : {name}")
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name, original in originals.items():
            patch.setattr(socket.socket, name, guarded(original))
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


class UndefinedVariable(str):
    """Value of an undefined variable: the usual empty text in the templates of packages, a failure in ours.

    Django asks for the truth of ``string_if_invalid`` at the moment when it has found nothing: that is where
    the template is known, from the node being rendered.
    """

    __slots__ = ()
    ours = str(django_settings.BASE_DIR / "templates") + os.sep

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if not isinstance(expression, FilterExpression):
            return False
        origin = self.template_being_rendered(frame)
        if origin.startswith(self.ours):
            raise AssertionError(f"variable indéfinie « {expression} » dans {origin.removeprefix(self.ours)}")
        return False

    @staticmethod
    def template_being_rendered(frame: Any) -> str:
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                return str(node.origin.name)
            frame = frame.f_back
        return ""


@pytest.fixture(autouse=True, scope="session")
def no_undefined_variable() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for engine in engines.all():
            patch.setattr(engine.engine, "string_if_invalid", UndefinedVariable())
        yield


@pytest.fixture(autouse=True)
def data_dir(request: pytest.FixtureRequest) -> Path | None:
    """Folder of this test's files (issued documents, mail). Only tests with a database have any to keep."""
    if not uses_database(request.node):
        return None
    settings = request.getfixturevalue("settings")
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("data")
    settings.DATA_DIR = folder
    settings.MEDIA_ROOT = folder / "files"
    return folder


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Pki]":
    """Certification authorities and timestamp servers on loopback, started by the first test that asks."""
    from tests.support.pki import Pki

    authorities = Pki(tmp_path_factory.mktemp("pki"))
    yield authorities
    authorities.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which finds no machine but this one. Root may only start it without sandbox."""
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": arguments}
