"""The papers of a sitting as its page lists them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from deliberations.documents.sitting import PAPERS, PaperOfSitting
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import EVERYBODY, NOBODY, Stage
from deliberations.models import Sitting
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import record_of_today, told_record
from deliberations.views.shown.renditions import FORMAT_NAMES

STAGES = {
    Stage.BEFORE: "Avant la séance",
    Stage.DURING: "Pendant la séance",
    Stage.AFTER: "Après la séance",
}
_OFFERED = (FileFormat.PDF, FileFormat.DOCX, FileFormat.HTML)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One format of a paper; ``about`` says what it is of, for those who do not see where the link stands."""

    url: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """One subject of a paper (empty when it is of the whole sitting) with its files."""

    label: str
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """``copies`` are shown at once, ``more`` behind a word that opens them: dozens of members, of acts."""

    label: str
    purpose: str
    is_draft: bool
    copies: tuple[ShownCopy, ...]
    more: tuple[ShownCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that the facts do not give, and why."""

    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ShownStage:
    label: str
    anchor: str
    papers: tuple[ShownPaper, ...]
    lacks: tuple[MissingPaper, ...]


SHOWN_AT_ONCE = 4
"""Copies of one paper shown before the others are folded; the first of them is then the one made for everybody."""


def shown_papers(row: Sitting) -> tuple[ShownStage, ...]:
    """The papers of ``row`` at each stage, the stage of now first; a stage without any is left out."""
    today = record_of_today(row)
    told = told_record(row, today)
    stages = (_stage(row, stage, today, told) for stage in _stages_from(stage_of(row)))
    return tuple(stage for stage in stages if stage.papers or stage.lacks)


def stage_of(row: Sitting) -> Stage:
    """Where ``row`` stands: to prepare until it opens, held until it is closed, then over."""
    if row.closed_at is not None or row.finished_at is not None:
        return Stage.AFTER
    return Stage.BEFORE if row.opened_at is None else Stage.DURING


def _stages_from(now: Stage) -> list[Stage]:
    return [now, *(stage for stage in STAGES if stage is not now)]


def _stage(row: Sitting, stage: Stage, today: Record, told: Record) -> ShownStage:
    papers, lacks = [], []
    for paper in PAPERS:
        if paper.stage is not stage:
            continue
        record = told if paper.tells_the_sitting else today
        why_not = paper.why_not(record)
        if why_not:
            lacks.append(MissingPaper(paper.label, why_not))
        else:
            papers.append(_shown(row, paper, record))
    return ShownStage(STAGES[stage], stage.lower(), tuple(papers), tuple(lacks))


def _shown(row: Sitting, paper: PaperOfSitting, record: Record) -> ShownPaper:
    subjects = paper.subjects(record) if paper.subjects else (("", ""),)
    copies = tuple(ShownCopy(label, _files(row, paper, uid, label)) for uid, label in subjects)
    at_once = len(copies)
    if at_once > SHOWN_AT_ONCE:
        at_once = 1 if subjects[0][0] in (EVERYBODY, NOBODY) else 0
    return ShownPaper(
        label=paper.label,
        purpose=paper.purpose,
        is_draft=paper.tells_the_sitting and row.finished_at is None,
        copies=copies[:at_once],
        more=copies[at_once:],
    )


def _files(row: Sitting, paper: PaperOfSitting, subject: str, label: str) -> tuple[ShownFile, ...]:
    about = f"{paper.label}, {label}" if label else paper.label
    return tuple(
        ShownFile(_url(row, paper, subject, file_format), FORMAT_NAMES[file_format], about)
        for file_format in _OFFERED
    )


def _url(row: Sitting, paper: PaperOfSitting, subject: str, file_format: FileFormat) -> str:
    place = {"council": row.council.uid, "sitting": row.uid, "paper": paper, "file_format": file_format}
    if subject:
        return reverse("sitting_document_of", kwargs={**place, "subject": subject})
    return reverse("sitting_document", kwargs=place)


def paper_file_name(
    row: Sitting, paper: PaperOfSitting, subject: str, file_format: FileFormat, *, is_draft: bool
) -> str:
    """« gruson-2023-12-19-liste-des-deliberations.pdf », in plain ASCII."""
    parts = [row.council.place_name, f"{row.held_on:%Y-%m-%d}", paper.slug, subject]
    return f"{slugify(' '.join(parts))}{'-projet' if is_draft else ''}.{file_format}"
