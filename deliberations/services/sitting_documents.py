"""The papers of a sitting: its facts frozen when it is closed, each paper made from them, and kept once issued."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations.documents import composed
from deliberations.documents.composed import ComposedView
from deliberations.documents.sitting import PaperOfSitting
from deliberations.domain import rulebook
from deliberations.domain.convening import runs_of_items
from deliberations.domain.issued import DocumentFormat
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind, ProxyPaper
from deliberations.domain.record import Record
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import FORMAT, Dossier, canonical_json, digest
from deliberations.models import ProxyGrant, SigningPaper, Sitting, SittingDocument, SittingSnapshot
from deliberations.queries import record_of
from deliberations.queries.convening import proxies_in_force
from deliberations.services.changes import lock_sitting
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import made_once, read_document, store_pdf

PUBLIC_FOLDER = "public"

_RENDERERS: dict[FileFormat, Callable[[ComposedView], bytes]] = {
    FileFormat.PDF: composed.render_pdf,
    FileFormat.DOCX: composed.render_docx,
    FileFormat.HTML: lambda view: composed.render_page(view).encode(),
    FileFormat.TEXT: lambda view: composed.render_text(view).encode(),
}


def freeze_sitting(sitting: Sitting, record: Record, *, at: datetime) -> SittingSnapshot:
    """Keep the facts of ``record`` as canonical JSON, unless the last snapshot of ``sitting`` says the same.

    ``at`` is aware. Called within the change that closes the sitting, or corrects a text of it afterwards.
    """
    dossier = Dossier.of(record.council, [record.without_issued_files()])
    text = canonical_json(dossier)
    last = last_snapshot(sitting)
    if last is not None and last.canonical_json == text:
        return last
    row: SittingSnapshot = SittingSnapshot.objects.create(
        sitting=sitting,
        canonical_json=text,
        schema_version=FORMAT,
        rule_book_version=rulebook.VERSION,
        sha256=digest(dossier),
        created_at=at,
    )
    return row


def freeze_again(sitting: Sitting, *, at: datetime) -> SittingSnapshot | None:
    """Freeze a closed sitting anew after a text of it was corrected; the council stays as it was that day.

    ``None`` for a sitting that is open, or was closed before its facts were kept whole.
    """
    last = last_snapshot(sitting)
    if sitting.finished_at is None or last is None:
        return None
    council = read_dossier(last.canonical_json.encode()).council
    return freeze_sitting(sitting, replace(record_of(sitting), council=council), at=at)


def last_snapshot(sitting: Sitting) -> SittingSnapshot | None:
    """The facts of ``sitting`` as last frozen; ``None`` when it was never closed with the product."""
    found: SittingSnapshot | None = sitting.snapshots.order_by("-pk").first()
    return found


def told_record(sitting: Sitting, today: Record | None = None) -> Record:
    """The facts that the papers of ``sitting`` tell: those frozen once it is closed, else those of ``today``.

    What is written in the minutes, and when its papers were made public, come after the closing: these are always
    read today.
    """
    today = today or record_of(sitting)
    snapshot = last_snapshot(sitting) if sitting.finished_at is not None else None
    if snapshot is None:
        return today
    dossier = read_dossier(snapshot.canonical_json.encode())
    now = today.sitting
    told = replace(
        dossier.sittings[0],
        publications=now.publications,
        minutes=now.minutes,
        minutes_settled_in=now.minutes_settled_in,
    )
    return Record(dossier.council, told)


def record_of_today(sitting: Sitting) -> Record:
    """The facts of ``sitting`` as they are, with the proxies received while it is not open yet."""
    record = record_of(sitting)
    if record.sitting.opened_at is not None or record.sitting.movements:
        return record
    received = tuple(_received(record, proxies_in_force(sitting)))
    return replace(record, sitting=replace(record.sitting, movements=received))


def _received(record: Record, grants: Iterable[ProxyGrant]) -> Iterator[Movement]:
    """Each proxy as the opening of the sitting will take it; one for each run of points, where it is for some."""
    position = count(1)
    for grant in grants:
        runs = runs_of_items(record, {item.uid for item in grant.items.all()})
        for first, last in runs or (("", ""),):
            yield Movement(
                position=next(position),
                kind=MovementKind.GIVES_PROXY,
                member=grant.grantor.uid,
                other=grant.holder.uid,
                moment=Moment(first) if first else None,
                until=Moment(last, Phase.AFTER) if last else None,
                paper=ProxyPaper(
                    dated_on=grant.dated_on,
                    is_signed=grant.is_signed,
                    received_by=grant.received_by,
                    is_for_illness=grant.is_for_illness,
                    covers_second_call=grant.covers_second_call,
                ),
            )


def edition_day(sitting: Sitting, paper: PaperOfSitting, at: datetime) -> date:
    """A paper that tells the sitting is dated of it, whenever it is made; the others are of the council's day."""
    return sitting.held_on if paper.tells_the_sitting else council_day(sitting.council, at)


