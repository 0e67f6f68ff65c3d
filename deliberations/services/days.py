"""The days that the town hall declares of what follows a sitting."""

from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from deliberations.models import Sitting


def require_possible_day(sitting: Sitting, day: date, *, at: datetime, topic: str) -> None:
    """Raise ``Refusal`` (« topic.before_sitting », « topic.future ») for a day before ``sitting`` or still to come.

    ``at`` is aware: today is that of the council.
    """
    if day < sitting.held_on:
        raise Refusal(
            f"{topic}.before_sitting",
            f"Cette date, le {day:%d/%m/%Y}, est antérieure à la séance du {sitting.held_on:%d/%m/%Y} : vérifiez-la.",
        )
    if day > council_day(sitting.council, at):
        raise Refusal(f"{topic}.future", f"Cette date, le {day:%d/%m/%Y}, est dans l'avenir : vérifiez-la.")
