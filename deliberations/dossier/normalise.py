"""Bringing the HTML of a dossier to its canonical form, and saying where it cannot be kept whole."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from deliberations.dossier.schema import Dossier
from deliberations.dossier.walk import Location, is_block_html, is_html
from deliberations.richtext import sanitise, sanitise_inline


def normalised(dossier: Dossier) -> Dossier:
    """The same dossier with every HTML text canonically serialised."""
    return Dossier.of(
        _rewritten(dossier.council, ("council",)),
        [_rewritten(s, ("sittings", i)) for i, s in enumerate(dossier.sittings)],
        profile=dossier.profile,
    )


def _rewritten(value: Any, location: Location) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _rewritten(getattr(value, f.name), (*location, f.name)) for f in fields(value)}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_rewritten(item, (*location, i)) for i, item in enumerate(value))
    if isinstance(value, str) and value and is_html(location):
        return _canonical(location)(value)
    return value


def _canonical(location: Location) -> Callable[[str], str]:
    return sanitise if is_block_html(location) else sanitise_inline
