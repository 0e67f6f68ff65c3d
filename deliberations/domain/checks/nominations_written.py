"""Nominations that a decision writes, on an item that nobody marked as one (CGCT art. L. 2121-21)."""

import re
from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.acts import Deliberation
from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.nominations import naming_vote, nomination_on
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty, Rule
from deliberations.domain.texts import decisions, naming_decisions
from deliberations.domain.votes import VoteMethod

_MARK = "Marquer le point comme nomination et noter la renonciation au secret ou la candidature unique."
_MARK_IMPOSED = (
    "Marquer le point comme nomination, au scrutin secret imposé : le conseil ne peut pas y renoncer pour le conseil "
    "d'administration du CCAS. Voté à main levée, délibérer à nouveau."
)
_SOCIAL_BOARD = re.compile(
    r"\b(?:conseil d['’]administration|membres?|représentante?s?|déléguée?s?)[^.;]{0,30}? (?:au|du) "
    r"(?:CCAS|centre communal d['’]action sociale)\b",
    re.IGNORECASE,
)
_LONGEST = 600
"""Letters of a decision read: the names come first, then the board."""


def check_unmarked_nominations(record: Record) -> Iterator[Finding]:
    """A decision that designates someone, on an item not recorded as a nomination, voted in the open."""
    for act in record.sitting.deliberations:
        vote, item = naming_vote(record, act.item), record.item(act.item)
        is_told = nomination_on(record, item) is not None
        if vote is None or vote.method is VoteMethod.SECRET or is_told:
            continue
        for place in naming_decisions(act):
            yield _unmarked(record, act, place)


def _unmarked(record: Record, act: Deliberation, place: int) -> Finding:
    """No waiver is offered where the decision names the board of the CCAS (CASF art. R. 123-8)."""
    text = list(decisions(act))[place - 1]
    is_commune = record.council.body_type is BodyType.COMMUNE
    is_imposed = is_commune and _SOCIAL_BOARD.search(text[:_LONGEST]) is not None
    return Finding(
        code="nomination.unmarked",
        severity=Severity.WARNING,
        article="CASF art. R. 123-8" if is_imposed else article(record, Topic.FORMS_OF_VOTE),
        message="Cette décision semble désigner quelqu'un, sans que le point soit marqué comme nomination.",
        where=f"décision, point {place}",
        item=act.item,
        consequence="Si c'est une nomination, le vote à main levée peut la faire annuler."
        if is_imposed
        else "Si c'est une nomination, le vote à main levée sans renonciation peut la faire annuler.",
        remedy=_MARK_IMPOSED if is_imposed else _MARK,
    )


RULES = (
    Rule(
        codes=("nomination.unmarked",),
        title="Désignation non signalée",
        article="CGCT art. L. 2121-21",
        says="Une décision qui désigne quelqu'un est une nomination : scrutin secret, sauf renonciation unanime.",
        check=check_unmarked_nominations,
        certainty=Certainty.HOUSE,
    ),
)
