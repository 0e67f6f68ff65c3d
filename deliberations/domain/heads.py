"""Who heads the body on one day, which may not be that of the sitting."""

from datetime import date

from councils.domain.bodies import Council
from councils.domain.membership import offices_held
from councils.domain.ranks import HEADS, table_order


def head_on(council: Council, day: date) -> str | None:
    """The mandate of the mayor or the president in office on ``day``; ``None`` when nobody is known to be."""
    mandates = (ranked.mandate for ranked in table_order(council, day))
    return next((m.uid for m in mandates if any(o.kind in HEADS for o in offices_held(m, day))), None)
