"""Walking through the facts of a dossier, value by value, with the path of each."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

Location = tuple[int | str, ...]


_FIELDS: dict[type, tuple[str, ...]] = {}
"""Read once per class: a dossier has thousands of objects of a few classes."""


def field_names(value: object) -> tuple[str, ...]:
    """The fields of an object of facts; none for a plain value."""
    kind = type(value)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]


def leaves(value: object, location: Location = ()) -> Iterator[tuple[Location, object]]:
    """Every value that is neither an object nor a list, depth first; what is not known (``None``) is left out."""
    pending: list[tuple[Location, object]] = [(location, value)]
    while pending:
        here, found = pending.pop()
        if isinstance(found, tuple):
            pending.extend([((*here, i), found[i]) for i in reversed(range(len(found)))])
        elif names := field_names(found):
            pending.extend([((*here, name), getattr(found, name)) for name in reversed(names)])
        elif found is not None:
            yield here, found


_BLOCKS = frozenset(
    "statement_html note_html introduction_html closing_html debate_html incident_html remark_html "
    "rectification_html".split()
)


def is_html(location: Location) -> bool:
    """Whether a value is restricted HTML: its field, or the field of its list, ends in ``_html``."""
    return field_of(location).endswith("_html")


def is_block_html(location: Location) -> bool:
    """Long texts hold paragraphs, lists and tables; titles, clauses and decisions hold inline text."""
    return field_of(location) in _BLOCKS


def field_of(location: Location) -> str:
    """The last field of a path: « blocks_html » for the first block of a decision."""
    return next((part for part in reversed(location) if isinstance(part, str)), "")
