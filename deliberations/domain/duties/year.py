"""Duties of one year: sittings, budget, accounts, what follows a renewal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

from councils.domain.bodies import BodyType, Council
from deliberations.domain.checks.common import has_begun, is_decided
from deliberations.domain.clear_days import LARGE_COMMUNE, term_start
from deliberations.domain.duties.budget import accounts_deadline, budget_deadline
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.duties.reading import (
    NO_TERM,
    below,
    is_renewal_year,
    is_term_known,
    override_of,
)
from deliberations.domain.enforceability import add_months
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, RULED, SOCIAL_BOARDS, Certainty
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome, Origin, Sitting, Subject

WEEK = timedelta(weeks=1)
TAKEN_OVER = "Année dont seules des séances passées ont été reprises : à vérifier au registre."


@dataclass(frozen=True)
class YearFacts:
    """One year of one council read ``today``, with all its known sittings."""

    council: Council
    sittings: tuple[Sitting, ...]
    year: int
    today: date

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The sittings held until today, oldest first: what is only on an agenda is not done."""
        held = (s for s in self.sittings if s.held_on <= self.today)
        return tuple(Record(self.council, sitting) for sitting in sorted(held, key=lambda s: s.held_on))

    @property
    def is_taken_over(self) -> bool:
        """Whether only old papers are known of that year, or of the council: the others may well exist."""
        known = [s for s in self.sittings if s.held_on.year == self.year] or self.sittings
        return bool(known) and all(s.origin is Origin.RECORDED for s in known)

    def decided_on(
        self, subject: Subject, financial_year: int | None = None, *, since: date = date.min
    ) -> date | None:
        """First day, from ``since``, on which that subject was decided, for that financial year where it matters."""
        days = self._days(subject, financial_year)
        return next((day for day in days if day >= since), None)

    def _days(self, subject: Subject, financial_year: int | None) -> Iterator[date]:
        for record in self.records:
            for item in record.sitting.agenda:
                is_it = item.subject is subject or (
                    subject is Subject.ACCOUNTS and item.kind is ItemKind.ACCOUNTS
                )
                years = (None, item.financial_year or _usual_year(subject, record))
                if is_it and financial_year in years and _is_settled(record, item):
                    yield record.sitting.held_on


def _is_settled(record: Record, item: AgendaItem) -> bool:
    """Examined and not rejected; decided too, save a debate. An old paper that tells no vote is taken at its word."""
    if item.outcome is not ItemOutcome.EXAMINED or record.verdict_on(item.uid) is Verdict.REJECTED:
        return False
    is_unopposed = item.nomination is not None and bool(item.nomination.single_candidacy)
    is_told = record.sitting.origin is Origin.RECORDED or is_unopposed or is_decided(record, item.uid)
    return has_begun(record) if item.subject is Subject.BUDGET_DEBATE else is_told


def _usual_year(subject: Subject, record: Record) -> int:
    """The financial year of an item that does not say it: accounts are those of the year before."""
    return record.sitting.held_on.year - (1 if subject is Subject.ACCOUNTS else 0)


def _sitting_in(months: tuple[int, int], facts: YearFacts) -> Reading:
    """A sitting between the first day of one month and the last of another."""
    first = date(facts.year, months[0], 1)
    last = add_months(date(facts.year, months[1], 1), 1) - timedelta(days=1)
    held = (r.sitting.held_on for r in facts.records if first <= r.sitting.held_on <= last)
    return Reading(
        first=first,
        last=last,
        done_on=min(held, default=None),
        next_action="Réunir l'assemblée, ou enregistrer la séance qui a eu lieu.",
        article="" if facts.council.body_type is BodyType.CCAS else None,
    )


def _budget(facts: YearFacts) -> Reading:
    return Reading(
        last=budget_deadline(facts.council, facts.year),
        done_on=facts.decided_on(Subject.BUDGET, facts.year),
        next_action=f"Voter le budget {facts.year}.",
    )


def _budget_debate(facts: YearFacts) -> Reading:
    """Two to ten weeks before the vote of the budget, or before its last day while it is not voted.

    A debate held too early does not count, once the day of the vote is known.
    """
    reason = below(facts.council, date(facts.year, 1, 1), LARGE_COMMUNE)
    if reason:
        return Reading(not_applicable=reason)
    voted = facts.decided_on(Subject.BUDGET, facts.year)
    budget = voted or budget_deadline(facts.council, facts.year)
    first = budget - 10 * WEEK
    return Reading(
        first=first,
        last=budget - 2 * WEEK,
        done_on=facts.decided_on(Subject.BUDGET_DEBATE, facts.year, since=first if voted else date.min),
        next_action=f"Tenir le débat d'orientation budgétaire {facts.year}.",
    )


def _accounts(facts: YearFacts) -> Reading:
    return Reading(
        last=accounts_deadline(facts.year),
        done_on=facts.decided_on(Subject.ACCOUNTS, facts.year - 1),
        next_action=f"Voter les comptes de l'exercice {facts.year - 1}.",
    )


def _rules_of_procedure(facts: YearFacts) -> Reading:
    if not is_term_known(facts.council, date(facts.year, 12, 31)):
        return Reading(not_applicable=NO_TERM)
    start = term_start(facts.council, date(facts.year, 12, 31))
    if start.year != facts.year:
        return Reading(not_applicable="L'assemblée n'a pas été installée cette année.")
    reason = below(facts.council, start, 1000)
    if reason and facts.council.body_type is BodyType.COMMUNE:
        return Reading(not_applicable=reason)
    return Reading(
        first=start,
        last=add_months(start, 6),
        done_on=_after(facts, Subject.RULES_OF_PROCEDURE, start),
        next_action="Adopter le règlement intérieur.",
    )


