"""The act that a public identifier names, of either kind: a deliberation, or a decision of the mayor."""

from django.db.models import Exists, OuterRef, Q

from deliberations.domain.issued import DocumentKind
from deliberations.models import DecisionCopy, Deliberation, IssuedDocument, MayorDecision


def told_act(public_id: str) -> Deliberation | MayorDecision | None:
    """The act of a public identifier that some paper bears; ``None`` for one that nobody was ever told."""
    if not public_id:
        return None
    is_numbered = ~Q(printed_number="") | Q(sequence__isnull=False)  # its sheets bear the code
    issued = IssuedDocument.objects.filter(deliberation=OuterRef("pk"))
    acts = Deliberation.objects.filter(
        Q(public_id_is_known=True) | is_numbered | Exists(issued), public_id=public_id
    )
    copies = DecisionCopy.objects.filter(decision=OuterRef("pk"), kind=DocumentKind.CERTIFIED)
    decisions = MayorDecision.objects.filter(
        Q(public_id_is_known=True) | is_numbered | Exists(copies), public_id=public_id
    )
    act: Deliberation | None = acts.select_related("council", "sitting").first()
    return act or decisions.select_related("council").first()
