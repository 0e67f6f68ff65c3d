"""The signature of a mayor's decision: noted once the paper is signed, its scan kept then or later, or made by file."""

from datetime import datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.delegated_signing import SigningPower, require_power
from deliberations.domain.wording.decisions import words_on
from deliberations.models import DecisionSignature, MayorDecision, PlaceSignature, StoredFile
from deliberations.queries.decisions import decision_facts, orders_on, powers_on
from deliberations.services.decision_changes import (
    DecisionChange,
    DecisionGivenUp,
    DecisionToSign,
    changing_decision,
)
from deliberations.services.decision_documents import follow_decision
from deliberations.services.decision_freezing import freeze_decision
from deliberations.services.decision_numbering import NumberTold, put_number, require_own_signature
from deliberations.services.signing_aside import set_aside_papers
from deliberations.services.storage import receive_file
from deliberations.services.uploads import CheckedFile

SIGNED, PAPER_KEPT = "decision.signed", "decision.paper_kept"


class PaperReplaced(Refusal):
    """The text was taken up again since the page was shown: another paper is to be signed. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "decision.paper_replaced",
            "Le texte a été repris depuis que cette page est ouverte, et le papier n'est plus le même : imprimez le "
            "nouvel exemplaire et faites-le signer.",
        )


def sign_decision(
    *, row: MayorDecision, told: NumberTold, by: User | None, at: datetime, scan: CheckedFile | None = None
) -> MayorDecision:
    """Note a decision already signed on paper: it gets its number and its signature at once.

    A second click changes nothing. Raises as ``number_decision``, ``DecisionToSign`` where somebody numbered it
    meanwhile, and has the side effects of ``note_signature``.
    """
    require_own_signature(by, told.signatory)
    with changing_decision(row, by=by, reason=SIGNED, even_fixed=True) as change:
        if change.row.is_to_sign:
            raise DecisionToSign  # its paper bears a day and a signatory that ``told`` could belie
        if not change.row.is_signed:
            put_number(change, told, at)
            _sign(change, scan, at)
        return change.row


def note_signature(
    *, row: MayorDecision, by: User | None, at: datetime, scan: CheckedFile | None = None, paper: str = ""
) -> MayorDecision:
    """Note that the paper, which bears its number and its day, is signed: the decision is frozen for good.

    ``paper`` is the ``paper_mark`` of what the page showed. A second click changes nothing. Raises ``DecisionGivenUp``,
    ``PaperReplaced``, or ``Refusal``: no number yet, day to come, no power that day, a deputy who notes the signature
    of somebody else. Side effects: frozen facts, history ``decision.signed``; after the commit, the sheet of the
    register, the search and the duties.
    """
    with changing_decision(row, by=by, reason=SIGNED, even_fixed=True) as change:
        if change.row.is_signed:
            return change.row
        if change.row.given_up:
            raise DecisionGivenUp
        if not change.row.is_to_sign:
            raise Refusal(
                "decision.unnumbered", "Donnez d'abord son numéro à la décision, puis faites-la signer."
            )
        if paper and paper != paper_mark(change.row):
            raise PaperReplaced
        _sign(change, scan, at)
        return change.row


def paper_mark(row: MayorDecision) -> str:
    """What tells apart the papers to sign of one decision, printed before and after its text was taken up."""
    return row.numbered_at.isoformat() if row.numbered_at else ""


def sign_by_certificate(change: DecisionChange, electronic: PlaceSignature, at: datetime) -> None:
    """Within a change: the file was signed by the person of the decision, which is frozen for good.

    Raises and has the side effects of ``note_signature``.
    """
    if not change.row.is_signed:
        _sign(change, None, at, electronic)


def _sign(
    change: DecisionChange,
    scan: CheckedFile | None,
    at: datetime,
    electronic: PlaceSignature | None = None,
) -> None:
    row, by = change.row, change.writer.by
    on, signatory = row.decided_on, row.signatory_member
    if on is None or signatory is None:
        raise Refusal("decision.unnumbered", "Notez d'abord la date et le signataire de la décision.")
    if on > council_day(row.council, at):
        raise Refusal(
            "decision.future",
            f"La décision est datée du {on:%d/%m/%Y} : sa signature ne se note qu'à partir de ce jour-là. Si elle est "
            "déjà signée, corrigez sa date.",
        )
    require_own_signature(by, signatory)
    power = require_power(powers_on(row, on), signatory.uid, str(signatory))
    row.signed_at = at
    change.writer.write(row, "")
    signature = DecisionSignature(
        decision=row,
        signed_on=on,
        signatory=signatory,
        capacity=words_on(decision_facts(row).council, on).capacity(signatory.uid, row.signatory_capacity),
        power=power.value if power else "",
        order_number=orders_on(row.council, on).get(signatory.uid, "") if power is SigningPower.ORDER else "",
        electronic=electronic,
        at=at,
        by=by,
    )
    if electronic is None:
        set_aside_papers(row, at)  # before the signature enters its proof, whose lock comes last
    _keep(change, signature, scan)
    freeze_decision(row, decision_facts(row), at)
    follow_decision(row, by=by, at=at)


def _keep(change: DecisionChange, signature: DecisionSignature, scan: CheckedFile | None) -> None:
    change.writer.check(signature, "")
    if scan is not None:
        signature.file = _stored(change, scan)
    change.writer.write(signature, "")


def _stored(change: DecisionChange, scan: CheckedFile) -> StoredFile:
    return receive_file(
        council=change.row.council,
        content=scan.content,
        name=scan.name,
        media_type=scan.media_type,
        by=change.writer.by,
        pages=scan.pages,
    )


# --- its scan, kept later


def paper_awaited(row: MayorDecision) -> DecisionSignature | None:
    """The signature noted here whose paper is not kept yet."""
    last = row.hand_signatures.last()
    is_on_paper = last is not None and last.electronic_id is None
    return last if last is not None and is_on_paper and last.file_id is None else None


def keep_signed_paper(*, row: MayorDecision, scan: CheckedFile, by: User | None, at: datetime) -> None:
    """Keep the paper once it is scanned: the signature is told again, with its file. Nothing where one is kept already.

    Raises ``Refusal`` for a deputy who keeps the paper of somebody else. History ``decision.paper_kept``.
    """
    with changing_decision(row, by=by, reason=PAPER_KEPT, even_fixed=True) as change:
        noted = paper_awaited(change.row)
        if noted is None:
            return
        require_own_signature(by, noted.signatory)
        kept = DecisionSignature(
            decision=change.row,
            signed_on=noted.signed_on,
            signatory=noted.signatory,
            capacity=noted.capacity,
            power=noted.power,
            order_number=noted.order_number,
            at=at,
            by=by,
        )
        _keep(change, kept, scan)
