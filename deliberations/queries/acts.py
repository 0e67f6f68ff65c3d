"""Rows of one deliberation as the domain's facts."""

from collections.abc import Iterable

from deliberations.domain import acts
from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.papers import AnnexJoining
from deliberations.models import (
    Annex,
    DecisionAnnex,
    Deliberation,
    IssuedDocument,
    OperativePart,
    PaperPublication,
)
from deliberations.models.proof import PublicFactRow
from deliberations.queries.names import Names


def act_facts(row: Deliberation, names: Names, *, all_public_ids: bool) -> acts.Deliberation:
    """The facts of one act whose related rows are prefetched.

    The public identifier leaves with the facts once it was told (it came with the act, or stands on a
    document), or when ``all_public_ids`` asks for it because a document is being made.
    """
    issued = tuple(_issued(document) for document in row.issued.all())
    return acts.Deliberation(
        uid=row.uid,
        item=names.items[row.item_id],
        printed_number=row.printed_number,
        year=row.year,
        sequence=row.sequence,
        actes_number=row.actes_number,
        identifiers=tuple(acts.Identifier(other.kind, other.value) for other in row.identifiers.all()),
        title_html=row.title_html,
        statement_html=row.statement_html,
        clauses=tuple(acts.Clause(acts.ClauseKind(each.kind), each.text_html) for each in row.clauses.all()),
        operative=tuple(_operative(part) for part in row.operative.all()),
        annexes=tuple(annex.title for annex in row.annexes.all()),
        hidden_annexes=tuple(n for n, annex in enumerate(row.annexes.all(), 1) if annex.is_hidden),
        annex_files=annex_files(row.annexes.all()),
        signatory=_signatory(row, names),
        links=tuple(
            acts.Link(acts.ActLink(link.kind), link.number, link.adopted_on) for link in row.links.all()
        ),
        state=acts.ActState(row.state),
        transmission=_transmission(row, names),
        publications=tuple(public_fact(fact, names) for fact in row.publications.all()),
        issued=issued,
        public_id=row.public_id if all_public_ids or issued or row.public_id_is_known else "",
        is_individual=row.is_individual,
        legality=tuple(
            acts.LegalityEvent(acts.LegalityStep(each.step), each.received_on, each.answered_on)
            for each in row.legality.all()
        ),
        original=_original(row),
    )


def _operative(row: OperativePart) -> acts.OperativePart:
    return acts.OperativePart(
        blocks_html=tuple(block.text_html for block in row.blocks.all()),
        verb=row.verb,
        layout=acts.OperativeLayout(row.layout),
    )


def annex_files(rows: Iterable[Annex | DecisionAnnex]) -> tuple[acts.AnnexFile, ...]:
    """Of the annexes that go with the PDF of the act, and whose file is here."""
    return tuple(
        acts.AnnexFile(number, AnnexJoining(annex.joining), annex.file.sha256)
        for number, annex in enumerate(rows, 1)
        if annex.joining != AnnexJoining.SEPARATE and annex.file is not None
    )


def _original(row: Deliberation) -> acts.OriginalFile | None:
    found = next(iter(row.originals.all()), None)
    if found is None:
        return None
    return acts.OriginalFile(found.sha256, found.size, found.media_type, found.name, found.pages, found.place)


def _signatory(row: Deliberation, names: Names) -> acts.Signatory | None:
    member = names.member(row.signatory_member_id)
    return None if member is None else acts.Signatory(member, row.signatory_capacity)


def _transmission(row: Deliberation, names: Names) -> acts.PublicFact | None:
    rows = list(row.transmissions.all())
    return public_fact(rows[-1], names) if rows else None


def public_fact(row: PublicFactRow | PaperPublication, names: Names) -> acts.PublicFact:
    """A receipt or a publication, whatever its row."""
    return acts.PublicFact(
        effective_on=row.effective_on,
        source=acts.Source(row.source),
        channel=row.channel,
        reference=row.reference,
        recorded_at=names.local(row.recorded_at),
    )


def _issued(row: IssuedDocument) -> acts.IssuedFile:
    return acts.IssuedFile(
        kind=DocumentKind(row.kind),
        version=row.version,
        sha256=row.sha256,
        size=row.size,
        pages=row.pages,
        format=DocumentFormat(row.format or DocumentFormat.PDF),
    )
