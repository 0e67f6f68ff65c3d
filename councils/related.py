"""Reads the rows related to others as ``prefetch_related`` does, but writes the SQL of each relation only once.

Almost every page reads the facts of a sitting and of its council, through some forty relations: to write their
queries again took Django several times longer than the database takes to answer them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model

AT_ONCE = 1024
"""Keys in one query, at most: databases limit the parameters of one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of a model that point at some keys are read, on one connection."""

    sql: str
    names: tuple[str, ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def attach(rows: Sequence[Model], paths: Sequence[str]) -> None:
    """Read for all ``rows``, of one model, the relations of ``paths`` (« agenda__bars »), one query for each.

    They then answer without a query: ``.all()`` gives a list, which is not to be filtered further. What points at
    many rows, or is pointed at by them, comes in the order of its model.
    """
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for name in path.split("__"):
            branch = branch.setdefault(name, {})
    _attach(rows, tree)


def _attach(rows: Sequence[Model], tree: dict[str, Any]) -> None:
    for name, below in tree.items():
        if rows:
            _attach(_attach_one(rows, type(rows[0])._meta.get_field(name)), below)


def _attach_one(rows: Sequence[Model], relation: Any) -> list[Model]:
    """Read one relation of ``rows``; what was found, in order."""
    if relation.one_to_many or (relation.one_to_one and relation.auto_created):
        return _attach_pointing(rows, relation)
    return _attach_pointed(rows, relation)


def _attach_pointing(rows: Sequence[Model], relation: Any) -> list[Model]:
    """The rows whose foreign key names ``rows``: many of them, or one."""
    link = relation.field
    owners = {row.pk: row for row in rows}
    found = list(_rows(relation.related_model, link, list(owners)))
    of_owner: dict[Any, list[Model]] = defaultdict(list)
    for each in found:
        key = getattr(each, link.attname)
        link.set_cached_value(each, owners[key])
        of_owner[key].append(each)
    for key, owner in owners.items():
        if relation.one_to_many:
            vars(owner).setdefault("_prefetched_objects_cache", {})[relation.cache_name] = of_owner[key]
        else:
            relation.set_cached_value(owner, next(iter(of_owner[key]), None))
    return found


def _attach_pointed(rows: Sequence[Model], link: Any) -> list[Model]:
    """The rows that a foreign key of ``rows`` names; each is read once."""
    keys = dict.fromkeys(getattr(row, link.attname) for row in rows)
    keys.pop(None, None)
    found = {each.pk: each for each in _rows(link.related_model, link.target_field, list(keys))}
    for row in rows:
        link.set_cached_value(row, found.get(getattr(row, link.attname)))
    return list(found.values())


def _rows(model: type[Model], field: Any, keys: Sequence[Any]) -> Iterator[Model]:
    """The rows of ``model`` whose ``field`` is one of ``keys``."""
    for start in range(0, len(keys), AT_ONCE):
        yield from _read(model, field, keys[start : start + AT_ONCE])


def _read(model: type[Model], field: Any, keys: Sequence[Any]) -> Iterator[Model]:
    """A query is written for 1, 2, 4, 8… keys: the last one is told several times."""
    size = 1 << (len(keys) - 1).bit_length()
    reading = _reading(model, field, size)
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(reading.sql, [*keys, *[keys[-1]] * (size - len(keys))])
        stored = cursor.fetchall()
    for values in stored:
        read = list(values)
        for place, functions, column in reading.converters:
            for convert in functions:
                read[place] = convert(read[place], column, connection)
        yield model.from_db(DEFAULT_DB_ALIAS, reading.names, read)


def _reading(model: type[Model], field: Field[Any, Any], size: int) -> Reading:
    """Written at the first use. Kept with the connection, whose kind of database it speaks to."""
    kept = vars(connections[DEFAULT_DB_ALIAS]).setdefault("_conforme_readings", {})
    key = (model, field.attname, size)
    if key not in kept:
        kept[key] = _written(model, field, size)
    reading: Reading = kept[key]
    return reading


def _written(model: type[Model], field: Field[Any, Any], size: int) -> Reading:
    query = model._default_manager.filter(**{f"{field.attname}__in": list(range(size))}).query
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, _ = compiler.as_sql()
    columns = [column for column, *_ in compiler.select]
    converters = compiler.get_converters(columns)
    return Reading(
        sql=sql,
        names=tuple(column.target.attname for column in columns),
        converters=tuple((place, tuple(found), column) for place, (found, column) in converters.items()),
    )
