"""Which decisions of the mayor are not public, noted when somebody opens their text."""

from councils.domain.readings import ReadingKind
from councils.models import User
from councils.services.readings import note_reading
from deliberations.models import MayorDecision
from deliberations.services.readings import PRIVATE_MARK


def note_decision_reading(user: User, row: MayorDecision) -> None:
    """Note that ``user`` opened the text of ``row`` when it is a draft, or holds what nobody publishes."""
    kind = decision_reading_kind(row)
    if kind is not None:
        label = f"Décision {row.number}" if row.number else "Projet de décision"
        note_reading(council=row.council, user=user, kind=kind, uid=row.uid, label=label)


def decision_reading_kind(row: MayorDecision) -> ReadingKind | None:
    """Why the text is not public; ``None`` for one that anybody may ask for."""
    if not row.is_signed:
        return ReadingKind.DRAFT
    is_private = row.is_individual or PRIVATE_MARK in row.title_html + row.statement_html
    marked = {"text_html__contains": PRIVATE_MARK}
    is_private = is_private or row.clauses.filter(**marked).exists() or row.articles.filter(**marked).exists()
    is_private = is_private or row.annexes.filter(is_hidden=True).exists()
    return ReadingKind.PRIVATE if is_private else None
