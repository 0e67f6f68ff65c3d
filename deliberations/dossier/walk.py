"""Walking through the facts of a dossier, value by value, with the path of each."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

Location = tuple[int | str, ...]


def leaves(value: object, location: Location = ()) -> Iterator[tuple[Location, object]]:
    """Every value that is neither an object nor a list, depth first."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name), (*location, field.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*location, index))
    else:
        yield location, value


def is_html(location: Location) -> bool:
    """Whether a value is restricted HTML: its field, or the field of its list, ends in ``_html``."""
    names = [part for part in location if isinstance(part, str)]
    return names[-1].endswith("_html")


def is_block_html(location: Location) -> bool:
    """Long texts hold paragraphs, lists and tables; titles, clauses and decisions hold inline text."""
    names = [part for part in location if isinstance(part, str)]
    return names[-1] in ("statement_html", "note_html")
