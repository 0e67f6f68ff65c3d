"""Checks on the election of the deputies, and of the heads of an EPCI (CGCT art. L. 2122-2, L. 2122-7-2)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from councils.domain.bodies import BodyType
from councils.domain.membership import number_at
from deliberations.domain.checks.ballot import ballot_finding
from deliberations.domain.checks.common import is_recorded, names_of
from deliberations.domain.checks.deputy_numbers import staying_deputies
from deliberations.domain.elections import candidates_of
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.legal_number import is_of_term
from deliberations.domain.linter.folding import fold
from deliberations.domain.posts import GROUP_HEADS, PostKind, elections_to
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, RENEWAL_OF_2026, Certainty, Rule
from deliberations.domain.texts import text_of
from deliberations.domain.votes import CandidateTally, Election

RENEWAL_OF_2014, RENEWAL_OF_2020 = date(2014, 3, 1), date(2020, 3, 1)
"""List ballot of the deputies from 1,000 inhabitants, then lists that alternate: general knowledge."""
_LAST_DAY_BEFORE_2026 = RENEWAL_OF_2026 - timedelta(days=1)
_SMALL_COMMUNE = 1000
_VACANCY = re.compile(r"\b(?:remplac|vacan|demission|deces)")


def _population(record: Record) -> int | None:
    return number_at(record.council.populations, record.sitting.held_on)


def check_parity(record: Record) -> Iterator[Finding]:
    """Lists of deputies alternate women and men (CGCT art. L. 2122-7-2), wherever genders are known.

    Below 1,000 inhabitants a vacancy may be filled without regard to sex: nothing is said where the record tells one.
    """
    is_small = (_population(record) or 0) < _SMALL_COMMUNE
    if not is_of_term(record, RENEWAL_OF_2026):
        yield from check_parity_before_2026(record)  # A council of 2020 that still sits in March 2026.
    elif not (is_small and _fills_a_vacancy(record)):
        yield from _unequal_lists(record)


def _fills_a_vacancy(record: Record) -> bool:
    """Whether other deputies stay, or the agenda speaks of a vacancy, while the mayor is not elected."""
    if elections_to(record, PostKind.MAYOR):
        return False
    elections = elections_to(record, PostKind.DEPUTY)
    titles = (text_of(record.item(e.item).title_html) for e in elections)
    is_told = any(_VACANCY.search(fold(f"{e.posts} {t}")) for e, t in zip(elections, titles, strict=True))
    return is_told or staying_deputies(record) > 0


def check_parity_before_2026(record: Record) -> Iterator[Finding]:
    """The same, in the communes of 1,000 inhabitants and more that it concerned before the renewal of 2026."""
    if _is_large_before_2026(record, RENEWAL_OF_2020):
        yield from _unequal_lists(record)


def _is_large_before_2026(record: Record, since: date) -> bool:
    """Whether the council was elected at that renewal and before that of 2026, in a commune that is not small.

    The renewal decides, not the day of the sitting: the councils of 2020 still sat in March 2026.
    """
    is_large = (_population(record) or 0) >= _SMALL_COMMUNE
    return is_large and is_of_term(record, since) and not is_of_term(record, RENEWAL_OF_2026)


def _unequal_lists(record: Record) -> Iterator[Finding]:
    for election in elections_to(record, PostKind.DEPUTY):
        for each in candidates_of(election) if election.by_list else ():
            pair = _same_gender(record, each)
            if pair:
                yield _not_alternating(record, election, each, pair)


def _same_gender(record: Record, candidates: CandidateTally) -> tuple[str, str] | None:
    """The first two neighbours of a list known to be of one gender."""
    names, known = names_of(record), [m for m in candidates.members if m in record.mandates]
    for one, two in pairwise(known):
        gender = names.gender(one)
        if gender is not None and gender is names.gender(two):
            return one, two
    return None


def _not_alternating(
    record: Record, election: Election, candidates: CandidateTally, pair: tuple[str, str]
) -> Finding:
    one, two = (names_of(record).name(member) for member in pair)
    return ballot_finding(
        record,
        election,
        "not_alternating",
        f"la liste « {candidates.name} » n'alterne pas une femme et un homme ({one}, puis {two}).",
        (
            "Faire corriger la liste avant le vote.",
            "Vérifier l'ordre de la liste ; s'il est exact, en tenir compte avant de s'appuyer sur cette élection.",
        ),
        text="CGCT art. L. 2122-7-2",
    )


def check_deputies_by_list(record: Record) -> Iterator[Finding]:
    """Several deputies are elected together, on a list (CGCT art. L. 2122-7-2); one alone, like the mayor."""
    if is_of_term(record, RENEWAL_OF_2026):
        yield from _not_by_list(record)
    else:
        yield from check_deputies_by_list_before_2026(record)


def _not_by_list(record: Record) -> Iterator[Finding]:
    elections = elections_to(record, PostKind.DEPUTY)
    one_by_one = [e for e in elections if e.seats == 1 and not e.by_list]
    together = [e for e in elections if e.seats > 1 and not e.by_list and not is_recorded(record)]
    if len(one_by_one) > 1 and elections_to(record, PostKind.MAYOR):
        together.append(one_by_one[0])
    for election in together:
        yield ballot_finding(
            record,
            election,
            "deputies_not_by_list",
            "plusieurs adjoints sont élus sans scrutin de liste.",
            (
                "Faire déposer des listes, et voter sur ces listes.",
                "Vérifier au procès-verbal la forme du scrutin.",
            ),
            text="CGCT art. L. 2122-7-2",
        )


def check_deputies_by_list_before_2026(record: Record) -> Iterator[Finding]:
    """The same, in the communes of 1,000 inhabitants and more that it concerned before the renewal of 2026."""
    if _is_large_before_2026(record, RENEWAL_OF_2014):
        yield from _not_by_list(record)


def check_single_deputy(record: Record) -> Iterator[Finding]:
    """One single deputy is elected by the rules of the mayor's election (CGCT art. L. 2122-7)."""
    for election in elections_to(record, PostKind.DEPUTY):
        if election.by_list and election.seats == 1:
            yield ballot_finding(
                record,
                election,
                "single_deputy_by_list",
                "un seul poste est à pourvoir ; il suit les règles de l'élection du maire, et non le scrutin de liste.",
                ("Enregistrer des candidats et non des listes.",) * 2,
                severity=Severity.NOTICE,
                consequence="À égalité au troisième tour, c'est le plus âgé des candidats qui est élu.",
                text="CGCT art. L. 2122-7",
            )


