"""Bringing the HTML of a dossier to its canonical form, and saying where it cannot be kept whole."""

from collections.abc import Callable
from dataclasses import replace
from operator import is_
from typing import Any

from deliberations.dossier.schema import Dossier
from deliberations.dossier.walk import Location, field_names, is_block_html, is_html
from deliberations.richtext import sanitise, sanitise_inline


def normalised(dossier: Dossier) -> Dossier:
    """The same dossier with every HTML text canonically serialised."""
    return Dossier.of(
        _rewritten(dossier.council, ("council",)),
        [_rewritten(s, ("sittings", i)) for i, s in enumerate(dossier.sittings)],
        profile=dossier.profile,
        delegations=dossier.delegations,
        decisions=[_rewritten(d, ("decisions", i)) for i, d in enumerate(dossier.decisions)],
        decision_pattern=dossier.decision_pattern,
    )


def _rewritten(value: Any, location: Location) -> Any:
    """``value`` itself where nothing in it changes."""
    if isinstance(value, str):
        return _canonical(location)(value) if value and is_html(location) else value
    if isinstance(value, tuple):
        items = tuple([_rewritten(item, (*location, i)) for i, item in enumerate(value)])
        return value if all(map(is_, items, value)) else items
    return _object(value, location) if field_names(value) else value


def _object(value: Any, location: Location) -> Any:
    changed = {}
    for name in field_names(value):
        before = getattr(value, name)
        after = _rewritten(before, (*location, name))
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _canonical(location: Location) -> Callable[[str], str]:
    return sanitise if is_block_html(location) else sanitise_inline
