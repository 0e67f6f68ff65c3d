"""``make screenshots`` shows every page: an address is either photographed or known not to be a page."""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.unit


def screenshots():
    path = Path(__file__).resolve().parent.parent / "docs" / "screenshots.py"
    spec = importlib.util.spec_from_file_location("screenshots", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["screenshots"] = module
    spec.loader.exec_module(module)
    return module


def addresses(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_every_address_is_photographed_or_is_not_a_page():
    told = screenshots()
    shown = {name.partition(":")[0] for name in told.PAGES}
    others = [name for names in told.NOT_PAGES.values() for name in names.split()]
    assert shown & set(others) == set()
    assert shown | set(others) == set(addresses(get_resolver().url_patterns))
