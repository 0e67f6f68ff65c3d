"""Duties of one year: sittings, budget, accounts, what follows a renewal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from councils.domain.bodies import BodyType, Council
from deliberations.domain.clear_days import term_start
from deliberations.domain.duties.budget import accounts_deadline, budget_deadline
from deliberations.domain.duties.model import Duty, DutyRule, Reading
from deliberations.domain.duties.reading import below, is_renewal_year, override_of
from deliberations.domain.enforceability import add_months
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, RULED, SOCIAL_BOARDS, Certainty
from deliberations.domain.sittings import ItemKind, Origin, Sitting, Subject

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class YearFacts:
    """One year of one council, with all its known sittings."""

    council: Council
    sittings: tuple[Sitting, ...]
    year: int

    @cached_property
    def records(self) -> tuple[Record, ...]:
        ordered = sorted(self.sittings, key=lambda s: s.held_on)
        return tuple(Record(self.council, sitting) for sitting in ordered)

    def action(self, to_do: str) -> str:
        """What to do; where every known sitting was taken over from paper, it may well have been done."""
        is_old = bool(self.sittings) and all(s.origin is Origin.RECORDED for s in self.sittings)
        return f"Non enregistré : {to_do[0].lower()}{to_do[1:]}" if is_old else to_do

    def decided_on(self, subject: Subject, financial_year: int | None = None) -> date | None:
        """First day on which that subject was decided, for that financial year where it matters."""
        return next(self._days(subject, financial_year), None)

    def _days(self, subject: Subject, financial_year: int | None) -> Iterator[date]:
        for record in self.records:
            for item in record.sitting.agenda:
                is_it = item.subject is subject or (
                    subject is Subject.ACCOUNTS and item.kind is ItemKind.ACCOUNTS
                )
                years = (None, item.financial_year or _usual_year(subject, record))
                is_settled = record.verdict_on(item.uid) is not Verdict.REJECTED
                if is_it and is_settled and financial_year in years:
                    yield record.sitting.held_on


def _usual_year(subject: Subject, record: Record) -> int:
    """The financial year of an item that does not say it: accounts are those of the year before."""
    return record.sitting.held_on.year - (1 if subject is Subject.ACCOUNTS else 0)


def _sitting_in(months: tuple[int, int]) -> Callable[[YearFacts], Reading]:
    """A sitting between the first day of one month and the last of another."""

    def read(facts: YearFacts) -> Reading:
        first = date(facts.year, months[0], 1)
        last = add_months(date(facts.year, months[1], 1), 1) - timedelta(days=1)
        held = (s.held_on for s in facts.sittings if first <= s.held_on <= last)
        return Reading(
            first=first,
            last=last,
            done_on=min(held, default=None),
            next_action=facts.action("Réunir le conseil, ou enregistrer la séance qui a eu lieu."),
        )

    return read


def _budget(facts: YearFacts) -> Reading:
    return Reading(
        last=budget_deadline(facts.council, facts.year),
        done_on=facts.decided_on(Subject.BUDGET, facts.year),
        next_action=facts.action(f"Voter le budget {facts.year}."),
    )


def _budget_debate(facts: YearFacts) -> Reading:
    """Two to ten weeks before the vote of the budget, or before its last day while it is not voted."""
    reason = below(facts.council, date(facts.year, 1, 1), 3500)
    if reason and facts.council.body_type is BodyType.COMMUNE:
        return Reading(not_applicable=reason)
    budget = facts.decided_on(Subject.BUDGET, facts.year) or budget_deadline(facts.council, facts.year)
    return Reading(
        first=budget - 10 * WEEK,
        last=budget - 2 * WEEK,
        done_on=facts.decided_on(Subject.BUDGET_DEBATE, facts.year),
        next_action=facts.action(f"Tenir le débat d'orientation budgétaire {facts.year}."),
    )


def _accounts(facts: YearFacts) -> Reading:
    return Reading(
        last=accounts_deadline(facts.year),
        done_on=facts.decided_on(Subject.ACCOUNTS, facts.year - 1),
        next_action=facts.action(f"Voter les comptes de l'exercice {facts.year - 1}."),
    )


def _rules_of_procedure(facts: YearFacts) -> Reading:
    start = term_start(facts.council, date(facts.year, 12, 31))
    if start.year != facts.year:
        return Reading(not_applicable="Le conseil n'a pas été installé cette année.")
    reason = below(facts.council, start, 1000)
    if reason and facts.council.body_type is BodyType.COMMUNE:
        return Reading(not_applicable=reason)
    return Reading(
        first=start,
        last=add_months(start, 6),
        done_on=_after(facts, Subject.RULES_OF_PROCEDURE, start),
        next_action=facts.action("Adopter le règlement intérieur."),
    )


def _social_board(facts: YearFacts) -> Reading:
    if not is_renewal_year(facts.council, facts.year):
        return Reading(not_applicable="Le conseil n'a pas été renouvelé cette année.")
    start = term_start(facts.council, date(facts.year, 12, 31))
    return Reading(
        first=start,
        last=add_months(start, 2),
        done_on=_after(facts, Subject.SOCIAL_BOARD, start),
        next_action=facts.action("Élire les membres du conseil d'administration du CCAS, s'il y en a un."),
    )


def _after(facts: YearFacts, subject: Subject, start: date) -> date | None:
    later = tuple(s for s in facts.sittings if s.held_on >= start)
    return YearFacts(facts.council, later, facts.year).decided_on(subject)


_QUARTERS = (("1er", (1, 3)), ("2e", (4, 6)), ("3e", (7, 9)), ("4e", (10, 12)))
_HALVES = (("1er", (1, 6)), ("2e", (7, 12)))
_NO_SITTING = "Le conseil ne se réunit pas aussi souvent que la loi le demande."

RULES: tuple[DutyRule[YearFacts], ...] = (
    *(
        DutyRule(
            code=f"year.quarter_{number}",
            title=f"Séance du {name} trimestre",
            article="CGCT art. L. 2121-7",
            says="Le conseil se réunit au moins une fois par trimestre.",
            read=_sitting_in(months),
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
            read=_sitting_in(months),
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
        says="À partir de 3 500 habitants, un débat a lieu deux à dix semaines avant le vote du budget.",
        read=_budget_debate,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le budget voté sans ce débat peut être annulé.",
    ),
    DutyRule(
        code="year.budget",
        title="Vote du budget",
        article="CGCT art. L. 1612-2",
        says="Le budget est voté avant le 15 avril, ou le 30 avril l'année du renouvellement du conseil.",
        read=_budget,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le préfet peut saisir la chambre régionale des comptes.",
    ),
    DutyRule(
        code="year.accounts",
        title="Vote des comptes",
        article="CGCT art. L. 1612-12",
        says="Les comptes de l'exercice sont votés avant le 30 juin de l'année suivante.",
        read=_accounts,
        bodies=RULED,
        certainty=Certainty.COMMON_KNOWLEDGE,
        consequence="Le préfet peut saisir la chambre régionale des comptes.",
    ),
    DutyRule(
        code="year.rules_of_procedure",
        title="Règlement intérieur",
        article="CGCT art. L. 2121-8",
        says="À partir de 1 000 habitants, et dans tout EPCI, le règlement intérieur est adopté dans les six mois de "
        "l'installation du conseil.",
        read=_rules_of_procedure,
        bodies=COMMUNES | GROUPED,
        consequence="Les règles propres au conseil restent celles de l'ancien.",
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
    """
    facts = YearFacts(council, tuple(sittings), year)
    overrides = [o for s in sittings if s.held_on.year == year for o in s.overrides]
    last_day = date(year, 12, 31)
    return tuple(
        rule.duty(facts, council, last_day, str(year), override_of(overrides, rule.code), today)
        for rule in RULES
        if rule.concerns(council)
    )
