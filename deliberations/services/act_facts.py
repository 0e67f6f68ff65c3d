"""Stores the deliberations of one sitting: number, text, links, public facts and issued documents."""

from collections.abc import Iterable, Iterator

from django.db.models import Model

from deliberations.domain import acts
from deliberations.domain.sittings import Origin
from deliberations.models import (
    Annex,
    Clause,
    DecisionAnnex,
    Deliberation,
    Identifier,
    IssuedDocument,
    LegalityEvent,
    Link,
    OperativeBlock,
    OperativePart,
    OriginalDocument,
    Publication,
    StoredFile,
    Transmission,
)
from deliberations.services.sequences import free_slug
from deliberations.services.sitting_facts import SittingWriter


def write_act(target: SittingWriter, act: acts.Deliberation, path: str) -> None:
    """One deliberation with all its rows. Raises ``RowRefused``."""
    row = _act_row(target, act, path)
    row.slug = free_slug(Deliberation, row.council_id, row.number)
    target.writer.write(row, path)
    _write_text(target, row, act, path)
    _write_all(target, _references(row, act), path)
    _write_all(target, _public_facts(target, row, act), path)
    _write_all(target, _issued(row, act), path)


def _act_row(target: SittingWriter, act: acts.Deliberation, path: str) -> Deliberation:
    numbered = act.year is not None and act.sequence is not None
    signatory = act.signatory
    known_id = {"public_id": act.public_id, "public_id_is_known": True} if act.public_id else {}
    return Deliberation(
        council=target.sitting.council,
        sitting=target.sitting,
        uid=act.uid,
        item=target.item(act.item, f"{path}.item"),
        printed_number=act.printed_number,
        year=act.year,
        sequence=act.sequence,
        is_allocated=numbered and target.sitting.origin == Origin.LIVE,
        actes_number=act.actes_number,
        title_html=act.title_html,
        statement_html=act.statement_html,
        signatory_member=target.optional_member(
            None if signatory is None else signatory.member, f"{path}.signatory.member"
        ),
        signatory_capacity="" if signatory is None else signatory.capacity,
        state=act.state,
        is_individual=act.is_individual,
        **known_id,
    )


def _write_all(target: SittingWriter, rows: Iterable[tuple[str, Model]], path: str) -> None:
    for place, row in rows:
        target.writer.write(row, f"{path}.{place}")


def _write_text(target: SittingWriter, row: Deliberation, act: acts.Deliberation, path: str) -> None:
    for index, clause in enumerate(act.clauses):
        line = Clause(deliberation=row, position=index, kind=clause.kind, text_html=clause.text_html)
        target.writer.write(line, f"{path}.clauses[{index}]")
    for index, part in enumerate(act.operative):
        _write_part(target, row, part, index, f"{path}.operative[{index}]")
    for index, title in enumerate(act.annexes):
        is_hidden = index + 1 in act.hidden_annexes
        annex = Annex(deliberation=row, position=index, title=title, is_hidden=is_hidden)
        give_file(annex, row.council_id, act.annex_files, index + 1)
        target.writer.write(annex, f"{path}.annexes[{index}]")


def give_file(
    annex: Annex | DecisionAnnex, council_id: int, files: Iterable[acts.AnnexFile], number: int
) -> None:
    """A dossier names the file of annex ``number`` by its digest: that of this council's files, if it is here."""
    told = next((file for file in files if file.annex == number), None)
    if told is None:
        return
    annex.joining = told.joining
    held = StoredFile.objects.filter(council_id=council_id, sha256=told.sha256)
    annex.file = held.order_by("pk").first()


def _write_part(
    target: SittingWriter, act: Deliberation, part: acts.OperativePart, position: int, path: str
) -> None:
    row = OperativePart(deliberation=act, position=position, verb=part.verb, layout=part.layout)
    target.writer.write(row, path)
    for index, text in enumerate(part.blocks_html):
        block = OperativeBlock(part=row, position=index, text_html=text)
        target.writer.write(block, f"{path}.blocks_html[{index}]")


def _references(row: Deliberation, act: acts.Deliberation) -> Iterator[tuple[str, Model]]:
    for index, other in enumerate(act.identifiers):
        yield f"identifiers[{index}]", Identifier(deliberation=row, kind=other.kind, value=other.value)
    for index, link in enumerate(act.links):
        yield (
            f"links[{index}]",
            Link(deliberation=row, kind=link.kind, number=link.number, adopted_on=link.adopted_on),
        )
    if act.original is not None:
        paper = act.original
        yield (
            "original",
            OriginalDocument(
                deliberation=row,
                name=paper.name,
                media_type=paper.media_type,
                sha256=paper.sha256,
                size=paper.size,
                pages=paper.pages,
                place=paper.place,
            ),
        )
    for index, event in enumerate(act.legality):
        yield (
            f"legality[{index}]",
            LegalityEvent(
                deliberation=row,
                step=event.step,
                received_on=event.received_on,
                answered_on=event.answered_on,
            ),
        )


def _public_facts(
    target: SittingWriter, row: Deliberation, act: acts.Deliberation
) -> Iterator[tuple[str, Model]]:
    if act.transmission is not None:
        yield "transmission", _public_fact(Transmission(deliberation=row), target, act.transmission)
    for index, fact in enumerate(act.publications):
        yield f"publications[{index}]", _public_fact(Publication(deliberation=row), target, fact)


def _public_fact(
    row: Publication | Transmission, target: SittingWriter, fact: acts.PublicFact
) -> Publication | Transmission:
    row.effective_on = fact.effective_on
    row.source = fact.source
    row.channel = fact.channel
    row.reference = fact.reference
    row.recorded_at = fact.recorded_at
    row.declared_by = target.writer.by if fact.source == acts.Source.DECLARED else None
    return row


def _issued(row: Deliberation, act: acts.Deliberation) -> Iterator[tuple[str, Model]]:
    for index, file in enumerate(act.issued):
        yield (
            f"issued[{index}]",
            IssuedDocument(
                deliberation=row,
                kind=file.kind,
                format=file.format,
                version=file.version,
                sha256=file.sha256,
                size=file.size,
                pages=file.pages,
            ),
        )
