"""The papers of a sitting: which there are, what each is for, and how it is made from the facts.

A new paper is one module here, its sentences in ``domain.wording``, one kind in ``domain.sitting_documents`` and one
line in ``PAPERS``: it then has its address, its place on the page of documents, and every format.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from deliberations.documents.composed.view import ComposedView
from deliberations.documents.sitting.attendance_sheet import view_attendance_sheet, why_no_sheet
from deliberations.documents.sitting.certificates import (
    act_subjects,
    paper_subjects,
    view_act_certificate,
    view_paper_certificate,
    why_no_act_certificate,
    why_no_paper_certificate,
)
from deliberations.documents.sitting.closing_sheet import view_closing_sheet
from deliberations.documents.sitting.convocation_letter import (
    letter_subjects,
    view_convocation_letter,
    why_no_letter,
)
from deliberations.documents.sitting.decision_list import view_decision_list
from deliberations.documents.sitting.election_result import (
    election_subjects,
    view_election_result,
    why_no_election,
)
from deliberations.documents.sitting.explanatory_note import view_explanatory_note, why_no_note
from deliberations.documents.sitting.minutes import copies, view_minutes
from deliberations.documents.sitting.no_quorum import view_no_quorum
from deliberations.documents.sitting.posted_agenda import view_posted_agenda, why_no_agenda
from deliberations.documents.sitting.proxies import (
    blank_subjects,
    filled_subjects,
    view_blank_proxy,
    view_filled_proxy,
    why_no_proxy,
)
from deliberations.domain.missing_quorum import why_no_notice
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
        SittingDocumentKind.CONVOCATION,
        "convocation",
        "Convocation",
        "La lettre de chaque membre, avec l'ordre du jour, les notes et un pouvoir à remplir (CGCT art. L. 2121-10).",
        Stage.BEFORE,
        view_convocation_letter,
        why_not=why_no_letter,
        subjects=letter_subjects,
    ),
    PaperOfSitting(
        SittingDocumentKind.POSTED_AGENDA,
        "ordre-du-jour",
        "Ordre du jour à afficher",
        "Une feuille à afficher à la porte de la mairie quand les convocations partent (CGCT art. L. 2121-10).",
        Stage.BEFORE,
        view_posted_agenda,
        why_not=why_no_agenda,
    ),
    PaperOfSitting(
        SittingDocumentKind.EXPLANATORY_NOTE,
        "note-explicative",
        "Note explicative",
        "Les notes de tous les points, en un seul document (CGCT art. L. 2121-12).",
        Stage.BEFORE,
        view_explanatory_note,
        why_not=why_no_note,
    ),
    PaperOfSitting(
        SittingDocumentKind.BLANK_PROXY,
        "pouvoir-a-remplir",
        "Pouvoir à remplir",
        "Pour un membre qui ne peut pas venir, ou qui part en cours de séance (CGCT art. L. 2121-20).",
        Stage.BEFORE,
        view_blank_proxy,
        subjects=blank_subjects,
    ),
    PaperOfSitting(
        SittingDocumentKind.ATTENDANCE_SHEET,
        "feuille-d-emargement",
        "Feuille d'émargement",
        "À faire signer aux membres à leur arrivée, dans l'ordre du tableau ; les pouvoirs déjà reçus y sont portés.",
        Stage.DURING,
        view_attendance_sheet,
        why_not=why_no_sheet,
    ),
    PaperOfSitting(
        SittingDocumentKind.FILLED_PROXY,
        "pouvoir",
        "Pouvoir donné",
        "Chaque pouvoir enregistré, à faire signer ou à joindre au dossier de la séance (CGCT art. L. 2121-20).",
        Stage.DURING,
        view_filled_proxy,
        why_not=why_no_proxy,
        subjects=filled_subjects,
    ),
    PaperOfSitting(
        SittingDocumentKind.NO_QUORUM,
        "absence-de-quorum",
        "Constat d'absence de quorum",
        "Quand trop peu de membres sont présents : la séance ne peut pas délibérer (CGCT art. L. 2121-17).",
        Stage.AFTER,
        view_no_quorum,
        tells_the_sitting=True,
        why_not=why_no_notice,
    ),
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
    PaperOfSitting(
        SittingDocumentKind.CLOSING_SHEET,
        "feuillet-de-cloture",
        "Feuillet clôturant la séance",
        "Au registre, après les délibérations de la séance : numéros, présents, signatures (CGCT art. R. 2121-9).",
        Stage.AFTER,
        view_closing_sheet,
        tells_the_sitting=True,
    ),
    PaperOfSitting(
        SittingDocumentKind.ELECTION_RESULT,
        "resultats-d-election",
        "Relevé des résultats d'une élection",
        "Tours, bulletins, voix et élus, à signer (CGCT art. L. 2121-21, L. 2122-7).",
        Stage.AFTER,
        view_election_result,
        tells_the_sitting=True,
        why_not=why_no_election,
        subjects=election_subjects,
    ),
    PaperOfSitting(
        SittingDocumentKind.ACT_CERTIFICATE,
        "certificat-de-publication",
        "Certificat de publication d'une délibération",
        "À signer quand une délibération a été publiée, affichée ou notifiée (CGCT art. L. 2131-1).",
        Stage.AFTER,
        view_act_certificate,
        why_not=why_no_act_certificate,
        subjects=act_subjects,
    ),
    PaperOfSitting(
        SittingDocumentKind.PAPER_CERTIFICATE,
        "certificat-d-affichage",
        "Certificat d'affichage de la liste ou du procès-verbal",
        "À signer quand la liste ou le procès-verbal a été affiché ou mis en ligne (CGCT art. L. 2121-25, L. 2121-15).",
        Stage.AFTER,
        view_paper_certificate,
        why_not=why_no_paper_certificate,
        subjects=paper_subjects,
    ),
)
BY_SLUG = {paper.slug: paper for paper in PAPERS}
BY_KIND = {paper.kind: paper for paper in PAPERS}
