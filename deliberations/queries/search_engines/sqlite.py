"""SQLite: an FTS5 table whose content is the table of entries itself, kept current by triggers."""

from collections.abc import Sequence

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

TABLE, INDEX = "deliberations_searchentry", "deliberations_searchindex"
_COLUMNS = "title_stems, stems"
_OLD = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, {_COLUMNS}) VALUES ('delete', old.id, old.title_stems, old.stems);"  # noqa: S608
)
_NEW = f"INSERT INTO {INDEX}(rowid, {_COLUMNS}) VALUES (new.id, new.title_stems, new.stems);"  # noqa: S608


class SQLiteEngine:
    """The roots are already folded: the tokenizer only has to cut at spaces."""

    names = (INDEX, *(f"{INDEX}_{event}" for event in ("insert", "delete", "update")))
    listing = "SELECT name FROM sqlite_master"
    create = (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5({_COLUMNS}, content='{TABLE}', content_rowid='id')",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN {_NEW} END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN {_OLD} END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE ON {TABLE} BEGIN {_OLD} {_NEW} END",
        f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",  # noqa: S608
    )
    drop = (
        f"DROP TRIGGER IF EXISTS {INDEX}_update",
        f"DROP TRIGGER IF EXISTS {INDEX}_delete",
        f"DROP TRIGGER IF EXISTS {INDEX}_insert",
        f"DROP TABLE IF EXISTS {INDEX}",
    )

    def matching(
        self, phrases: Sequence[tuple[str, ...]], *, in_title: bool = False, prefixes: bool = False
    ) -> RawSQL:
        quoted = (f'"{" ".join(phrase)}"{" *" if prefixes else ""}' for phrase in phrases)
        asked = " AND ".join(quoted)
        asked = f"{{title_stems}} : ({asked})" if in_title else asked
        sql = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608  our own names
        return RawSQL(sql, [asked], output_field=BigIntegerField())  # noqa: S611  asked is a parameter
