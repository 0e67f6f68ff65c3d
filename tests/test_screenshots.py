"""``make screenshots`` shows every page: an address is either photographed or known not to be a page."""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.support.programmes import module_of

pytestmark = pytest.mark.unit


def addresses(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_every_address_is_photographed_or_is_not_a_page():
    told = module_of("screenshots")
    shown = {name.partition(":")[0] for name in told.PAGES}
    others = [name for names in told.NOT_PAGES.values() for name in names.split()]
    assert shown & set(others) == set()
    assert shown | set(others) == set(addresses(get_resolver().url_patterns))


@pytest.mark.django_db
@pytest.mark.once
def test_stage_has_every_place_that_the_pictures_ask_for(capsys):
    told, stage = module_of("screenshots"), module_of("stage")
    stage.main()
    places = json.loads(capsys.readouterr().out)["places"]
    assert {shot.place for shot in told.PAGES.values()} <= {*places, *told.PLACES_OF_OURS}
