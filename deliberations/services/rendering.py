"""Rendering an act from the facts: one view, four formats."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.conf import settings

from deliberations.documents.builder import SIGNATURE_FIELD, view_deliberation
from deliberations.documents.docx import render_docx
from deliberations.documents.html import render_page
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, ElectronicPlaces, HeadReplaced, Rendition
from deliberations.domain.acts import Deliberation
from deliberations.domain.certifying import certification_day
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.signing_order import SEAL_FIELD
from deliberations.services.annexing import JoinedAnnexes
from deliberations.signing.fields import prepare_signature_fields


class FileFormat(StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.HTML: "text/html; charset=utf-8",
    FileFormat.TEXT: "text/plain; charset=utf-8",
}


def render_act(
    record: Record,
    act: Deliberation,
    *,
    rendition: Rendition,
    file_format: FileFormat,
    is_draft: bool = False,
    certified_on: date | None = None,
    places: ElectronicPlaces = ElectronicPlaces.USUAL,
    replaced: HeadReplaced | None = None,
) -> bytes:
    """The bytes of one act in one format. The same facts give the same bytes, under one ``PUBLIC_BASE_URL``.

    ``certified_on`` is the day on which a certified copy is issued, that of its last fact unless told: it says who
    certifies, and nothing else. ``places`` says who signs electronically, ``replaced`` who does so for the
    signatory that the act names. A PDF that somebody is to sign holds its
    empty, tagged signature field; it holds the annexes that are joined to it. Raises ``AnnexMissing`` when the file
    of one of them is not here.
    """
    dated = edition_date(record, act, rendition)
    view = view_deliberation(
        record,
        act,
        rendition=rendition,
        edited_on=dated,
        is_draft=is_draft,
        public_base_url=settings.PUBLIC_BASE_URL,
        certified_on=certified_on,
        places=places,
        replaced=replaced,
    )
    if file_format is FileFormat.PDF:
        number = number_of(act, record.council.number_pattern)
        return _pdf(view, JoinedAnnexes(record.council.uid, act, number, rendition), dated)
    return _RENDERERS[file_format](view)


def edition_date(record: Record, act: Deliberation, rendition: Rendition) -> date:
    """Date of edition written in the file: that of the last fact it prints, never the clock's."""
    held_on = record.sitting.held_on
    return certification_day(record.council, act, held_on) if rendition is Rendition.CERTIFIED else held_on


def _pdf(view: DeliberationView, annexes: JoinedAnnexes, dated: date) -> bytes:
    master = annexes.rendered(view, dated=dated)
    names = {signature.field_name for signature in view.signatures} - {""}
    if not names:
        return master
    return prepare_signature_fields(master, locking=SEAL_FIELD if SEAL_FIELD in names else SIGNATURE_FIELD)


_RENDERERS: dict[FileFormat, Callable[[DeliberationView], bytes]] = {
    FileFormat.DOCX: render_docx,
    FileFormat.HTML: lambda view: render_page(view).encode(),
    FileFormat.TEXT: lambda view: render_text(view).encode(),
}
