"""The clock of duties: for a sitting, an act or a year, what is due, until when, and what to do next.

Nothing here looks at the clock: ``today`` is given. Appeal periods roll over to a working day, clear days do not.
"""

from typing import Any

from deliberations.domain.duties import act, appeals, decision, follow_up, sitting, year
from deliberations.domain.duties.act import duties_of_act
from deliberations.domain.duties.decision import duties_of_decision
from deliberations.domain.duties.model import Duty, DutyRule, DutyState
from deliberations.domain.duties.sitting import duties_of_sitting
from deliberations.domain.duties.year import duties_of_year

DUTIES: tuple[DutyRule[Any], ...] = (
    *sitting.RULES,
    *follow_up.RULES,
    *act.RULES,
    *appeals.RULES,
    *decision.RULES,
    *year.RULES,
)
"""Every duty, as ``docs/legalite.md`` lists them."""

__all__ = [
    "DUTIES",
    "Duty",
    "DutyState",
    "duties_of_act",
    "duties_of_decision",
    "duties_of_sitting",
    "duties_of_year",
]
