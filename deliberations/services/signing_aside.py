"""Setting aside what waits for signatures, when what it tells is taken up again or was signed otherwise."""

from datetime import datetime
from typing import Any

from councils.services.locking import lock
from deliberations.domain.signing_order import SignedKind
from deliberations.models import Deliberation, MayorDecision, SigningPaper, Sitting
from deliberations.models.signing import PAPER_IN_FORCE


def set_aside_papers(row: Sitting | MayorDecision, at: datetime) -> None:
    """Within a change whose ``row`` is locked: its papers that are not issued count no more."""
    _set_aside(at, **({"sitting": row} if isinstance(row, Sitting) else {"decision": row}))


def set_aside_copy(act: Deliberation, at: datetime) -> None:
    """Within a change of its sitting: the certified copy of ``act`` that waits counts no more, if there is one."""
    _set_aside(at, deliberation=act, kind=SignedKind.CERTIFIED)


def _set_aside(at: datetime, **about: Any) -> None:
    for paper in lock(SigningPaper).filter(PAPER_IN_FORCE, issued_at__isnull=True, **about):
        paper.set_aside_at = at
        paper.save()


def set_aside_scan(act: Deliberation, at: datetime) -> None:
    """Within a change whose sitting is locked: the sealed copy of the paper of ``act`` counts no more."""
    for paper in lock(SigningPaper).filter(PAPER_IN_FORCE, kind=SignedKind.SCAN, deliberation=act):
        paper.set_aside_at = at
        paper.save()
