"""The convocation of each member with its blank proxy, and the proxy given: from the facts to the PDF.

As for the acts: a frozen view holds finished French text, a template sets it, WeasyPrint makes a PDF/A-3a and
PDF/UA-1 file. The day of edition is an argument: the same facts give the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.template.loader import render_to_string

from deliberations.documents.html import hold_hyphens
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.view import DocumentData, Letterhead, Signature
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.texts import text_of
from deliberations.domain.wording import convening as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.typography import typeset, typeset_html

_STYLE = Path(__file__).resolve().parents[2] / "static" / "documents" / "convocation.css"
_CONVOCATION = "documents/convocation/convocation.html"
_PROXY = "documents/convocation/proxy.html"


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
    """A proxy to fill in by hand: the blanks are left by the template."""

    grantor: str
    purpose: str
    warning: str


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
    body = BodyWords(record.council)
    return ConvocationView(
        document=_document(record, body, words.file_title(record, body), edited_on),
        letterhead=letterhead_of(record.council, words.title(body)),
        title=typeset(words.title(body)),
        letters=tuple(_letter(record, body, member, edited_on) for member in members),
        notes=tuple(_notes(record)),
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


def render_convocation_html(view: ConvocationView) -> str:
    return _with_held_hyphens(render_to_string(_CONVOCATION, {"view": view}))


def render_proxy_html(view: ProxyPaper) -> str:
    return _with_held_hyphens(render_to_string(_PROXY, {"view": view}))


def render_convocation_pdf(view: ConvocationView) -> bytes:
    """PDF/A-3a and PDF/UA-1. Letters follow each other, each on its own sheets."""
    return _render(render_convocation_html(view))


def render_proxy_pdf(view: ProxyPaper) -> bytes:
    """PDF/A-3a and PDF/UA-1, on one page."""
    return _render(render_proxy_html(view))


def _render(html: str) -> bytes:
    from deliberations.documents.weasyprint_adapter import render

    return render(html, _STYLE)


def _with_held_hyphens(html: str) -> str:
    head, body, rest = html.partition("<body")
    return head + body + hold_hyphens(rest)


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
        agenda=tuple(_agenda(record, members)),
        remarks=_all(line for line in remarks if line),
        farewell=typeset(words.farewell(record, members, member)),
        signature=_signature(record, members),
        proxy=ProxyForm(
            grantor=typeset(words.proxy_grantor(members, member)),
            purpose=typeset(words.proxy_purpose(record, body)),
            warning=typeset(words.proxy_warning(record)),
        ),
    )


def _announced(record: Record) -> list[AgendaItem]:
    agenda = sorted(record.sitting.agenda, key=lambda item: item.order)
    return [item for item in agenda if not item.added_in_sitting]


def _agenda(record: Record, members: MemberWords) -> Iterator[AgendaLine]:
    theme = ""
    for item in _announced(record):
        heading, theme = (item.theme if item.theme != theme else ""), item.theme
        yield AgendaLine(
            number=item.order,
            title_html=typeset_html(item.title_html or "Point sans objet"),
            rapporteur=typeset(words.rapporteur(members, item.rapporteur)) if item.rapporteur else "",
            theme=typeset(heading),
        )


def _notes(record: Record) -> Iterator[NoteView]:
    for item in _announced(record):
        if item.note_html:
            heading = f"Point {item.order} : {text_of(item.title_html)}"
            yield NoteView(typeset(heading), typeset_html(item.note_html))


def _signature(record: Record, members: MemberWords) -> Signature | None:
    """The head calls (art. L. 2121-10); who chairs, where no head is in office (installation)."""
    signatory = record.heads[0] if record.heads else record.sitting.chair
    if signatory is None:
        return None
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
