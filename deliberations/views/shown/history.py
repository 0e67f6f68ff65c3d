"""The history as a page shows it: finished French sentences, never a code nor a number of the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.formats import date_format, time_format

from councils.domain.actions import ACTIONS
from councils.forms.look_words import told_look
from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.wording.dates import MONTHS
from deliberations.queries.history import Entry, FieldChange, name_of
from deliberations.richtext import plain_text

TOGETHER = timedelta(seconds=5)
"""Rows written by one person, for one action, within this time are one change."""

GESTURES = {"+": "Ajout", "~": "Modification", "-": "Suppression"}
VERBS = {"+": "Ajout", "~": "Modification", "-": "Suppression"}
CONTEXT = 60
"""Characters kept on each side of the passage that changed in a long text."""

LONG = 240
NAME = 90


@dataclass(frozen=True, slots=True)
class ShownChange:
    """``before`` and ``after`` are empty when there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a change. ``is_whole``: it was added or deleted, so only one side of each field is told."""

    gesture: str
    kind: str
    name: str
    is_whole: bool
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """What one person did at one time."""

    sentence: str
    by: str
    at: str
    rows: tuple[ShownRow, ...]


def shown_history(entries: Iterable[Entry], *, time_zone: str) -> list[ShownGroup]:
    """Entries, the latest first, gathered by who did what together; hours are the council's."""
    zone = ZoneInfo(time_zone)
    return [_group(group, zone) for group in _groups(entries)]


def _groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    group: list[Entry] = []
    for entry in entries:
        if group and not _belongs(entry, group[-1]):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _belongs(entry: Entry, later: Entry) -> bool:
    same = (entry.by, _sentence(entry)) == (later.by, _sentence(later))
    return same and later.at - entry.at <= TOGETHER


def _sentence(entry: Entry) -> str:
    return entry.sentence or ACTIONS.get(entry.action) or GESTURES.get(entry.gesture, "Modification")


def _group(entries: list[Entry], zone: ZoneInfo) -> ShownGroup:
    first = entries[0]
    return ShownGroup(
        sentence=_sentence(first),
        by=str(first.by) if first.by else "le logiciel",
        at=_moment(first.at, zone),
        rows=tuple(_row(entry, zone) for entry in entries),
    )


def _row(entry: Entry, zone: ZoneInfo) -> ShownRow:
    return ShownRow(
        gesture=VERBS.get(entry.gesture, "Modification"),
        kind=str(entry.row._meta.verbose_name),
        name=_name(entry.row),
        is_whole=entry.gesture != "~",
        changes=tuple(shown_change(change, zone) for change in entry.changes),
    )


def _name(row: models.Model) -> str:
    """Its text where it has one (without its tags), else its name."""
    texts = [field.attname for field in row._meta.concrete_fields if field.attname.endswith("_html")]
    text = next((plain_text(value) for name in texts if (value := getattr(row, name))), "") or name_of(row)
    line = " ".join(text.split())
    return line if len(line) <= NAME else line[: NAME - 1].rstrip() + "…"


def shown_change(change: FieldChange, zone: ZoneInfo) -> ShownChange:
    """One field, before and after, in French."""
    before = _text(change.field, change.before, zone)
    after = _text(change.field, change.after, zone)
    if max(len(before), len(after)) > LONG and before and after:
        before, after = _passage(before, after)
    label = str(change.field.verbose_name)
    return ShownChange(label[:1].upper() + label[1:], before, after)


def _passage(before: str, after: str) -> tuple[str, str]:
    """Both texts without what they share at either end, but for some words around."""
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    room = shortest - start
    end = next((at for at in range(room) if before[-1 - at] != after[-1 - at]), room)
    return _cut(before, start, end), _cut(after, start, end)


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), min(len(text), len(text) - end + CONTEXT)
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


_IN_PATTERNS = {"{year}": "[année]", "{sequence:03d}": "[rang sur 3 chiffres]", "{sequence}": "[rang]"}
_TITLES = {code: rule.title for rule in RULE_BOOK for code in rule.codes} | {
    "convocation.amended": "Ordre du jour modifié après la convocation"
}


def shown_pattern(pattern: str) -> str:
    """« [année]-[rang sur 3 chiffres] » of the form of a number."""
    for key, word in _IN_PATTERNS.items():
        pattern = pattern.replace(key, word)
    return pattern


_CODED: dict[str, Callable[[Any], str]] = {
    "number_pattern": shown_pattern,
    "style_printed_number": shown_pattern,
    "look": told_look,
    "code": lambda code: _TITLES.get(code, "Un autre constat"),
    "months": lambda months: ", ".join(MONTHS[month - 1] for month in months),
    "convocation_second_of": lambda uid: "une séance précédente",
    "minutes_settled_in": lambda uid: "une séance suivante",
}
"""Columns kept as the programme reads them, by name: how each one is told."""


def _text(field: "models.Field[Any, Any]", value: Any, zone: ZoneInfo) -> str:
    """A value in French; nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, models.Model):
        return _name(value) or str(value._meta.verbose_name)
    if field.attname in _CODED:
        return _CODED[field.attname](value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.attname.endswith("_html"):
        return plain_text(value)
    return _plain(value, zone)


def _plain(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return _moment(value, zone)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, time):
        return time_format(value, "G \\h i")
    if isinstance(value, bytes | memoryview):
        return "image enregistrée"
    return str(value)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "j F Y à G \\h i")
