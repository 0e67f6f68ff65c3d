"""The documents of a mayor's decision: rendered from its frozen facts, issued once, and the copy for anybody."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.decision import view_decision
from deliberations.documents.docx import render_docx
from deliberations.documents.html import render_body, render_page
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.delegated import (
    DecisionFacts,
    certifier_of_decision,
    decision_executory_since,
    masked_decision,
    obstacle_of_decision,
)
from deliberations.domain.enforceability import first_publication
from deliberations.domain.issued import DocumentKind
from deliberations.domain.wording.decisions import OBSTACLES
from deliberations.dossier.reader import read_dossier
from deliberations.models import DecisionCopy, MayorDecision, PublicCopy
from deliberations.queries.decisions import decision_facts
from deliberations.richtext import without_private
from deliberations.services.annexing import JoinedAnnexes
from deliberations.services.decision_changes import lock_decision
from deliberations.services.decision_freezing import freeze_decision, frozen_json
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import DamagedDocument, made_once, read_document, store_pdf
from deliberations.signing.fields import prepare_signature_fields

logger = logging.getLogger(__name__)
PUBLIC_FOLDER = "public"
_RENDITIONS = {
    DocumentKind.REGISTER: Rendition.REGISTER,
    DocumentKind.CERTIFIED: Rendition.CERTIFIED,
}
_RENDERERS: dict[FileFormat, Callable[[DeliberationView], bytes]] = {
    FileFormat.DOCX: render_docx,
    FileFormat.HTML: lambda view: render_page(view).encode(),
    FileFormat.TEXT: lambda view: render_text(view).encode(),
}


@dataclass(frozen=True, slots=True)
class DecisionPaper:
    """A decision as its documents print it. ``edited_on`` is the day of a draft that has none of its own.

    ``certified_on`` is the day on which a certified copy is issued, that of its last fact unless told.
    """

    facts: DecisionFacts
    edited_on: date
    certified_on: date | None = None

    @property
    def is_draft(self) -> bool:
        decision = self.facts.decision
        return not (decision.is_signed or decision.is_to_sign)

    def rendition(self) -> Rendition:
        """The certified copy once the decision is executory, else the copy that is transmitted."""
        is_executory = decision_executory_since(self.facts.council, self.facts.decision) is not None
        return Rendition.CERTIFIED if is_executory else Rendition.EXTRACT


def paper_of(row: MayorDecision, *, certified_on: date | None = None) -> DecisionPaper:
    """What the documents of ``row`` are made from: its frozen text once it is signed, with what happened since.

    The last text frozen: words of it may have been hidden from the public since the signature. Where whoever signed it
    no longer certifies it, the members are those of today. ``certified_on`` is the day on which a copy is issued.
    """
    live = decision_facts(row)
    frozen = _frozen(row, "-pk")
    if frozen is None:
        return DecisionPaper(live, _recorded_on(row), certified_on)
    decision = replace(
        frozen.decision,
        transmission=live.decision.transmission,
        publications=live.decision.publications,
        state=live.decision.state,
        is_individual=live.decision.is_individual,
        is_transmissible=live.decision.is_transmissible,
        hidden_annexes=live.decision.hidden_annexes,
        public_id=live.decision.public_id,
    )
    council = replace(
        frozen.council,
        publication_modes=live.council.publication_modes,
        populations=live.council.populations,
    )
    certifier = certifier_of_decision(live.council, decision, certified_on)
    if decision.signatory is not None and certifier != decision.signatory.member:
        council = replace(council, persons=live.council.persons, mandates=live.council.mandates)
    return DecisionPaper(replace(frozen, council=council, decision=decision), _recorded_on(row), certified_on)


def _recorded_on(row: MayorDecision) -> date:
    return council_day(row.council, row.recorded_at)


def freeze_text_again(row: MayorDecision, at: datetime) -> None:
    """Freeze the text of a signed decision anew, once words of it were hidden from the public.

    Everything else stays as the signature froze it. Nothing for a decision taken over from elsewhere: none was frozen.
    """
    if _frozen(row, "-pk") is None:
        return
    paper, live = paper_of(row), decision_facts(row).decision
    told = replace(
        paper.facts.decision,
        title_html=live.title_html,
        statement_html=live.statement_html,
        clauses=live.clauses,
        operative=live.operative,
    )
    freeze_decision(row, replace(paper.facts, decision=told), at)


def _frozen(row: MayorDecision, order: str) -> DecisionFacts | None:
    """The facts as frozen first or last; ``None`` for a draft, or for a decision taken over from elsewhere."""
    snapshot = row.snapshots.order_by(order).first() if row.is_signed else None
    if snapshot is None:
        return None
    dossier = read_dossier(snapshot.canonical_json.encode())
    return DecisionFacts(dossier.council, dossier.decisions[0], dossier.delegations, dossier.decision_pattern)


def view_of(paper: DecisionPaper, rendition: Rendition, *, public_base_url: str = "") -> DeliberationView:
    """The view of one rendition. A certified copy that is not yet executory is a draft."""
    facts = paper.facts
    is_early = (
        rendition is Rendition.CERTIFIED and decision_executory_since(facts.council, facts.decision) is None
    )
    return view_decision(
        facts,
        rendition=rendition,
        edited_on=edition_day(paper, rendition),
        is_draft=paper.is_draft or is_early,
        public_base_url=public_base_url,
        certified_on=paper.certified_on,
    )


def edition_day(paper: DecisionPaper, rendition: Rendition) -> date:
    """Date of edition written in the file: that of the last fact it prints, never the clock's."""
    decision = paper.facts.decision
    days = [decision.decided_on or paper.edited_on]
    if rendition is Rendition.CERTIFIED:
        printed = (decision.transmission, first_publication(paper.facts.council, decision))
        days += [fact.effective_on for fact in printed if fact is not None]
    return max(days)


