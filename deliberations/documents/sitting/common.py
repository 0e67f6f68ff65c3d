"""What the papers of a sitting have in common."""

from datetime import date

from deliberations.documents.composed.view import Block, ComposedView, Facts, Signatures, Text, TextRole
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.view import DocumentData, Signature
from deliberations.domain.acts import Deliberation
from deliberations.domain.record import Record
from deliberations.domain.secretaries import all_secretaries, was_there
from deliberations.domain.texts import text_of
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset
from deliberations.richtext import without_private


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
    """Where each secretary, of the sitting or of one item, signs by hand (CGCT art. L. 2121-15, L. 2121-23)."""
    return tuple(secretary_signature(record, uid) for uid in all_secretaries(record))


def secretary_signature(record: Record, uid: str, item: str | None = None) -> Signature:
    """« La secrétaire de séance, Prénom NOM »; left blank for one who was not in the room, who cannot sign."""
    if not was_there(record, uid, item):
        return _BLANK
    members = MemberWords(record, BodyWords(record.council))
    return Signature(typeset(f"{members.as_secretary(uid)},"), members.name(uid))


def chair_signature(record: Record, item: str | None = None) -> Signature | None:
    """Where who chairs signs by hand, at an item or in the whole sitting; the head before it is known who does."""
    chair = record.chair(record.moment_of(item)) if item else record.sitting.chair
    return member_signature(record, chair) if chair else head_signature(record)


def hand_signatures(record: Record, *, item: str | None = None) -> tuple[Signatures, ...]:
    """Room for who chairs and for the secretaries (art. L. 2121-15), left blank while nobody is named."""
    chair = chair_signature(record, item)
    uids = record.secretaries(item) if item else record.sitting.secretaries
    secretaries = tuple(secretary_signature(record, uid, item) for uid in uids)
    return (Signatures((*((chair,) if chair else ()), *(secretaries or (_BLANK,)))),)


_BLANK = Signature(typeset("Secrétaire de séance,"), "")


def typed(pairs: tuple[tuple[str, str], ...]) -> Facts:
    """Lines of facts, typeset."""
    return Facts(tuple((typeset(term), typeset(value)) for term, value in pairs))


def place_and_date(record: Record, day: date) -> Text:
    """« Fait à Exemple, le 10 juin 2026 »."""
    place = BodyWords(record.council).place
    return Text(typeset(f"Fait à {place}, le {long_date(day)}"), TextRole.RIGHT)


def paper_view(
    record: Record,
    *,
    title: str,
    blocks: tuple[Block, ...],
    edited_on: date,
) -> ComposedView:
    """A paper of the sitting: its title, repeated with the day on the pages that follow the first."""
    held_on = long_date(record.sitting.held_on)
    return ComposedView(
        document=document_data(record, title, edited_on),
        letterhead=letterhead_of(record.council, capitalised(BodyWords(record.council).assembly)),
        title=typeset(title),
        blocks=blocks,
        running_head=typeset(f"{title} – séance du {held_on}"),
    )


def public_title(record: Record, act: Deliberation) -> str:
    """The object of an act without its private passages, as plain text: anybody may read it."""
    return text_of(without_private(act.title_html or record.item(act.item).title_html))


def public_item_title(record: Record, uid: str) -> str:
    """The same of an item of the agenda."""
    return text_of(without_private(record.item(uid).title_html))
