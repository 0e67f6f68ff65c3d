"""SQLite: one trigger for each thing that is refused.

« INSERT OR REPLACE » deletes without waking a trigger of deletion: an insertion in the place of a row is refused too.
"""

from collections.abc import Mapping
from typing import ClassVar

ENTRY, HEAD = "deliberations_proofentry", "deliberations_proofhead"
SEALED = ("id", "council_id", "day", "size", "root", "sealed_at")
REFUSED = "Le registre de preuve ne se modifie pas : une correction s'y ajoute."
_MESSAGE = REFUSED.replace("'", "''")
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
_CHANGED = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in SEALED)
_TOKEN = "(length(OLD.token) > 0 AND OLD.token IS NOT NEW.token)"


def _taken(table: str, *keys: str) -> str:
    same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR (council_id = NEW.council_id AND ({same})))"  # noqa: S608


class SQLiteGuard:
    does: ClassVar[Mapping[str, str]] = {
        f"proof_{name}": f"CREATE TRIGGER proof_{name} {when} {_ABORT}"
        for name, when in (
            ("entry_update", f"BEFORE UPDATE ON {ENTRY}"),
            ("entry_delete", f"BEFORE DELETE ON {ENTRY}"),
            ("entry_replace", f"BEFORE INSERT ON {ENTRY} WHEN {_taken(ENTRY, 'seq', 'previous')}"),
            ("head_update", f"BEFORE UPDATE ON {HEAD} WHEN {_CHANGED} OR {_TOKEN}"),
            ("head_delete", f"BEFORE DELETE ON {HEAD}"),
            ("head_replace", f"BEFORE INSERT ON {HEAD} WHEN {_taken(HEAD, 'day', 'size')}"),
        )
    }
    listing = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    create = tuple(does.values())
    drop = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in does)
