"""Text checks: what the words of an act say against its facts, its own figures and good drafting."""

from deliberations.domain.linter import citations, dates, drafting, people, places, privacy, visas
from deliberations.domain.rulebook import Rule

RULES: tuple[Rule, ...] = (
    *places.RULES,
    *people.RULES,
    *citations.RULES,
    *drafting.RULES,
    *dates.RULES,
    *visas.RULES,
    *privacy.RULES,
)