def render_decision(paper: DecisionPaper, rendition: Rendition, file_format: FileFormat) -> bytes:
    """The bytes of one rendition. The same facts give the same bytes, under one ``PUBLIC_BASE_URL``.

    A PDF holds the annexes that are joined to it. Raises ``AnnexMissing`` when the file of one of them is not here.
    """
    facts, view = paper.facts, view_of(paper, rendition, public_base_url=settings.PUBLIC_BASE_URL)
    if file_format is not FileFormat.PDF:
        return _RENDERERS[file_format](view)
    annexes = JoinedAnnexes(facts.council.uid, facts.decision, facts.number, rendition)
    return annexes.rendered(view, dated=edition_day(paper, rendition))


def decision_to_sign(paper: DecisionPaper) -> bytes:
    """The decision itself with a place for its electronic signature. The same facts give the same bytes."""
    facts, rendition = paper.facts, Rendition.REGISTER
    view = view_decision(
        facts,
        rendition=rendition,
        edited_on=edition_day(paper, rendition),
        is_draft=paper.is_draft,
        public_base_url=settings.PUBLIC_BASE_URL,
        is_to_sign=True,
    )
    annexes = JoinedAnnexes(facts.council.uid, facts.decision, facts.number, rendition)
    master = annexes.rendered(view, dated=edition_day(paper, rendition))
    return prepare_signature_fields(master, locking=SIGNATURE_FIELD)


def decision_body(paper: DecisionPaper, rendition: Rendition) -> str:
    """The text of the decision as an ``article`` for a web page."""
    return render_body(view_of(paper, rendition))


# --- issued once


def latest_copy(row: MayorDecision, kind: DocumentKind = DocumentKind.CERTIFIED) -> DecisionCopy | None:
    """The document of that kind in force; ``None`` when none was issued."""
    found: DecisionCopy | None = row.copies.filter(kind=kind).order_by("-version").first()
    return found


@transaction.atomic
def issue_copy(*, row: MayorDecision, by: User | None, at: datetime) -> DecisionCopy:
    """Issue the certified executory copy. The same facts issued again give back the copy already issued.

    Raises ``Refusal`` while the decision is not executory (CGCT art. L. 2131-1). Side effects: frozen facts, a copy,
    a stored file.
    """
    locked = lock_decision(row)
    paper = paper_of(locked, certified_on=council_day(locked.council, at))
    obstacle = obstacle_of_decision(paper.facts.council, paper.facts.decision)
    if obstacle is not None:
        raise Refusal("decision.not_executory", OBSTACLES[obstacle], "CGCT art. L. 2131-1")
    return _issue(locked, paper, DocumentKind.CERTIFIED, by=by, at=at)


