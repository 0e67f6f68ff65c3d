"""PostgreSQL: the same, and the emptying of a whole table besides."""

from deliberations.queries.append_only.sqlite import ENTRY, HEAD, REFUSED, SEALED

FUNCTION = "conforme_proof_refuse"
_MESSAGE = REFUSED.replace("'", "''")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SEALED)
_TOKEN = "(length(OLD.token) > 0 AND OLD.token IS DISTINCT FROM NEW.token)"
_RUN = f"EXECUTE FUNCTION {FUNCTION}()"
_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"
)
_TABLES = (("entry", ENTRY), ("head", HEAD))


class PostgreSQLGuard:
    names = tuple(
        f"proof_{table}_{what}" for table, _ in _TABLES for what in ("update", "delete", "truncate")
    )
    listing = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    create = (
        _FUNCTION,
        f"CREATE TRIGGER proof_entry_update BEFORE UPDATE ON {ENTRY} FOR EACH ROW {_RUN}",
        f"CREATE TRIGGER proof_head_update BEFORE UPDATE ON {HEAD} FOR EACH ROW WHEN ({_CHANGED} OR {_TOKEN}) {_RUN}",
        *(
            f"CREATE TRIGGER proof_{table}_delete BEFORE DELETE ON {name} FOR EACH ROW {_RUN}"
            for table, name in _TABLES
        ),
        *(
            f"CREATE TRIGGER proof_{table}_truncate BEFORE TRUNCATE ON {name} FOR EACH STATEMENT {_RUN}"
            for table, name in _TABLES
        ),
    )
    drop = tuple(
        f"DROP TRIGGER IF EXISTS proof_{table}_{what} ON {name}"
        for table, name in _TABLES
        for what in ("update", "delete", "truncate")
    )
