"""The harness itself: a guard that lets everything through would never be noticed."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Origin, Template
from django.template.context import Context

pytestmark = pytest.mark.integration


def test_network_outside_is_refused():
    with pytest.raises(AssertionError, match="connexion sortante refusée"), socket.socket() as outgoing:
        outgoing.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="résolution de nom refusée"):
        socket.create_connection(("mairie.example", 80))


def test_network_inside_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            assert client.getpeername() == address


def render(source: str, origin: Path) -> str:
    return Template(source, origin=Origin(str(origin))).render(Context({"known": "là"}))


@pytest.mark.parametrize("source", ["{{ unknown }}", "{{ known.unknown }}", "{{ unknown|default:'x' }}"])
def test_undefined_variable_fails_in_our_templates(source):
    with pytest.raises(AssertionError, match=r"variable indéfinie « (known\.)?unknown.* » dans page\.html"):
        render(source, settings.BASE_DIR / "templates" / "page.html")


def test_undefined_variable_is_empty_elsewhere():
    source = "[{{ known }}][{{ unknown }}][{{ unknown|default:'x' }}]"
    assert render(source, Path("/package/page.html")) == "[là][][x]"
