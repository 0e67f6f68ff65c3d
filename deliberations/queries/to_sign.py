"""The acts of a council whose certified copy waits for its signature."""

from django.db.models import Q, QuerySet

from councils.models import Council
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.models import Deliberation, DueRow


def acts_to_sign(council: Council) -> QuerySet[Deliberation]:
    """Executory acts of sittings of ours that nobody signed yet, the oldest first.

    They are those for which the clock of duties waits for a signature.
    """
    waiting = DueRow.objects.filter(council=council, code="step.sign").values("act_id")
    rows = Deliberation.objects.filter(pk__in=waiting, sitting__origin=Origin.LIVE)
    rows = rows.filter(Q(item__outcome=ItemOutcome.EXAMINED))
    return rows.select_related("council", "sitting", "item").order_by(
        "sitting__held_on", "year", "sequence", "pk"
    )
