"""PostgreSQL: the same, and the emptying of a whole table besides."""

from collections.abc import Mapping
from typing import ClassVar

from deliberations.queries.append_only.sqlite import ENTRY, HEAD, REFUSED, SEALED

FUNCTION = "conforme_proof_refuse"
_MESSAGE = REFUSED.replace("'", "''")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SEALED)
_TOKEN = "(length(OLD.token) > 0 AND OLD.token IS DISTINCT FROM NEW.token)"
_RUN = f"EXECUTE FUNCTION {FUNCTION}()"
_BODY = f" BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END "
_FUNCTION = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$"
_TABLES = (("entry", ENTRY), ("head", HEAD))
_EVENTS = ("update", "delete", "truncate")
_ROW, _BEFORE, _BITS = 1, 2, {"update": 16, "delete": 8, "truncate": 32}
"""How « pg_trigger.tgtype » tells a trigger."""


def _when(table: str, event: str) -> str:
    return f" WHEN ({_CHANGED} OR {_TOKEN})" if (table, event) == ("head", "update") else ""


def _create(table: str, name: str, event: str) -> str:
    each = "STATEMENT" if event == "truncate" else "ROW"
    told = f"BEFORE {event.upper()} ON {name} FOR EACH {each}{_when(table, event)}"
    return f"CREATE TRIGGER proof_{table}_{event} {told} {_RUN}"


def _does(name: str, event: str, has_condition: bool) -> str:
    kind = _BEFORE | _BITS[event] | (0 if event == "truncate" else _ROW)
    return f"{name} {kind} {'t' if has_condition else 'f'} {_BODY}"


class PostgreSQLGuard:
    does: ClassVar[Mapping[str, str]] = {
        f"proof_{table}_{event}": _does(name, event, bool(_when(table, event)))
        for table, name in _TABLES
        for event in _EVENTS
    }
    listing = (
        "SELECT t.tgname, concat_ws(' ', c.relname, t.tgtype, t.tgqual IS NOT NULL, p.prosrc) "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
    )
    create = (
        _FUNCTION,
        *(_create(table, name, event) for table, name in _TABLES for event in _EVENTS),
    )
    drop = tuple(
        f"DROP TRIGGER IF EXISTS proof_{table}_{event} ON {name}"
        for table, name in _TABLES
        for event in _EVENTS
    )
