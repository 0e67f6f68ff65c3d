"""Every page of the table of addresses, in a sitting at each of its stages, by somebody who may open them all."""

from collections import Counter

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from tests.access.states import STATES
from tests.access.table import TABLE, needs
from tests.builders import make_user
from tests.support.look import defects
from tests.support.programmes import module_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once, pytest.mark.long]

FILES = set(module_of("screenshots").NOT_PAGES["a file"].split())
"""Addresses of files: a browser saves them."""
FRAGMENTS = {"clause_search", "sitting_notice"}
"""Pieces that a page asks for."""
FOR_A_PROGRAM = set(module_of("screenshots").NOT_PAGES["asked for by the program that signs"].split())
STATES_OF_A_PAGE = 2
NO_PAGES = FILES | FRAGMENTS | FOR_A_PROGRAM
PAGES = {name for name, row in TABLE.items() if name not in NO_PAGES and 405 not in row.get}


def kinds_of(page: Page) -> set[str]:
    """Each kind of thing that a page shows: its tag, its classes, its role."""
    return set(page.evaluate(_KINDS))


_KINDS = """
[...document.querySelectorAll('body *')].map(each => each.outerHTML.slice(0, each.outerHTML.indexOf('>'))
    .match(/^<[a-z0-9-]+| (class|role|type|disabled|open|aria-invalid)(="[^"]*")?/g).join(''))
"""


def test_every_page_is_accessible(log_in_as, quiet_page, live_server):
    """Each page at most in two states; a second time, only where it shows a kind of thing that no page did.

    On a telephone and on paper, a page is looked at where it shows such a thing.
    The other states of a page have tests of their own (``tests/access/states.py`` opens them all, without a browser).
    """
    cache.clear()
    user = make_user("tout@exemple.test")
    log_in_as(user)
    found: dict[str, list[object]] = {}
    seen: set[str] = set()
    opened: Counter[str] = Counter()
    for state, pages in STATES.items():
        for page in [page for page in pages(user) if page.name in PAGES]:
            if state != "reference" and not needs(page.name) & {"sitting", "token", "slug"}:
                continue
            opened[page.name] += 1
            if opened[page.name] > STATES_OF_A_PAGE:
                continue
            response = quiet_page.goto(f"{live_server.url}{page.path}")
            kinds = kinds_of(quiet_page)
            shows_nothing_new = kinds <= seen
            if not response.ok or (shows_nothing_new and opened[page.name] > 1):
                continue
            if wrong := defects(quiet_page, nothing_new=shows_nothing_new):
                found[page.path] = wrong
            seen |= kinds
    assert found == {}
