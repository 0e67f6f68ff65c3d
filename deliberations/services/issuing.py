"""Issuing the certified executory copy of an act; the signing desk has it signed.

A document is rendered from a frozen snapshot of the facts, stored by its content and never made again.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeGuard

from django.db import transaction
from django.db.models import Max

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations import models
from deliberations.documents.view import Rendition
from deliberations.domain import acts, rulebook
from deliberations.domain.certifying import certifier
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.enforceability import Obstacle, is_enforceable, obstacle_of
from deliberations.domain.findings import Severity
from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes import Minutes
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.dossier.problems import InvalidDossier
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import FORMAT, Dossier, canonical_json, digest
from deliberations.queries import record_of
from deliberations.services.changes import lock_sitting
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import store_pdf
from deliberations.signing.ports import SigningFailed

logger = logging.getLogger(__name__)

OBSTACLES = {
    Obstacle.NOT_EXAMINED: "Ce point a été ajourné ou retiré : il n'y a pas d'acte à certifier.",
    Obstacle.PROPOSAL_REJECTED: "La proposition est rejetée : il n'y a rien à exécuter. L'extrait et la feuille "
    "du registre la relatent.",
    Obstacle.NO_DECISION: "La délibération ne décide rien : écrivez la décision.",
    Obstacle.SUSPENDED: "L'exécution de l'acte est suspendue par le juge : il ne peut pas être certifié exécutoire.",
    Obstacle.ANNULLED: "L'acte est annulé par le juge : il ne peut pas être certifié exécutoire.",
    Obstacle.NOT_PUBLISHED: "L'acte n'est pas encore exécutoire : enregistrez sa publication (sa "
    "notification, s'il est individuel), puis recommencez.",
    Obstacle.NOT_TRANSMITTED: "L'acte n'est pas encore exécutoire : enregistrez sa réception en préfecture, puis "
    "recommencez.",
}
"""Why no certified copy is issued, and the way out when there is one."""


class FactsChanged(Refusal):
    """The facts are no longer those that were read before the gesture."""

    def __init__(self) -> None:
        super().__init__("facts.changed", "Le texte a changé depuis votre lecture : relisez-le.")


@dataclass(frozen=True, slots=True)
class FrozenAct:
    """One act as a snapshot holds it."""

    record: Record
    act: acts.Deliberation


@dataclass(frozen=True, slots=True)
class FrozenFacts:
    """All that the acts of a sitting depend on: the text of their snapshots, its digest, and the facts read back."""

    text: str
    sha256: str
    record: Record


@transaction.atomic
def issue_certified_copy(
    *, deliberation: models.Deliberation, by: User | None, at: datetime, expected: str | None = None
) -> models.IssuedDocument:
    """Freeze the facts of an act and issue its certified executory copy, unsigned.

    ``at`` is aware. ``expected`` is the ``facts_digest`` of what was read before, if anything was. The same facts
    issued again give back the document already issued, signed or not, unless somebody else heads the body since and it
    waits for its signature: who certifies it today signs it. Raises ``FactsChanged``, or ``Refusal`` when
    the act has no number, is not executory (CGCT art. L. 2131-1), when a check refuses it on a sitting held with
    the product, when its rows contradict each other, or when no signature fits in the file. Side effects: a
    snapshot, an issued document, a stored file.
    """
    lock_sitting(deliberation.sitting)  # what is read here does not change meanwhile
    locked = models.Deliberation.objects.get(pk=deliberation.pk)
    record = record_of(locked.sitting)
    require_unchanged(record, expected)
    act = record.act(locked.uid)
    _require_issuable(record, act)
    latest = latest_certified_copy(locked)
    facts = freeze_facts(record)
    day = council_day(locked.council, at)
    if is_made_from(latest, facts) and not _waits_for_another(latest, facts.record, act, day):
        return latest
    snapshot = keep_snapshot(locked, facts, at)
    return add_version(locked, snapshot, _render(frozen_act(snapshot), day), latest, by=by, at=at)


def _waits_for_another(
    document: models.IssuedDocument, record: Record, act: acts.Deliberation, day: date
) -> bool:
    """Whether an unsigned copy bears the name of somebody who certifies no more on that day."""
    if document.signatures.exists() or document.issued_at is None:
        return False
    issued_on = council_day(document.deliberation.council, document.issued_at)
    return certifier(record, act, issued_on) != certifier(record, act, day)


def issue_when_executory(
    act: models.Deliberation, *, by: User | None, at: datetime
) -> models.IssuedDocument | None:
    """Issue the certified copy of an act that has just become executory, for its signatory to sign.

    Returns ``None`` while it is not executory, or when no copy can be made: the page of the act says why. A copy
    already issued from the same facts is given back.
    """
    record = record_of(act.sitting)
    if not is_enforceable(record, record.act(act.uid)):
        return None
    try:
        return issue_certified_copy(deliberation=act, by=by, at=at)
    except Refusal as refusal:
        logger.info("No certified copy of act %s: %s", act.pk, refusal.code)
        return None


def facts_digest(record: Record) -> str:
    """SHA-256 of the canonical dossier that a document issued now would be rendered from, in hexadecimal."""
    return digest(_dossier(record))


def require_unchanged(record: Record, expected: str | None) -> None:
    """Raise ``FactsChanged`` unless the facts are those whose digest was read; ``None``: nothing was read."""
    if expected is not None and facts_digest(record) != expected:
        raise FactsChanged


def latest_certified_copy(deliberation: models.Deliberation) -> models.IssuedDocument | None:
    """The certified copy in force, with its bytes here; ``None`` when none was issued."""
    copies = deliberation.issued.filter(kind=DocumentKind.CERTIFIED).exclude(path="")
    found: models.IssuedDocument | None = copies.order_by("-version").first()
    return found


def _require_issuable(record: Record, act: acts.Deliberation) -> None:
    if not (act.printed_number or act.sequence is not None):
        raise Refusal("act.unnumbered", "Cette délibération n'a pas encore de numéro : clôturez la séance.")
    obstacle = obstacle_of(record, act)
    if obstacle is not None:
        raise Refusal("act.not_executory", OBSTACLES[obstacle], "CGCT art. L. 2131-1")
    if record.sitting.origin is Origin.LIVE:
        _require_decided(record, act)
        _require_no_refusal(record, act)


def _require_decided(record: Record, act: acts.Deliberation) -> None:
    vote = record.deciding_vote(act.item)
    if vote is not None and record.verdict(vote) is Verdict.UNDETERMINED:
        raise Refusal(
            "act.undecided",
            "Le résultat du vote n'est pas établi : complétez le décompte, ou le vote du président de séance en "
            "cas de partage des voix.",
            "CGCT art. L. 2121-20",
        )


def _require_no_refusal(record: Record, act: acts.Deliberation) -> None:
    """On a recorded act, what the law forbids has happened already: it is only a remark."""
    for finding in check_sitting(record):
        if finding.severity is Severity.REFUSAL and finding.concerns(act.item):
            raise Refusal(finding.code, f"{finding.message} {finding.remedy}".strip(), finding.article)


def freeze_facts(record: Record) -> FrozenFacts:
    """The facts of a sitting as its snapshots hold them, written once for all its acts.

    What is frozen must be read back: rows corrected by hand may break what no form lets through. Raises ``Refusal``.
    """
    text = canonical_json(_dossier(record))
    try:
        dossier = read_dossier(text.encode())
    except InvalidDossier as error:
        raise Refusal("facts.unsound", f"Les données enregistrées se contredisent : {error}") from error
    return FrozenFacts(text, digest(dossier), Record(dossier.council, dossier.sittings[0]))


def is_made_from(
    document: models.IssuedDocument | None, facts: FrozenFacts
) -> TypeGuard[models.IssuedDocument]:
    """Whether that document was issued from the very same facts."""
    snapshot = document.snapshot if document is not None else None
    return snapshot is not None and snapshot.canonical_json == facts.text


def _dossier(record: Record) -> Dossier:
    """All the act depends on: the council and its whole sitting, without the documents issued from it.

    What is written in the minutes of that sitting afterwards is no fact of the act.
    """
    return Dossier.of(record.council, [replace(record.without_issued_files(), minutes=Minutes())])


def keep_snapshot(deliberation: models.Deliberation, facts: FrozenFacts, at: datetime) -> models.Snapshot:
    """Record the facts that a document of ``deliberation`` is made from."""
    row: models.Snapshot = models.Snapshot.objects.create(
        deliberation=deliberation,
        canonical_json=facts.text,
        schema_version=FORMAT,
        rule_book_version=rulebook.VERSION,
        sha256=facts.sha256,
        created_at=at,
    )
    return row


def frozen_act(snapshot: models.Snapshot) -> FrozenAct:
    """The act read back from its snapshot: what is rendered and signed is what is frozen."""
    dossier = read_dossier(snapshot.canonical_json.encode())
    record = Record(dossier.council, dossier.sittings[0])
    return FrozenAct(record, record.act(snapshot.deliberation.uid))


def _render(frozen: FrozenAct, day: date) -> bytes:
    try:
        return render_act(
            frozen.record,
            frozen.act,
            rendition=Rendition.CERTIFIED,
            file_format=FileFormat.PDF,
            certified_on=day,
        )
    except SigningFailed as failure:
        raise Refusal("document.not_signable", failure.message_fr) from failure


def _next_version(deliberation: models.Deliberation, kind: DocumentKind) -> int:
    """After every version known, those of a file issued elsewhere and imported without its bytes included."""
    versions = deliberation.issued.filter(kind=kind, format=DocumentFormat.PDF)
    return (versions.aggregate(last=Max("version"))["last"] or 0) + 1


def add_version(
    deliberation: models.Deliberation,
    snapshot: models.Snapshot | None,
    content: bytes,
    supersedes: models.IssuedDocument | None,
    *,
    by: User | None,
    at: datetime,
    kind: DocumentKind = DocumentKind.CERTIFIED,
) -> models.IssuedDocument:
    """Store the bytes of a document and record them as the next version of its kind, in the place of ``supersedes``."""
    stored = store_pdf(content)
    document: models.IssuedDocument = models.IssuedDocument.objects.create(
        deliberation=deliberation,
        kind=kind,
        format=DocumentFormat.PDF,
        version=_next_version(deliberation, kind),
        sha256=stored.sha256,
        size=stored.size,
        pages=stored.pages,
        path=stored.path,
        snapshot=snapshot,
        supersedes=supersedes,
        issued_at=at,
        issued_by=by,
    )
    return document
