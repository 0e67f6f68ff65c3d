"""Interests that the act itself writes: the head of the association it helps, the buyer of the land it sells.

Whether he has an interest in the matter is never certain to us: nothing here is refused (CGCT art. L. 2131-11).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import choice_of, voting_moment
from deliberations.domain.checks.common import names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold, folded_words
from deliberations.domain.linter.persons import PERSON, People, name_words
from deliberations.domain.linter.reading import extract
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.texts import Passage, decisions, passages, text_of
from deliberations.domain.votes import Choice, Vote
from deliberations.domain.wording.agreement import Forms, agree

_ARTICLE = "CGCT art. L. 2131-11"
_COUNTED = Forms.regular("compté")
_TAKING_PART = (SeatState.PRESENT, SeatState.REMOTE, SeatState.REPRESENTED)
_SMALL_WORDS = frozenset("les des une aux par sur pour avec dans son ses leur leurs".split())

_ROLE = r"(?i:(?:vice-|co-?)?présidente?|trésori(?:er|ère)|secrétaire|(?:co-?)?gérante?|dirigeante?)"
_KIND = (
    r"(?i:association|société|entreprise|amicale|club|union|fédération|compagnie|sarl|sasu?|eurl|sci|earl|gaec"
    r"|scea)"
)
_CAPITALISED = r"[A-ZÀ-ÝŒ][\w'’-]{1,30}+"
_BODY = (
    r"(?P<generic>(?i:comité\sdes\sfêtes|foyer\srural|amicale\slaïque|société\sde\s(?:chasse|pêche)"
    r"|association\sdes\sparents\sd['’]élèves|amicale\sdes\s(?:sapeurs-)?pompiers|club\sde\s\w{4,20}))"
    rf"|{_KIND}\s(?:[a-zà-ÿ]{{4,20}}\s)?[«\"“]?\s?(?P<named>{_CAPITALISED}(?:\s(?:(?:de\sla|de|du|des|le|la|les|et|à)\s)?"
    rf"{_CAPITALISED}){{0,4}})"
)
_HEAD_OF = re.compile(
    rf"{PERSON},?\s(?:la\s|le\s)?{_ROLE}\s(?:de\sla\s|de\sl['’]|de\s|du\s|d['’])(?:{_BODY})"
)
_DEAL = r"vendre|vend|céder|cède|louer|loue|acquérir|acquiert|acheter|achète"
_DEAL_WITH = re.compile(rf"\b(?i:{_DEAL})\b[^.;:]{{0,80}}?\s(?:à|avec|auprès\sde|appartenant\sà)\s{PERSON}")
_DEALS = re.compile(
    r"\b(?:subventions?|aides?|conventions?|contrats?|marches?|baux|bail|location|louer|vente|vendre|cession|ceder"
    r"|acquisition|acquerir|achat|acheter|prets?|mise a disposition|partenariat|attribu\w+)\b"
)
_MAY_NAME = re.compile(rf"{_ROLE}|{_DEAL}", re.IGNORECASE)
_STAYS_OUT = re.compile(
    r"\bquitt(?:e|ent|é|és|ée|ées|ant)\b|\bsort(?:ent|ant)?\b|\bsortie?s?\sde\sla\ssalle|\bse\sretir|\bs['’]\s?[eé]tant\sretir"
    r"|\bdéport|\bhors\sde\s(?:sa|la|leur)\sprésence|\bsans\s(?:y\s)?(?:prendre\spart|particip)"
    r"|\bn['’](?:a|ont|ayant)\spas\s(?:pris\spart|particip|voté)"
    r"|\bne\s(?:prend|prennent|prendra|participe|participent|vote|votent)\b",
    re.IGNORECASE,
)
_FOR_THE_COUNCIL = re.compile(r"représent|désigné|au\stitre\sde\sla\scommune", re.IGNORECASE)
"""To sit in the other body for the council is no interest by itself (CGCT art. L. 1111-6)."""
_POWER = re.compile(r"pouvoir|autoris|mandat|délég|charg|confi|représent|sign", re.IGNORECASE)
"""« Vendre le terrain et donner pouvoir à M. le maire pour signer »: he is no buyer."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """A member whom the act names as the other party, or at its head, and the words that say it."""

    member: str
    passage: Passage
    start: int
    end: int
    severity: Severity


def check_interests_written(record: Record) -> Iterator[Finding]:
    """A member whom the act names at the head of the body that it helps, or as the other party, votes on it."""
    people = People.of(record)
    for act in record.sitting.deliberations:
        vote, told = record.deciding_vote(act.item), set[str]()
        for tie in _ties(record, people, act) if vote is not None else ():
            if tie.member not in told and vote is not None and _takes_part(record, vote, tie.member):
                told.add(tie.member)
                yield _finding(record, act, tie)


def _ties(record: Record, people: People, act: Deliberation) -> Iterator[_Tie]:
    """Ties with the members whom nothing recorded nor written keeps out of the item."""
    kept_out = {bar.member for bar in record.item(act.item).bars}
    told = tuple(passage for passage in passages(act) if _MAY_NAME.search(passage.text))
    if not told or any(_STAYS_OUT.search(passage.text) for passage in passages(act)):
        return
    for passage in told:
        for tie in (*_heads(record, people, act, passage), *_parties(people, passage)):
            if tie.member not in kept_out:
                yield tie


def _heads(record: Record, people: People, act: Deliberation, passage: Passage) -> Iterator[_Tie]:
    for found in _HEAD_OF.finditer(passage.text) if not _FOR_THE_COUNCIL.search(passage.text) else ():
        body = _words(found["generic"] or found["named"])
        members = people.members_called(found["name"])
        if len(members) == 1 and _is_helped(act, body) and not _is_declared(record, members[0], body):
            yield _Tie(members[0], passage, *found.span(), Severity.WARNING)


def _parties(people: People, passage: Passage) -> Iterator[_Tie]:
    """The buyer or the seller that a decision names; a namesake is possible."""
    for found in _DEAL_WITH.finditer(passage.text) if passage.where.startswith("décision") else ():
        members = people.members_called(found["name"])
        is_party = not _POWER.search(found.group()) and len(name_words(found["name"])) > 1
        if is_party and len(members) == 1:
            yield _Tie(members[0], passage, *found.span(), Severity.NOTICE)


def _is_helped(act: Deliberation, body: frozenset[str]) -> bool:
    """Whether the act deals with that body: a subsidy, a contract, and its name in the title or a decision."""
    lines = [text_of(act.title_html), *(line for text in decisions(act) for line in text.split("\n"))]
    is_named = bool(body) and any(body <= _words(line) for line in lines)
    return is_named and any(_DEALS.search(fold(line)) for line in lines)


def _is_declared(record: Record, member: str, body: frozenset[str]) -> bool:
    """An interest that he told has a rule of its own."""
    return any(body & _words(interest.topic) for interest in record.mandates[member].interests)


def _takes_part(record: Record, vote: Vote, member: str) -> bool:
    """Whether he is among the voters; where totals alone count some who do not vote, he may be one of them."""
    room = record.attendance(voting_moment(vote))
    seat = room.seat_of(member)
    choice = choice_of(vote, member, record.groups)
    may_not_vote = choice is None and bool(record.count(vote).not_voting)
    is_here = room.is_known and seat is not None and seat.state in _TAKING_PART
    return is_here and choice is not Choice.NOT_VOTING and not may_not_vote


def _words(text: str) -> frozenset[str]:
    """The words that mean something, without accents or plural marks."""
    words = (word for word in folded_words(text) if len(word) > 2 and word not in _SMALL_WORDS)
    return frozenset(word.rstrip("sx") for word in words)


def _finding(record: Record, act: Deliberation, tie: _Tie) -> Finding:
    names = names_of(record)
    counted = agree(_COUNTED, [names.gender(tie.member)])
    words = extract(tie.passage.text, tie.start, tie.end)
    return Finding(
        code="interest.written",
        severity=tie.severity,
        article=_ARTICLE,
        message=f"« {words} » : {names.name(tie.member)} est {counted} parmi les votants.",
        where=tie.passage.where,
        item=act.item,
        consequence="La délibération peut être annulée si ce membre a un intérêt à l'affaire.",
        remedy=remedy(
            record,
            "Demander à ce membre si l'affaire l'intéresse ; si oui, enregistrer son départ avant le débat.",
            "Vérifier au procès-verbal si ce membre avait un intérêt à l'affaire et a pris part au vote.",
        ),
    )


RULES = (
    Rule(
        codes=("interest.written",),
        title="Membre que l'acte dit lié au bénéficiaire",
        article=_ARTICLE,
        says="Le membre que l'acte nomme comme président, trésorier ou gérant de l'organisme aidé, ou comme acheteur "
        "ou vendeur, et qui vote, est signalé.",
        check=check_interests_written,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
)
