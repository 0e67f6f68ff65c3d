"""Everything of a sitting that is signed by hand, in order, in one file to print."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from councils.domain.errors import Refusal
from councils.queries import council_facts
from deliberations.assembly import About, Part, PrintOptions, page_count, print_pack
from deliberations.documents.composed import render_pdf
from deliberations.documents.register.signing_list import SigningLine, view_signing_list
from deliberations.documents.sitting import BY_KIND, PaperOfSitting
from deliberations.documents.view import Rendition
from deliberations.domain.known_proxies import known_proxies
from deliberations.domain.record import Record
from deliberations.domain.register import EntryKind
from deliberations.domain.sitting_documents import EVERYBODY, SittingDocumentKind, Stage
from deliberations.domain.wording import filled_proxy
from deliberations.domain.wording import signing_list as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.closing_sheet import all_sign
from deliberations.domain.wording.typography import typeset
from deliberations.models import (
    Deliberation,
    RegisterEntry,
    RegisterVolume,
    Sitting,
    SittingDocument,
)
from deliberations.queries.register import sheets_of_sitting
from deliberations.queries.signatures import is_signed_file
from deliberations.services.minutes_copies import issued_minutes
from deliberations.services.register_files import Margins, as_numbered, register_part
from deliberations.services.register_sources import acts_for_register, render_closing_sheet
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.sitting_documents import (
    last_issued,
    record_of_today,
    render_paper,
    told_record,
    view_paper,
)
from deliberations.services.storage import read_document

Progress = Callable[[int, int], None]
"""Told the steps done and all of them."""


@dataclass(frozen=True, slots=True)
class Signable:
    """One document of the pack: what it is, who signs it by hand, and its pages with their stamps if any."""

    label: str
    signed_by: str
    part: Part


@dataclass(frozen=True, slots=True)
class Pack:
    """The documents in order. ``volume`` is that of its sheets, once they have their numbers."""

    sitting: Sitting
    record: Record
    documents: tuple[Signable, ...]
    volume: RegisterVolume | None
    has_minutes: bool

    @property
    def is_in_register(self) -> bool:
        return self.volume is not None

    @property
    def steps(self) -> int:
        """What ``render_pack`` counts: each document read or rendered, then the whole put together."""
        return len(self.documents) + 1


@dataclass(frozen=True, slots=True)
class _Source:
    """What the papers of a pack are made from: the facts told of the sitting, those of ``today``, and that day."""

    sitting: Sitting
    told: Record
    known: Record
    today: date

    def facts_of(self, paper: PaperOfSitting) -> Record:
        return self.told if paper.tells_the_sitting else self.known

    def day_of(self, paper: PaperOfSitting) -> date:
        """What is certified after the sitting is dated of the day on which it is printed."""
        is_of_the_sitting = paper.tells_the_sitting or paper.stage is not Stage.AFTER
        return self.sitting.held_on if is_of_the_sitting else self.today


def pack_of(sitting: Sitting, *, today: date) -> Pack:
    """What a closed sitting gives to sign: its sheets of the register, then its papers. Nothing is rendered yet.

    The result sheet of an election follows the act that tells it. Certificates are dated ``today``, the council's day.
    Raises ``Refusal`` while the sitting is not closed.
    """
    if sitting.finished_at is None:
        raise Refusal(
            "pack.open", "Clôturez d'abord la séance : ses actes auront leurs numéros, et se signent ensuite."
        )
    known = record_of_today(sitting)
    source = _Source(sitting, told_record(sitting, known), known, today)
    entries = list(sheets_of_sitting(sitting))
    sheets = _entered(entries, source.told) if entries else _not_entered(sitting, source.told)
    volume = entries[0].volume if entries else None
    documents = (*_with_results(sheets, source), *_papers(source))
    return Pack(sitting, source.told, documents, volume, has_minutes=_settled_minutes(sitting) is not None)


_Sheet = tuple[str, Signable]
"""The item of an act, or nothing, and its sheets."""


def _entered(entries: list[RegisterEntry], record: Record) -> Iterator[_Sheet]:
    margins = Margins.of(entries[0].council)
    for row in entries:
        part = register_part(row, row.volume, margins)
        signed_by = _signing(record) if row.kind == EntryKind.CLOSING_SHEET else words.REGISTER
        item = row.deliberation.item.uid if row.deliberation else ""
        label = words.sheet_label(part.title, row.first_sheet, row.last_sheet)
        yield item, Signable(label, signed_by, part)


def _signing(record: Record) -> str:
    """Who signs the closing sheet."""
    return words.ALL_SIGN if all_sign(record) else words.REGISTER


def _not_entered(sitting: Sitting, record: Record) -> Iterator[_Sheet]:
    for act in acts_for_register(sitting):
        title = typeset(f"{act.number} – {act.title}" if act.number else act.title)
        yield act.item.uid, Signable(title, words.REGISTER, Part(title, _act(record, act)))
    title = typeset("Feuillet clôturant la séance")
    yield "", Signable(title, _signing(record), Part(title, lambda: render_closing_sheet(record)))


def _with_results(sheets: Iterable[_Sheet], source: _Source) -> Iterator[Signable]:
    """The sheets, each election's result after its act; one without an act comes before the closing sheet.

    A result is no sheet of the register: neither begins on the back of the other.
    """
    results, is_after_one = _results(source), False
    for item, sheet in sheets:
        before = [] if item else [found for each in results.values() for found in each]
        after = results.pop(item, [])
        if not item:
            results.clear()
        yield from before
        begins = is_after_one or bool(before)
        yield replace(sheet, part=replace(sheet.part, starts_on_recto=begins))
        yield from after
        is_after_one = bool(after)


def _results(source: _Source) -> dict[str, list[Signable]]:
    """Item → the result sheets of its elections, in order."""
    paper = BY_KIND[SittingDocumentKind.ELECTION_RESULT]
    found: dict[str, list[Signable]] = {}
    for election in source.told.sitting.elections:
        sheet = _signable(source, paper, (election.uid, capitalised(election.posts)), words.RESULT)
        sheet = replace(sheet, part=replace(sheet.part, starts_on_recto=True))
        found.setdefault(election.item, []).append(sheet)
    return found


def _act(record: Record, act: Deliberation) -> Callable[[], bytes]:
    def read() -> bytes:
        return render_act(
            record, record.act(act.uid), rendition=Rendition.REGISTER, file_format=FileFormat.PDF
        )

    return read


def _papers(source: _Source) -> Iterator[Signable]:
    """The papers of the sitting that somebody signs by hand, where the facts give them: one copy for each subject."""
    for kind, signed_by in words.PAPERS.items():
        paper = BY_KIND[SittingDocumentKind(kind)]
        for subject in _subjects(paper, source):
            signing = signed_by
            if paper.kind is SittingDocumentKind.FILLED_PROXY and _has_original(source, subject[0]):
                signing = words.PROXY_TO_JOIN
            yield _signable(source, paper, subject, signing)


def _subjects(paper: PaperOfSitting, source: _Source) -> tuple[tuple[str, str], ...]:
    """Of the minutes the copy of the town hall, once settled; no certificate that repeats those of each act."""
    record = source.facts_of(paper)
    if paper.kind is SittingDocumentKind.MINUTES and _settled_minutes(source.sitting) is None:
        return ()
    if paper.why_not(record):
        return ()
    if paper.subjects is None or paper.kind is SittingDocumentKind.MINUTES:
        return (("", ""),)
    return tuple(subject for subject in paper.subjects(record) if subject[0] != EVERYBODY)


def _has_original(source: _Source, uid: str) -> bool:
    """Whether the signed paper of a proxy was noted: the form then tells it, and has no place to sign."""
    return any(p.uid == uid and filled_proxy.original(p) for p in known_proxies(source.known))


def _signable(source: _Source, paper: PaperOfSitting, subject: tuple[str, str], signed_by: str) -> Signable:
    uid, name = subject
    title = typeset(f"{paper.label} – {name}" if name else paper.label)
    return Signable(title, typeset(signed_by), Part(title, _paper(source, paper, uid)))


def _settled_minutes(sitting: Sitting) -> SittingDocument | None:
    """The file that the assembly settled, the only one that is signed (CGCT art. L. 2121-15); a draft is not."""
    return issued_minutes(sitting) if sitting.minutes_settled_in else None


def _paper(source: _Source, paper: PaperOfSitting, subject: str) -> Callable[[], bytes]:
    def read() -> bytes:
        issued = last_issued(source.sitting, paper, subject)
        if issued is not None:
            return read_document(_unsigned(issued))
        view = view_paper(source.sitting, paper, edited_on=source.day_of(paper), subject=subject)
        return render_paper(view, FileFormat.PDF)

    return read


def _unsigned(issued: SittingDocument) -> SittingDocument:
    """The file that is signed on paper: the one before the electronic signatures."""
    while issued.supersedes is not None and is_signed_file(issued.sha256):
        issued = issued.supersedes
    return issued


def render_pack(pack: Pack, options: PrintOptions, *, progress: Progress | None = None) -> bytes:
    """The pack laid out for paper, its first page telling what is signed and by whom. Raises ``AssemblyFailed``."""
    contents = []
    for number, document in enumerate(pack.documents, start=1):
        contents.append((document, document.part.read()))
        if progress is not None:
            progress(number, pack.steps)
    lines = tuple(
        SigningLine(document.label, page_count(content), document.signed_by) for document, content in contents
    )
    recap = render_pdf(
        view_signing_list(
            pack.record,
            lines,
            is_in_register=pack.is_in_register,
            has_minutes=pack.has_minutes,
            edited_on=pack.sitting.held_on,
        )
    )
    council = council_facts(pack.sitting.council)
    title = words.title(pack.record)
    about = About(typeset(title), typeset(capitalised(BodyWords(council).authority)), pack.sitting.held_on)
    parts = [
        Part(typeset(words.RECAP), lambda: recap),
        *(_held(document, made) for document, made in contents),
    ]
    return print_pack(parts, about, as_numbered(pack.volume, options))


def _held(document: Signable, content: bytes) -> Part:
    part = document.part
    return Part(part.title, lambda: content, part.stamps, starts_on_recto=part.starts_on_recto)
