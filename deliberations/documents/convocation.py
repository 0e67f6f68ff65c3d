"""The convocation of each member with its blank proxy, and the proxy given: from the facts to the blocks of a letter.

A frozen view holds finished French text; its blocks come out in every format. The day of edition is an argument: the
same facts give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deliberations.documents import composed
from deliberations.documents.composed.view import (
    Address,
    Block,
    ComposedView,
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
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.view import DocumentData, Letterhead, Signature
from deliberations.domain.before_sitting import as_called, installs
from deliberations.domain.heads import head_on
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.texts import text_of
from deliberations.domain.wording import convening as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset, typeset_html

_BLANK = "…" * 33
_SHORT_BLANK = "…" * 15


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """``theme`` is printed above the first line that has it."""

    number: int
    title_html: str
    rapporteur: str
    theme: str


@dataclass(frozen=True, slots=True)
class NoteView:
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class ProxyForm:
    """A proxy to fill in by hand. Where ``holder`` is empty, a blank is left for it.

    ``original`` says how the signed paper is known: then there is no room to sign.
    """

    grantor: str
    purpose: str
    warning: str
    holder: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """The call of one member. ``paragraphs`` come before the agenda, ``remarks`` after it."""

    place_and_date: str
    addressee: tuple[str, ...]
    salutation: str
    paragraphs: tuple[str, ...]
    agenda: tuple[AgendaLine, ...]
    remarks: tuple[str, ...]
    farewell: str
    signature: Signature | None
    proxy: ProxyForm


@dataclass(frozen=True, slots=True)
class ConvocationView:
    """One letter, or all those to print; ``notes`` follow each."""

    document: DocumentData
    letterhead: Letterhead
    title: str
    letters: tuple[LetterView, ...]
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class ProxyPaper:
    """A proxy given online. ``received`` says how its giver was known; ``reference`` is the uid of the proxy."""

    document: DocumentData
    letterhead: Letterhead
    title: str
    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    received: str
    reference: str


def view_convocation(record: Record, members: Sequence[str], *, edited_on: date) -> ConvocationView:
    """The letters to ``members`` (mandates), as they would leave on ``edited_on``."""
    record = as_called(record)
    body = BodyWords(record.council)
    return ConvocationView(
        document=_document(record, body, words.file_title(record, body), edited_on),
        letterhead=letterhead_of(record.council, words.title(body)),
        title=typeset(words.title(body)),
        letters=tuple(_letter(record, body, member, edited_on) for member in members),
        notes=explanatory_notes(record),
    )


def view_proxy(
    record: Record,
    *,
    grantor: str,
    holder: str,
    items: Sequence[str],
    given_at: datetime,
    covers_second_call: bool | None,
    reference: str,
) -> ProxyPaper:
    """The paper of a proxy confirmed at ``given_at`` (aware, in the council's zone). ``items`` are uids."""
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    numbers = sorted(record.item(uid).order for uid in items)
    title = words.proxy_title(members, grantor)
    lines = (
        words.proxy_grantor(members, grantor),
        words.proxy_given_to(members, holder),
        words.proxy_purpose(record, body, numbers),
    )
    remarks = (words.proxy_second_call(covers_second_call), words.proxy_warning(record))
    received = words.proxy_received(given_at.date(), numeric_time(given_at.time()))
    return ProxyPaper(
        document=_document(record, body, title, given_at.date()),
        letterhead=letterhead_of(record.council, "Pouvoir"),
        title=typeset(title),
        lines=tuple(typeset(line) for line in lines),
        remarks=tuple(typeset(line) for line in remarks if line),
        received=typeset(received),
        reference=reference,
    )


def render_convocation_pdf(view: ConvocationView) -> bytes:
    """PDF/A-3a and PDF/UA-1. Letters follow each other, each on its own sheets."""
    return composed.render_pdf(compose_convocation(view))


def render_proxy_pdf(view: ProxyPaper) -> bytes:
    """PDF/A-3a and PDF/UA-1, on one page."""
    return composed.render_pdf(compose_proxy(view))


def compose_convocation(view: ConvocationView) -> ComposedView:
    """The letters one after the other, each with the notes and a blank proxy, on sheets of its own."""
    blocks = tuple(
        Letter(
            (
                *_letter_blocks(letter),
                *_note_blocks(view.notes),
                NewSheet(),
                proxy_form(letter.proxy),
                *((NewSheet(),) if letter is not view.letters[-1] else ()),
            )
        )
        for letter in view.letters
    )
    return ComposedView(view.document, view.letterhead, view.title, blocks, is_letter=True)


def _letter_blocks(letter: LetterView) -> Iterator[Block]:
    yield from (Masthead(), Text(letter.place_and_date, TextRole.RIGHT), Address(letter.addressee))
    yield from (Title(), Text(letter.salutation))
    yield from (Text(paragraph) for paragraph in letter.paragraphs)
    yield Heading(words.AGENDA)
    yield from agenda_blocks(letter.agenda)
    yield from (Text(remark) for remark in letter.remarks)
    yield Text(letter.farewell)
    if letter.signature:
        yield Signatures((letter.signature,))


def agenda_blocks(agenda: Iterable[AgendaLine]) -> Iterator[Block]:
    """Each item under its theme, where that changes."""
    for line in agenda:
        if line.theme:
            yield Text(line.theme, TextRole.LEAD)
        yield Item(f"{line.number}.", line.title_html, line.rapporteur)


def _note_blocks(notes: Sequence[NoteView]) -> Iterator[Block]:
    if notes:
        yield from (NewSheet(), Heading(typeset(words.NOTES)))
    for note in notes:
        yield from (Heading(note.heading, 3), Rich(note.html))


def proxy_form(form: ProxyForm, *, with_title: bool = False) -> Together:
    """A form on one sheet, its blanks dotted: what stands there is written by hand.

    ``with_title`` where the form is the whole document, and no part of a letter.
    """
    blocks: tuple[Block, ...] = (
        Masthead(),
        Title() if with_title else Heading(words.PROXY),
        Text(form.grantor),
        *(Text(line) for line in ((form.holder,) if form.holder else (typeset(words.PROXY_HOLDER), _BLANK))),
        Text(form.purpose),
        *((Text(form.original, TextRole.BOXED),) if form.original else _by_hand()),
        Text(form.warning, TextRole.NOTE),
    )
    return Together(blocks)


def _by_hand() -> tuple[Block, ...]:
    done = Text(f"Fait à {_SHORT_BLANK} , le {_SHORT_BLANK}")
    return (done, Text(typeset(words.PROXY_SIGNATURE), TextRole.HAND))


def compose_proxy(view: ProxyPaper) -> ComposedView:
    """The paper of a proxy given online."""
    blocks: tuple[Block, ...] = (
        Masthead(),
        Title(),
        *(Text(line) for line in view.lines),
        Text(view.received, TextRole.BOXED),
        *(Text(line, TextRole.NOTE) for line in (*view.remarks, typeset(f"Référence : {view.reference}"))),
    )
    return ComposedView(view.document, view.letterhead, view.title, blocks, is_letter=True)


def _document(record: Record, body: BodyWords, title: str, edited_on: date) -> DocumentData:
    return DocumentData(
        title=typeset(capitalised(title)),
        author=typeset(body.authority),
        subject=typeset(f"Séance du {long_date(record.sitting.held_on)}"),
        keywords=(),
        edited_on=edited_on,
    )


def _letter(record: Record, body: BodyWords, member: str, edited_on: date) -> LetterView:
    members = MemberWords(record, body)
    noted = sum(1 for item in _announced(record) if item.note_html)
    paragraphs = (words.summons(record, body), *words.circumstances(record))
    remarks = (words.papers(record, noted), words.about_proxies(record))
    return LetterView(
        place_and_date=typeset(f"{body.place}, le {long_date(edited_on)}"),
        addressee=_all(words.addressee(record, members, member)),
        salutation=typeset(words.salutation(record, members, member)),
        paragraphs=_all(paragraphs),
        agenda=announced_lines(record, members),
        remarks=_all(line for line in remarks if line),
        farewell=typeset(words.farewell(record, members, member)),
        signature=calling_signature(record, edited_on),
        proxy=ProxyForm(
            grantor=typeset(words.proxy_grantor(members, member)),
            purpose=typeset(words.proxy_purpose(record, body)),
            warning=typeset(f"{words.proxy_warning(record)} {words.proxy_delivery(record)}"),
        ),
    )


def _announced(record: Record) -> list[AgendaItem]:
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    return [item for item in agenda if not item.added_in_sitting]


def announced_lines(
    record: Record, members: MemberWords, mask: Callable[[str], str] = lambda html: html
) -> tuple[AgendaLine, ...]:
    """The agenda announced; ``mask`` takes off its titles what not everybody may read."""
    return tuple(_agenda(record, members, mask))


def _agenda(record: Record, members: MemberWords, mask: Callable[[str], str]) -> Iterator[AgendaLine]:
    theme = ""
    for item in _announced(record):
        heading, theme = (item.theme if item.theme != theme else ""), item.theme
        yield AgendaLine(
            number=item.order,
            title_html=typeset_html(mask(item.title_html) or "Point sans objet"),
            rapporteur=typeset(words.rapporteur(members, item.rapporteur)) if item.rapporteur else "",
            theme=typeset(heading),
        )


def explanatory_notes(record: Record) -> tuple[NoteView, ...]:
    """The notes of the items announced, in their order."""
    return tuple(_notes(record))


def _notes(record: Record) -> Iterator[NoteView]:
    for item in _announced(record):
        if item.note_html:
            heading = f"Point {item.order} : {text_of(item.title_html)}"
            yield NoteView(typeset(heading), typeset_html(item.note_html))


def calling_signature(record: Record, day: date) -> Signature | None:
    """The head in office on ``day``, that of the call (art. L. 2121-10); a blank where an installation knows none.

    Else the head on the day of the sitting, or who chairs it.
    """
    head = head_on(record.council, day)
    if head is None and installs(record):
        return Signature(typeset(words.PROXY_SIGNATURE), "")
    signatory = head or (record.heads[0] if record.heads else record.sitting.chair)
    if signatory is None:
        return None
    members = MemberWords(record, BodyWords(record.council), day if head else None)
    return Signature(typeset(f"{members.capacity(signatory)},"), members.name(signatory))


def _all(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(typeset(line) for line in lines)


@dataclass(frozen=True, slots=True)
class PlainLine:
    """One item as an e-mail tells it."""

    number: int
    title: str
    rapporteur: str


def agenda_lines(record: Record) -> tuple[PlainLine, ...]:
    """The agenda announced, as plain text."""
    members = MemberWords(record, BodyWords(record.council))
    return tuple(
        PlainLine(
            item.order,
            text_of(item.title_html) or "Point sans objet",
            words.rapporteur(members, item.rapporteur) if item.rapporteur else "",
        )
        for item in _announced(record)
    )
