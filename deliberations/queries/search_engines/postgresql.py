"""PostgreSQL: two GIN indexes over the roots; French and accents were dealt with when the roots were taken."""

from collections.abc import Sequence

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

TABLE = "deliberations_searchentry"


def _vector(column: str) -> str:
    return f"to_tsvector('simple', {column})"


class PostgreSQLEngine:
    """« simple »: the roots are words of no dictionary."""

    names = ("search_entry_stems", "search_entry_title_stems")
    listing = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
    create = tuple(
        f"CREATE INDEX search_entry_{column} ON {TABLE} USING gin ({_vector(column)})"
        for column in ("stems", "title_stems")
    )
    drop = (
        "DROP INDEX IF EXISTS search_entry_title_stems",
        "DROP INDEX IF EXISTS search_entry_stems",
    )

    def matching(
        self, phrases: Sequence[tuple[str, ...]], *, in_title: bool = False, prefixes: bool = False
    ) -> RawSQL:
        end = ":*" if prefixes else ""
        asked = " & ".join(f"({' <-> '.join(f'{word}{end}' for word in phrase)})" for phrase in phrases)
        column = "title_stems" if in_title else "stems"
        sql = f"SELECT id FROM {TABLE} WHERE {_vector(column)} @@ to_tsquery('simple', %s)"  # noqa: S608  our names
        return RawSQL(sql, [asked], output_field=BigIntegerField())  # noqa: S611  asked is a parameter
