"""Every page of the table of addresses, in a sitting at each of its stages, by somebody who may open them all."""

import pytest
from django.core.cache import cache

from tests.access.states import STATES
from tests.access.table import TABLE, needs
from tests.builders import make_user
from tests.support.look import defects

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.once]

FILES = {
    *("convocation_preview", "convocation_print", "convocation_proxy_pdf", "convocation_proxy_scan"),
    *("member_letter", "member_paper", "member_proxy_pdf", "paper_download", "start_preview_pdf"),
    *("sitting_pack", "act_pack", "public_file", "download", "download_signed", "members_model"),
}
"""Addresses of files: a browser saves them."""
FRAGMENTS = {"clause_search", "sitting_notice"}
"""Pieces that a page asks for."""
PAGES = {
    name for name, row in TABLE.items() if name not in FILES | FRAGMENTS and not {302, 405} <= set(row.get)
}


@pytest.mark.parametrize("state", STATES)
def test_every_page_is_accessible(state, log_in_as, quiet_page, live_server):
    """The pages that no sitting changes are looked at once, in the reference council."""
    cache.clear()
    user = make_user("tout@exemple.test")
    pages = [page for page in STATES[state](user) if page.name in PAGES]
    log_in_as(user)
    found = {}
    for page in pages:
        if state == "reference" or needs(page.name) & {"sitting", "token", "slug"}:
            response = quiet_page.goto(f"{live_server.url}{page.path}")
            if response.ok and (wrong := defects(quiet_page)):
                found[page.path] = wrong
    assert found == {}
