"""SQLite: one trigger for each thing that is refused.

« INSERT OR REPLACE » deletes without waking a trigger of deletion: an insertion in the place of a row is refused too.
"""

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
    names = tuple(
        f"proof_{table}_{what}" for table in ("entry", "head") for what in ("update", "delete", "replace")
    )
    listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    create = (
        f"CREATE TRIGGER proof_entry_update BEFORE UPDATE ON {ENTRY} {_ABORT}",
        f"CREATE TRIGGER proof_entry_delete BEFORE DELETE ON {ENTRY} {_ABORT}",
        f"CREATE TRIGGER proof_head_update BEFORE UPDATE ON {HEAD} WHEN {_CHANGED} OR {_TOKEN} {_ABORT}",
        f"CREATE TRIGGER proof_head_delete BEFORE DELETE ON {HEAD} {_ABORT}",
        f"CREATE TRIGGER proof_entry_replace BEFORE INSERT ON {ENTRY} WHEN {_taken(ENTRY, 'seq', 'previous')} {_ABORT}",
        f"CREATE TRIGGER proof_head_replace BEFORE INSERT ON {HEAD} WHEN {_taken(HEAD, 'day', 'size')} {_ABORT}",
    )
    drop = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in names)
