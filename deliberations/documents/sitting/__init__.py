"""The papers of a sitting: which there are, what each is for, and how it is made from the facts.

A new paper is one module here, its sentences in ``domain.wording``, one kind in ``domain.sitting_documents`` and one
line in ``PAPERS``: it then has its address, its place on the page of documents, and every format.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from deliberations.documents.composed.view import ComposedView
from deliberations.documents.sitting.decision_list import view_decision_list
from deliberations.documents.sitting.minutes import copies, view_minutes
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import SittingDocumentKind, Stage


@dataclass(frozen=True, slots=True)
class PaperOfSitting:
    """``slug`` stands in addresses and file names; ``label`` and ``purpose`` are what the secretary reads.

    ``view`` takes the record and the keyword ``edited_on``; a paper made once for each of several subjects (a member,
    an act, an election) takes the keyword ``subject`` too, one of those that ``subjects`` gives as (uid, label).
    ``why_not`` says why the record has no such paper, or nothing. A paper that ``tells_the_sitting`` is made from the
    frozen facts of a closed sitting, and is a draft before; the others are made from the facts of today.
    """

    kind: SittingDocumentKind
    slug: str
    label: str
    purpose: str
    stage: Stage
    view: Callable[..., ComposedView]
    tells_the_sitting: bool = False
    why_not: Callable[[Record], str] = lambda record: ""
    subjects: Callable[[Record], tuple[tuple[str, str], ...]] | None = None

    def view_of(self, record: Record, *, edited_on: date, subject: str = "") -> ComposedView:
        """The paper made from ``record``; ``subject`` is a uid that ``subjects`` gives, where there are any."""
        told = {"subject": subject} if self.subjects else {}
        return self.view(record, edited_on=edited_on, **told)


PAPERS = (
    PaperOfSitting(
        SittingDocumentKind.DECISION_LIST,
        "liste-des-deliberations",
        "Liste des délibérations examinées",
        "À afficher et à mettre en ligne dans la semaine qui suit la séance (CGCT art. L. 2121-25).",
        Stage.AFTER,
        view_decision_list,
        tells_the_sitting=True,
    ),
    PaperOfSitting(
        SittingDocumentKind.MINUTES,
        "proces-verbal",
        "Procès-verbal de la séance",
        "Arrêté au commencement de la séance suivante, signé, puis publié dans la semaine (CGCT art. L. 2121-15).",
        Stage.AFTER,
        view_minutes,
        tells_the_sitting=True,
        subjects=copies,
    ),
)
BY_SLUG = {paper.slug: paper for paper in PAPERS}
BY_KIND = {paper.kind: paper for paper in PAPERS}
