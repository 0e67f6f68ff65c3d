"""What may enter the register, and its pages ready to be entered.

A source is one kind of act: the sittings with their deliberations, the deliberations rectified since, the decisions
that the mayor takes by delegation (CGCT art. R. 2122-7-1). Another kind is one more ``EntrySource`` in ``SOURCES``.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.db.models import F, Max, QuerySet

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.services.locking import lock
from deliberations.assembly import page_count
from deliberations.documents.composed import render_pdf
from deliberations.documents.sitting.closing_sheet import view_closing_sheet
from deliberations.documents.view import Rendition
from deliberations.domain.issued import DocumentKind
from deliberations.domain.record import Record
from deliberations.domain.register import EntryKind
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation, IssuedDocument, MayorDecision, RegisterEntry, Sitting
from deliberations.queries.register import entered_sittings, is_in_register
from deliberations.services.changes import lock_sitting
from deliberations.services.decision_documents import issue_register_sheet, latest_copy
from deliberations.services.issuing import FrozenFacts, add_version, freeze_facts, keep_snapshot
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.sitting_documents import last_snapshot, told_record
from deliberations.services.storage import StoredBytes, read_document, store_document

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""
NOT_CLOSED = "La séance n'est pas clôturée : clôturez-la, ses actes auront leurs numéros."
ALREADY_IN = "Cette séance est déjà inscrite au registre."


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that is not in the register. ``why_not`` says what is missing before it may enter; empty when ready.

    ``source`` and ``uid`` name it; ``detail`` is what it brings (« 12 délibérations »).
    """

    source: str
    uid: str
    on: date
    label: str
    detail: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """Pages stored and not yet numbered: one entry to be."""

    kind: EntryKind
    on: date
    title: str
    stored: StoredBytes
    pages: int
    number: str = ""
    order: int | None = None
    matter_code: str = ""
    theme: str = ""
    sitting: Sitting | None = None
    deliberation: Deliberation | None = None
    document: IssuedDocument | None = None
    source_uid: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Entries in their order. ``objection`` is asked again once the register is locked: a message, or nothing."""

    drafts: tuple[EntryDraft, ...]
    objection: Callable[[], str]


class EntrySource(Protocol):
    """One kind of act that enters the register."""

    def waiting(self, council: Council, since: date, until: date, today: date) -> Iterable[Waiting]:
        """What of ``since`` to ``until`` (both included) is not in the register on ``today``."""

    def prepare(
        self, council: Council, uid: str, *, by: User | None, at: datetime, progress: Progress
    ) -> Prepared:
        """Make and store the pages. Raises ``Refusal`` when it may not enter."""


class SittingSource:
    """A closed sitting: its acts in the order of the agenda, then its closing sheet."""

    def waiting(self, council: Council, since: date, until: date, today: date) -> Iterator[Waiting]:
        rows = Sitting.objects.filter(council=council, held_on__range=(since, min(until, today)))
        rows = rows.exclude(pk__in=entered_sittings(council)).prefetch_related("deliberations")
        for row in rows.order_by("held_on", "pk"):
            acts = [act for act in row.deliberations.all() if _enters(row, act)]
            yield Waiting(
                source="seance",
                uid=row.uid,
                on=row.held_on,
                label=f"Séance du {long_date(row.held_on)}",
                detail=counted(len(acts), "délibération", "délibérations") if acts else "",
                why_not="" if row.finished_at else NOT_CLOSED,
            )

    def prepare(
        self, council: Council, uid: str, *, by: User | None, at: datetime, progress: Progress
    ) -> Prepared:
        sitting = _sitting(council, uid)
        closed_at = sitting.finished_at
        facts = freeze_facts(told_record(sitting))
        acts = acts_for_register(sitting)
        drafts: list[EntryDraft] = []
        for number, act in enumerate(acts):
            progress(number, len(acts) + 1)
            drafts.append(_act_draft(act, facts, EntryKind.DELIBERATION, by=by, at=at))
        progress(len(acts), len(acts) + 1)
        drafts.append(_closing_draft(sitting, facts))
        return Prepared(tuple(drafts), lambda: _sitting_objection(_locked(sitting), closed_at))


class RectificationSource:
    """A deliberation rectified since it was entered: it is entered again, and its first sheets stay."""

    def waiting(self, council: Council, since: date, until: date, today: date) -> Iterator[Waiting]:
        for act in _rectified_since_entered(council):
            yield Waiting(
                source="rectification",
                uid=str(act.pk),
                on=act.sitting.held_on,
                label=f"Délibération n° {act.number} rectifiée",
                detail="ses premiers feuillets restent",
            )

    def prepare(
        self, council: Council, uid: str, *, by: User | None, at: datetime, progress: Progress
    ) -> Prepared:
        act = next((row for row in _rectified_since_entered(council) if str(row.pk) == uid), None)
        if act is None:
            raise Refusal(
                "register.not_rectified", "Cette délibération n'a pas été rectifiée depuis son inscription."
            )
        progress(0, 1)
        facts = freeze_facts(told_record(act.sitting))
        draft = _act_draft(act, facts, EntryKind.RECTIFICATION, by=by, at=at)
        return Prepared((draft,), lambda: _document_objection(draft.document))


class DecisionSource:
    """A signed decision of the mayor: its own sheet, as it was issued."""

    def waiting(self, council: Council, since: date, until: date, today: date) -> Iterator[Waiting]:
        for row in _decisions_to_enter(council).filter(decided_on__range=(since, min(until, today))):
            yield Waiting(
                source="decision",
                uid=row.uid,
                on=row.decided_on or since,
                label=f"Décision du maire n° {row.number}",
                detail=row.title,
            )

    def prepare(
        self, council: Council, uid: str, *, by: User | None, at: datetime, progress: Progress
    ) -> Prepared:
        row = _decisions_to_enter(council).filter(uid=uid).first()
        if row is None:
            raise Refusal("register.no_decision", "Cette décision n'attend pas d'être inscrite au registre.")
        progress(0, 1)
        return Prepared((_decision_draft(row, by=by, at=at),), lambda: _decision_objection(row))


SOURCES: dict[str, EntrySource] = {
    "seance": SittingSource(),
    "rectification": RectificationSource(),
    "decision": DecisionSource(),
}
"""Name in addresses → source."""


def _sitting(council: Council, uid: str) -> Sitting:
    row: Sitting | None = Sitting.objects.filter(council=council, uid=uid).select_related("council").first()
    if row is None:
        raise Refusal("register.no_sitting", "Cette séance n'existe pas.")
    objection = _sitting_objection(row, row.finished_at)
    if objection:
        raise Refusal("register.not_ready", objection)
    return row


def _locked(sitting: Sitting) -> Sitting:
    """Read again within the transaction that records the entries: a sitting is not reopened meanwhile."""
    row: Sitting = lock(Sitting).get(pk=sitting.pk)
    return row


def _sitting_objection(row: Sitting, closed_at: datetime | None) -> str:
    if row.finished_at is None:
        return NOT_CLOSED
    if row.finished_at != closed_at:
        return "La séance a été rouverte pendant l'inscription : recommencez."
    return ALREADY_IN if is_in_register(row) else ""


def _document_objection(document: IssuedDocument | None) -> str:
    is_in = RegisterEntry.objects.filter(document=document).exists()
    return "Ce texte rectifié est déjà inscrit au registre." if is_in else ""


def _enters(sitting: Sitting, act: Deliberation) -> bool:
    """An act put to the vote has a number; one taken over from an old paper may have none."""
    is_numbered = bool(act.printed_number) or act.sequence is not None
    return is_numbered or sitting.origin == Origin.RECORDED


def acts_for_register(sitting: Sitting) -> list[Deliberation]:
    """The acts of a closed sitting that its sheets hold, in the order of the agenda."""
    rows = sitting.deliberations.select_related("council", "item", "sitting").order_by("item__order", "pk")
    return [act for act in rows if _enters(sitting, act)]


def _act_draft(
    act: Deliberation, facts: FrozenFacts, kind: EntryKind, *, by: User | None, at: datetime
) -> EntryDraft:
    document = issue_register_copy(deliberation=act, facts=facts, by=by, at=at)
    return EntryDraft(
        kind=kind,
        on=act.sitting.held_on,
        title=act.title or "Délibération sans objet",
        stored=StoredBytes(document.path, document.sha256, document.size),
        pages=document.pages or 1,
        number=act.number,
        order=act.item.order,
        matter_code=act.item.matter_code,
        theme=act.item.theme,
        sitting=act.sitting,
        deliberation=act,
        document=document,
        source_uid=act.uid,
    )


@transaction.atomic
def issue_register_copy(
    *, deliberation: Deliberation, facts: FrozenFacts, by: User | None, at: datetime
) -> IssuedDocument:
    """Issue the act for the register (mayor and secretary) from ``facts``; the same bytes are the same document.

    The sheets are those that are signed on paper: a file signed electronically is beside them, never among them.

    ``at`` is aware. Side effects: an issued document, a stored file; a snapshot for a sitting closed before its facts
    were frozen whole (those of sixty acts would be sixty times the same).
    """
    lock_sitting(deliberation.sitting)
    locked = Deliberation.objects.get(pk=deliberation.pk)
    copies = locked.issued.filter(kind=DocumentKind.REGISTER, signatures__isnull=True).exclude(path="")
    latest: IssuedDocument | None = copies.order_by("-version").first()
    content = render_act(
        facts.record,
        facts.record.act(locked.uid),
        rendition=Rendition.REGISTER,
        file_format=FileFormat.PDF,
    )
    if latest is not None and latest.sha256 == hashlib.sha256(content).hexdigest():
        return latest
    whole = last_snapshot(locked.sitting)
    is_kept = whole is not None and whole.sha256 == facts.sha256
    snapshot = None if is_kept else keep_snapshot(locked, facts, at)
    return add_version(locked, snapshot, content, latest, by=by, at=at, kind=DocumentKind.REGISTER)


def render_closing_sheet(record: Record) -> bytes:
    """The closing sheet as PDF, the same before and after its entry."""
    return render_pdf(view_closing_sheet(record, edited_on=record.sitting.held_on))


def _closing_draft(sitting: Sitting, facts: FrozenFacts) -> EntryDraft:
    content = render_closing_sheet(facts.record)
    return EntryDraft(
        kind=EntryKind.CLOSING_SHEET,
        on=sitting.held_on,
        title=f"Feuillet clôturant la séance du {long_date(sitting.held_on)}",
        stored=store_document(content),
        pages=page_count(content),
        sitting=sitting,
        source_uid=sitting.uid,
    )


def _decisions_to_enter(council: Council) -> QuerySet[MayorDecision]:
    """The signed decisions that are not in the register, in the order of their days and numbers."""
    entered = RegisterEntry.objects.filter(council=council, kind=EntryKind.DECISION).values("source_uid")
    rows = MayorDecision.objects.filter(council=council, signed_at__isnull=False).exclude(uid__in=entered)
    return rows.select_related("council").order_by("decided_on", "year", "sequence", "pk")


def _decision_draft(row: MayorDecision, *, by: User | None, at: datetime) -> EntryDraft:
    copy = latest_copy(row, DocumentKind.REGISTER) or issue_register_sheet(row=row, by=by, at=at)
    return EntryDraft(
        kind=EntryKind.DECISION,
        on=row.decided_on or council_day(row.council, at),
        title=row.title or "Décision sans objet",
        stored=StoredBytes(copy.path, copy.sha256, copy.size),
        pages=page_count(read_document(copy)),
        number=row.number,
        matter_code=row.matter_code,
        theme=row.theme,
        source_uid=row.uid,
    )


def _decision_objection(row: MayorDecision) -> str:
    is_in = not _decisions_to_enter(row.council).filter(pk=row.pk).exists()
    return "Cette décision est déjà inscrite au registre." if is_in else ""


def _rectified_since_entered(council: Council) -> list[Deliberation]:
    rows = Deliberation.objects.filter(council=council, register_entries__isnull=False).annotate(
        entered_at=Max("register_entries__entered_at"), rectified_at=Max("rectifications__at")
    )
    found = rows.filter(rectified_at__gt=F("entered_at")).select_related("council", "sitting", "item")
    return list(found.order_by("pk"))


def waiting_in(council: Council, since: date, until: date, at: datetime) -> list[Waiting]:
    """Everything of a period that is not in the register, oldest first."""
    today = council_day(council, at)
    found = [each for source in SOURCES.values() for each in source.waiting(council, since, until, today)]
    return sorted(found, key=lambda each: (each.on, each.source, each.uid))