def _social_board(facts: YearFacts) -> Reading:
    if not is_term_known(facts.council, date(facts.year, 12, 31)):
        return Reading(not_applicable=NO_TERM)
    if not is_renewal_year(facts.council, facts.year):
        return Reading(not_applicable="Le conseil n'a pas été renouvelé cette année.")
    start = term_start(facts.council, date(facts.year, 12, 31))
    return Reading(
        first=start,
        last=add_months(start, 2),
        done_on=_after(facts, Subject.SOCIAL_BOARD, start),
        next_action="Élire les membres du conseil d'administration du CCAS, s'il y en a un.",
    )


def _after(facts: YearFacts, subject: Subject, start: date) -> date | None:
    return facts.decided_on(subject, since=start)


_QUARTERS = (("1er", (1, 3)), ("2e", (4, 6)), ("3e", (7, 9)), ("4e", (10, 12)))
_HALVES = (("1er", (1, 6)), ("2e", (7, 12)))
_NO_SITTING = "L'assemblée ne se réunit pas aussi souvent que la loi le demande."

RULES: tuple[DutyRule[YearFacts], ...] = (
    *(
        DutyRule(
            code=f"year.quarter_{number}",
            title=f"Séance du {name} trimestre",
            article="CGCT art. L. 2121-7",
            says="L'assemblée se réunit au moins une fois par trimestre.",
            read=partial(_sitting_in, months),
            bodies=COMMUNES | frozenset({BodyType.EPCI}) | SOCIAL_BOARDS,
            consequence=_NO_SITTING,
        )
        for number, (name, months) in enumerate(_QUARTERS, start=1)
    ),
    *(
        DutyRule(
            code=f"year.half_{number}",
            title=f"Séance du {name} semestre",
            article="CGCT art. L. 5211-11",
            says="Le comité d'un syndicat à vocation unique se réunit au moins une fois par semestre ; un autre, par "
            "trimestre : la vocation n'étant pas enregistrée, seul le semestre est vérifié.",
            read=partial(_sitting_in, months),
            bodies=frozenset({BodyType.CLOSED_SYNDICATE}),
            certainty=Certainty.COMMON_KNOWLEDGE,
            consequence=_NO_SITTING,
        )
        for number, (name, months) in enumerate(_HALVES, start=1)
    ),
    DutyRule(
        code="year.budget_debate",
        title="Débat d'orientation budgétaire",
        article="CGCT art. L. 2312-1",
        says="À partir de 3 500 habitants, un débat a lieu deux à dix semaines avant le vote du budget ; le seuil est "
        "appliqué de même aux EPCI et aux syndicats.",
        read=_budget_debate,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le budget voté sans ce débat peut être annulé.",
    ),
    DutyRule(
        code="year.budget",
        title="Vote du budget",
        article="CGCT art. L. 1612-2",
        says="Le budget est voté au plus tard le 15 avril, ou le 30 avril l'année du renouvellement du conseil (ou "
        "d'un renouvellement général, quand les mandats ne sont pas datés).",
        read=_budget,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le préfet peut saisir la chambre régionale des comptes.",
    ),
    DutyRule(
        code="year.accounts",
        title="Vote des comptes",
        article="CGCT art. L. 1612-12",
        says="Les comptes de l'exercice sont votés au plus tard le 30 juin de l'année suivante.",
        read=_accounts,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le préfet peut saisir la chambre régionale des comptes.",
    ),
    DutyRule(
        code="year.rules_of_procedure",
        title="Règlement intérieur",
        article="CGCT art. L. 2121-8",
        says="À partir de 1 000 habitants, et dans tout EPCI ou syndicat fermé, le règlement intérieur est adopté dans "
        "les six mois de l'installation de l'assemblée.",
        read=_rules_of_procedure,
        bodies=COMMUNES | GROUPED,
        consequence="Le règlement intérieur précédent, s'il y en a un, continue à s'appliquer.",
    ),
    DutyRule(
        code="year.social_board",
        title="Conseil d'administration du CCAS",
        article="CASF art. R. 123-10",
        says="Le conseil d'administration du CCAS est renouvelé dans les deux mois qui suivent celui du conseil.",
        read=_social_board,
        bodies=COMMUNES,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Les décisions du CCAS peuvent être contestées.",
    ),
)


def duties_of_year(council: Council, sittings: Sequence[Sitting], year: int, today: date) -> tuple[Duty, ...]:
    """Every duty of one year as it stands ``today``, from the known ``sittings`` of that council, in any order.

    One that nothing records is closed by an override, in a sitting of that year, of code ``duty.`` and its own.
    Where only old papers are known, what is not recorded is unknown, not late.
    """
    facts = YearFacts(council, tuple(sittings), year, today)
    overrides = [o for s in sittings if s.held_on.year == year for o in s.overrides]
    last_day = date(year, 12, 31)
    duties = (
        rule.duty(facts, council, last_day, str(year), override_of(overrides, rule.code), today)
        for rule in RULES
        if rule.concerns(council)
    )
    return tuple(duty.spared(TAKEN_OVER) if facts.is_taken_over else duty for duty in duties)
