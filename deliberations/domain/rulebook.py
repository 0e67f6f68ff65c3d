"""What a rule is: when it was in force, for whom, how sure we are of it, and the check that applies it.

A rule never looks at the clock: it is in force on the day of the sitting. A rule that changed is two rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from councils.domain.bodies import BodyType, Council, Territory
from deliberations.domain.articles import WITHOUT_RULES
from deliberations.domain.covid import is_in_covid_window
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Derogation

VERSION = "2026.11.29"
"""Written in every snapshot so that an old act can be read with the rules of its day."""

Check = Callable[[Record], Iterator[Finding]]

COMMUNES = frozenset({BodyType.COMMUNE})
GROUPED = frozenset({BodyType.EPCI, BodyType.CLOSED_SYNDICATE})
SOCIAL_BOARDS = frozenset({BodyType.CCAS})
EVERY_BODY = frozenset(BodyType)
RULED = EVERY_BODY - WITHOUT_RULES
"""Bodies that have rules of ours: an open syndicate follows its statutes, another assembly is only recorded."""
EVERY_TERRITORY = frozenset(Territory)
OUTSIDE_LOCAL_LAW = EVERY_TERRITORY - {Territory.ALSACE_MOSELLE}

PUBLICITY_REFORM = date(2022, 7, 1)
"""Ordonnance 2021-1310 and décret 2021-1311: minutes, list of deliberations, electronic publication."""
PUBLICATION_ELSEWHERE = date(2024, 7, 5)
"""Décret 2024-719, by its own date: the first day it was in force is not established here."""
RENEWAL_OF_2026 = date(2026, 3, 1)
"""Loi 2025-444: list ballot everywhere, councils deemed complete; applies from the renewal of March 2026."""
STATUTE_OF_ELECTED_MEMBERS = date(2025, 12, 24)
"""Loi 2025-1249, article 32: interested members."""
EXCEPTIONAL_REMEDY = "Un régime dérogatoire a pu s'appliquer à cette date : noter celui qui a été appliqué."


def has_derogation(record: Record) -> bool:
    """Whether the clerk recorded the special rules that applied that day."""
    return record.sitting.derogation != Derogation()


def under_exceptional_laws(record: Record) -> bool:
    """Whether a special law may have applied that day and the clerk has not said which."""
    return is_in_covid_window(record.sitting.held_on) and not has_derogation(record)


class Certainty(StrEnum):
    """How the rule is known. Only an ESTABLISHED one may refuse; the others can warn, never refuse."""

    ESTABLISHED = "ESTABLISHED"
    OLD_TEXT = "OLD_TEXT"
    COMMON_KNOWLEDGE = "COMMON_KNOWLEDGE"
    NOT_ESTABLISHED = "NOT_ESTABLISHED"
    HOUSE = "HOUSE"
    """A rule of good drafting or of arithmetic: no text commands it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the book, as anybody can read it.

    ``codes`` are the findings its check may yield, each belonging to this rule only (the same code may serve the
    successive versions of one rule). ``says`` states the rule in one French sentence. ``article`` is that of a
    commune; the check cites the one of the body. ``since`` and ``until`` are inclusive days of sittings.
    ``softened_by_exceptional_laws`` is for the rules that the special laws of 2020 to 2022 relaxed, or may have.
    """

    codes: tuple[str, ...]
    title: str
    article: str
    says: str
    check: Check
    certainty: Certainty = Certainty.ESTABLISHED
    bodies: frozenset[BodyType] = RULED
    territories: frozenset[Territory] = EVERY_TERRITORY
    since: date | None = None
    until: date | None = None
    softened_by_exceptional_laws: bool = False

    def applies(self, council: Council, on: date) -> bool:
        """Whether the rule is in force that day for that council."""
        in_force = (self.since is None or self.since <= on) and (self.until is None or on <= self.until)
        return in_force and council.body_type in self.bodies and territory_of(council) in self.territories

    def findings(self, record: Record) -> Iterator[Finding]:
        """What the rule says of a sitting: nothing when it does not apply, never a refusal when it is not sure."""
        if not self.applies(record.council, record.sitting.held_on):
            return
        is_softened = self.softened_by_exceptional_laws and under_exceptional_laws(record)
        is_sure = self.certainty is Certainty.ESTABLISHED and not self._is_only_presumed(record.council)
        for finding in self.check(record):
            if is_softened and finding.severity is not Severity.NOTICE:
                yield _softened(finding)
            elif finding.severity is Severity.REFUSAL and not is_sure:
                yield replace(finding, severity=Severity.WARNING)
            else:
                yield finding

    def _is_only_presumed(self, council: Council) -> bool:
        """Whether the rule is applied in Alsace-Moselle to a body of which the local law does not speak."""
        return council.territory not in self.territories


def house_rule(code: str, title: str, says: str, check: Check) -> Rule:
    """A rule of good drafting or of arithmetic, for every body: no text commands it."""
    return Rule(
        codes=(code,),
        title=title,
        article="",
        says=says,
        check=check,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    )


def territory_of(council: Council) -> Territory:
    """The local law of Alsace-Moselle is about communes: the other bodies there follow the ordinary rules."""
    is_local = council.territory is Territory.ALSACE_MOSELLE
    return Territory.ORDINARY if is_local and council.body_type is not BodyType.COMMUNE else council.territory


def _softened(finding: Finding) -> Finding:
    """A notice that a special law may have allowed it; what to do otherwise comes second."""
    return replace(
        finding,
        severity=Severity.NOTICE,
        consequence=f"Sans régime dérogatoire : {_lowered(finding.consequence)}",
        remedy=f"{EXCEPTIONAL_REMEDY} Sinon : {_lowered(finding.remedy)}",
    )


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
