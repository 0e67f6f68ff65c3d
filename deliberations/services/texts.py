"""The text of an act: its draft is opened from an item, then saved whole."""

from councils.models import User
from councils.services.writing import Writer
from deliberations.domain.act_text import ActText
from deliberations.models import AgendaItem, Annex, Clause, Deliberation, OperativeBlock, OperativePart
from deliberations.services.changes import changing
from deliberations.services.papers import annex_papers, papers_of

TEXT_SAVED = "text.saved"


def open_act(item: AgendaItem, *, by: User | None) -> Deliberation:
    """The act made from ``item``: the one there is, else a new draft that bears the item's title.

    Raises ``SittingFinished``. Side effect: a row, when there was none, and its annexes from the papers of the item.
    """
    found = Deliberation.objects.filter(item=item).order_by("pk").first()
    if found is not None:
        return found
    with changing(item.sitting, by=by, reason=TEXT_SAVED) as change:
        again = Deliberation.objects.filter(item=item).order_by("pk").first()
        if again is not None:
            return again
        act = Deliberation(
            council=change.sitting.council, sitting=change.sitting, item=item, title_html=item.title_html
        )
        change.writer.write(act, "")
        annex_papers(act, papers_of(item), by)
        return act


def save_text(act: Deliberation, text: ActText, *, by: User | None) -> Deliberation:
    """Replace the whole text of ``act``; annexes that keep their title keep their file.

    Raises ``SittingFinished``, or ``RowRefused`` (nothing is written). Side effects: the history of each row that
    changed; those that did not change are left alone.
    """
    with changing(act.sitting, by=by, reason=TEXT_SAVED) as change:
        row = Deliberation.objects.select_related("sitting").get(pk=act.pk)
        if (row.title_html, row.statement_html) != (text.title_html, text.statement_html):
            row.title_html, row.statement_html = text.title_html, text.statement_html
            change.writer.write(row, "")
        _save_clauses(change.writer, row, text)
        _save_operative(change.writer, row, text)
        _save_annexes(change.writer, row, text)
        return row


def _save_clauses(writer: Writer, act: Deliberation, text: ActText) -> None:
    wanted = [(position, clause.kind.value, clause.text_html) for position, clause in enumerate(text.clauses)]
    rows = list(act.clauses.all())
    for row, (position, kind, html) in zip(rows, wanted, strict=False):
        if (row.position, row.kind, row.text_html) != (position, kind, html):
            row.position, row.kind, row.text_html = position, kind, html
            writer.write(row, "")
    for row in rows[len(wanted) :]:
        writer.delete(row)
    for position, kind, html in wanted[len(rows) :]:
        writer.write(Clause(deliberation=act, position=position, kind=kind, text_html=html), "")


def _save_operative(writer: Writer, act: Deliberation, text: ActText) -> None:
    parts = list(act.operative.prefetch_related("blocks"))
    for part in parts[len(text.operative) :]:
        for block in part.blocks.all():
            writer.delete(block)
        writer.delete(part)
    for position, wanted in enumerate(text.operative):
        part = parts[position] if position < len(parts) else OperativePart(deliberation=act)
        told = (position, wanted.verb, wanted.layout.value)
        if part.pk is None or (part.position, part.verb, part.layout) != told:
            part.position, part.verb, part.layout = told
            writer.write(part, "")
        _save_blocks(writer, part, wanted.blocks_html)


def _save_blocks(writer: Writer, part: OperativePart, blocks_html: tuple[str, ...]) -> None:
    rows = list(part.blocks.all())
    for position, (row, html) in enumerate(zip(rows, blocks_html, strict=False)):
        if (row.position, row.text_html) != (position, html):
            row.position, row.text_html = position, html
            writer.write(row, "")
    for row in rows[len(blocks_html) :]:
        writer.delete(row)
    for position, html in list(enumerate(blocks_html))[len(rows) :]:
        writer.write(OperativeBlock(part=part, position=position, text_html=html), "")


def _save_annexes(writer: Writer, act: Deliberation, text: ActText) -> None:
    """By title, so that an annex moved or kept does not lose its file.

    A hidden title that is corrected at its place stays hidden.
    """
    known: dict[str, list[Annex]] = {}
    hidden = {row.position for row in act.annexes.all() if row.is_hidden}
    for row in act.annexes.all():
        known.setdefault(row.title, []).append(row)
    for position, title in enumerate(text.annexes):
        rows = known.get(title)
        row = rows.pop(0) if rows else Annex(deliberation=act, title=title, is_hidden=position in hidden)
        if row.pk is None or row.position != position:
            row.position = position
            writer.write(row, "")
    for rows in known.values():
        for row in rows:
            writer.delete(row)