def check_group_heads(record: Record) -> Iterator[Finding]:
    """President and vice-presidents of an EPCI are elected one post at a time (CE 23/04/2009 Moirans, 319812)."""
    for election in elections_to(record, *GROUP_HEADS):
        if election.by_list or election.seats > 1:
            yield ballot_finding(
                record,
                election,
                "group_heads_together",
                "le président et chaque vice-président s'élisent poste par poste, et non sur une liste.",
                (
                    "Procéder à une élection pour chaque poste.",
                    "Vérifier au procès-verbal s'il y a eu un scrutin pour chaque poste.",
                ),
                text="CE 23/04/2009 Moirans, n° 319812",
            )


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("election.not_alternating",),
        title="Listes d'adjoints : alternance (depuis 2026)",
        article="CGCT art. L. 2122-7-2",
        says="Dans toutes les communes, chaque liste d'adjoints alterne une femme et un homme.",
        check=check_parity,
        certainty=Certainty.NOT_ESTABLISHED,
        bodies=COMMUNES,
        since=RENEWAL_OF_2026,
    ),
    Rule(
        codes=("election.not_alternating",),
        title="Listes d'adjoints : alternance (avant 2026)",
        article="CGCT art. L. 2122-7-2",
        says="Dans les communes de 1 000 habitants et plus, chaque liste d'adjoints alterne une femme et un homme.",
        check=check_parity_before_2026,
        certainty=Certainty.COMMON_KNOWLEDGE,
        bodies=COMMUNES,
        since=RENEWAL_OF_2020,
        until=_LAST_DAY_BEFORE_2026,
    ),
    Rule(
        codes=("election.deputies_not_by_list",),
        title="Adjoints élus au scrutin de liste (depuis 2026)",
        article="CGCT art. L. 2122-7-2",
        says="Dans toutes les communes, plusieurs adjoints s'élisent sur une liste.",
        check=check_deputies_by_list,
        certainty=Certainty.NOT_ESTABLISHED,
        bodies=COMMUNES,
        since=RENEWAL_OF_2026,
    ),
    Rule(
        codes=("election.deputies_not_by_list",),
        title="Adjoints élus au scrutin de liste (avant 2026)",
        article="CGCT art. L. 2122-7-2",
        says="Dans les communes de 1 000 habitants et plus, plusieurs adjoints s'élisent sur une liste.",
        check=check_deputies_by_list_before_2026,
        certainty=Certainty.COMMON_KNOWLEDGE,
        bodies=COMMUNES,
        since=RENEWAL_OF_2014,
        until=_LAST_DAY_BEFORE_2026,
    ),
    Rule(
        codes=("election.single_deputy_by_list",),
        title="Un seul adjoint",
        article="CGCT art. L. 2122-7",
        says="L'adjoint élu seul l'est comme le maire, à la majorité absolue aux deux premiers tours.",
        check=check_single_deputy,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("election.group_heads_together",),
        title="Président et vice-présidents d'un EPCI",
        article="CE 23/04/2009 Moirans, n° 319812",
        says="Le président et chaque vice-président s'élisent l'un après l'autre, jamais sur une liste.",
        check=check_group_heads,
        certainty=Certainty.COMMON_KNOWLEDGE,
        bodies=frozenset({BodyType.EPCI}),
    ),
)
