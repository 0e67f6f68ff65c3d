"""The table of every address, gathered from the modules of ``tests.access.rows``, and how an address is made."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from councils.models import Council
from tests.access import Row
from tests.deliberations.views.world import ACT

WITHOUT_COUNCIL = {
    *("home", "login", "logout", "account_login", "account_logout", "mfa_index", "socialaccount_connections"),
    *("openid_connect_login", "openid_connect_callback", "invitation", "mfa_authenticate"),
    *("check_form", "check_act", "check_file", "check_answer"),
    *("start", "number_example", "help", "help_page", "help_picture"),
}
"""Addresses that no council owns; each has tests of its own."""

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("rows/[a-z]*.py"))
TABLE: dict[str, Row] = {
    name: row for module in MODULES for name, row in import_module(f"tests.access.rows.{module}").ROWS.items()
}


def names(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names and parameters of our own addresses."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(
            ("councils.", "deliberations.")
        ):
            yield pattern.name, route


@cache
def routes() -> dict[str, str]:
    """Name of each of our addresses → its route."""
    return dict(names(get_resolver().url_patterns))


def needs(name: str) -> set[str]:
    """The arguments of an address."""
    return {part.split(">")[0].rpartition(":")[2] for part in routes()[name].split("<")[1:]}


def address_with(name: str, given: Mapping[str, object]) -> str:
    """The address of that name, with what it needs of ``given``; ``KeyError`` when something is missing."""
    return reverse(name, kwargs={key: given[key] for key in needs(name)})


def address(name: str, row: Row, council: Council) -> str:
    """The address of that name in the reference council, with the rows that it needs."""
    return address_with(name, {**ACT, **row.more, **row.prepare(council)})