def view_paper(
    sitting: Sitting, paper: PaperOfSitting, *, edited_on: date, subject: str = ""
) -> ComposedView:
    """The view of one paper, a draft when it tells of a sitting that is not closed.

    Raises ``Refusal`` when the facts give no such paper, ``KeyError`` for a ``subject`` that is not one of its own.
    """
    record = told_record(sitting) if paper.tells_the_sitting else record_of_today(sitting)
    if why_not := paper.why_not(record):
        raise Refusal("document.none", why_not)
    if subject not in _subjects(paper, record):
        raise KeyError(subject)
    view = paper.view_of(record, edited_on=edited_on, subject=subject)
    return replace(view, is_draft=True) if paper.tells_the_sitting and sitting.finished_at is None else view


def _subjects(paper: PaperOfSitting, record: Record) -> Collection[str]:
    """The uids that a paper is about; the empty one when it is made once for the whole sitting."""
    return dict(paper.subjects(record)) if paper.subjects is not None else ("",)


def render_paper(view: ComposedView, file_format: FileFormat) -> bytes:
    """The bytes of a paper in one format. The same view gives the same bytes."""
    return _RENDERERS[file_format](view)


@transaction.atomic
def issue_paper(
    *,
    sitting: Sitting,
    paper: PaperOfSitting,
    by: User | None,
    at: datetime,
    edited_on: date,
    subject: str = "",
) -> SittingDocument:
    """Issue a paper of a closed sitting as PDF and keep its bytes. The same bytes issued again give back the last.

    ``at`` is aware. Raises ``Refusal`` while the sitting is not closed, or when the facts give no such paper. Side
    effects: an issued document, a stored file.
    """
    locked = lock_sitting(sitting)
    if paper.tells_the_sitting and locked.finished_at is None:
        raise Refusal("sitting.open", "Clôturez d'abord la séance : ce document relate ce qui y est figé.")
    view = view_paper(locked, paper, edited_on=edited_on, subject=subject)
    content = render_paper(view, FileFormat.PDF)
    stored = store_pdf(content)
    last = last_issued(locked, paper, subject)
    if last is not None and stored.sha256 in {last.sha256, _sealed_from(last)}:
        return last
    row: SittingDocument = SittingDocument.objects.create(
        sitting=locked,
        kind=paper.kind,
        subject=subject,
        format=DocumentFormat.PDF,
        version=last.version + 1 if last else 1,
        sha256=stored.sha256,
        size=stored.size,
        pages=stored.pages,
        path=stored.path,
        snapshot=last_snapshot(locked) if paper.tells_the_sitting else None,
        supersedes=last,
        issued_at=at,
        issued_by=by,
    )
    return row


def _sealed_from(document: SittingDocument) -> str:
    """The digest of what the council's seal certified in ``document``; empty where it bears none."""
    paper = SigningPaper.objects.filter(issued_paper=document).first()
    return paper.made_from if paper is not None else ""


def sealed_paper(sitting: Sitting, paper: PaperOfSitting, printed: bytes) -> bytes | None:
    """The file of the paper in force that bears the council's seal, while it still says what is ``printed`` today.

    ``None`` where there is none: a word was hidden since, for instance. Raises ``DamagedDocument``.
    """
    last = last_issued(sitting, paper)
    if last is None or _sealed_from(last) != hashlib.sha256(printed).hexdigest():
        return None
    return read_document(last)


def published_paper(sitting: Sitting, paper: PaperOfSitting) -> bytes:
    """The PDF that anybody may download: what the paper prints today, whatever was issued before a word was hidden."""
    return public_file(view_paper(sitting, paper, edited_on=sitting.held_on))


def public_file(view: ComposedView) -> bytes:
    """The PDF of a view without private passages, made once for all that it prints.

    The bytes of a paper already issued are the same while they say the same; they are not read here, for they may
    have been made before something was hidden.
    """
    return made_once(_key_of(view), lambda: render_paper(view, FileFormat.PDF), folder=PUBLIC_FOLDER)


def public_body(view: ComposedView) -> str:
    """The same as an ``article`` for a web page, made once too."""
    content = made_once(
        _key_of(view),
        lambda: composed.render_body(view).encode(),
        folder=PUBLIC_FOLDER,
        extension="html",
    )
    return content.decode()


def _key_of(view: ComposedView) -> str:
    """SHA-256 of all that the view prints."""
    return hashlib.sha256(f"composed {view!r}".encode()).hexdigest()


def last_issued(sitting: Sitting, paper: PaperOfSitting, subject: str = "") -> SittingDocument | None:
    """The paper in force among those issued; ``None`` when none was."""
    rows = sitting.issued_papers.filter(kind=paper.kind, subject=subject, format=DocumentFormat.PDF)
    found: SittingDocument | None = rows.order_by("-version").first()
    return found
