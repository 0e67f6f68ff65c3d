"""Every row of one council, whatever its model: which they are, in which order, and as lines of JSON.

Nothing here names a model: what belongs to a council is read from the models themselves, so that a table added later is
in the backup from its first day.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from councils.models import Council, User

OURS = ("councils", "deliberations")
DERIVED = frozenset({"deliberations.searchentry", "deliberations.signingticket", "deliberations.ticketplace"})
"""Made again from the facts after a restoration, or over within the hour."""
ROWS_AT_ONCE = 500
Row = dict[str, Any]


@cache
def council_models() -> tuple[type[Model], ...]:
    """Our models whose rows belong to a council, each after those it points to, links between rows included.

    Histories are apart.
    """
    waiting = [
        model
        for label in OURS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if label_of(model) not in DERIVED and not is_history(model) and path_to_council(model) is not None
    ]
    ordered: list[type[Model]] = []
    while waiting:
        ready = [model for model in waiting if not (_required(model) & set(waiting))]
        if not ready:
            raise RuntimeError(f"tables that need each other: {waiting}")
        # A cycle through an optional key is cut: such a key is filled once both rows are there.
        ordered += ready
        waiting = [model for model in waiting if model not in ready]
    return tuple(ordered)


def _required(model: type[Model]) -> set[type[Model]]:
    """Models that a row of ``model`` cannot do without."""
    return {key.related_model for key in keys_of(model) if not key.null and key.related_model is not model}


def late_keys(model: type[Model]) -> frozenset[str]:
    """Optional keys to rows that are stored at the same time or later: filled afterwards."""
    order = council_models()
    place = order.index(model)
    return frozenset(
        key.attname
        for key in keys_of(model)
        if key.related_model in order and order.index(key.related_model) >= place
    )


def label_of(model: type[Model]) -> str:
    """« deliberations.vote »."""
    return model._meta.label_lower


def is_history(model: type[Model]) -> bool:
    """Whether the table is the history of another one."""
    return hasattr(model, "instance_type")


def history_of(model: type[Model]) -> type[Model] | None:
    """The table of the history of ``model``, if it has one."""
    manager = getattr(model, "history", None)
    return None if manager is None else manager.model


def keys_of(model: type[Model]) -> list[Any]:
    """The foreign keys of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


@cache
def path_to_council(model: type[Model]) -> str | None:
    """How a row says its council (« sitting__council »), by the shortest way; ``None`` for what belongs to none."""
    if model is Council:
        return "pk"
    ways: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
    seen = {model}
    while ways:
        here, steps = ways.pop(0)
        for key in keys_of(here):
            target = key.related_model
            if key.null or target in seen or target._meta.app_label not in OURS or target is User:
                continue
            if target is Council:
                return "__".join((*steps, key.name))
            seen.add(target)
            ways.append((target, (*steps, key.name)))
    return None


def rows_of(model: type[Model], council: Council) -> QuerySet[Any]:
    """The rows of ``model`` that belong to ``council``, in the order they were entered."""
    path = path_to_council(model)
    return model._base_manager.filter(**{str(path): council.pk}).order_by("pk")


def history_rows_of(model: type[Model], council: Council) -> QuerySet[Any] | None:
    """The history of these rows and of those deleted since; ``None`` when the model has none."""
    table = history_of(model)
    return None if table is None else _history(model, table, council).order_by("history_id")


def _history(model: type[Model], table: type[Model], council: Council) -> QuerySet[Any]:
    """A deleted row has no way to its council but the rows it pointed to, themselves perhaps deleted."""
    rows = table._base_manager.all()
    if model is Council:
        return rows.filter(id=council.pk)
    key, parent = _first_step(model)
    if parent is Council:
        return rows.filter(**{f"{key}_id": council.pk})
    belongs = Q(**{f"{key}_id__in": rows_of(parent, council).order_by().values("pk")})
    parents = history_of(parent)
    if parents is not None:
        belongs |= Q(**{f"{key}_id__in": _history(parent, parents, council).values("id")})
    return rows.filter(belongs)


def _first_step(model: type[Model]) -> tuple[str, type[Model]]:
    name = str(path_to_council(model)).split("__")[0]
    key: Any = model._meta.get_field(name)
    return name, key.related_model


# --- rows as lines


def columns_of(model: type[Model]) -> list[Any]:
    """The columns written for a row."""
    return list(model._meta.concrete_fields)


def plain_row(row: Model, users: dict[int, str]) -> Row:
    """The row as JSON values; a user becomes an e-mail, because keys mean nothing elsewhere."""
    told: Row = {}
    for column in columns_of(type(row)):
        value = getattr(row, column.attname)
        told[column.attname] = users.get(value) if is_user_key(column) else plain_value(value)
    return told


def is_user_key(column: Any) -> bool:
    """Whether the column names a user."""
    return isinstance(column, ForeignKey) and column.related_model is User


def plain_value(value: Any) -> Any:
    """A column's value as JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict | list):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a backup")


def column_value(column: Any, value: Any) -> Any:
    """The value of a column from its JSON. Raises ``ValueError`` when it is of another kind."""
    if value is None:
        return None
    kind = column.get_internal_type()
    if kind == "BinaryField":
        return base64.b64decode(value, validate=True)
    if kind == "DateTimeField":
        return datetime.fromisoformat(value)
    if kind == "DateField":
        return date.fromisoformat(value)
    if kind == "TimeField":
        return time.fromisoformat(value)
    return column.to_python(value)


def lines_of(rows: QuerySet[Any], users: dict[int, str]) -> Iterator[tuple[bytes, int]]:
    """Pieces of a file of lines, each with its number of rows: never more than a few hundred in memory."""
    piece: list[bytes] = []
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        piece.append(canonical_line(plain_row(row, users)))
        if len(piece) == ROWS_AT_ONCE:
            yield b"".join(piece), len(piece)
            piece = []
    if piece:
        yield b"".join(piece), len(piece)


def canonical_line(told: Row) -> bytes:
    """One line of canonical JSON: keys sorted, no space, UTF-8."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that a row names by its place and its digest. ``size`` is in bytes."""

    path: str
    sha256: str
    size: int


def files_of(council: Council) -> Iterator[HeldFile]:
    """Every file that a row of ``council`` names, once each."""
    seen: set[str] = set()
    for model in council_models():
        names = {column.name for column in model._meta.concrete_fields}
        if not {"path", "sha256", "size"} <= names:
            continue
        told = rows_of(model, council).exclude(path="").values_list("path", "sha256", "size")
        for path, sha256, size in told.iterator(chunk_size=ROWS_AT_ONCE):
            if path not in seen:
                seen.add(path)
                yield HeldFile(path, sha256, size)


def users_of(council: Council) -> dict[int, User]:
    """Every user that a row of ``council`` names, by key."""
    keys: set[int] = set()
    for model in council_models():
        histories = history_rows_of(model, council)
        for rows in (rows_of(model, council), histories):
            if rows is None:
                continue
            for column in rows.model._meta.concrete_fields:
                if is_user_key(column):
                    found = rows.order_by().values_list(column.attname, flat=True).distinct()
                    keys.update(key for key in found if key is not None)
    return User.objects.in_bulk(keys)
