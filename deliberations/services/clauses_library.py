"""The library of visas and considérants of a council: fed by each text saved, searched as one types."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from councils.models import Council
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.common_clauses import COMMON_CLAUSES
from deliberations.domain.linter.folding import fold
from deliberations.domain.texts import text_of
from deliberations.models import LibraryClause
from deliberations.models.choices import CLAUSE_KINDS

SHOWN = 12
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One clause proposed. ``about`` says where it comes from; ``uid`` names it in a form."""

    uid: str
    kind: ClauseKind
    text_html: str
    about: str

    @property
    def opening(self) -> str:
        return "" if self.kind is ClauseKind.OTHER else CLAUSE_KINDS[self.kind]


def learn_clauses(
    council: Council, clauses: Sequence[Clause], *, on: date, known: Sequence[Clause] = ()
) -> None:
    """Count the clauses of a text saved, but for those that its earlier text (``known``) had; new ones enter.

    Two people who teach the same clause at once make one entry.

    One read and the rows that change, whatever the size of the archive.
    """
    counted = {_identity(clause) for clause in known}
    fresh = {_identity(clause): clause for clause in clauses}
    digests = {
        (kind, _digest(key)): clause
        for (kind, key), clause in fresh.items()
        if key and (kind, key) not in counted
    }
    if not digests:
        return
    rows = LibraryClause.objects.filter(council=council, digest__in={digest for _, digest in digests})
    for row in rows:
        if digests.pop((row.kind, row.digest), None) is not None:
            row.uses += 1
            row.last_used_on = max(on, row.last_used_on or on)
            row.save()
    rows_to_add = [
        LibraryClause(
            council=council,
            kind=clause.kind.value,
            text_html=clause.text_html,
            key=_identity(clause)[1],
            digest=digest,
            uses=1,
            last_used_on=on,
        )
        for (_, digest), clause in digests.items()
    ]
    LibraryClause.objects.bulk_create(rows_to_add, ignore_conflicts=True)


def _identity(clause: Clause) -> tuple[str, str]:
    return clause.kind.value, fold(text_of(clause.text_html))[:_LONGEST]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def search_clauses(council: Council, words: str, *, kinds: Iterable[ClauseKind] = ()) -> list[FoundClause]:
    """The clauses that hold every word, whatever their accents: the council's most used first, then the common ones.

    Two bounded reads, whatever the size of the library.
    """
    wanted = fold(words[:200]).split()[:8]
    own = LibraryClause.objects.filter(council=council, hidden=False)
    if kinds:
        own = own.filter(kind__in=[kind.value for kind in kinds])
    for word in wanted:
        own = own.filter(key__contains=word)
    found = [_of_row(row) for row in own[:SHOWN]]
    known = {_identity(Clause(each.kind, each.text_html)) for each in found}
    common = (
        FoundClause(each.uid, each.kind, each.text_html, each.about)
        for each in COMMON_CLAUSES
        if (not kinds or each.kind in kinds)
        and all(word in each.key for word in wanted)
        and _identity(Clause(each.kind, each.text_html)) not in known
    )
    return [*found, *common][: SHOWN * 2]


def clause_named(council: Council, uid: str) -> FoundClause | None:
    """The clause that a form names, if the council may use it."""
    for each in COMMON_CLAUSES:
        if each.uid == uid:
            return FoundClause(each.uid, each.kind, each.text_html, each.about)
    if not uid.isascii() or not uid.isdigit() or len(uid) > 15:
        return None
    row = LibraryClause.objects.filter(council=council, pk=int(uid), hidden=False).first()
    return None if row is None else _of_row(row)


def hide_clause(row: LibraryClause) -> None:
    """Propose ``row`` no more; using it again in an act counts it, and leaves it hidden."""
    row.hidden = True
    row.save(update_fields=["hidden"])


def show_clause(row: LibraryClause) -> None:
    row.hidden = False
    row.save(update_fields=["hidden"])


def _of_row(row: LibraryClause) -> FoundClause:
    used = "1 délibération" if row.uses == 1 else f"{row.uses} délibérations"
    return FoundClause(str(row.pk), ClauseKind(row.kind), row.text_html, f"dans {used} du conseil")
