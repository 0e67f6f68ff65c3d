"""The history of an object: who did what, when, and what each field was before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value

from councils.models import Mandate, User
from deliberations.queries.history_tables import Table, tables_of

HIDDEN = frozenset(
    {
        *("id", "uid", "recorded_at", "written_at", "slug", "public_id", "revision", "council"),
        *("token_sha256", "sha256", "sha256_before", "sha256_after", "path", "snapshot"),
    }
)
"""Columns of the machine: nobody reads anything in them."""

Key = tuple[type[models.Model], Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, as stored; a related row is the row itself, ``None`` when it is unknown."""

    field: "models.Field[Any, Any]"
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One row written, changed or deleted (``gesture``: « + », « ~ », « - »).

    ``row`` is as it was after, or just before it went.
    ``action`` is the code of the action, empty when none was given; ``sentence`` says it where there is no code.
    """

    at: datetime
    by: User | None
    gesture: str
    action: str
    sentence: str
    row: models.Model
    changes: tuple[FieldChange, ...]


Reference = tuple[datetime, int, int]
"""Date, identity and table of one row of the history."""


@dataclass(frozen=True, slots=True)
class History:
    """The history of one object: references to slice, and the entries of a slice."""

    root: models.Model
    tables: tuple[Table, ...]

    @property
    def references(self) -> "QuerySet[Any, Reference]":
        """Every reference, the latest first, in one query over all the tables."""
        parts = [
            table.rows.order_by()
            .annotate(moment=F(table.at), row_key=F(table.key), table=Value(place, IntegerField()))
            .values_list("moment", "row_key", "table")
            for place, table in enumerate(self.tables)
        ]
        every: QuerySet[Any, Reference] = parts[0].union(*parts[1:], all=True)
        return every.order_by("-moment", "-table", "-row_key")

    def entries(self, references: Iterable[Reference]) -> list[Entry]:
        """The entries of these references, in their order. The number of queries depends on the tables alone."""
        wanted = list(references)
        keys: dict[int, list[int]] = defaultdict(list)
        for _, key, place in wanted:
            keys[place].append(key)
        found: dict[tuple[int, int], _Raw] = {}
        for place, some in keys.items():
            found |= {(place, raw.key): raw for raw in _raw(self.tables[place], some)}
        kept = [found[place, key] for _, key, place in wanted if (place, key) in found]
        rows = _related(kept)
        return [_entry(raw, rows, self.root) for raw in kept]


def history_of(root: models.Model) -> History:
    """The history of ``root``; nothing is read yet."""
    return History(root, tables_of(root))


@dataclass(frozen=True, slots=True)
class _Raw:
    """One row of the history and the one before it."""

    table: Table
    key: int
    record: Any
    previous: Any | None

    @property
    def gesture(self) -> str:
        return str(self.record.history_type) if self.table.is_history else "+"

    @property
    def fields(self) -> "list[models.Field[Any, Any]]":
        """What of the row is told: the history leaves out what it does not keep."""
        kept = {field.name for field in self.record._meta.concrete_fields}
        fields = cast("list[models.Field[Any, Any]]", self.table.model._meta.concrete_fields)
        return [field for field in fields if field.name in kept]


def _raw(table: Table, keys: Sequence[int]) -> Iterator[_Raw]:
    """The records of ``keys`` in two queries: they, and those before them."""
    if not table.is_history:
        for row in table.rows.filter(pk__in=keys).select_related(table.by):
            yield _Raw(table, row.pk, row, None)
        return
    model: Any = table.rows.model
    before = model.objects.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    last = Subquery(before.order_by("-history_id").values("history_id")[:1])
    records = list(
        model.objects.filter(history_id__in=keys).select_related("history_user").annotate(before_id=last)
    )
    earlier = model.objects.in_bulk([record.before_id for record in records if record.before_id])
    for record in records:
        yield _Raw(table, record.history_id, record, earlier.get(record.before_id))


def _related(kept: Iterable[_Raw]) -> Mapping[Key, models.Model]:
    """Every row that a record names, deleted ones from their last record, in two queries for each model."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for raw in kept:
        for record in (raw.record, raw.previous):
            for field in raw.fields if record is not None else ():
                value = getattr(record, field.attname)
                if field.is_relation and value is not None:
                    wanted[cast("type[models.Model]", field.related_model)].add(value)
    found: dict[Key, models.Model] = {}
    for model, keys in wanted.items():
        rows = model._default_manager.select_related(*_names(model)).in_bulk(keys)
        found |= {(model, key): row for key, row in rows.items()}
        found |= {(model, row.pk): row for row in _deleted(model, keys - set(rows))}
    return found


