"""What is put to signature: each kind of document made from the facts, with a place for everybody who signs it.

The same facts make the same bytes: a document is still what was read as long as it is made again to the byte.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.documents import composed
from deliberations.documents.builder import SIGNATURE_FIELD, secretary_field
from deliberations.documents.sitting.minutes import view_minutes
from deliberations.documents.view import ElectronicPlaces, HeadReplaced, Rendition
from deliberations.domain.certifying import certifier
from deliberations.domain.delegated_signing import require_power
from deliberations.domain.record import Record
from deliberations.domain.secretaries import was_there
from deliberations.domain.signing_order import SEAL_FIELD, SEALED_COPIES, SignedKind, SignerRole
from deliberations.domain.wording import minutes as minutes_words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.decisions import words_on
from deliberations.domain.wording.members import MemberWords
from deliberations.models import (
    Deliberation,
    IssuedDocument,
    MayorDecision,
    RegisterVolume,
    SigningPaper,
    Sitting,
    Snapshot,
)
from deliberations.queries import record_of
from deliberations.queries.decisions import powers_on
from deliberations.services.decision_documents import decision_to_sign, paper_of
from deliberations.services.issuing import frozen_act, issue_certified_copy
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.seal_sources import source_now
from deliberations.services.signing_heads import (
    USUAL,
    DraftPlace,
    HeadSigner,
    head_place,
    replaced_again,
    replaced_head,
)
from deliberations.services.sitting_documents import told_record
from deliberations.services.staleness import is_stale
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.ports import SigningFailed


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """One document ready to be put to signature. ``places`` are in the order of signing.

    ``made_from`` is, of what the seal alone certifies, the SHA-256 of all that it copies.
    """

    kind: SignedKind
    subject: str
    council: Council
    sitting: Sitting | None
    title: str
    content: bytes
    places: tuple[DraftPlace, ...]
    deliberation: Deliberation | None = None
    decision: MayorDecision | None = None
    volume: RegisterVolume | None = None
    snapshot: Snapshot | None = None
    made_from: str = ""


def draft_register_act(act: Deliberation, *, at: datetime, head: HeadSigner = USUAL) -> PaperDraft:
    """The act for the register: its secretaries certify, then who signs it approves. Raises ``Refusal``."""
    record = _closed_record(act)
    facts = record.act(act.uid)
    signatory = _known(record.signatory(facts))
    told = facts.signatory.capacity if facts.signatory and facts.signatory.member == signatory else ""
    place = head_place(act.council, record, signatory, told, at=at, head=head)
    return PaperDraft(
        SignedKind.REGISTER_ACT,
        act.uid,
        act.council,
        act.sitting,
        f"Délibération n° {act.number}, registre",
        _register_file(record, act, replaced_head(record, place, council_day(act.council, at))),
        (*_secretary_places(record, record.secretaries(facts.item), facts.item, but=signatory), place),
        deliberation=act,
    )


def draft_extract(act: Deliberation, *, at: datetime, head: HeadSigner = USUAL) -> PaperDraft:
    """The extract, which carries the signature of the mayor, the chair or the delegate alone. Raises ``Refusal``."""
    record = _closed_record(act)
    facts = record.act(act.uid)
    signatory = _known(record.signatory(facts))
    told = facts.signatory.capacity if facts.signatory and facts.signatory.member == signatory else ""
    place = head_place(act.council, record, signatory, told, at=at, head=head)
    return PaperDraft(
        SignedKind.EXTRACT,
        act.uid,
        act.council,
        act.sitting,
        f"Délibération n° {act.number}, extrait",
        _extract_file(record, act, replaced_head(record, place, council_day(act.council, at))),
        (place,),
        deliberation=act,
    )


def draft_certified(
    act: Deliberation, *, by: User | None, at: datetime, is_sealed: bool, expected: str | None = None
) -> PaperDraft:
    """The certified executory copy: sealed by the council, or signed by who certifies it that day.

    ``expected``: see ``issue_certified_copy``. Raises ``Refusal`` while the act is not executory. Side effect: the
    unsigned copy is issued.
    """
    document = issue_certified_copy(deliberation=act, by=by, at=at, expected=expected)
    content, place = _certified(document, act, is_sealed=is_sealed)
    return PaperDraft(
        SignedKind.CERTIFIED,
        act.uid,
        act.council,
        act.sitting,
        f"Délibération n° {act.number}, copie certifiée exécutoire",
        content,
        (place,),
        deliberation=act,
        snapshot=document.snapshot,
    )


def _certified(document: IssuedDocument, act: Deliberation, *, is_sealed: bool) -> tuple[bytes, DraftPlace]:
    if document.snapshot is None:
        raise Refusal(
            "document.without_facts", "Ce document a été émis ailleurs : il ne peut pas être signé ici."
        )
    frozen = frozen_act(document.snapshot)
    day = council_day(act.council, document.snapshot.created_at)  # a signed version of it was issued later
    places = ElectronicPlaces.SEAL if is_sealed else ElectronicPlaces.USUAL
    content = _rendered(frozen.record, act, Rendition.CERTIFIED, places, certified_on=day)
    if is_sealed:
        name = capitalised(BodyWords(frozen.record.council).authority)
        return content, DraftPlace(SignerRole.SEAL, SEAL_FIELD, name, "Cachet électronique")
    member = _known(certifier(frozen.record, frozen.act, day))
    words = MemberWords(frozen.record, BodyWords(frozen.record.council), day)
    place = DraftPlace(
        SignerRole.HEAD, SIGNATURE_FIELD, words.name(member), words.capacity(member), member=member
    )
    return content, place


def draft_minutes(sitting: Sitting, *, at: datetime, head: HeadSigner = USUAL) -> PaperDraft:
    """The minutes once the assembly settled them (CGCT art. L. 2121-15). Raises ``Refusal``."""
    if not sitting.minutes_settled_in:
        raise Refusal(
            "minutes.not_settled",
            "Le procès-verbal se signe une fois arrêté par l'assemblée.",
            "CGCT art. L. 2121-15",
        )
    record = told_record(sitting)
    pairs = minutes_words.signatories(record)
    signatory = _known(_minutes_head(record))
    secretaries = [member for member, is_secretary in pairs if is_secretary]
    place = head_place(sitting.council, record, signatory, "", at=at, head=head)
    return PaperDraft(
        SignedKind.MINUTES,
        sitting.uid,
        sitting.council,
        sitting,
        f"Procès-verbal de la séance du {long_date(sitting.held_on)}",
        _minutes_file(record, replaced_head(record, place, council_day(sitting.council, at))),
        (*_secretary_places(record, secretaries, None, but=signatory), place),
    )


def draft_decision(row: MayorDecision) -> PaperDraft:
    """A decision that has its number and its day: who takes it signs it. Raises ``Refusal``."""
    signatory, on = row.signatory_member, row.decided_on
    if not row.is_to_sign or signatory is None or on is None:
        raise Refusal(
            "decision.unnumbered", "Donnez d'abord son numéro à la décision, puis faites-la signer."
        )
    require_power(powers_on(row, on), signatory.uid, str(signatory))
    paper = paper_of(row)
    words = words_on(paper.facts.council, on)
    capacity = words.capacity(signatory.uid, row.signatory_capacity)
    name = words.name(signatory.uid)
    return PaperDraft(
        SignedKind.DECISION,
        row.uid,
        row.council,
        None,
        f"Décision n° {row.number}",
        decision_to_sign(paper),
        (DraftPlace(SignerRole.HEAD, SIGNATURE_FIELD, name, capacity, member=signatory.uid),),
        decision=row,
    )


def _closed_record(act: Deliberation) -> Record:
    if not act.number or act.sitting.finished_at is None:
        raise Refusal(
            "signing.open_sitting",
            "Clôturez d'abord la séance : ses actes auront leurs numéros, et se signent ensuite.",
        )
    return told_record(act.sitting)


def _known(member: str | None) -> str:
    if member is None:
        raise Refusal("act.no_signatory", "Aucun signataire : enregistrez qui présidait la séance.")
    return member


def _rendered(
    record: Record,
    act: Deliberation,
    rendition: Rendition,
    places: ElectronicPlaces,
    certified_on: date | None = None,
    replaced: HeadReplaced | None = None,
) -> bytes:
    try:
        return render_act(
            record,
            record.act(act.uid),
            rendition=rendition,
            file_format=FileFormat.PDF,
            certified_on=certified_on,
            places=places,
            replaced=replaced,
        )
    except SigningFailed as failure:
        raise Refusal("document.not_signable", failure.message_fr) from failure


def _secretary_places(
    record: Record, secretaries: Sequence[str], item: str | None, *, but: str
) -> Iterator[DraftPlace]:
    """Each secretary who was in the room and does not sign as ``but`` too; numbers are those of the file."""
    words = MemberWords(record, BodyWords(record.council))
    for number, member in enumerate(secretaries, start=1):
        if member != but and was_there(record, member, item):
            capacity = words.as_secretary(member)
            yield DraftPlace(
                SignerRole.SECRETARY, secretary_field(number), words.name(member), capacity, member=member
            )


def is_still_made(paper: SigningPaper) -> bool:
    """Whether the facts of today still make the file put to signature. Slow: it is made again. Raises ``Refusal``."""
    kind = SignedKind(paper.kind)
    if kind in SEALED_COPIES:
        return source_now(paper) == paper.made_from
    if kind is SignedKind.CERTIFIED:
        return paper.snapshot is None or not is_stale(paper.snapshot, record_of(_act_of(paper).sitting))
    return hashlib.sha256(_AGAIN[kind](paper)).hexdigest() == paper.master_sha256


def _act_of(paper: SigningPaper) -> Deliberation:
    if paper.deliberation is None:
        raise ValueError(f"{paper.kind} is made from an act")
    return Deliberation.objects.select_related("council", "sitting__council", "item").get(
        pk=paper.deliberation.pk
    )


def _register_again(paper: SigningPaper) -> bytes:
    act = _act_of(paper)
    record = _closed_record(act)
    return _register_file(record, act, replaced_again(paper, record, record.signatory(record.act(act.uid))))


def _extract_again(paper: SigningPaper) -> bytes:
    act = _act_of(paper)
    record = _closed_record(act)
    return _extract_file(record, act, replaced_again(paper, record, record.signatory(record.act(act.uid))))


def _minutes_again(paper: SigningPaper) -> bytes:
    record = told_record(Sitting.objects.select_related("council").get(signing_papers=paper))
    return _minutes_file(record, replaced_again(paper, record, _minutes_head(record)))


def _decision_again(paper: SigningPaper) -> bytes:
    rows = MayorDecision.objects.select_related("council", "signatory_member__person", "delegation")
    return decision_to_sign(paper_of(rows.get(signing_papers=paper)))


def _register_file(record: Record, act: Deliberation, replaced: HeadReplaced | None) -> bytes:
    return _rendered(record, act, Rendition.REGISTER, ElectronicPlaces.EVERYBODY, replaced=replaced)


def _extract_file(record: Record, act: Deliberation, replaced: HeadReplaced | None) -> bytes:
    return _rendered(record, act, Rendition.EXTRACT, ElectronicPlaces.USUAL, replaced=replaced)


def _minutes_head(record: Record) -> str | None:
    return next((m for m, is_secretary in minutes_words.signatories(record) if not is_secretary), None)


def _minutes_file(record: Record, replaced: HeadReplaced | None) -> bytes:
    view = view_minutes(record, edited_on=record.sitting.held_on, is_to_sign=True, replaced=replaced)
    return prepare_signature_fields(composed.render_pdf(view), locking=SIGNATURE_FIELD)


_AGAIN: Mapping[SignedKind, Callable[[SigningPaper], bytes]] = {
    SignedKind.REGISTER_ACT: _register_again,
    SignedKind.EXTRACT: _extract_again,
    SignedKind.MINUTES: _minutes_again,
    SignedKind.DECISION: _decision_again,
}
