"""The draft of a mayor's decision: begun, written, erased (CGCT art. L. 2122-22)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, Mandate, User
from councils.services.writing import Writer
from deliberations.domain.acts import Clause, OperativeLayout
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.models import (
    DecisionArticle,
    DecisionClause,
    DecisionLink,
    MayorDecision,
    MayorDelegation,
)
from deliberations.queries.decisions import decision_facts, powers_on
from deliberations.services.decision_changes import DecisionChange, announce_decision, changing_decision
from deliberations.services.decision_numbering import capacity_of

SAVED, DELETED = "decision.saved", "decision.deleted"


class DecisionChanged(Refusal):
    """Somebody else changed the draft since the page was shown. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "decision.changed",
            "Quelqu'un a modifié cette décision entre-temps. Votre texte est toujours ici : comparez-le avec la "
            "décision, puis enregistrez à nouveau.",
        )


@dataclass(frozen=True, slots=True)
class LinkTold:
    """The decision that this one modifies, replaces or withdraws; ``number`` empty: none."""

    kind: str = ""
    number: str = ""
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """All that is typed of a decision before its signature. Texts are restricted HTML; amounts are cents."""

    title_html: str
    statement_html: str = ""
    clauses: tuple[Clause, ...] = ()
    verb: str = ""
    layout: OperativeLayout = OperativeLayout.ARTICLES
    articles_html: tuple[str, ...] = ()
    decided_on: date | None = None
    signatory: Mandate | None = None
    delegation: MayorDelegation | None = None
    paragraph: int | None = None
    theme: str = ""
    matter_code: str = ""
    amount_cents: int | None = None
    contractor: str = ""
    mentions_report: bool = False
    is_transmissible: bool = True
    is_individual: bool = False
    link: LinkTold = LinkTold()


def text_mark(row: MayorDecision) -> str:
    """What tells whether somebody changed the decision since a page was shown."""
    facts = decision_facts(row)
    dossier = Dossier.of(facts.council, (), decisions=(facts.decision,))
    return hashlib.sha256(canonical_json(dossier).encode()).hexdigest()[:16]


def create_decision(*, council: Council, draft: DecisionDraft, by: User | None) -> MayorDecision:
    """A new draft. Raises ``RowRefused``. History ``decision.saved``."""
    with transaction.atomic():
        row = MayorDecision(council=council)
        _write(DecisionChange(row, Writer(by=by, reason=SAVED)), draft)
        announce_decision(row)
        return row


def save_decision(
    *, row: MayorDecision, draft: DecisionDraft, by: User | None, mark: str = ""
) -> MayorDecision:
    """Replace the draft. ``mark`` is the ``text_mark`` of what the page showed.

    Raises ``DecisionSigned``, ``RowRefused`` or ``DecisionChanged``.
    """
    with changing_decision(row, by=by, reason=SAVED) as change:
        if mark and mark != text_mark(change.row):
            raise DecisionChanged
        _write(change, draft)
        return change.row


def _write(change: DecisionChange, draft: DecisionDraft) -> None:
    row = change.row
    row.title_html, row.statement_html = draft.title_html, draft.statement_html
    row.verb, row.layout = draft.verb, draft.layout.value
    row.decided_on = draft.decided_on
    row.signatory_member = draft.signatory
    row.delegation, row.paragraph = draft.delegation, draft.paragraph
    row.signatory_capacity = _proposed_capacity(row)
    row.theme, row.matter_code = draft.theme, draft.matter_code
    row.amount_cents, row.contractor = draft.amount_cents, draft.contractor
    row.mentions_report = draft.mentions_report
    row.is_transmissible, row.is_individual = draft.is_transmissible, draft.is_individual
    change.writer.write(row, "")
    _write_clauses(change, draft.clauses)
    _write_articles(change, draft.articles_html)
    _write_link(change, draft.link)


def _write_clauses(change: DecisionChange, clauses: Sequence[Clause]) -> None:
    rows = list(change.row.clauses.all())
    for old in rows[len(clauses) :]:
        change.writer.delete(old)
    for position, clause in enumerate(clauses):
        row = rows[position] if position < len(rows) else DecisionClause(decision=change.row)
        told = (position, clause.kind.value, clause.text_html)
        if row.pk is None or (row.position, row.kind, row.text_html) != told:
            row.position, row.kind, row.text_html = told
            change.writer.write(row, "")


def _write_articles(change: DecisionChange, articles: Sequence[str]) -> None:
    rows = list(change.row.articles.all())
    for old in rows[len(articles) :]:
        change.writer.delete(old)
    for position, html in enumerate(articles):
        row = rows[position] if position < len(rows) else DecisionArticle(decision=change.row)
        if row.pk is None or (row.position, row.text_html) != (position, html):
            row.position, row.text_html = position, html
            change.writer.write(row, "")


def _write_link(change: DecisionChange, link: LinkTold) -> None:
    """The form tells one link; others, taken over from a dossier, are left alone."""
    row = change.row.links.order_by("pk").first()
    if not link.number:
        if row is not None:
            change.writer.delete(row)
        return
    row = row or DecisionLink(decision=change.row)
    if row.pk is None or (row.kind, row.number, row.adopted_on) != (link.kind, link.number, link.adopted_on):
        row.kind, row.number, row.adopted_on = link.kind, link.number, link.adopted_on
        change.writer.write(row, "")


def delete_draft(*, row: MayorDecision, by: User | None) -> None:
    """Erase a draft entered by mistake; its history stays. Raises ``DecisionSigned``, or ``Refusal`` for one that
    has a number, which would be missing without a word (``give_number_up``).
    """
    with changing_decision(row, by=by, reason=DELETED) as change:
        if change.row.number:
            raise Refusal(
                "decision.numbered",
                f"Ce projet porte le n° {change.row.number} : abandonnez ce numéro, en disant pourquoi.",
            )
        for part in (change.row.clauses, change.row.articles, change.row.annexes, change.row.links):
            for each in part.all():
                change.writer.delete(each)
        change.writer.delete(change.row)


def _proposed_capacity(row: MayorDecision) -> str:
    """That of a draft, on its day or today: it is computed again when the number is given."""
    if row.signatory_member is None:
        return ""
    day = row.decided_on or council_day(row.council, timezone.now())
    return capacity_of(powers_on(row, day), row.signatory_member)
