"""What a machine that stopped left to be done: nothing recorded is lost, but what follows a record may be late."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from deliberations.domain.issued import DocumentKind
from deliberations.domain.sittings import Origin
from deliberations.models import DecisionCopy, Deliberation, IssuedDocument, MayorDecision
from deliberations.services.decision_documents import issue_what_is_due
from deliberations.services.issuing import issue_when_executory
from deliberations.services.public_copy import make_public_copy

LOOKED_BACK = timedelta(days=7)
"""An act made executory before that, and still without a copy, has another reason, which its page tells."""


def issue_missing_copies(at: datetime) -> str:
    """Issue the certified copies that a publication or a receipt of the last days should have had issued.

    They are issued after the commit of that fact: a machine may have stopped between the two.
    """
    since = at - LOOKED_BACK
    recent = Q(publications__written_at__gte=since) | Q(transmissions__written_at__gte=since)
    made = [_issue_copies_of_acts(recent, at), _issue_copies_of_decisions(recent, at)]
    _make_public_files(recent)
    issued = sum(made)
    if not issued:
        return ""
    return "1 copie certifiée émise." if issued == 1 else f"{issued} copies certifiées émises."


def _issue_copies_of_acts(recent: Q, at: datetime) -> int:
    issued = IssuedDocument.objects.filter(deliberation=OuterRef("pk"), kind=DocumentKind.CERTIFIED)
    acts = Deliberation.objects.filter(recent, sitting__origin=Origin.LIVE).exclude(Exists(issued))
    rows = acts.select_related("council", "sitting", "item").distinct()
    return sum(issue_when_executory(row, by=None, at=at) is not None for row in rows)


def _issue_copies_of_decisions(recent: Q, at: datetime) -> int:
    issued = DecisionCopy.objects.filter(decision=OuterRef("pk"), kind=DocumentKind.CERTIFIED)
    decisions = MayorDecision.objects.filter(recent).exclude(Exists(issued))
    rows = decisions.select_related("council").distinct()
    return sum(issue_what_is_due(row, by=None, at=at) is not None for row in rows)


def _make_public_files(recent: Q) -> None:
    """The files that a publication of the last days should have had made, for whoever reads them first."""
    missing = Deliberation.objects.filter(recent, public_copies__isnull=True)
    online = missing.exclude(issued__signatures__isnull=False).distinct()
    for row in online.values_list("pk", flat=True):
        make_public_copy.enqueue(row)
