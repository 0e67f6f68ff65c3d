"""Articles of the general law cited in Alsace-Moselle, where they do not apply (CGCT art. L. 2541-1)."""

import re
from collections.abc import Iterator

from deliberations.domain.checks.common import follows_local_law
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import lines_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, EVERY_TERRITORY, Certainty, Rule

_SET_ASIDE = re.compile(r"\bL\.?\s?2121-(?:1|9|10|11|15|22)(?![-\d])")
"""Those that were read as set aside; the list of art. L. 2541-1 has others."""


@told_once
def check_local_law(record: Record) -> Iterator[Finding]:
    """Calling the council, its minutes, its committees have articles of their own there (art. L. 2541-2 and after)."""
    if not follows_local_law(record):
        return
    for line in lines_of(record):
        yield from _cited(line.text, line.passage.where, line.act.item)
    for statement in record.sitting.statements:
        yield from _cited(statement.text, statement.place or "mentions du papier", statement.item)


def _cited(text: str, where: str, item: str | None) -> Iterator[Finding]:
    for words in dict.fromkeys(found.group() for found in _SET_ASIDE.finditer(text)):
        yield Finding(
            code="text.local_law",
            severity=Severity.NOTICE,
            article="CGCT art. L. 2541-1",
            message=f"« {words} » : cet article ne s'applique pas aux communes d'Alsace-Moselle.",
            where=where,
            item=item,
            consequence="L'acte se fonde sur une règle qui n'est pas la sienne : le droit local a ses articles.",
            remedy="Citer dans les prochains actes l'article du droit local (L. 2541-1 et suivants).",
        )


RULES = (
    Rule(
        codes=("text.local_law",),
        title="Article écarté par le droit local",
        article="CGCT art. L. 2541-1",
        says="Une commune d'Alsace-Moselle ne se fonde pas sur les articles que son droit local écarte.",
        check=check_local_law,
        bodies=COMMUNES,
        territories=EVERY_TERRITORY,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
)
