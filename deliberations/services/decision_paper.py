"""The paper of a mayor's decision: printed with its number and date, signed by hand, kept once it is scanned."""

from datetime import datetime

from councils.models import User
from deliberations.models import DecisionSignature, MayorDecision
from deliberations.services.decision_changes import changing_decision
from deliberations.services.decisions import require_own_signature, stored_scan
from deliberations.services.uploads import CheckedFile

PAPER_KEPT = "decision.paper_kept"


def paper_awaited(row: MayorDecision) -> DecisionSignature | None:
    """The signature noted here whose paper is not kept yet: it is printed with its number, then signed by hand."""
    last = row.hand_signatures.last()
    return last if last is not None and last.file_id is None else None


def keep_signed_paper(*, row: MayorDecision, scan: CheckedFile, by: User | None, at: datetime) -> None:
    """Keep the paper once it is signed: the signature is told again, with its file. Nothing where one is kept already.

    Raises ``Refusal`` for a deputy who keeps the paper of somebody else. History ``decision.paper_kept``.
    """
    with changing_decision(row, by=by, reason=PAPER_KEPT, even_signed=True) as change:
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
        change.writer.check(kept, "")
        kept.file = stored_scan(change.row, scan, by)
        change.writer.write(kept, "")
