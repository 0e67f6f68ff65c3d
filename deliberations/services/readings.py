"""Which texts of ours are not public, noted when somebody opens them."""

from councils.domain.readings import ReadingKind
from councils.models import User
from councils.services.readings import note_reading
from deliberations.domain.record import Record
from deliberations.models import Deliberation

PRIVATE_MARK = "data-private"


def note_act_reading(user: User, row: Deliberation, record: Record) -> None:
    """Note that ``user`` opened the text of ``row`` when it is a draft, or holds passages that nobody publishes."""
    kind = reading_kind(row, record)
    if kind is None:
        return
    title = row.number or f"projet du {record.sitting.held_on:%d/%m/%Y}"
    label = f"Délibération {title}" if row.number else title.capitalize()
    note_reading(council=row.council, user=user, kind=kind, uid=row.uid, label=label)


def reading_kind(row: Deliberation, record: Record) -> ReadingKind | None:
    """Why the text is not public; ``None`` for one that anybody may ask for (CGCT art. L. 2121-26)."""
    if not row.number:
        return ReadingKind.DRAFT
    act = record.act(row.uid)
    texts = [act.title_html, act.statement_html, *(clause.text_html for clause in act.clauses)]
    texts += [block for part in act.operative for block in part.blocks_html]
    is_private = act.is_individual or any(PRIVATE_MARK in text for text in texts)
    return ReadingKind.PRIVATE if is_private else None
