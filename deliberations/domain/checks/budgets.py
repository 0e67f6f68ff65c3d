"""Checks on the day of the budget (CGCT art. L. 1612-2)."""

from collections.abc import Iterator

from deliberations.domain.checks.common import remedy
from deliberations.domain.duties.budget import KNOWN_YEARS, budget_deadline
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.sittings import AgendaItem, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date

_OTHER_BUDGETS = ("modificati", "supplementaire", "annexe")
"""Votes that come later in the year, or whose own day is not established here."""


def check_budget_day(record: Record) -> Iterator[Finding]:
    """The budget is voted by 15 April, by 30 April in the year of a renewal."""
    for item in record.sitting.agenda:
        if item.subject is not Subject.BUDGET or record.verdict_on(item.uid) in (None, Verdict.REJECTED):
            continue
        year = item.financial_year or record.sitting.held_on.year
        if year in KNOWN_YEARS and not _is_another(item):
            yield from _late(record, item, year)


def _is_another(item: AgendaItem) -> bool:
    title = fold(text_of(item.title_html))
    return any(word in title for word in _OTHER_BUDGETS)


def _late(record: Record, item: AgendaItem, year: int) -> Iterator[Finding]:
    last = budget_deadline(record.council, year)
    if record.sitting.held_on > last:
        yield Finding(
            code="budget.late",
            severity=Severity.NOTICE,
            article="CGCT art. L. 1612-2",
            message=f"Le budget {year} est voté après le {long_date(last)}.",
            where="vote",
            item=item.uid,
            consequence="Passé ce jour, le préfet peut saisir la chambre régionale des comptes et régler le budget.",
            remedy=remedy(
                record,
                "Voter sans attendre, et prévenir le contrôle de légalité.",
                "Vérifier la date et l'exercice ; un délai propre a pu s'appliquer cette année-là.",
            ),
        )


RULES = (
    Rule(
        codes=("budget.late",),
        title="Jour du vote du budget",
        article="CGCT art. L. 1612-2",
        says="Le budget est voté au plus tard le 15 avril, le 30 avril l'année d'un renouvellement.",
        check=check_budget_day,
        bodies=COMMUNES | GROUPED,
    ),
)
