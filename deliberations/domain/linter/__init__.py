"""Text checks: what the words of an act say against its facts, its own figures and good drafting."""

from deliberations.domain.linter import (
    accounts,
    amounts,
    appeals,
    citations,
    dates,
    drafting,
    local_law,
    majorities,
    other_heads,
    people,
    percentages,
    places,
    privacy,
    prose,
    retold,
    sums,
    unanimity,
    visas,
)
from deliberations.domain.rulebook import Rule

RULES: tuple[Rule, ...] = (
    *places.RULES,
    *other_heads.RULES,
    *people.RULES,
    *citations.RULES,
    *local_law.RULES,
    *appeals.RULES,
    *drafting.RULES,
    *dates.RULES,
    *amounts.RULES,
    *retold.RULES,
    *percentages.RULES,
    *sums.RULES,
    *accounts.RULES,
    *prose.RULES,
    *unanimity.RULES,
    *majorities.RULES,
    *visas.RULES,
    *privacy.RULES,
)
