"""The library of visas and considérants of a council: fed by each text saved, searched as one types."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from councils.models import Council, User
from councils.queries import row_named
from councils.services.writing import Writer
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.common_clauses import COMMON_CLAUSES
from deliberations.domain.linter.folding import fold
from deliberations.domain.texts import text_of
from deliberations.models import LibraryClause
from deliberations.models.choices import CLAUSE_KINDS

LEARNT, HIDDEN, SHOWN_AGAIN = "clause.learnt", "clause.hidden", "clause.shown"
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
    council: Council, clauses: Sequence[Clause], *, on: date, by: User | None, known: Sequence[Clause] = ()
) -> None:
    """Count the clauses of a text saved, but for those that its earlier text (``known``) had; new ones enter.

    Two people who teach the same clause at once make one entry.

    One read and the rows that change, whatever the size of the archive. History ``clause.learnt`` of what enters; a
    use more is only counted.
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
    counts: list[LibraryClause] = []
    rows = LibraryClause.objects.filter(council=council, digest__in={digest for _, digest in digests})
    for row in rows:
        if digests.pop((row.kind, row.digest), None) is not None:
            row.uses += 1
            row.last_used_on = max(on, row.last_used_on or on)
            counts.append(row)
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
    if counts:
        LibraryClause.objects.bulk_update(counts, ["uses", "last_used_on"])
    if rows_to_add:
        _add(rows_to_add, by=by)


def _add(rows: list[LibraryClause], *, by: User | None) -> None:
    """The rows with their history; one that somebody else has just taught is left to them."""
    try:
        with transaction.atomic():
            bulk_create_with_history(rows, LibraryClause, default_user=by, default_change_reason=LEARNT)
    except IntegrityError:
        LibraryClause.objects.bulk_create(rows, ignore_conflicts=True)


def _identity(clause: Clause) -> tuple[str, str]:
    return clause.kind.value, fold(text_of(clause.text_html))[:_LONGEST]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def search_clauses(council: Council, words: str) -> list[FoundClause]:
    """The clauses that hold every word, whatever their accents: the council's most used first, then the common ones.

    Two bounded reads, whatever the size of the library.
    """
    wanted = fold(words[:200]).split()[:8]
    own = LibraryClause.objects.filter(council=council, hidden=False)
    for word in wanted:
        own = own.filter(key__contains=word)
    found = [_of_row(row) for row in own[:SHOWN]]
    known = {_identity(Clause(each.kind, each.text_html)) for each in found}
    common = (
        FoundClause(each.uid, each.kind, each.text_html, each.about)
        for each in COMMON_CLAUSES
        if all(word in each.key for word in wanted)
        and _identity(Clause(each.kind, each.text_html)) not in known
    )
    return [*found, *common][: SHOWN * 2]


def clause_named(council: Council, uid: str) -> FoundClause | None:
    """The clause that a form names, if the council may use it."""
    for each in COMMON_CLAUSES:
        if each.uid == uid:
            return FoundClause(each.uid, each.kind, each.text_html, each.about)
    row = row_named(LibraryClause.objects.filter(council=council, hidden=False), uid)
    return None if row is None else _of_row(row)


def set_clause_hidden(row: LibraryClause, *, hidden: bool, by: User | None) -> None:
    """Propose ``row`` no more, or again; using a hidden one again in an act counts it, and leaves it hidden.

    History ``clause.hidden`` or ``clause.shown``.
    """
    row.hidden = hidden
    Writer(by=by, reason=HIDDEN if hidden else SHOWN_AGAIN).write(row, "")


def _of_row(row: LibraryClause) -> FoundClause:
    used = "1 délibération" if row.uses == 1 else f"{row.uses} délibérations"
    return FoundClause(str(row.pk), ClauseKind(row.kind), row.text_html, f"dans {used} du conseil")
