"""A deliberation as a Word document, for town halls that finish or archive their acts in Word.

Real styles, lists, headings and repeated table headers; the body holds the act alone, in its order.
Same view, same bytes: no clock and no random identifier enters the file.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from deliberations.documents.docx_body import Writer
from deliberations.documents.docx_margins import write_margins
from deliberations.documents.docx_template import LANGUAGE, new_document
from deliberations.documents.view import Counts, DecisionLayout, DeliberationView, DocumentData, OperativeView
from deliberations.richtext import Block, Format, Paragraph, Run, parse_blocks, printable

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_BOLD = Format(strong=True)


def render_docx(view: DeliberationView) -> bytes:
    """The act as DOCX bytes; dates of the file are midnight UTC of ``view.document.edited_on``."""
    document = new_document()
    set_properties(document.core_properties, view.document, category=view.document.category)
    write_margins(document, view)
    _write_body(Writer(document, document.element.body, shows_private=view.is_draft), view)
    buffer = BytesIO()
    document.save(buffer)
    return repacked(buffer)


def _write_body(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Corps", view.opening)
    writer.lines("Acte Ligne", view.officers)
    writer.line("Acte Ligne", view.convocation)
    _write_attendance(writer, view)
    writer.line("Acte Mention", view.object_heading)
    writer.line("Acte Objet", view.object_line)
    writer.line("Acte Rubrique", view.statement_heading)
    writer.blocks(parse_blocks(view.statement_html), "Acte Corps")
    writer.line("Acte Autorité", view.preamble_lead)
    for clause in view.clauses_html:
        writer.blocks(parse_blocks(clause), "Acte Visa")
    _write_decision(writer, view)
    _write_ending(writer, view)


def _write_attendance(writer: Writer, view: DeliberationView) -> None:
    _write_counts(writer, view.members)
    writer.line("Acte Présents", view.present_sentence)
    for group in view.absences:
        writer.items([plain_item(group.heading)], "Acte Puce d'absence")
        writer.lines("Acte Ligne", group.lines)
    for counts in (view.votes, *view.other_votes):
        _write_counts(writer, counts)


def _write_counts(writer: Writer, counts: Counts | None) -> None:
    if counts:
        writer.line("Acte Effectif", counts.lead)
        writer.items((plain_item(line) for line in counts.lines), "Acte Puce de décompte")


def _write_decision(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Rubrique", view.decision_heading)
    for part in view.operative:
        _write_part(writer, part)
    writer.keep_last_with_next()


def _write_part(writer: Writer, part: OperativeView) -> None:
    writer.blocks(parse_blocks(part.lead_html), "Acte Dispositif")
    if part.layout is DecisionLayout.ARTICLES:
        for line in part.decisions:
            writer.blocks(_labelled(line.label, parse_blocks(line.html)), "Acte Article")
    else:
        writer.items((parse_blocks(line.html) for line in part.decisions), "Acte Puce")


def _write_ending(writer: Writer, view: DeliberationView) -> None:
    writer.lines("Acte Clôture", view.closing)
    for signature in view.signatures:
        writer.line("Acte Qualité", signature.capacity)
        writer.line("Acte Signataire", signature.name)
    writer.line("Acte Rubrique", view.annexes_heading)
    writer.items((plain_item(annex) for annex in view.annexes), "Acte Puce")
    writer.line("Acte Certification", view.certification)
    writer.lines("Acte Date", view.dates)


def _labelled(label: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The label in bold before the first paragraph, or alone when the decision starts otherwise."""
    match blocks:
        case (Paragraph(runs), *others):
            yield Paragraph((Run(label, _BOLD), Run(" "), *runs))
            yield from others
        case _:
            yield Paragraph((Run(label, _BOLD),))
            yield from blocks


def plain_item(text: str) -> tuple[Block, ...]:
    return (Paragraph((Run(text),)),)


def set_properties(properties: Any, data: DocumentData, *, category: str = "Délibération") -> None:
    """Title, author and dates of the file: midnight UTC of ``data.edited_on``."""
    edited_at = datetime.combine(data.edited_on, time(), UTC)
    properties.title, properties.subject = _property(data.title), _property(data.subject)
    properties.author = properties.last_modified_by = _property(data.author)
    properties.keywords = _property(", ".join(data.keywords))
    properties.language, properties.comments, properties.category = LANGUAGE, "", _property(category)
    properties.created = properties.modified = edited_at
    properties.revision = 1


def _property(text: str) -> str:
    """Word keeps at most 255 characters."""
    return printable(text)[:255]


def repacked(buffer: BytesIO) -> bytes:
    """The same parts in the same order, without the time of the machine."""
    packed = BytesIO()
    with ZipFile(buffer) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
