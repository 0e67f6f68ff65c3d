"""The rule book: every rule of the sitting, and what they say of a record.

On a recorded act every finding is a remark; a REFUSAL blocks only a gesture of ours. Where the law is not
established, a rule warns and says so.
"""

from collections.abc import Iterable
from dataclasses import replace

from deliberations.domain import linter
from deliberations.domain.checks import (
    accounts,
    agenda,
    attendance_facts,
    budgets,
    composition,
    deputies,
    deputy_numbers,
    derogations,
    elections,
    forms,
    hours,
    identifiers,
    interests,
    interests_written,
    minutes,
    nominations,
    nominations_written,
    notice,
    officers,
    paper,
    paper_dates,
    places,
    proxies,
    publication,
    quorum,
    rapporteurs,
    remote,
    requests,
    second_call,
    signatories,
    silences,
    succession,
    territory,
    texts,
    transmission,
    urgency,
    various,
    votes,
)
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Rule

TEXT_RULES: tuple[Rule, ...] = (
    *texts.RULES,
    *interests_written.RULES,
    *nominations_written.RULES,
    *linter.RULES,
)
"""Those that read words, not facts: the slowest."""

CHAPTERS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("Composition du conseil", (*composition.RULES, *territory.RULES)),
    (
        "Convocation et ordre du jour",
        (*notice.RULES, *urgency.RULES, *agenda.RULES, *places.RULES, *various.RULES, *second_call.RULES),
    ),
    (
        "Présences et quorum",
        (*quorum.RULES, *derogations.RULES, *remote.RULES, *hours.RULES, *attendance_facts.RULES),
    ),
    ("Pouvoirs et suppléants", (*proxies.RULES, *succession.RULES)),
    ("Présidence et secrétariat", (*officers.RULES, *rapporteurs.RULES)),
    ("Comptes et membres intéressés", (*accounts.RULES, *budgets.RULES, *interests.RULES)),
    ("Votes", (*votes.RULES, *forms.RULES, *requests.RULES)),
    ("Nominations", nominations.RULES),
    ("Élections", (*elections.RULES, *deputies.RULES, *deputy_numbers.RULES)),
    ("Procès-verbal", (*minutes.RULES, *silences.RULES)),
    ("Vie de l'acte", (*publication.RULES, *transmission.RULES, *identifiers.RULES, *signatories.RULES)),
    ("Textes", TEXT_RULES),
    ("Actes des années passées", (*paper.RULES, *paper_dates.RULES)),
)
"""The rules, by chapter of ``docs/legalite.md``, in the order in which they are applied."""

RULE_BOOK: tuple[Rule, ...] = tuple(rule for _, rules in CHAPTERS for rule in rules)


def check_sitting(record: Record, rules: Iterable[Rule] = RULE_BOOK) -> tuple[Finding, ...]:
    """Every finding on one sitting, in the order of the rule book, each with the reason that set it aside."""
    found = (finding for rule in rules for finding in rule.findings(record))
    return tuple(_with_override(record, finding) for finding in found)


def _with_override(record: Record, finding: Finding) -> Finding:
    override = next((o for o in record.sitting.overrides if o.sets_aside(finding)), None)
    return replace(finding, override=override) if override else finding
