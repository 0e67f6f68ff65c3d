"""Text checks: what the words of an act say against its facts, its own figures and good drafting."""

from deliberations.domain.linter import (
    accounts,
    amounts,
    appeals,
    citations,
    dates,
    drafting,
    local_law,
    people,
    percentages,
    places,
    privacy,
    prose,
    sums,
    unanimity,
    visas,
)
from deliberations.domain.rulebook import Rule

RULES: tuple[Rule, ...] = (
    *places.RULES,
    *people.RULES,
    *citations.RULES,
    *local_law.RULES,
    *appeals.RULES,
    *drafting.RULES,
    *dates.RULES,
    *amounts.RULES,
    *percentages.RULES,
    *sums.RULES,
    *accounts.RULES,
    *prose.RULES,
    *unanimity.RULES,
    *visas.RULES,
    *privacy.RULES,
)
