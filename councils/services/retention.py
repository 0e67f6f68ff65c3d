"""How long proofs and readings are kept."""

from django.db import transaction

from councils.models import Council, CouncilPreferences, User
from councils.queries import preferences_of
from councils.services.locking import lock_council
from councils.services.writing import Writer

CHANGED = "retention.changed"


@transaction.atomic
def set_retention(
    *, council: Council, proof_months: int, reading_months: int, by: User
) -> CouncilPreferences:
    """Keep both durations. Raises ``RowRefused`` when one is out of bounds. Side effect: the history."""
    row = preferences_of(lock_council(council.pk))
    row.proof_months, row.reading_months = proof_months, reading_months
    return Writer(by=by, reason=CHANGED).write(row, "")
