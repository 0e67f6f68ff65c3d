"""The days that the town hall declares of what follows a decision."""

from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from deliberations.models import MayorDecision


def require_possible_decision_day(row: MayorDecision, day: date, *, at: datetime, topic: str) -> None:
    """Raise ``Refusal`` (« topic.before_decision », « topic.future ») for a day before ``row`` or still to come.

    ``at`` is aware: today is that of the council.
    """
    if row.decided_on is not None and day < row.decided_on:
        raise Refusal(
            f"{topic}.before_decision",
            f"Cette date, le {day:%d/%m/%Y}, est antérieure à la décision du {row.decided_on:%d/%m/%Y} : vérifiez-la.",
        )
    if day > council_day(row.council, at):
        raise Refusal(f"{topic}.future", f"Cette date, le {day:%d/%m/%Y}, est dans l'avenir : vérifiez-la.")
