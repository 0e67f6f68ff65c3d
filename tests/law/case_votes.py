"""The votes and elections of one item of a case."""

import re
from collections.abc import Callable
from typing import Any

from deliberations.domain.votes import (
    Ballot,
    CandidateTally,
    Choice,
    Election,
    MajorityRule,
    NominationBasis,
    Round,
    StatedResult,
    Tally,
    Vote,
    VoteMethod,
    VotePurpose,
)
from tests.law.case_reader import YES_NO, Fields, is_number, reading

Names = Callable[[Any, str], tuple[str, ...]]
"""From what is written, and where, to the members it names."""

METHODS = {
    "main levée": VoteMethod.ORDINARY,
    "scrutin public": VoteMethod.PUBLIC,
    "scrutin secret": VoteMethod.SECRET,
}
PURPOSES = {
    "fond": VotePurpose.WHOLE,
    "urgence": VotePurpose.URGENCY,
    "huis clos": VotePurpose.CLOSED_DOORS,
    "renonciation au secret": VotePurpose.WAIVER_OF_SECRECY,
    "amendement": VotePurpose.AMENDMENT,
    "principe": VotePurpose.PRINCIPLE,
}
MAJORITIES = {
    "simple": MajorityRule.SIMPLE,
    "présents ou représentés": MajorityRule.PRESENT_OR_REPRESENTED,
    "deux tiers des exprimés": MajorityRule.TWO_THIRDS_CAST,
    "trois cinquièmes des exprimés": MajorityRule.THREE_FIFTHS_CAST,
    "membres en exercice": MajorityRule.MEMBERS_IN_OFFICE,
    "pas de majorité contre": MajorityRule.NO_MAJORITY_AGAINST,
}
RESULTS = {
    "unanimité": StatedResult.UNANIMOUS,
    "adopté": StatedResult.ADOPTED,
    "rejeté": StatedResult.REJECTED,
}
BASES = {
    "imposé": NominationBasis.IMPOSED,
    "renonçable": NominationBasis.WAIVABLE,
    "inconnu": NominationBasis.UNKNOWN,
}
CHOICES = {
    "pour": (Choice.FOR, "in_favour"),
    "contre": (Choice.AGAINST, "against"),
    "abstentions": (Choice.ABSTENTION, "abstentions"),
    "blancs": (Choice.BLANK, "blank"),
    "nuls": (Choice.NULL, "null"),
    "ne prennent pas part": (Choice.NOT_VOTING, "not_voting"),
}
_DECIDING = (VotePurpose.WHOLE, VotePurpose.PRINCIPLE)
_EVERYONE = ("tous", "les autres")
_MEMBER = re.compile(r"[A-Z]+\d+|le maire|le président")


def vote_of(data: Any, place: str, item: str, number: int, names: Names) -> Vote:
    """The ``number``th vote on an item: « tous pour », or the keys of ``vote``."""
    written = {"pour": "tous"} if data == "tous pour" else data
    with reading(written, f"{place}, vote {number}") as fields:
        purpose = fields.choice("objet", PURPOSES, VotePurpose.WHOLE)
        ballots, everyone, tally = _choices(fields, names)
        return Vote(
            uid=f"{item}-vote{number}",
            items=(item, *(f"p{n}" for n in fields.items("avec les points"))),
            purpose=purpose,
            decides=fields.choice("décide", YES_NO, purpose in _DECIDING),
            method=fields.choice("méthode", METHODS, VoteMethod.ORDINARY),
            ballot=fields.number("scrutin") or number,
            everyone=everyone,
            ballots=ballots,
            tally=tally,
            majority=fields.choice("majorité", MAJORITIES, MajorityRule.SIMPLE),
            stated=fields.choice("annoncé", RESULTS, None),
            requested_by_present=fields.number("demandé par"),
            secret_requested_by=fields.number("secret demandé par"),
        )


def _choices(fields: Fields, names: Names) -> tuple[tuple[Ballot, ...], Choice | None, Tally | None]:
    """Numbers alone are bare totals; with names or « les autres », each line is kept as it is written."""
    given = {key: value for key in CHOICES if (value := fields.raw(key)) is not None}
    if given and all(is_number(value) for value in given.values()):
        return (), None, Tally(**{CHOICES[key][1]: int(value) for key, value in given.items()})
    everyone, ballots = None, list[Ballot]()
    for key, value in given.items():
        choice = CHOICES[key][0]
        if value in _EVERYONE:
            everyone = choice
        elif is_number(value):
            ballots.append(Ballot(choice, count=int(value)))
        elif isinstance(value, str) and value.startswith("groupe "):
            ballots.append(Ballot(choice, group=value.removeprefix("groupe ")))
        else:
            ballots += [Ballot(choice, member) for member in names(value, f"{fields.place}, {key}")]
    return tuple(ballots), everyone, None


def election_of(data: Any, place: str, item: str, number: int, names: Names) -> Election:
    """One election: « poste », « sièges », and its rounds (« tours »)."""
    with reading(data, f"{place}, élection {number}") as fields:
        rounds = tuple(
            _round(each, f"{fields.place}, tour {n}", n, names)
            for n, each in enumerate(fields.items("tours"), start=1)
        )
        return Election(
            uid=f"{item}-election{number}",
            item=item,
            posts=fields.text("poste"),
            seats=fields.number("sièges") or 1,
            basis=fields.choice("secret", BASES, NominationBasis.UNKNOWN),
            proportional=bool(fields.flag("proportionnelle")),
            by_list=bool(fields.flag("scrutin de liste")),
            is_unopposed=bool(fields.flag("candidature unique")),
            rounds=rounds,
        )


def _round(data: Any, place: str, number: int, names: Names) -> Round:
    with reading(data, place) as fields:
        running = fields.raw("candidats") or {}
        if not isinstance(running, dict):
            fields.refuse("« candidats » : un nom et des voix par ligne")
        return Round(
            number=fields.number("numéro") or number,
            candidates=tuple(_candidate(name, votes, place, names) for name, votes in running.items()),
            blank=fields.number("blancs") or 0,
            null=fields.number("nuls") or 0,
            scattered=fields.number("autres noms") or 0,
            not_voting=fields.number("ne prennent pas part") or 0,
            envelopes=fields.number("enveloppes"),
        )


def _candidate(name: str, data: Any, place: str, names: Names) -> CandidateTally:
    """« A3: 8 » is a member; « Liste A: {voix: 8, membres: A2 à A4} » a list, in its order."""
    if is_number(data):
        return CandidateTally(name, int(data), names(name, place) if _MEMBER.fullmatch(name) else ())
    with reading(data, f"{place}, {name}") as fields:
        members = names(fields.raw("membres") or [], fields.place)
        return CandidateTally(
            name, fields.number("voix") or 0, members, elected=fields.number("déclarés élus") or 0
        )
