"""The sheet that closes a sitting in the register: the acts, who was there, room to sign (CGCT art. R. 2121-9)."""

from collections.abc import Iterator
from datetime import date

from deliberations.documents.composed.view import (
    Block,
    Bullets,
    ComposedView,
    Grid,
    Heading,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import document_data, head_signature, secretary_signatures
from deliberations.documents.view import Signature
from deliberations.domain.minutes_completing import completed
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording import closing_sheet as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset

_LISTED = 30
"""Names up to which each has its line; a great assembly would take two sheets."""
_SHARES = (10, 20, 70)
_SIGNING_SHARES = (50, 50)


def view_closing_sheet(record: Record, *, edited_on: date) -> ComposedView:
    """The closing sheet of one sitting. Before 1 July 2022 each member present has room to sign."""
    record = completed(record)
    title = words.title(record)
    authority = capitalised(BodyWords(record.council).authority)
    return ComposedView(
        document=document_data(record, "Feuillet de clôture", edited_on),
        letterhead=letterhead_of(
            record.council, f"Registre des délibérations {BodyWords(record.council).of_the_assembly}"
        ),
        title=typeset(title),
        blocks=tuple(_blocks(record)),
        running_head=typeset(f"{authority} – {title}"),
    )


def _blocks(record: Record) -> Iterator[Block]:
    yield Text(typeset(words.convened(record)))
    yield Heading(typeset(words.DELIBERATIONS))
    rows = tuple(
        (str(line.order), typeset(line.number), typeset(text_of(line.title_html)))
        for line in words.taken(record)
    )
    if rows:
        yield Grid(tuple(typeset(header) for header in words.HEADERS), rows, shares=_SHARES)
    else:
        yield Text(typeset(words.NOTHING))
    yield Heading(typeset(words.PRESENT))
    yield _present(record)
    if signatures := _signatures(record):
        yield Together((Heading(typeset(words.SIGNED_BY)), Signatures(signatures)))


def _present(record: Record) -> Block:
    members = MemberWords(record, BodyWords(record.council))
    names = tuple(
        typeset(f"{members.with_title(member)}{words.how_present(record, member)}")
        for member in words.present_members(record)
    )
    if not words.all_sign(record) or not (names or record.members):
        return _listed(names) if names else Text(typeset(words.NOT_KNOWN))
    headers = tuple(typeset(header) for header in words.SIGNING_HEADERS)
    rows = names or ("",) * len(record.members)  # who came is then written by hand
    return Grid(headers, tuple((name, "") for name in rows), shares=_SIGNING_SHARES, room_mm=12)


def _listed(names: tuple[str, ...]) -> Block:
    return Bullets(names) if len(names) <= _LISTED else Text(typeset(f"{' ; '.join(names)}."), TextRole.NAMES)


def _signatures(record: Record) -> tuple[Signature, ...]:
    head = head_signature(record)
    return (*((head,) if head else ()), *secretary_signatures(record))
