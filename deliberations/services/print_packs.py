"""Everything of a sitting that is signed by hand, in order, in one file to print."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from councils.domain.errors import Refusal
from councils.queries import council_facts
from deliberations.assembly import About, Part, PrintOptions, page_count, print_pack
from deliberations.documents.composed import render_pdf
from deliberations.documents.register.signing_list import SigningLine, view_signing_list
from deliberations.documents.sitting import PAPERS, PaperOfSitting
from deliberations.documents.view import Rendition
from deliberations.domain.record import Record
from deliberations.domain.register import EntryKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.wording import signing_list as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.closing_sheet import all_sign
from deliberations.domain.wording.typography import typeset
from deliberations.models import Deliberation, RegisterEntry, RegisterVolume, Sitting, SittingDocument
from deliberations.queries.register import sheets_of_sitting
from deliberations.services.minutes_copies import issued_minutes
from deliberations.services.register_files import Margins, as_numbered, register_part
from deliberations.services.register_sources import acts_for_register, render_closing_sheet
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.sitting_documents import last_issued, render_paper, told_record, view_paper
from deliberations.services.storage import read_document


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


def pack_of(sitting: Sitting) -> Pack:
    """What a closed sitting gives to sign: its sheets of the register, then its papers. Nothing is rendered yet.

    Raises ``Refusal`` while the sitting is not closed.
    """
    if sitting.finished_at is None:
        raise Refusal(
            "pack.open", "Clôturez d'abord la séance : ses actes auront leurs numéros, et se signent ensuite."
        )
    record = told_record(sitting)
    entries = list(sheets_of_sitting(sitting))
    sheets = _entered(entries, record) if entries else _not_entered(sitting, record)
    volume = entries[0].volume if entries else None
    documents = (*sheets, *_papers(sitting, record))
    return Pack(sitting, record, documents, volume, has_minutes=_settled_minutes(sitting) is not None)


def _entered(entries: list[RegisterEntry], record: Record) -> Iterator[Signable]:
    margins = Margins.of(entries[0].council)
    for row in entries:
        part = register_part(row, row.volume, margins)
        signed_by = _signing(record) if row.kind == EntryKind.CLOSING_SHEET else words.REGISTER
        yield Signable(words.sheet_label(part.title, row.first_sheet, row.last_sheet), signed_by, part)


def _signing(record: Record) -> str:
    """Who signs the closing sheet."""
    return words.ALL_SIGN if all_sign(record) else words.REGISTER


def _not_entered(sitting: Sitting, record: Record) -> Iterator[Signable]:
    for act in acts_for_register(sitting):
        title = typeset(f"{act.number} – {act.title}" if act.number else act.title)
        yield Signable(title, words.REGISTER, Part(title, _act(record, act)))
    title = typeset("Feuillet clôturant la séance")
    yield Signable(title, _signing(record), Part(title, lambda: render_closing_sheet(record)))


def _act(record: Record, act: Deliberation) -> Callable[[], bytes]:
    def read() -> bytes:
        return render_act(
            record, record.act(act.uid), rendition=Rendition.REGISTER, file_format=FileFormat.PDF
        )

    return read


def _papers(sitting: Sitting, record: Record) -> Iterator[Signable]:
    """The papers of the sitting that somebody signs by hand, where the facts give them."""
    offered = {paper.kind.value: paper for paper in PAPERS}
    for kind, signed_by in words.PAPERS.items():
        paper = offered.get(kind)
        if kind == SittingDocumentKind.MINUTES and _settled_minutes(sitting) is None:
            continue
        if paper is not None and _is_of_the_whole(paper, record) and not paper.why_not(record):
            yield Signable(
                typeset(paper.label), signed_by, Part(typeset(paper.label), _paper(sitting, paper))
            )


def _settled_minutes(sitting: Sitting) -> SittingDocument | None:
    """The file that the assembly settled, the only one that is signed (CGCT art. L. 2121-15); a draft is not."""
    return issued_minutes(sitting) if sitting.minutes_settled_in else None


def _is_of_the_whole(paper: PaperOfSitting, record: Record) -> bool:
    """Whether there is one copy of the paper for the whole sitting, as there is of its minutes."""
    return paper.subjects is None or "" in dict(paper.subjects(record))


def _paper(sitting: Sitting, paper: PaperOfSitting) -> Callable[[], bytes]:
    def read() -> bytes:
        issued = last_issued(sitting, paper)
        if issued is not None:
            return read_document(issued)
        return render_paper(view_paper(sitting, paper, edited_on=sitting.held_on), FileFormat.PDF)

    return read


def render_pack(pack: Pack, options: PrintOptions) -> bytes:
    """The pack laid out for paper, its first page telling what is signed and by whom. Raises ``AssemblyFailed``."""
    contents = [(document, document.part.read()) for document in pack.documents]
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
