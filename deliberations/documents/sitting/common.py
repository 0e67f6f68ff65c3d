"""What the papers of a sitting have in common."""

from datetime import date

from deliberations.documents.view import DocumentData, Signature
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset


def document_data(record: Record, title: str, edited_on: date) -> DocumentData:
    """Metadata of a paper: its title with the day of the sitting, and the council as its author."""
    held_on = long_date(record.sitting.held_on)
    return DocumentData(
        title=typeset(f"{capitalised(title)} – séance du {held_on}"),
        author=typeset(BodyWords(record.council).authority),
        subject=typeset(f"Séance du {held_on}"),
        keywords=(),
        edited_on=edited_on,
    )


def head_signature(record: Record) -> Signature | None:
    """Where the mayor or the president signs by hand; who chairs, where none is in office; ``None`` if unknown."""
    signatory = record.heads[0] if record.heads else record.sitting.chair
    return member_signature(record, signatory) if signatory else None


def member_signature(record: Record, mandate: str) -> Signature:
    """« Le Maire, Prénom NOM », to be signed by hand."""
    members = MemberWords(record, BodyWords(record.council))
    return Signature(typeset(f"{members.capacity(mandate)},"), members.name(mandate))


def secretary_signatures(record: Record) -> tuple[Signature, ...]:
    """Where each secretary of the sitting signs by hand (CGCT art. L. 2121-15, L. 2121-23)."""
    members = MemberWords(record, BodyWords(record.council))
    return tuple(
        Signature(typeset(f"{members.as_secretary(uid)},"), members.name(uid))
        for uid in record.sitting.secretaries
    )
