"""What is due, as a file: one line for each duty of each act, where the pages group them."""

from collections.abc import Iterable
from datetime import datetime

from councils.domain.days import council_day
from councils.models import Council
from councils.views.tables import Column, Table
from deliberations.domain.duties.agenda import Urgency, urgency_of
from deliberations.models import DueRow

URGENCIES = {Urgency.LATE: "En retard", Urgency.WEEK: "Cette semaine", Urgency.NEXT: "Ensuite"}


def dues_table(councils: Iterable[Council], now: datetime) -> Table:
    """Everything that waits in ``councils``, the nearest day first; the time limits of others are left out."""
    rows = DueRow.objects.filter(council__in=list(councils), is_window=False)
    rows = rows.select_related("council", "sitting", "act__council", "decision__council").order_by(
        "last", "council", "pk"
    )
    columns = (
        Column("Conseil", lambda due: str(due.council), 24),
        Column("Échéance", lambda due: due.title, 44),
        Column("Au plus tard le", lambda due: due.last),
        Column("Urgence", lambda due: URGENCIES[urgency_of(due.last, council_day(due.council, now))]),
        Column("Séance", lambda due: due.sitting.held_on if due.sitting else None),
        Column("Délibération", lambda due: due.act.number if due.act else ""),
        Column("Décision du maire", lambda due: due.decision.number if due.decision else ""),
        Column("À faire", lambda due: due.next_action, 60),
        Column("Texte", lambda due: due.article, 30),
        Column("Conséquence", lambda due: due.consequence, 60),
    )
    return Table("a-faire", columns, rows)
