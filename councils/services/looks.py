"""The look of a council's documents, kept."""

from django.db import transaction

from councils.domain.look_data import look_data
from councils.domain.looks import HouseLook
from councils.models import Council, User
from councils.services.locking import lock_council
from councils.services.writing import Writer

LOOK = "council.look"


@transaction.atomic
def save_look(*, council: Council, look: HouseLook, by: User) -> Council:
    """Keep ``look`` for the documents to come; what was issued keeps the look that its snapshot holds.

    Raises ``RowRefused`` and writes nothing. The same look again writes nothing.
    """
    row = lock_council(council.pk)
    data = look_data(look)
    if row.look != data:
        row.look = data
        Writer(by=by, reason=LOOK).write(row, "")
    return row
