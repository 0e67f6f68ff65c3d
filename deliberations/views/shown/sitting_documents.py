"""The papers of a sitting as its page lists them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import slugify

from deliberations.documents.sitting import PAPERS, PaperOfSitting
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import Stage
from deliberations.models import Sitting
from deliberations.queries import record_of
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import told_record
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
    """``why_not`` says why the facts give no such paper; then there are no copies."""

    label: str
    purpose: str
    why_not: str
    is_draft: bool
    copies: tuple[ShownCopy, ...]


@dataclass(frozen=True, slots=True)
class ShownStage:
    label: str
    anchor: str
    papers: tuple[ShownPaper, ...]


def shown_papers(row: Sitting) -> tuple[ShownStage, ...]:
    """The papers of ``row`` at each stage; a stage without any is left out."""
    today, told = record_of(row), told_record(row)
    stages = (
        ShownStage(label, stage.lower(), tuple(_papers(row, stage, today, told)))
        for stage, label in STAGES.items()
    )
    return tuple(stage for stage in stages if stage.papers)


def _papers(row: Sitting, stage: Stage, today: Record, told: Record) -> Iterator[ShownPaper]:
    for paper in PAPERS:
        if paper.stage is stage:
            yield _shown(row, paper, told if paper.tells_the_sitting else today)


def _shown(row: Sitting, paper: PaperOfSitting, record: Record) -> ShownPaper:
    why_not = paper.why_not(record)
    subjects = () if why_not else (paper.subjects(record) if paper.subjects else (("", ""),))
    return ShownPaper(
        label=paper.label,
        purpose=paper.purpose,
        why_not=why_not,
        is_draft=paper.tells_the_sitting and row.finished_at is None,
        copies=tuple(ShownCopy(label, _files(row, paper, uid, label)) for uid, label in subjects),
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
