"""What a rule is: when it was in force, for whom, how sure we are of it, and the check that applies it.

A rule never looks at the clock: it is in force on the day of the sitting. A rule that changed is two rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from councils.domain.bodies import BodyType, Council, Territory
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record

VERSION = "2026.11.24"
"""Written in every snapshot so that an old act can be read with the rules of its day."""

Check = Callable[[Record], Iterator[Finding]]

COMMUNES = frozenset({BodyType.COMMUNE})
GROUPED = frozenset({BodyType.EPCI, BodyType.CLOSED_SYNDICATE})
SOCIAL_BOARDS = frozenset({BodyType.CCAS})
RULED = COMMUNES | GROUPED | SOCIAL_BOARDS
"""Bodies that have rules of ours: an open syndicate follows its statutes, another assembly is only recorded."""
EVERY_BODY = frozenset(BodyType)
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
COVID_FROM, COVID_UNTIL = date(2020, 3, 12), date(2022, 7, 31)
"""Window, with gaps, of the special laws on quorum and proxies: what they allowed day by day is not established
here, so findings of that time are only notices."""


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

    def applies(self, council: Council, on: date) -> bool:
        """Whether the rule is in force that day for that council."""
        in_force = (self.since is None or self.since <= on) and (self.until is None or on <= self.until)
        return in_force and council.body_type in self.bodies and council.territory in self.territories

    def findings(self, record: Record) -> Iterator[Finding]:
        """What the rule says of a sitting: nothing when it does not apply, never a refusal when it is not sure."""
        if not self.applies(record.council, record.sitting.held_on):
            return
        for finding in self.check(record):
            is_too_hard = finding.severity is Severity.REFUSAL and self.certainty is not Certainty.ESTABLISHED
            yield replace(finding, severity=Severity.WARNING) if is_too_hard else finding
