"""The two tables of a volume: by date, and by object (matter, then theme)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from councils.domain.bodies import Council
from deliberations.documents.composed.view import Block, ComposedView, Grid, Heading, Text, TextRole
from deliberations.documents.register.common import sheet_view
from deliberations.domain.register import Entry, Volume, by_matter, by_theme, listed
from deliberations.domain.wording import register as words
from deliberations.domain.wording.typography import typeset

_SHARES = (15, 15, 55, 15)


def view_table_by_date(
    council: Council, volume: Volume, entries: Sequence[Entry], *, edited_on: date
) -> ComposedView:
    """Every act by date, with its sheets; provisional while the volume is open."""
    blocks = (*_notice(volume, entries), *_grid(listed(entries)))
    return sheet_view(council, volume, words.BY_DATE, blocks, edited_on)


def view_table_by_subject(
    council: Council, volume: Volume, entries: Sequence[Entry], *, edited_on: date
) -> ComposedView:
    """Every act under its matter in the State's nomenclature, then under its theme when it has one."""
    matters = [(words.matter(code), acts) for code, acts in by_matter(entries)]
    blocks = (
        *_notice(volume, entries),
        *_sections(words.BY_MATTER, matters),
        *_sections(words.BY_THEME, by_theme(entries)),
    )
    return sheet_view(council, volume, words.BY_SUBJECT, blocks, edited_on)


def _notice(volume: Volume, entries: Sequence[Entry]) -> Iterator[Block]:
    if volume.closed_on is None:
        yield Text(typeset(words.PROVISIONAL), TextRole.NOTE)
    if not listed(entries):
        yield Text(typeset(words.NOTHING))


def _sections(title: str, parts: Sequence[tuple[str, Sequence[Entry]]]) -> Iterator[Block]:
    if parts:
        yield Heading(typeset(title))
    for name, acts in parts:
        yield Heading(typeset(name), 3)
        yield from _grid(acts)


def _grid(acts: Iterable[Entry]) -> Iterator[Block]:
    rows = tuple(tuple(typeset(cell) for cell in words.row(act)) for act in acts)
    if rows:
        yield Grid(tuple(typeset(header) for header in words.TABLE_HEADERS), rows, shares=_SHARES)
