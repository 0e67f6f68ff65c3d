"""Checks on the day of the budget (CGCT art. L. 1612-2)."""

import re
from collections.abc import Iterator

from deliberations.domain.checks.common import is_decided, remedy
from deliberations.domain.duties.budget import KNOWN_YEARS, budget_deadline
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, ItemKind, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date

_OTHER_BUDGETS = ("modificati", "supplementaire", "annexe")
"""Votes that come later in the year, or whose own day is not established here."""
_MAYBE_BUDGET = re.compile(r"budget|\bBP\b", re.IGNORECASE)
_THE_VOTE = (
    r"(?:(?:presentation|examen|projet) et )?(?:vote|adoption|approbation|examen)(?: et (?:vote|adoption))? "
)
_OF_YEAR = (
    r"(?: (?:20\d\d|communal|principal|general|commune|ville|m14|m57|annee|exercice|pour|de|du|la|le|l|budget|vote"
    r"|adoption|approbation))*"
)
_TO_COME = (
    r"(?: et (?:vote |fixation |adoption )?(?:des |du |de l )?(?:taux|affectation|reprise|subventions?)\b.*)?"
)
_BUDGET = re.compile(
    rf"(?:{_THE_VOTE})?(?:du |des |de |le )?(?:projet de |projets de )?(?:budgets? primitifs?|bp(?= 20\d\d))"
    rf"{_OF_YEAR}{_TO_COME}"
    rf"|{_THE_VOTE}(?:du |des |le )?budget{_OF_YEAR}{_TO_COME}"
)
"""The whole title: « Budget primitif 2024 – service des eaux » is another budget, or cannot be told from it."""
_LONGEST = 150


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


def check_unmarked(record: Record) -> Iterator[Finding]:
    """The budget left without its subject: neither its day nor its time limits would be followed (art. L. 1612-2)."""
    for item in record.sitting.agenda:
        is_ordinary = item.kind is ItemKind.DELIBERATION and item.subject is Subject.NONE
        if is_ordinary and _votes_budget(item) and is_decided(record, item.uid):
            yield Finding(
                code="budget.unmarked",
                severity=Severity.NOTICE,
                article="CGCT art. L. 1612-2",
                message="Ce point semble voter le budget, et n'est pas enregistré comme tel.",
                where="ordre du jour",
                item=item.uid,
                consequence="Le dernier jour du vote et celui de l'envoi à l'État ne sont pas vérifiés.",
                remedy="Si ce point vote le budget de l'année, lui donner le sujet « budget primitif ».",
            )


def _votes_budget(item: AgendaItem) -> bool:
    """Whether the title announces the vote of the main budget, and nothing else."""
    if len(item.title_html) > _LONGEST or not _MAYBE_BUDGET.search(item.title_html):
        return False
    return bool(_BUDGET.fullmatch(fold(text_of(item.title_html)))) and not _is_another(item)


RULES = (
    Rule(
        codes=("budget.late",),
        title="Jour du vote du budget",
        article="CGCT art. L. 1612-2",
        says="Le budget est voté au plus tard le 15 avril, le 30 avril l'année d'un renouvellement.",
        check=check_budget_day,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    Rule(
        codes=("budget.unmarked",),
        title="Budget non signalé",
        article="CGCT art. L. 1612-2",
        says="Un point dont l'intitulé annonce le vote du budget primitif est enregistré comme tel : son dernier jour "
        "et ses échéances en dépendent.",
        check=check_unmarked,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
)
