"""A deliberation as a Word document, for town halls that finish or archive their acts in Word.

Real styles, lists, headings and repeated table headers; the body holds the act alone, in its order.
Same view, same bytes: no clock and no random identifier enters the file.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import CountsLayout
from deliberations.documents.docx_body import Writer
from deliberations.documents.docx_margins import write_margins
from deliberations.documents.docx_template import LANGUAGE, new_document
from deliberations.documents.view import (
    TABLES,
    Counts,
    DecisionLayout,
    DeliberationView,
    DocumentData,
    OperativeView,
)
from deliberations.richtext import Block, Cell, Format, Paragraph, Row, Run, Table, parse_blocks, printable

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_BOLD = Format(strong=True)


def render_docx(view: DeliberationView) -> bytes:
    """The act as DOCX bytes; dates of the file are midnight UTC of ``view.document.edited_on``."""
    document = new_document(view.letterhead.theme)
    set_properties(document.core_properties, view.document, category=view.document.category)
    write_margins(document, view, view.verification)
    _write_body(Writer(document, document.element.body, shows_private=view.is_draft), view)
    buffer = BytesIO()
    document.save(buffer)
    return repacked(buffer)


def _write_body(writer: Writer, view: DeliberationView) -> None:
    for block in view.order:
        _WRITTEN[block](writer, view)


def _write_number(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Numéro d'acte", view.number_line)


def _write_opening(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Effectif", view.sitting_line)
    writer.line("Acte Corps", view.opening)


def _write_officers(writer: Writer, view: DeliberationView) -> None:
    writer.lines("Acte Ligne", view.officers)


def _write_convocation(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Ligne", view.convocation)


def _write_members(writer: Writer, view: DeliberationView) -> None:
    _write_counts(writer, view.members)


def _write_present(writer: Writer, view: DeliberationView) -> None:
    if view.present_is_run_in and view.present_lead:
        _write_run_in(writer, view.present_lead, view.present_sentence)
        return
    writer.line("Acte Effectif", view.present_lead)
    writer.lines("Acte Ligne", view.present_lines)
    writer.line("Acte Présents", view.present_sentence)


def _write_absences(writer: Writer, view: DeliberationView) -> None:
    for group in view.absences:
        if group.is_run_in:
            for line in group.lines:
                _write_run_in(writer, group.heading, line)
            continue
        if group.is_item:
            writer.items([plain_item(group.heading)], "Acte Puce d'absence")
        else:
            writer.line("Acte Effectif", group.heading)
        writer.lines("Acte Ligne", group.lines)


def _write_run_in(writer: Writer, lead: str, text: str) -> None:
    writer.paragraph("Acte Présents", (Run(lead, _BOLD), Run(f" {text}")))


def _write_votes(writer: Writer, view: DeliberationView) -> None:
    for counts in (view.votes, *view.other_votes):
        _write_counts(writer, counts)


def _write_counts(writer: Writer, counts: Counts | None) -> None:
    if counts is not None:
        _write_figures(writer, counts)
        writer.line("Acte Ligne", counts.after)


def _write_figures(writer: Writer, counts: Counts) -> None:
    if counts.layout in TABLES:
        writer.table(_box(counts) if counts.layout is CountsLayout.BOX else _rows(counts))
        return
    writer.line("Acte Effectif", counts.lead)
    if counts.layout is CountsLayout.LINE:
        writer.lines("Acte Ligne", counts.lines)
    else:
        writer.items((plain_item(line) for line in counts.lines), "Acte Puce de décompte")


def _box(counts: Counts) -> Table:
    header = Row(tuple(Cell(plain_item(label), header=True) for label, _ in counts.pairs))
    values = Row(tuple(Cell(plain_item(value)) for _, value in counts.pairs))
    return Table((Run(counts.lead),) if counts.lead else (), (header,), (values,))


def _rows(counts: Counts) -> Table:
    rows = tuple(
        Row((Cell(plain_item(label), header=True), Cell(plain_item(value)))) for label, value in counts.pairs
    )
    return Table((Run(counts.lead),) if counts.lead else (), (), rows)


def _write_object(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Mention", view.object_heading)
    writer.line("Acte Objet", view.object_line)


def _write_statement(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Rubrique", view.statement_heading)
    writer.blocks(parse_blocks(view.statement_html), "Acte Corps")


def _write_preamble(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Autorité", view.preamble_lead)
    for clause in view.clauses_html:
        writer.blocks(parse_blocks(clause), "Acte Visa")


def _write_decision(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Rubrique", view.decision_heading)
    for part in view.operative:
        _write_part(writer, part)
    writer.keep_last_with_next()


def _write_part(writer: Writer, part: OperativeView) -> None:
    writer.blocks(parse_blocks(part.lead_html), "Acte Dispositif")
    decisions = [_labelled(line.label, parse_blocks(line.html)) for line in part.decisions]
    if part.layout is DecisionLayout.BULLETS:
        writer.items(decisions, "Acte Puce")
    else:
        for blocks in decisions:
            writer.blocks(blocks, "Acte Article")


def _write_closing(writer: Writer, view: DeliberationView) -> None:
    writer.lines("Acte Clôture", view.closing)
    for signature in view.signatures:
        styles = ("Acte Qualité", "Acte Signataire")
        for style, (_, text) in zip(styles, signature.lines, strict=True):
            writer.line(style, text)


def _write_annexes(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Rubrique", view.annexes_heading)
    writer.items((plain_item(annex) for annex in view.annexes), "Acte Puce")


def _write_executory(writer: Writer, view: DeliberationView) -> None:
    writer.line("Acte Mention", view.executory_heading)
    writer.line("Acte Certification", view.certification)
    writer.lines("Acte Date", view.dates)


_WRITTEN: dict[ActBlock, Callable[[Writer, DeliberationView], None]] = {
    ActBlock.NUMBER: _write_number,
    ActBlock.OPENING: _write_opening,
    ActBlock.OFFICERS: _write_officers,
    ActBlock.CONVOCATION: _write_convocation,
    ActBlock.MEMBERS: _write_members,
    ActBlock.PRESENT: _write_present,
    ActBlock.ABSENCES: _write_absences,
    ActBlock.VOTES: _write_votes,
    ActBlock.OBJECT: _write_object,
    ActBlock.STATEMENT: _write_statement,
    ActBlock.PREAMBLE: _write_preamble,
    ActBlock.DECISION: _write_decision,
    ActBlock.CLOSING: _write_closing,
    ActBlock.ANNEXES: _write_annexes,
    ActBlock.EXECUTORY: _write_executory,
}


def _labelled(label: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The label in bold before the first paragraph, or alone when the decision starts otherwise."""
    if not label:
        return blocks
    match blocks:
        case (Paragraph(runs), *others):
            return (Paragraph((Run(label, _BOLD), Run(" "), *runs)), *others)
    return (Paragraph((Run(label, _BOLD),)), *blocks)


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
