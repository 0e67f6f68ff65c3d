"""The council's own Word template: received and tried, put in use, used for its documents, taken out of use."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from councils.domain import bodies
from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.queries import council_facts
from councils.services.locking import lock_council
from councils.services.writing import Writer
from deliberations import models
from deliberations.documents.builder import view_deliberation
from deliberations.documents.sample import sample_record, sample_view
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.documents.wordtemplate.context import context_of
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused
from deliberations.documents.wordtemplate.sandbox import Rendered, fill_template
from deliberations.documents.wordtemplate.starter import starter_template
from deliberations.domain.acts import Deliberation
from deliberations.domain.record import Record
from deliberations.domain.word_templates import TemplateKind
from deliberations.models import WordTemplate
from deliberations.queries import record_of
from deliberations.services.rendering import FileFormat, edition_date, render_act
from deliberations.services.storage import DamagedDocument, read_document, receive_file
from deliberations.services.uploads import CheckedFile

logger = logging.getLogger(__name__)
RECEIVED, USED, STOPPED = "word_template.received", "word_template.used", "word_template.stopped"
KIND = TemplateKind.DELIBERATION
_DAMAGED = Problem(
    "template.damaged",
    "Le fichier du modèle conservé est manquant ou altéré. Prévenez l'assistance, qui le rétablira depuis une "
    "sauvegarde, ou envoyez à nouveau votre modèle.",
)


@dataclass(frozen=True, slots=True)
class FilledAct:
    """An act ready to be put in a template."""

    record: Record
    act: Deliberation
    view: DeliberationView

    @property
    def data(self) -> dict[str, Any]:
        return context_of(self.view, self.record, self.act)


def template_in_use(council: Council) -> WordTemplate | None:
    """The template that makes the Word documents of the council; ``None``: ours does."""
    rows = WordTemplate.objects.filter(council=council, kind=KIND, is_active=True)
    return rows.select_related("file").first()


def receive_template(*, council: Council, file: CheckedFile, by: User | None, at: datetime) -> WordTemplate:
    """Check a template and try it on the sample act and on the last act; keep it, on trial.

    ``at`` is aware. Raises ``TemplateRefused`` with every fault found, and nothing is kept; ``OSError`` when the disk
    refuses. Side effects: a received file; history ``word_template.received``.
    """
    trial = _tried(file.content, council, council_day(council, at))
    return _kept(council, file, trial, by, at)


def _tried(content: bytes, council: Council, today: date) -> Rendered:
    """The sample act in the template, after the last act where there is one."""
    last = last_act(council)
    for filled in (last, sample_act(council, today)):
        if filled is not None:
            trial = _filled(content, filled)
    return trial


@transaction.atomic
def _kept(
    council: Council, file: CheckedFile, trial: Rendered, by: User | None, at: datetime
) -> WordTemplate:
    stored = receive_file(
        council=council, content=file.content, name=file.name, media_type=file.media_type, by=by
    )
    row = WordTemplate(
        council=council,
        kind=KIND,
        file=stored,
        fields=list(trial.report.fields),
        warnings=[*trial.report.missing, *trial.report.remarks],
        uploaded_at=at,
        uploaded_by=by,
    )
    return Writer(by, RECEIVED).write(row, "")


@transaction.atomic
def use_template(template: WordTemplate, *, by: User | None) -> None:
    """Put a template in use in the place of the one that was. A second click is calm."""
    lock_council(template.council_id)
    _stop_others(template, by)
    row = WordTemplate.objects.get(pk=template.pk)
    if not row.is_active:
        row.is_active = True
        Writer(by, USED).write(row, "")


def _stop_others(template: WordTemplate, by: User | None) -> None:
    others = WordTemplate.objects.filter(council=template.council_id, kind=template.kind, is_active=True)
    for row in others.exclude(pk=template.pk):
        row.is_active = False
        Writer(by, STOPPED).write(row, "")


@transaction.atomic
def stop_template(council: Council, *, by: User | None) -> None:
    """Go back to our own Word document. The template stays, to be used again."""
    lock_council(council.pk)
    for row in WordTemplate.objects.filter(council=council, kind=KIND, is_active=True):
        row.is_active = False
        Writer(by, STOPPED).write(row, "")


def render_in_word(
    council: Council, record: Record, act: Deliberation, *, rendition: Rendition, is_draft: bool
) -> bytes:
    """The DOCX bytes of an act: by the council's template when it has one, else ours.

    Raises ``TemplateRefused`` when the template in use gives no document.
    """
    template = template_in_use(council)
    if template is None:
        return render_act(record, act, rendition=rendition, file_format=FileFormat.DOCX, is_draft=is_draft)
    return fill_with(template, _of(record, act, rendition=rendition, is_draft=is_draft))


def fill_with(template: WordTemplate, filled: FilledAct) -> bytes:
    """The DOCX bytes of an act by that template, in use or not. Raises ``TemplateRefused``."""
    return _filled(content_of(template), filled).content


def content_of(template: WordTemplate) -> bytes:
    """The template as it was received. Raises ``TemplateRefused`` when it is missing or damaged."""
    try:
        return read_document(template.file)
    except DamagedDocument as error:
        logger.exception("A Word template cannot be read")
        raise TemplateRefused((_DAMAGED,)) from error


def _filled(content: bytes, filled: FilledAct) -> Rendered:
    view = filled.view
    return fill_template(KIND, content, filled.data, view.document, is_draft=view.is_draft)


def sample_act(council: Council, on: date) -> FilledAct:
    """The sample of the first start, with the council's own people."""
    facts = council_facts(council)
    return _sample(facts, on)


def _sample(facts: bodies.Council, on: date) -> FilledAct:
    record = sample_record(facts, on)
    return FilledAct(record, record.sitting.deliberations[0], sample_view(facts, on))


def last_act_row(council: Council) -> models.Deliberation | None:
    """The last act of the council that has a number."""
    rows = models.Deliberation.objects.filter(council=council).exclude(slug="")
    return rows.select_related("council", "sitting").order_by("-sitting__held_on", "-pk").first()


def last_act(council: Council) -> FilledAct | None:
    """The last act of the council that has a number; ``None`` while there is none, or when its facts are unsound."""
    row = last_act_row(council)
    if row is None:
        return None
    try:
        record = record_of(row.sitting)
        return _of(record, record.act(row.uid), rendition=Rendition.EXTRACT, is_draft=False)
    except Refusal:
        return None


def _of(record: Record, act: Deliberation, *, rendition: Rendition, is_draft: bool) -> FilledAct:
    edited_on = edition_date(record, act, rendition)
    view = view_deliberation(record, act, rendition=rendition, edited_on=edited_on, is_draft=is_draft)
    return FilledAct(record, act, view)


def starter_of(council: Council, on: date) -> bytes:
    """The template to start from, with the arms of the council."""
    return starter_template(sample_act(council, on).view)
