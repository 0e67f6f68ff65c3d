"""The papers of the reference sittings: which dossiers, which subjects, dated as they would be printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils.text import slugify

from councils.domain.bodies import Council
from deliberations.documents.composed import ComposedView, render_docx, render_pdf, render_text
from deliberations.documents.sitting import PAPERS, PaperOfSitting
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record, records_of
from deliberations.domain.sitting_documents import EVERYBODY, NOBODY, Stage
from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
from deliberations.domain.sittings import PaperPublication, SittingPaper
from deliberations.dossier.reader import read_dossier

DOSSIERS = Path(__file__).parents[1] / "dossiers"
MANY = 6
"""Above so many subjects (members, that is), the common form, the first and the last one are enough."""


@cache
def record_of_dossier(name: str) -> Record:
    """The last sitting of a dossier of ``tests/dossiers``."""
    dossier = read_dossier((DOSSIERS / f"{name}.json").read_bytes())
    return records_of(dossier.council, dossier.sittings)[-1]


def published(record: Record) -> Record:
    """The same sitting once its acts, its list and its minutes were made public, by declaration and by our clock."""
    held_on = record.sitting.held_on
    acts = tuple(
        replace(act, publications=(_fact(held_on, 3), _fact(held_on, 4, "affichage")))
        for act in record.sitting.deliberations
    )
    papers = (
        PaperPublication(SittingPaper.DECISION_LIST, _fact(held_on, 4, "affichage")),
        PaperPublication(SittingPaper.DECISION_LIST, _fact(held_on, 4, "site Internet", Source.DECLARED)),
        PaperPublication(SittingPaper.MINUTES, _fact(held_on, 30, "site Internet", Source.DECLARED)),
    )
    return replace(record, sitting=replace(record.sitting, deliberations=acts, publications=papers))


def _fact(
    held_on: date, days: int, channel: str = "site Internet", source: Source | None = None
) -> PublicFact:
    day = held_on + timedelta(days=days)
    told = source or (Source.DECLARED if channel == "affichage" else Source.MACHINE)
    return PublicFact(day, told, channel, recorded_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def without_quorum(record: Record) -> Record:
    """The same sitting when seven members only had come, and nothing could be decided."""
    here = [m for m in record.sitting.movements if m.kind is MovementKind.PRESENT and m.moment is None][:7]
    away = [m for m in record.sitting.movements if m.kind is MovementKind.EXCUSED]
    sitting = replace(
        record.sitting, movements=(*here, *away), votes=(), elections=(), deliberations=(), suspensions=()
    )
    return replace(record, council=_before_offices(record), sitting=sitting)


def _before_offices(record: Record) -> Council:
    """The council without the offices that this sitting was to give."""
    mandates = tuple(
        replace(m, offices=tuple(o for o in m.offices if o.since != record.sitting.held_on))
        for m in record.council.mandates
    )
    return replace(record.council, mandates=mandates)


@dataclass(frozen=True, slots=True)
class Case:
    """One document of one sitting; ``folder`` and ``name`` say where its reference text is."""

    folder: str
    record: Record
    paper: PaperOfSitting
    subject: str

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.paper.slug, slugify(self.subject)) if part)

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    def view(self) -> ComposedView:
        return self.paper.view_of(self.record, edited_on=_day(self), subject=self.subject)

    @property
    def kind(self) -> str:
        return self.paper.kind

    def text(self) -> str:
        return render_text(self.view())

    def pdf(self) -> bytes:
        return render_pdf(self.view())

    def docx(self) -> bytes:
        return render_docx(self.view())


def _day(case: Case) -> date:
    held_on = case.record.sitting.held_on
    if case.paper.tells_the_sitting:
        return held_on
    return held_on + timedelta(days={Stage.BEFORE: -6, Stage.DURING: 0, Stage.AFTER: 40}[case.paper.stage])


WHOLE = ("gruson-2023-12-19", "seance-mouvementee", "installation")
_CERTIFICATES = frozenset({Kind.ACT_CERTIFICATE, Kind.PAPER_CERTIFICATE})
VARIANTS: tuple[tuple[str, str, Callable[[Record], Record], frozenset[Kind]], ...] = (
    (
        "seance-publiee",
        "seance-mouvementee",
        published,
        frozenset({Kind.DECISION_LIST, Kind.ACT_CERTIFICATE, Kind.PAPER_CERTIFICATE}),
    ),
    ("seance-sans-quorum", "seance-mouvementee", without_quorum, frozenset({Kind.NO_QUORUM})),
    ("gruson-publiee", "gruson-2023-12-19", published, _CERTIFICATES),
    ("gruson-sans-quorum", "gruson-2023-12-19", without_quorum, frozenset({Kind.NO_QUORUM})),
    ("installation-publiee", "installation", published, _CERTIFICATES),
    ("installation-sans-quorum", "installation", without_quorum, frozenset({Kind.NO_QUORUM})),
)
"""Folder, dossier, what is changed of it, the papers that this change is for."""
SOURCES = {name: name for name in WHOLE} | {folder: name for folder, name, _, _ in VARIANTS}
"""Folder → the dossier that its texts are made from."""


def cases() -> Iterator[Case]:
    """Every paper that each sitting has, for every subject that differs."""
    for name in WHOLE:
        yield from _cases(name, record_of_dossier(name), frozenset(Kind))
    for folder, name, change, kinds in VARIANTS:
        yield from _cases(folder, change(record_of_dossier(name)), kinds)


def _cases(folder: str, record: Record, kinds: frozenset[Kind]) -> Iterator[Case]:
    for paper in PAPERS:
        if paper.kind in kinds and not paper.why_not(record):
            yield from (Case(folder, record, paper, subject) for subject in _subjects(paper, record))


def _subjects(paper: PaperOfSitting, record: Record) -> list[str]:
    if paper.subjects is None:
        return [""]
    uids = [uid for uid, _ in paper.subjects(record)]
    if len(uids) <= MANY:
        return uids
    common = [uid for uid in uids if uid in (EVERYBODY, NOBODY)]
    each = [uid for uid in uids if uid not in common]
    return [*(uid for uid in common if uid == NOBODY), each[0], each[-1]]
