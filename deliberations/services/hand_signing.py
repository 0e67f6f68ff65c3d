"""Noting that the certified copy of an act was signed on paper, and taking the note back."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force, offices_held
from councils.domain.ranks import HEADS
from councils.models import Delegation, Mandate, User
from councils.queries import council_facts
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.models import Deliberation, HandSignature, HandSignatureUndone
from deliberations.queries import record_of
from deliberations.queries.signatures import hand_signature_of
from deliberations.services.changes import changing
from deliberations.services.proxies import store_scan
from deliberations.services.uploads import CheckedFile

SIGNED, UNDONE = "act.signed_by_hand", "act.hand_signature_undone"


@dataclass(frozen=True, slots=True)
class HandSigned:
    """What the town hall tells of a signature on paper."""

    signed_on: date
    signatory: Mandate
    secretary: Mandate | None = None
    remark: str = ""
    scan: CheckedFile | None = None


def record_hand_signature(
    *, act: Deliberation, told: HandSigned, by: User | None, at: datetime
) -> HandSignature:
    """Note that ``act`` was signed on paper. One already noted is given back as it is.

    Raises ``Refusal`` for an act without number, a day before the sitting or to come, and for a signatory who had no
    power to sign that day (CGCT art. L. 2122-18) unless a remark says why. Side effects: history
    ``act.signed_by_hand``, the dues of the sitting.
    """
    if not act.number:
        raise Refusal("signature.unnumbered", "Cet acte n'a pas de numéro : clôturez d'abord la séance.")
    with changing(act.sitting, by=by, reason=SIGNED, even_finished=True) as change:
        known = hand_signature_of(act)
        if known is not None:
            return known
        _require_told(act, told, council_day(act.council, at))
        row = HandSignature(
            deliberation=act,
            signed_on=told.signed_on,
            signatory=told.signatory,
            capacity=_capacity(act, told.signatory),
            secretary=told.secretary,
            remark=told.remark.strip(),
            at=at,
            by=by,
        )
        change.writer.check(row, "")
        row.file = store_scan(change, told.scan) if told.scan else None
        return change.writer.write(row, "")


def undo_hand_signature(*, act: Deliberation, by: User | None, at: datetime, reason: str) -> None:
    """Take back the note of a signature on paper, which stays readable with the reason. Nothing noted, nothing done.

    Raises ``Refusal`` without a reason. Side effects: history ``act.hand_signature_undone``, the dues of the sitting.
    """
    if not reason.strip():
        raise Refusal("signature.reason", "Dites pourquoi : le motif est conservé.")
    with changing(act.sitting, by=by, reason=UNDONE, even_finished=True) as change:
        known = hand_signature_of(act)
        if known is not None:
            change.writer.write(HandSignatureUndone(signature=known, reason=reason.strip(), at=at, by=by), "")


def has_power_to_sign(member: Mandate, on: date) -> bool:
    """Whether ``member`` headed the body that day, or had a delegation that includes the signature."""
    mandates = {mandate.uid: mandate for mandate in council_facts(member.council).mandates}
    if any(office.kind in HEADS for office in offices_held(mandates[member.uid], on)):
        return True
    rows = Delegation.objects.filter(mandate=member, includes_signature=True)
    return any(is_in_force(row, on) for row in rows)


def _require_told(act: Deliberation, told: HandSigned, today: date) -> None:
    _require_day(act, told.signed_on, today)
    if not told.remark.strip() and not has_power_to_sign(told.signatory, told.signed_on):
        raise Refusal(
            "signature.doubtful",
            f"D'après le tableau, {told.signatory} n'était ce jour-là ni à la tête de l'assemblée, ni titulaire d'une "
            "délégation qui comprend la signature. Corrigez le signataire, enregistrez sa délégation, ou dites "
            "ici pourquoi c'est bien cette personne.",
            "CGCT art. L. 2122-18",
        )


def _require_day(act: Deliberation, signed_on: date, today: date) -> None:
    if signed_on < act.sitting.held_on:
        raise Refusal(
            "signature.day_before",
            f"La séance s'est tenue le {act.sitting.held_on:%d/%m/%Y} : cette date la précède.",
        )
    if signed_on > today:
        raise Refusal("signature.day_to_come", "Cette date est à venir : notez la signature une fois donnée.")


def _capacity(act: Deliberation, signatory: Mandate) -> str:
    record = record_of(act.sitting)
    return MemberWords(record, BodyWords(record.council)).capacity(signatory.uid)