def _names(model: type[models.Model]) -> list[str]:
    """What the name of a row of ``model`` is made from."""
    relations = [field for field in model._meta.concrete_fields if field.is_relation]
    return [f"{field.name}__person" if field.related_model is Mandate else field.name for field in relations]


def _deleted(model: type[models.Model], keys: set[Any]) -> list[models.Model]:
    if not keys or not hasattr(model, "history"):
        return []
    records = cast("Any", model).history.filter(id__in=keys, history_type="-")
    return [_row(model, record, {}) for record in records]


def _row(model: type[models.Model], record: Any, rows: Mapping[Key, models.Model]) -> models.Model:
    """The row as ``record`` keeps it, with the rows it names at hand."""
    if isinstance(record, model):
        row = record
    else:
        kept = {field.name for field in record._meta.concrete_fields}
        fields = [field for field in model._meta.concrete_fields if field.name in kept]
        row = model(**{field.attname: getattr(record, field.attname) for field in fields})
    for field in model._meta.concrete_fields:
        if not field.is_relation:
            continue
        named = rows.get((cast("type[models.Model]", field.related_model), getattr(row, field.attname)))
        if named is not None:
            cast("Any", field).set_cached_value(row, named)
    return row


def _entry(raw: _Raw, rows: Mapping[Key, models.Model], root: models.Model) -> Entry:
    return Entry(
        at=getattr(raw.record, raw.table.at),
        by=getattr(raw.record, raw.table.by),
        gesture=raw.gesture,
        action=(raw.record.history_change_reason or "") if raw.table.is_history else "",
        sentence=raw.table.sentence,
        row=_row(raw.table.model, raw.record, rows),
        changes=tuple(_changes(raw, rows, root)),
    )


def _changes(raw: _Raw, rows: Mapping[Key, models.Model], root: models.Model) -> Iterator[FieldChange]:
    """Fields that differ; those that say something, of a row added or deleted."""
    before, after = raw.previous, raw.record
    if raw.gesture == "+":
        before = None
    elif raw.gesture == "-":
        before, after = raw.record, None
    elif before is None:
        return
    for field in raw.fields:
        hangs = field.is_relation and field.related_model is type(root)
        if field.name in HIDDEN or hangs or field.name == raw.table.by:
            continue
        old, new = _value(field, before, rows), _value(field, after, rows)
        if old != new and not (_is_empty(old) and _is_empty(new)):
            yield FieldChange(field, old, new)


def _value(field: "models.Field[Any, Any]", record: Any | None, rows: Mapping[Key, models.Model]) -> Any:
    if record is None:
        return None
    value = getattr(record, field.attname)
    if not field.is_relation or value is None:
        return value
    return rows.get((cast("type[models.Model]", field.related_model), value), Unknown())


@dataclass(frozen=True, slots=True)
class Unknown:
    """A row that nothing remembers any more."""

    def __str__(self) -> str:
        return "fiche effacée"


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is False


def name_of(row: models.Model) -> str:
    """The name of a row; empty when what it is made from is gone."""
    try:
        return str(row)
    except (ObjectDoesNotExist, AttributeError):
        return ""
