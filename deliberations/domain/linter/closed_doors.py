"""« Le maire prononce le huis clos »: closing the doors is for the council, by a vote (CGCT art. L. 2121-18)."""

import re
from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article
from deliberations.domain.covid import is_in_covid_window
from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.scope import before
from deliberations.domain.record import Record
from deliberations.domain.rulebook import RULED, SOCIAL_BOARDS, Rule
from deliberations.domain.sittings import Sitting
from deliberations.domain.votes import VotePurpose

_CLOSES = re.compile(
    r"\b(?:(?:le|la|madame|monsieur|mme)\s(?:le\s|la\s)?(?:maire|présidente?))\s(?:[\w'’]{1,12}\s){0,3}?"
    r"(?:prononc|ordonn|décrèt|décid|impos)\w{1,3}\s(?:alors\s|donc\s)?"
    r"(?:le|du|que\sla\sséance\sse\s(?:tient|poursuit)\sà)\shuis[\s-]clos\b",
    re.IGNORECASE,
)
_DOORS = re.compile(r"\bhuis[\s-]clos\b", re.IGNORECASE)
_VOTED = re.compile(
    r"\bvot\w+|unanimité|majorité|\bvoix\b|\bconseil\b[^.;]{0,60}\b(?:décid|accept|approuv|adopt|délibér)\w+|conformément",
    re.IGNORECASE,
)
"""The text tells that the council was asked."""
_EARLIER = re.compile(r"\bavai(?:t|ent)\b|précéden\w+|\blors\b|\bsi\b|\bpeut\b", re.IGNORECASE)


@told_once
def check_closed_doors_told(record: Record) -> Iterator[Finding]:
    """The mayor may ask for closed doors; a text that has him decide alone tells no vote, and none is recorded.

    Under the special laws of 2020 to 2022 the public could be kept away otherwise: nothing is said then.
    """
    # A sitting recorded as closed without a vote is told once, by its own rule.
    is_told = _is_voted(record.sitting) or not record.sitting.is_public
    if is_told or is_in_covid_window(record.sitting.held_on):
        return
    lines = tuple(lines_of(record))
    if any(_DOORS.search(line.text) and _VOTED.search(line.text) for line in lines):
        return
    for line in lines:
        found = _CLOSES.search(line.text)
        if found and not _EARLIER.search(before(line.text, found.start()) + found.group()):
            yield _told(record, line, found.group())


def _is_voted(sitting: Sitting) -> bool:
    return any(vote.purpose is VotePurpose.CLOSED_DOORS for vote in sitting.votes)


def _told(record: Record, line: Line, words: str) -> Finding:
    advice = Advice(
        code="text.closed_doors",
        message=f"« {words} » : le conseil décide du huis clos par un vote, et aucun n'est enregistré.",
        consequence="Les délibérations prises hors de la présence du public peuvent être annulées.",
        remedy="Mettre le huis clos aux voix, sans débat, enregistrer ce vote et l'écrire dans l'acte.",
        article=article(record, Topic.CLOSED_DOORS),
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.closed_doors",),
        title="Huis clos prononcé par le maire seul",
        article="CGCT art. L. 2121-18",
        says="Le maire ou trois membres demandent le huis clos ; c'est le conseil qui le décide, par un vote.",
        check=check_closed_doors_told,
        bodies=RULED - SOCIAL_BOARDS,
    ),
)
