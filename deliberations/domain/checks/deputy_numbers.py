"""Checks on the number of deputies (CGCT art. L. 2122-2)."""

import re
from collections.abc import Iterator

from councils.domain.membership import is_in_force, number_at
from councils.domain.people import OfficeKind
from deliberations.domain.checks.ballot import ballot_finding
from deliberations.domain.checks.common import remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.legal_number import legal_number
from deliberations.domain.linter.figures import WORDS, value_of_words
from deliberations.domain.linter.folding import fold
from deliberations.domain.majority import Verdict
from deliberations.domain.posts import PostKind, elections_to
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Rule
from deliberations.domain.texts import text_of
from deliberations.domain.wording.agreement import counted

_WITH_NEIGHBOURHOODS = 80_000
"""From there on a council may have more deputies, for its neighbourhoods: not established here."""
_NUMBER_OF_DEPUTIES = re.compile(
    r"\bnombre (?:de postes )?(?:des?|d) (?:postes? d )?(?:maires? )?adjoints?\b"
)
_COUNT = rf"(\b\d{{1,2}}\b|{WORDS})"
_DECIDED = re.compile(
    rf"{_COUNT} (?:le nombre (?:de postes )?|postes? )?(?:(?:des?|d) )?(?:maires? )?adjoints?\b"
    rf"|\badjoints? (?:au maire )?(?:est fixe )?(?:a )?{_COUNT}(?! (?:de l effectif|pour cent|du nombre))"
)
"""« à cinq le nombre des adjoints », « cinq postes d'adjoints », « le nombre d'adjoints à 5 », in folded words."""


def most_deputies(legal: int) -> int:
    """Deputies that a council of that legal number may have: 30 % at most, and at least one (CGCT art. L. 2122-2)."""
    return max(1, legal * 30 // 100)


def check_number_of_deputies(record: Record) -> Iterator[Finding]:
    """At most 30 % of the legal number of members, and at least one (CGCT art. L. 2122-2)."""
    legal = legal_number(record)
    if (
        legal is None
        or (number_at(record.council.populations, record.sitting.held_on) or 0) >= _WITH_NEIGHBOURHOODS
    ):
        return
    most = most_deputies(legal)
    elections = elections_to(record, PostKind.DEPUTY)
    if not elections:
        yield from _too_many_decided(record, most, legal)
        return
    staying = 0 if elections_to(record, PostKind.MAYOR) else staying_deputies(record)
    number = staying + sum(e.seats for e in elections)
    if number > most:
        yield ballot_finding(
            record,
            elections[-1],
            "too_many_deputies",
            f"{counted(number, 'adjoint')}, pour {most} au plus (30 % de {legal}).",
            (
                f"Ramener le nombre d'adjoints à {most} avant le vote.",
                "Vérifier le nombre d'adjoints ; s'il est exact, délibérer à nouveau.",
            ),
            text="CGCT art. L. 2122-2",
        )


def _too_many_decided(record: Record, most: int, legal: int) -> Iterator[Finding]:
    """The same, of the number that a deliberation sets when nobody is elected yet."""
    for item in record.sitting.agenda:
        is_about = "adjoint" in item.title_html.lower() and _NUMBER_OF_DEPUTIES.search(
            fold(text_of(item.title_html))
        )
        number = _number_decided(record, item.uid) if is_about else None
        if number is not None and number > most and record.verdict_on(item.uid) is not Verdict.REJECTED:
            yield Finding(
                code="election.too_many_deputies",
                severity=Severity.WARNING,
                article="CGCT art. L. 2122-2",
                message=f"La décision crée {counted(number, 'poste')} d'adjoint, pour {most} au plus "
                f"(30 % de {legal}).",
                where="décision",
                item=item.uid,
                consequence="La délibération, et l'élection qui la suit, peuvent être annulées.",
                remedy=remedy(
                    record,
                    f"Ramener le nombre d'adjoints à {most} avant le vote.",
                    "Vérifier le nombre d'adjoints ; s'il est exact, délibérer à nouveau.",
                ),
            )


def _number_decided(record: Record, item: str) -> int | None:
    """The number that the acts of an item set: « fixe à cinq le nombre des adjoints »."""
    for act in record.acts_on(item):
        for part in act.operative:
            found = _DECIDED.search(fold(text_of(" ".join((part.verb, *part.blocks_html)))))
            words = next(filter(None, found.groups()), None) if found else None
            if words:
                return int(words) if words.isdecimal() else value_of_words(words)
    return None


def staying_deputies(record: Record) -> int:
    """Deputies known to hold their office since before that day, and to keep it after it."""
    on = record.sitting.held_on
    offices = [office for m in record.members for office in record.mandates[m].offices]
    deputies = [o for o in offices if o.kind is OfficeKind.DEPUTY and o.since is not None and o.since < on]
    return sum(is_in_force(office, on) and office.until != on for office in deputies)


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("election.too_many_deputies",),
        title="Nombre d'adjoints",
        article="CGCT art. L. 2122-2",
        says="Les adjoints sont au plus 30 % de l'effectif légal du conseil, et au moins un.",
        check=check_number_of_deputies,
        bodies=COMMUNES,
    ),
)
