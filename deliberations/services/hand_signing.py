"""Noting that the certified copy of an act was signed on paper, and taking the note back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force, offices_held
from councils.domain.ranks import HEADS
from councils.models import Delegation, Mandate, User
from councils.queries import council_facts
from councils.services.writing import Writer
from deliberations.domain.enforceability import executory_since
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.models import Deliberation, HandSignature, HandSignatureUndone
from deliberations.queries import record_of
from deliberations.queries.signatures import hand_signature_of
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.proxies import store_scan
from deliberations.services.signing_aside import set_aside_copy, set_aside_scan
from deliberations.services.uploads import CheckedFile

SIGNED, UNDONE = "act.signed_by_hand", "act.hand_signature_undone"
PAPER_KEPT = "act.paper_kept"


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

    Raises ``Refusal`` for an act without number, a day before the sitting or to come, and unless a remark says why, for
    an act not executory that day (CGCT art. L. 2131-1) or a signatory who had no power to sign (art. L. 2122-18): the
    head, a delegate of that day, or who chaired the sitting or the item.
    Side effects: history ``act.signed_by_hand``, the dues of the sitting; the copy that waits at the desk is set aside.
    """
    if not act.number:
        raise Refusal("signature.unnumbered", "Cet acte n'a pas de numéro : clôturez d'abord la séance.")
    with changing(act.sitting, by=by, reason=SIGNED, even_finished=True) as change:
        known = hand_signature_of(act)
        if known is not None:
            return known
        record = record_of(act.sitting)
        require_possible_day(act.sitting, told.signed_on, at=at, topic="signature")
        _require_undoubted(act, told, record)
        words = MemberWords(record, BodyWords(record.council), told.signed_on)
        row = HandSignature(
            deliberation=act,
            signed_on=told.signed_on,
            signatory=told.signatory,
            capacity=words.capacity(told.signatory.uid),
            secretary=told.secretary,
            remark=told.remark.strip(),
            at=at,
            by=by,
        )
        change.writer.check(row, "")
        row.file = store_scan(change, told.scan) if told.scan else None
        set_aside_copy(act, at)  # before the signature enters its proof, whose lock comes last
        return change.writer.write(row, "")


def keep_scan(*, act: Deliberation, scan: CheckedFile, by: User | None, at: datetime) -> None:
    """Keep the paper of a signature noted without it: the signature is told again, with its file.

    Nothing where none is noted, or its paper is kept already. History ``act.paper_kept``.
    """
    with changing(act.sitting, by=by, reason=PAPER_KEPT, even_finished=True) as change:
        noted = hand_signature_of(act)
        if noted is None or noted.file_id is not None:
            return
        row = HandSignature(
            deliberation=act,
            signed_on=noted.signed_on,
            signatory=noted.signatory,
            capacity=noted.capacity,
            secretary=noted.secretary,
            remark=noted.remark,
            at=at,
            by=by,
        )
        change.writer.check(row, "")
        row.file = store_scan(change, scan)
        change.writer.write(row, "")


def undo_hand_signature(*, act: Deliberation, by: User | None, at: datetime, reason: str) -> None:
    """Take back the note of a signature on paper, which stays readable with the reason. Nothing noted, nothing done.

    Raises ``Refusal`` without a reason. Side effects: history ``act.hand_signature_undone``, the dues of the sitting.
    """
    if not reason.strip():
        raise Refusal("signature.reason", "Dites pourquoi : le motif est conservé.")
    with changing(act.sitting, by=by, reason=UNDONE, even_finished=True) as change:
        drop_hand_signature(change.writer, act, reason.strip(), at)


def drop_hand_signature(writer: Writer, act: Deliberation, reason: str, at: datetime) -> None:
    """Within a change: the signature on paper that counts, if any, counts no more, and ``reason`` says why.

    Nor does the copy of its paper that the council's seal certified. One whose paper was kept later is told twice:
    both count no more.
    """
    set_aside_scan(act, at)  # before the note enters its proof, whose lock comes last
    for known in HandSignature.objects.filter(deliberation=act, undone__isnull=True).order_by("pk"):
        writer.write(HandSignatureUndone(signature=known, reason=reason, at=at, by=writer.by), "")


def has_power_to_sign(member: Mandate, on: date) -> bool:
    """Whether ``member`` headed the body that day, or had a delegation that includes the signature."""
    mandates = {mandate.uid: mandate for mandate in council_facts(member.council).mandates}
    if any(office.kind in HEADS for office in offices_held(mandates[member.uid], on)):
        return True
    rows = Delegation.objects.filter(mandate=member, includes_signature=True)
    return any(is_in_force(row, on) for row in rows)


def _require_undoubted(act: Deliberation, told: HandSigned, record: Record) -> None:
    doubts = () if told.remark.strip() else tuple(_doubts(act, told, record))
    if doubts:
        said = " ".join(doubt.message_fr for doubt in doubts)
        articles = ", ".join(doubt.article for doubt in doubts)
        raise Refusal(doubts[0].code, f"{said} Corrigez ce qui doit l'être, ou dites ici pourquoi.", articles)


def _doubts(act: Deliberation, told: HandSigned, record: Record) -> Iterator[Refusal]:
    """All that one remark answers for."""
    executory_on = executory_since(record, record.act(act.uid))
    if executory_on is None or told.signed_on < executory_on:
        yield Refusal(
            "signature.not_executory",
            "D'après ce qui est enregistré, l'acte n'était pas exécutoire ce jour-là : la copie certifiée "
            "exécutoire se signe une fois l'acte publié et, s'il y est soumis, reçu en préfecture.",
            "CGCT art. L. 2131-1",
        )
    if not (has_power_to_sign(told.signatory, told.signed_on) or told.signatory.uid in _chairs(record, act)):
        yield Refusal(
            "signature.doubtful",
            f"D'après le tableau, {told.signatory} n'était ce jour-là ni à la tête de l'assemblée, ni titulaire d'une "
            "délégation enregistrée qui comprend la signature, et ne présidait pas la séance.",
            "CGCT art. L. 2122-18",
        )


def _chairs(record: Record, act: Deliberation) -> frozenset[str]:
    """Who chaired the sitting or this item: in the absence of the head, who replaces him signs (art. L. 2122-17)."""
    item = record.act(act.uid).item
    found = (record.sitting.chair, record.chair(record.moment_of(item)), record.chair(Moment(item)))
    return frozenset(chair for chair in found if chair)