@transaction.atomic
def issue_register_sheet(*, row: MayorDecision, by: User | None, at: datetime) -> DecisionCopy:
    """Issue the decision as the register holds it (CGCT art. R. 2122-7-1), once for its whole life.

    What happened since its signature is not printed there. Raises ``Refusal`` for a decision that is not signed.
    """
    locked = lock_decision(row)
    if not locked.is_signed:
        raise Refusal("decision.unsigned", "Cette décision n'est pas encore signée.")
    known = latest_copy(locked, DocumentKind.REGISTER)
    if known is not None:
        return known
    facts = _frozen(locked, "pk") or paper_of(locked).facts
    paper = DecisionPaper(facts, _recorded_on(locked))
    return _issue(locked, paper, DocumentKind.REGISTER, by=by, at=at)


def _issue(
    row: MayorDecision, paper: DecisionPaper, kind: DocumentKind, *, by: User | None, at: datetime
) -> DecisionCopy:
    snapshot = freeze_decision(row, paper.facts, at)
    last = latest_copy(row, kind)
    if last is not None and last.snapshot_id == snapshot.pk:
        return last
    content = render_decision(paper, _RENDITIONS[kind], FileFormat.PDF)
    stored = store_pdf(content)
    made: DecisionCopy = DecisionCopy.objects.create(
        decision=row,
        kind=kind,
        version=(last.version if last else 0) + 1,
        sha256=stored.sha256,
        size=stored.size,
        pages=stored.pages,
        path=stored.path,
        snapshot=snapshot,
        at=at,
        by=by,
    )
    return made


def issue_what_is_due(row: MayorDecision, *, by: User | None, at: datetime) -> DecisionCopy | None:
    """The sheet of the register, and the certified copy once the decision is executory; ``None`` while it is not."""
    try:
        issue_register_sheet(row=row, by=by, at=at)
        return issue_copy(row=row, by=by, at=at)
    except Refusal as refusal:
        logger.info("No certified copy of decision %s: %s", row.pk, refusal.code)
        return None


def follow_decision(row: MayorDecision, *, by: User | None, at: datetime) -> None:
    """After the commit: issue what the decision is now due. A failure undoes nothing of what was recorded."""
    transaction.on_commit(partial(issue_what_is_due, row, by=by, at=at), robust=True)


# --- for anybody


def public_paper(paper: DecisionPaper) -> DecisionPaper:
    """What anybody may read: no private passage is left in it."""
    masked = masked_decision(paper.facts.decision, without_private)
    return replace(paper, facts=replace(paper.facts, decision=masked))


def public_decision_pdf(row: MayorDecision) -> bytes:
    """The file that anybody may download: the certified copy where it hides nothing and still tells today's facts of
    a decision in force, else a copy made without the private passages. It is made once from the same facts."""
    paper = paper_of(row)
    shown = public_paper(paper)
    copy = latest_copy(row)
    hides_nothing = shown.facts.decision == replace(paper.facts.decision, hidden_annexes=())
    if copy is not None and hides_nothing and _tells_today(copy, paper):
        try:
            return read_document(copy)
        except DamagedDocument:
            logger.error("Certified copy of decision %s is damaged", row.pk)
    key = hashlib.sha256(
        f"decision {frozen_json(shown.facts)} {settings.PUBLIC_BASE_URL}".encode()
    ).hexdigest()
    rendition = shown.rendition()
    content = made_once(key, lambda: render_decision(shown, rendition, FileFormat.PDF), folder=PUBLIC_FOLDER)
    PublicCopy.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(), decision=row, defaults={"council_id": row.council_id}
    )
    return content


def _tells_today(copy: DecisionCopy, paper: DecisionPaper) -> bool:
    """Whether a certified copy was made from the facts of today, of a decision that is executory today."""
    is_executory = decision_executory_since(paper.facts.council, paper.facts.decision) is not None
    return is_executory and copy.snapshot.canonical_json == frozen_json(paper.facts)
