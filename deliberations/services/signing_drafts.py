"""What is put to signature: each kind of document made from the facts, with a place for everybody who signs it.

The same facts make the same bytes: a document is still what was read as long as it is made again to the byte.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, Delegation, Mandate, User
from councils.queries import council_facts
from deliberations.documents import composed
from deliberations.documents.builder import SIGNATURE_FIELD, secretary_field
from deliberations.documents.sitting.minutes import view_minutes
from deliberations.documents.view import ElectronicPlaces, Rendition
from deliberations.domain.certifying import certifier
from deliberations.domain.delegated_signing import require_power
from deliberations.domain.record import Record
from deliberations.domain.secretaries import was_there
from deliberations.domain.signing_order import SEAL_FIELD, SEALED_COPIES, SignedKind, SignerRole
from deliberations.domain.signing_power import (
    Right,
    SignatureDelegation,
    SignatureRight,
    replacement_doubt,
    right_of,
)
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
from deliberations.services.sitting_documents import told_record
from deliberations.services.staleness import is_stale
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.ports import SigningFailed


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where somebody is to sign; ``member`` is the uid of a mandate, empty for the seal."""

    role: SignerRole
    field: str
    name: str
    capacity: str = ""
    right: str = ""
    member: str = ""


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


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """Who signs in the place of the head, where it is not who the document names; ``replaces``: why he is away."""

    member: Mandate | None = None
    replaces: str = ""


USUAL = HeadSigner()


def require_right(
    council: Council, member: str, on: date, *, chairs: frozenset[str] = frozenset(), replaces: str = ""
) -> str:
    """What is printed of the right by which ``member`` signs ``on`` a day. Raises ``Refusal``."""
    return _right(council, member, on, chairs=chairs, replaces=replaces).told


def doubt_about(council: Council, head: HeadSigner, on: date) -> str:
    """What to check of who signs as the replacement of the head, in French; empty when there is nothing to."""
    if head.member is None or not head.replaces:
        return ""
    right = _right(council, head.member.uid, on, replaces=head.replaces)
    if right.kind is not SignatureRight.REPLACEMENT:
        return ""
    return replacement_doubt(council_facts(council), head.member.uid, on)


def _right(
    council: Council, member: str, on: date, *, chairs: frozenset[str] = frozenset(), replaces: str = ""
) -> Right:
    rows = Delegation.objects.filter(council=council).select_related("mandate")
    delegations = [
        SignatureDelegation(row.mandate.uid, row.since, row.until, row.includes_signature, row.order_number)
        for row in rows
    ]
    facts = council_facts(council)
    return right_of(facts, member, on, delegations=delegations, chairs=chairs, replaces=replaces)


def draft_register_act(act: Deliberation, *, at: datetime, head: HeadSigner = USUAL) -> PaperDraft:
    """The act for the register: its secretaries certify, then who signs it approves. Raises ``Refusal``."""
    record = _closed_record(act)
    facts = record.act(act.uid)
    signatory = _known(record.signatory(facts))
    content = _rendered(record, act, Rendition.REGISTER, ElectronicPlaces.EVERYBODY)
    told = facts.signatory.capacity if facts.signatory and facts.signatory.member == signatory else ""
    return PaperDraft(
        SignedKind.REGISTER_ACT,
        act.uid,
        act.council,
        act.sitting,
        f"Délibération n° {act.number}, registre",
        content,
        (
            *_secretary_places(record, record.secretaries(facts.item), facts.item, but=signatory),
            _head_place(act.council, record, signatory, told, at=at, head=head),
        ),
        deliberation=act,
    )


def draft_extract(act: Deliberation, *, at: datetime, head: HeadSigner = USUAL) -> PaperDraft:
    """The extract, which carries the signature of the mayor, the chair or the delegate alone. Raises ``Refusal``."""
    record = _closed_record(act)
    facts = record.act(act.uid)
    signatory = _known(record.signatory(facts))
    told = facts.signatory.capacity if facts.signatory and facts.signatory.member == signatory else ""
    return PaperDraft(
        SignedKind.EXTRACT,
        act.uid,
        act.council,
        act.sitting,
        f"Délibération n° {act.number}, extrait",
        _rendered(record, act, Rendition.EXTRACT, ElectronicPlaces.USUAL),
        (_head_place(act.council, record, signatory, told, at=at, head=head),),
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
    signatory = _known(next((member for member, is_secretary in pairs if not is_secretary), None))
    secretaries = [member for member, is_secretary in pairs if is_secretary]
    return PaperDraft(
        SignedKind.MINUTES,
        sitting.uid,
        sitting.council,
        sitting,
        f"Procès-verbal de la séance du {long_date(sitting.held_on)}",
        _minutes_file(record),
        (
            *_secretary_places(record, secretaries, None, but=signatory),
            _head_place(sitting.council, record, signatory, "", at=at, head=head),
        ),
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
) -> bytes:
    try:
        return render_act(
            record,
            record.act(act.uid),
            rendition=rendition,
            file_format=FileFormat.PDF,
            certified_on=certified_on,
            places=places,
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


def _head_place(
    council: Council, record: Record, signatory: str, told: str, *, at: datetime, head: HeadSigner
) -> DraftPlace:
    day = council_day(council, at)
    member = head.member.uid if head.member else signatory
    chairs = frozenset(filter(None, (signatory, record.sitting.chair)))
    right = require_right(council, member, day, chairs=chairs, replaces=head.replaces)
    is_named = member == signatory
    words = MemberWords(record, BodyWords(record.council), None if is_named else day)
    capacity = words.capacity(member, told if is_named else "")
    return DraftPlace(SignerRole.HEAD, SIGNATURE_FIELD, words.name(member), capacity, right, member)


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
    return _rendered(_closed_record(act), act, Rendition.REGISTER, ElectronicPlaces.EVERYBODY)


def _extract_again(paper: SigningPaper) -> bytes:
    act = _act_of(paper)
    return _rendered(_closed_record(act), act, Rendition.EXTRACT, ElectronicPlaces.USUAL)


def _minutes_again(paper: SigningPaper) -> bytes:
    return _minutes_file(told_record(Sitting.objects.select_related("council").get(signing_papers=paper)))


def _decision_again(paper: SigningPaper) -> bytes:
    rows = MayorDecision.objects.select_related("council", "signatory_member__person", "delegation")
    return decision_to_sign(paper_of(rows.get(signing_papers=paper)))


def _minutes_file(record: Record) -> bytes:
    view = view_minutes(record, edited_on=record.sitting.held_on, is_to_sign=True)
    return prepare_signature_fields(composed.render_pdf(view), locking=SIGNATURE_FIELD)


_AGAIN: Mapping[SignedKind, Callable[[SigningPaper], bytes]] = {
    SignedKind.REGISTER_ACT: _register_again,
    SignedKind.EXTRACT: _extract_again,
    SignedKind.MINUTES: _minutes_again,
    SignedKind.DECISION: _decision_again,
}
