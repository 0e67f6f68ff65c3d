"""A composed document as a Word file, with real styles, headings, lists and repeated table headers.

Same view, same bytes: no clock and no random identifier enters the file.
"""

from functools import singledispatch
from io import BytesIO
from itertools import zip_longest

from deliberations.documents.composed.view import (
    Address,
    Blank,
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    Item,
    Letter,
    Masthead,
    NewSheet,
    Rich,
    Signatures,
    Text,
    TextRole,
    Title,
    Together,
    is_signed,
)
from deliberations.documents.docx import plain_item, repacked, set_properties
from deliberations.documents.docx_arms import arms_drawing
from deliberations.documents.docx_body import Writer, child
from deliberations.documents.docx_margins import write_margins
from deliberations.documents.docx_template import new_document
from deliberations.richtext import Cell, Format, Paragraph, Row, Run, Table, parse_blocks, parse_inline

_ROLES = {
    TextRole.BODY: "Acte Corps",
    TextRole.LEAD: "Acte Dispositif",
    TextRole.NOTE: "Acte Note",
    TextRole.CENTRED: "Acte Centré",
    TextRole.RIGHT: "Acte Lieu et date",
    TextRole.HAND: "Acte À signer",
    TextRole.BOXED: "Acte Encadré",
    TextRole.NAMES: "Acte Présents",
}
_LEVELS = {2: "Acte Rubrique", 3: "Acte Intertitre"}
_BOLD, _ITALIC = Format(strong=True), Format(emphasis=True)


def render_docx(view: ComposedView) -> bytes:
    """The document as DOCX bytes; dates of the file are midnight UTC of ``view.document.edited_on``."""
    document = new_document(view.letterhead.theme)
    set_properties(document.core_properties, view.document, category=view.title)
    if not view.is_letter:
        write_margins(document, view)
    writer = Writer(document, document.element.body, shows_private=view.is_draft)
    if not view.has_placed_title:
        writer.line("Acte Objet", view.title)
    for block in view.blocks:
        if is_signed(block):
            writer.keep_last_with_next()
        _write(block, writer, view)
    buffer = BytesIO()
    document.save(buffer)
    return repacked(buffer)


@singledispatch
def _write(block: Block, writer: Writer, view: ComposedView) -> None:
    """Append one block of ``view``."""
    raise TypeError(block, writer, view)


@_write.register
def _(block: Heading, writer: Writer, _view: ComposedView) -> None:
    writer.line(_LEVELS[block.level], block.text)


@_write.register
def _(block: Text, writer: Writer, _view: ComposedView) -> None:
    writer.line(_ROLES[block.role], block.text)
    if block.announces:
        writer.keep_last_with_next()


@_write.register
def _(block: Rich, writer: Writer, _view: ComposedView) -> None:
    writer.blocks(parse_blocks(block.html), "Acte Corps")


@_write.register
def _(block: Bullets, writer: Writer, _view: ComposedView) -> None:
    writer.items((plain_item(line) for line in block.lines), "Acte Puce")


@_write.register
def _(block: Facts, writer: Writer, _view: ComposedView) -> None:
    for term, value in block.pairs:
        writer.paragraph("Acte Ligne", (Run(term, _BOLD), Run(f" {value}")))


@_write.register
def _(block: Grid, writer: Writer, _view: ComposedView) -> None:
    writer.table(_table(block), shares=block.shares, room_mm=block.room_mm)


@_write.register
def _(block: Signatures, writer: Writer, _view: ComposedView) -> None:
    for signature in block.signatures:
        writer.line("Acte Qualité", signature.capacity)
        writer.line("Acte Signataire", signature.name)


@_write.register
def _(block: Blank, writer: Writer, _view: ComposedView) -> None:
    paragraph = writer.line("Acte À remplir", block.label)
    if paragraph is not None:
        child(child(paragraph, "w:r"), "w:tab")


@_write.register
def _(block: Together, writer: Writer, view: ComposedView) -> None:
    for number, inner in enumerate(block.blocks):
        if number:
            writer.keep_last_with_next()
        _write(inner, writer, view)


@_write.register
def _(block: Letter, writer: Writer, view: ComposedView) -> None:
    for inner in block.blocks:
        _write(inner, writer, view)


@_write.register
def _(_block: NewSheet, writer: Writer, _view: ComposedView) -> None:
    writer.break_page()


@_write.register
def _(block: Address, writer: Writer, _view: ComposedView) -> None:
    *first, last = block.lines or ("",)
    writer.lines("Acte Adresse", first)
    writer.line("Acte Fin d'adresse", last)


@_write.register
def _(block: Item, writer: Writer, _view: ComposedView) -> None:
    mention = (Run(f" – {block.mention}", _ITALIC),) if block.mention else ()
    writer.paragraph("Acte Point", (Run(f"{block.label} "), *parse_inline(block.html), *mention))


@_write.register
def _(_block: Masthead, writer: Writer, view: ComposedView) -> None:
    letterhead = view.letterhead
    first = writer.line("Acte République", letterhead.republic)
    if first is not None and letterhead.coat_of_arms:
        child(first, "w:r").append(writer.drawing(lambda part: arms_drawing(part, letterhead)))
    writer.line("Acte Département", letterhead.department)
    writer.line("Acte Collectivité", letterhead.authority)


@_write.register
def _(_block: Title, writer: Writer, view: ComposedView) -> None:
    writer.line("Acte Objet", view.title)


def _table(grid: Grid) -> Table:
    header = (Row(tuple(_cell(text, header=True) for text in grid.headers)),) if grid.headers else ()
    columns = max((len(row) for row in (grid.headers, *grid.rows)), default=0)
    rows = tuple(
        Row(
            tuple(
                _cell(text, header=grid.has_row_headers and place == 0)
                for place, (_, text) in enumerate(zip_longest(range(columns), row, fillvalue=""))
            )
        )
        for row in grid.rows
    )
    return Table((Run(grid.caption),) if grid.caption else (), header, rows)


def _cell(text: str, *, header: bool) -> Cell:
    return Cell((Paragraph((Run(text),)),) if text else (), header=header)
