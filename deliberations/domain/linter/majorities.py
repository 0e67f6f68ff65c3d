"""« À la majorité des voix » in the prose of an act whose recorded vote is unanimous."""

import re
from collections.abc import Iterator

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.scope import before, is_of_another_vote, own_lines
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.votes import MajorityRule, StatedResult, Vote

_MAJORITY = re.compile(
    r"(?:\bà|(?<!\w)a)\sla\smajorité(?:\sdes\s(?:voix|votes|votants|présents"
    r"|(?:membres|conseillers|élus|délégués)(?:\s(?:municipaux|communautaires|présents|votants|représentés|et|ou)){0,5}))?"
    r"(?![\w-]|\s(?:absolue|qualifiée|relative|simple|requise|exprim|en\sexercice|du\b|de\b|des\b))",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"à\sla\smajorité|a\sla\smajorité", re.IGNORECASE)
_DECIDED = re.compile(r"\b(?:adoptée?|approuvée?|acceptée?|validée?|votée?|décide)\s?,?\s$", re.IGNORECASE)
"""A rule of procedure has the plural: « les délibérations sont adoptées »."""
_DECIDES_HERE = re.compile(
    r"\b(?:conseil(?:\s(?:municipal|communautaire))?|assemblée|comité\ssyndical|délibéré)\b", re.IGNORECASE
)
_OTHERS_DECIDE = re.compile(r"\b(?:commission|bureau|jury|comité(?!\ssyndical)|syndic)\b", re.IGNORECASE)
_DECIDES = re.compile(
    r"[^.;:]{0,60}?\b(?:décide|approuve|adopte|autorise|accepte|émet|donne|fixe|valide)\b", re.IGNORECASE
)


@told_once
def check_majorities(record: Record) -> Iterator[Finding]:
    """The text does not say « à la majorité » where everybody voted for.

    « À la majorité » alone, where the voices are counted, belongs to the rule of the words « à l'unanimité ».
    """
    for act in record.sitting.deliberations:
        vote = _unanimous_vote(record, act)
        if vote is not None:
            yield from (_not_unanimous(record, *told) for told in _majorities(record, act, vote))


def _majorities(record: Record, act: Deliberation, vote: Vote) -> Iterator[tuple[Line, re.Match[str]]]:
    is_counted = record.count(vote).in_favour is not None
    for line in own_lines(act):
        for found in _MAJORITY.finditer(line.text):
            is_told_elsewhere = is_counted and _PLAIN.fullmatch(found.group())
            if not is_told_elsewhere and _is_result(record, line.text, found):
                yield line, found


def _unanimous_vote(record: Record, act: Deliberation) -> Vote | None:
    """The only vote of the item, when everybody is for, or when that is all that the paper tells."""
    vote = record.deciding_vote(act.item)
    is_alone = len(record.votes_on(act.item)) == 1 and not record.elections_on(act.item)
    if vote is None or not is_alone or record.majority(vote) is not MajorityRule.SIMPLE:
        return None
    count = record.count(vote)
    is_counted = count.in_favour is not None
    by_count = is_counted and bool(count.in_favour) and count.in_favour == count.total
    return vote if by_count or (not is_counted and vote.stated is StatedResult.UNANIMOUS) else None


def _is_result(record: Record, text: str, found: re.Match[str]) -> bool:
    """Whether it is the result of this vote: « adoptée à la majorité », « le conseil, à la majorité, décide »."""
    head = before(text, found.start())
    is_decided = _DECIDED.search(head) and not _OTHERS_DECIDE.search(head)
    is_deciding = (not head.strip() or _DECIDES_HERE.search(head)) and _DECIDES.match(text, found.end())
    return bool(is_decided or is_deciding) and not is_of_another_vote(record, text, *found.span())


def _not_unanimous(record: Record, line: Line, found: re.Match[str]) -> Finding:
    advice = Advice(
        code="text.majority",
        message=f"« {found.group()} » : d'après les faits enregistrés, le vote est unanime.",
        consequence="Le texte laisse croire que des voix ont manqué.",
        remedy="Corriger le texte, ou le vote enregistré s'il est mal noté.",
        correction="À L'UNANIMITÉ" if found.group().isupper() else "à l'unanimité",
        severity=Severity.NOTICE,
    )
    return remark(record, line, advice)


RULES = (
    house_rule(
        "text.majority",
        "Majorité annoncée d'un vote unanime",
        "« À la majorité des voix » ne se dit pas d'un vote où tous sont pour.",
        check_majorities,
    ),
)
