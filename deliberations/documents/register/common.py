"""What the register's own sheets have in common."""

from datetime import date

from councils.domain.bodies import Council
from deliberations.documents.composed.view import Block, ComposedView
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import head_signature
from deliberations.documents.view import DocumentData, Signature
from deliberations.domain.record import Record
from deliberations.domain.register import Volume
from deliberations.domain.sittings import Sitting
from deliberations.domain.wording import register as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.typography import typeset


def sheet_view(
    council: Council, volume: Volume, title: str, blocks: tuple[Block, ...], edited_on: date
) -> ComposedView:
    """One of the register's own sheets; ``title`` is plain text."""
    body = BodyWords(council)
    name = f"{words.title(body)} – {words.volume_name(volume)}"
    return ComposedView(
        document=DocumentData(
            title=typeset(f"{title} – {name}"),
            author=typeset(body.authority),
            subject=typeset(name),
            keywords=(),
            edited_on=edited_on,
        ),
        letterhead=letterhead_of(council, words.title(body)),
        title=typeset(title),
        blocks=blocks,
        running_head=typeset(f"{capitalised(body.authority)} – {title} – Volume {volume.number}"),
    )


def head_on(council: Council, day: date) -> Signature | None:
    """Where the mayor or president of that day signs by hand; ``None`` when nobody is known in that office."""
    record = Record(council, Sitting(uid="registre", held_on=day))
    return head_signature(record) if record.heads else None
