"""Whether the engine answers what a case expects: the differences, each told in a French line."""

from collections.abc import Iterator, Sequence
from typing import Any

from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.findings import Finding
from tests.law.case_answers import FINDINGS, SET_ASIDE, SEVERITIES, Answers, answers_of
from tests.law.case_facts import situation_of
from tests.law.case_reader import Case, CaseRefused
from tests.law.case_sums import sum_of

WITHOUT = "sans constat"
SAYS = "dit"
CODES = frozenset(code for rule in RULE_BOOK for code in rule.codes)
_LAST_DAY = "dernier jour"


def answers(case: Case) -> Any:
    """What the engine answers to the facts of a case. Raises ``CaseRefused``."""
    return sum_of(case) if "calcul" in case.facts else answers_of(situation_of(case))


def differences(case: Case) -> list[str]:
    """What the engine says otherwise than the case; empty when they agree. Raises ``CaseRefused``."""
    return list(compare(case.expected, answers(case), case.place))


def compare(expected: Any, found: Any, place: str) -> Iterator[str]:
    """Each line says where, what was expected and what was found."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            yield from _compare_key(key, value, found, place)
    elif isinstance(found, dict) and _LAST_DAY in found:
        yield from compare({_LAST_DAY: expected}, found, place)
    elif isinstance(expected, dict) or isinstance(found, dict):
        raise CaseRefused(f"{place} : « {expected} » n'est pas une réponse possible ici")
    elif text_of(expected) != found:
        yield f"{place} : attendu « {text_of(expected)} », trouvé « {found} »"


def text_of(expected: Any) -> str:
    """A list is read like « A1, A2 »."""
    return ", ".join(expected) if isinstance(expected, list) else str(expected).strip()


def _compare_key(key: str, value: Any, found: Answers, place: str) -> Iterator[str]:
    where = f"{place}, {key}"
    if key in (FINDINGS, WITHOUT, SAYS) and FINDINGS not in found:
        raise CaseRefused(f"{place} : pas de constats ici")
    if key == FINDINGS:
        yield from _missing(value, found[FINDINGS], where)
    elif key == WITHOUT:
        yield from _unwanted(value, found[FINDINGS], where)
    elif key == SAYS:
        yield from _unsaid(value, found[FINDINGS], where)
    elif key == "sièges par liste" and isinstance(value, dict):
        yield from compare([f"{name} = {seats}" for name, seats in value.items()], found.get(key), where)
    elif key not in found:
        raise CaseRefused(f"{place} : clé inconnue « {key} » ; clés possibles : {', '.join(found)}")
    else:
        yield from compare(value, found[key], where)


def _missing(expected: Any, findings: Sequence[Finding], place: str) -> Iterator[str]:
    """Findings that must be there, each with its gravity where the case tells it."""
    there = {(f.code, SET_ASIDE if f.override else SEVERITIES[f.severity]) for f in findings}
    for each in expected if isinstance(expected, list) else [expected]:
        code, gravity = next(iter(each.items())) if isinstance(each, dict) else (each, None)
        _must_be_known(code, CODES, place)
        if gravity is not None:
            _must_be_known(gravity, {*SEVERITIES.values(), SET_ASIDE}, place)
        if not any(code == one and gravity in (None, how) for one, how in there):
            yield f"{place} : « {code} » ({gravity or 'toute gravité'}) attendu, trouvé {sorted(there)}"


def _unwanted(expected: Any, findings: Sequence[Finding], place: str) -> Iterator[str]:
    """Codes, or first part of codes (« quorum »), that must not be found."""
    for start in expected if isinstance(expected, list) else [expected]:
        _must_be_known(start, {*CODES, *(code.split(".")[0] for code in CODES)}, place)
        for finding in findings:
            if finding.code == start or finding.code.startswith(f"{start}."):
                yield f"{place} : « {finding.code} » trouvé : {finding.message}"


def _unsaid(expected: Any, findings: Sequence[Finding], place: str) -> Iterator[str]:
    """Words that a finding of that code must say: where, what is wrong, what follows, what to do or the article."""
    if not isinstance(expected, dict):
        raise CaseRefused(f"{place} : un code et les mots du constat sont attendus")
    for code, words in expected.items():
        _must_be_known(code, CODES, place)
        said = [_spelt_out(finding) for finding in findings if finding.code == code]
        if not any(text_of(words) in text for text in said):
            yield f"{place} : « {code} » devait dire « {text_of(words)} », trouvé {said}"


def _spelt_out(finding: Finding) -> str:
    return f"{finding.where}. {finding.message} {finding.consequence} {finding.remedy} ({finding.article})"


def _must_be_known(word: str, known: Any, place: str) -> None:
    if word not in known:
        raise CaseRefused(f"{place} : « {word} » inconnu ; possibles : {', '.join(sorted(known))}")
