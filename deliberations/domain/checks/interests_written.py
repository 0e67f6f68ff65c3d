"""Interests that the act itself writes: the head of the association it helps, the buyer of the land it sells.

Whether he has an interest in the matter is never certain to us: nothing here is refused (CGCT art. L. 2131-11).
A text that keeps a member out of a vote that counts him is told too: the text or the facts are wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import choice_of
from deliberations.domain.checks.common import names_of, remedy
from deliberations.domain.checks.interests import proxies_counted
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold, folded_words
from deliberations.domain.linter.persons import PERSON, People, name_words
from deliberations.domain.linter.reading import extract, with_verbs
from deliberations.domain.linter.stays_out import Tie, listed, only_member, said_out
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.texts import Passage, decisions, passages, text_of
from deliberations.domain.votes import Choice, Vote
from deliberations.domain.wording.agreement import Forms, agree

_ARTICLE = "CGCT art. L. 2131-11"
_COUNTED = Forms.regular("compté")
_IN_PERSON = (SeatState.PRESENT, SeatState.REMOTE)
_DEPARTURES = (MovementKind.LEAVES, MovementKind.STEPS_ASIDE)
_TAKING_PART = (*_IN_PERSON, SeatState.REPRESENTED)
_SMALL_WORDS = frozenset(
    "les des une aux par sur pour avec dans son ses leur leurs le la de du et en au un".split()
)

_ROLE = r"(?i:(?:vice-|co-?)?présidente?|trésori(?:er|ère)|secrétaire|(?:co-?)?gérante?|dirigeante?)"
_SEAT = (
    r"(?i:(?:\w{3,12}\s)?adjointe?(?:\sau\smaire)?"
    r"|conseill(?:er|ère)(?:\s(?:municipale?|communautaire))?(?:\sdéléguée?)?)"
)
"""What somebody is in the council itself: « première adjointe », « conseiller municipal délégué »."""
_KIND = (
    r"(?i:association|société|entreprise|amicale|club|union|fédération|compagnie|sarl|sasu?|eurl|sci|earl|gaec"
    r"|scea)"
)
_CAPITALISED = r"[A-ZÀ-ÝŒ][\w'’-]{1,30}+"
_NAMED = rf"{_CAPITALISED}(?:\s(?:(?:de\sla|de|du|des|le|la|les|et|à)\s)?{_CAPITALISED}){{0,4}}"
_BODY = (
    r"(?P<generic>(?i:comité\sdes\sfêtes|foyer\srural|amicale\slaïque|société\sde\s(?:chasse|pêche)"
    r"|association\sdes\sparents\sd['’]élèves|amicale\sdes\s(?:sapeurs-)?pompiers|club\sde\s\w{4,20}))"
    rf"|{_KIND}\s(?:[a-zà-ÿ]{{4,20}}\s)?[«\"“]?\s?(?P<named>{_NAMED})"
)
_HEAD_OF = re.compile(
    rf"{PERSON},?\s(?:{_SEAT}(?:,|\set)\s)?(?:la\s|le\s)?{_ROLE}\s(?:de\sla\s|de\sl['’]|de\s|du\s|d['’])(?:{_BODY})"
)
_HEADED_BY = re.compile(
    rf"\s(?:(?P<whose>dont)|dont\sl[ae]\s{_ROLE}\sest|(?P<by>représentée?\spar)"
    rf"|représentée?\spar\s(?:s(?:on|a)|l[ae])\s{_ROLE},?)\s{PERSON}"
    rf"(?(whose)(?:,\s{_SEAT},)?\sest\s(?:(?:aussi|également)\s)?(?:l[ae]\s)?{_ROLE}\b)"
    rf"(?(by),\s(?:(?:s(?:on|a)|l[ae])\s)?{_ROLE}\b)"
)
"""« , dont Mme UN est la présidente », « , représentée par son président M. DEUX »: the body is said before."""
_LED = re.compile(
    rf"(?:{_BODY}|\b(?i:les?|la|du|des|aux?|l['’])\s?(?P<club>{_NAMED}))\s?[»\"”]?(?:\s\([^()]{{1,20}}\))?,?$"
)
_A_CLUB = re.compile(r"(?<!\w)(?:AS|US|FC|SC|RC|ES|JS|MJC|APE|ACCA|Club|Amis|Amicale|Comité|Union|Étoile)\b")
"""A name without its kind is read when it is one of a club: that of a public body is no interest by itself."""
_PUBLIC = re.compile(
    r"syndicat|communauté|métropole|agglo|département|région|\bccas\b|centre\scommunal|publi(?:c|que)\b|\boffice\b",
    re.IGNORECASE,
)
_BEFORE = 110
"""Characters in which the name of the body is looked for."""

_DEAL = r"vendre|vend|céder|cède|louer|loue|acquérir|acquiert|acheter|achète"
_DEAL_WITH = re.compile(rf"\b(?i:{_DEAL})\b[^.;:]{{0,80}}?\s(?:à|avec|auprès\sde|appartenant\sà)\s{PERSON}")
_DEALS = re.compile(
    r"\b(?:subventions?|aides?|avances?|accorde(?:r|nt)?|conventions?|contrats?|marches?|baux|bail|location|louer"
    r"|vente|vendre|cession|ceder|acquisition|acquerir|achat|acheter|prets?|mise a disposition|partenariat"
    r"|attribu\w+)\b"
)
_JOB = (
    r"(?i:agente?s?\s(?:recenseu(?:r|se)s?|techniques?|administrati(?:f|ve)s?|contractuel(?:le)?s?|communa(?:le?|ux)"
    r"|d['’]entretien)|secrétaire\s(?:générale?\s)?de\smairie)"
)
_AS = r"(?:comme|en\squalité\sd[e'’]|en\stant\squ[e'’]|au\sposte\sd[e'’]|sur\sl['’]emploi\sd[e'’])\s?"
_HIRES = re.compile(
    r"(?<!pas\s)\b(?i:(?:recrut|embauch)(?:er|ent|e)|recrutement\sde|embauche\sde)\s(?::\s)?"
    rf"(?:(?:{_AS}|une?\s|deux\s|les?\s)?{_JOB},?\s(?::\s)?)?{PERSON}"
)
_NAMES_TO_A_JOB = re.compile(
    rf"(?<!pas\s)\b(?i:(?:nomm|désign|engag)(?:er|ent|e))\s{PERSON},?\s(?:{_AS})?{_JOB}"
)
_UNPAID = re.compile(r"bénévol|gratuit|sans\s(?:rémunération|indemnité)", re.IGNORECASE)
_MEMBER = re.compile(rf"{PERSON},?\s{_SEAT}")

_MAY_NAME = re.compile(rf"{_ROLE}|{_DEAL}|recrut|embauch|nomm|désign|engag", re.IGNORECASE)
_FOR_THE_COUNCIL = re.compile(r"représent|désigné|au\stitre\sde\sla\scommune", re.IGNORECASE)
"""To sit in the other body for the council is no interest by itself (CGCT art. L. 1111-6)."""
_POWER = re.compile(r"pouvoir|autoris|mandat|délég|charg|confi|représent|sign", re.IGNORECASE)
"""« Vendre le terrain et donner pouvoir à M. le maire pour signer »: he is no buyer."""


def check_interests_written(record: Record) -> Iterator[Finding]:
    """A member whom the act ties to the matter, or keeps out of it in words, votes on it."""
    people = People.of(record)
    for act in record.sitting.deliberations:
        vote, told = record.deciding_vote(act.item), set[str]()
        for member, finding in _findings(record, people, act, vote) if vote is not None else ():
            if member not in told:
                told.add(member)
                yield finding


def _findings(record: Record, people: People, act: Deliberation, vote: Vote) -> Iterator[tuple[str, Finding]]:
    """By member, the most telling first; a bar recorded has a rule of its own."""
    barred = {bar.member for bar in record.item(act.item).bars}
    said = tuple(said_out(people, act))
    kept_out = [tie for sentence in said for tie in sentence.kept_out]
    for tie in sorted(kept_out, key=lambda tie: tie.severity is Severity.NOTICE):
        is_told = tie.severity is Severity.NOTICE and _has_left(record, tie.member)
        if tie.member not in barred and not is_told and _is_counted(record, act, tie.member):
            yield tie.member, _contradiction(record, act, tie)
    for tie in _ties(record, people, act):
        may_be_out = any(sentence.may_be_of(tie.member) for sentence in said)
        part = "" if tie.member in barred else _part_taken(record, vote, tie.member, may_be_out=may_be_out)
        if part:
            yield tie.member, _tied(record, act, tie, part)


def _ties(record: Record, people: People, act: Deliberation) -> Iterator[Tie]:
    told = [passage for passage in passages(act) if _MAY_NAME.search(passage.text)]
    helped = _dealt_with(act) if told else ()
    for passage in told:
        for tie, body in _heads(people, passage):
            is_helped = bool(body) and any(body <= words for words in helped)
            if is_helped and not _is_declared(record, tie.member, body):
                yield tie
        yield from _parties(people, passage)
    yield from _hired(people, act)


def _heads(people: People, passage: Passage) -> Iterator[tuple[Tie, frozenset[str]]]:
    """Who the text says leads a body, with the words of its name; a family name alone may be of an outsider."""
    text = passage.text
    if _FOR_THE_COUNCIL.search(_HEADED_BY.sub(" ", text)):
        return
    for found in _HEAD_OF.finditer(text):
        for member in only_member(people, found["name"]):
            tie = Tie(member, passage, *found.span(), Severity.WARNING)
            yield tie, _words(found["generic"] or found["named"])
    for found in _HEADED_BY.finditer(text):
        severity = Severity.WARNING if len(name_words(found["name"])) > 1 else Severity.NOTICE
        for member in only_member(people, found["name"]):
            yield Tie(member, passage, *found.span(), severity), _words(_led(text, found.start()))


def _led(text: str, end: int) -> str:
    """The name of the body that ends there; empty for a public one, or one that is not known to be a club."""
    before = text[max(0, end - _BEFORE) : end]
    found = _LED.search(before)
    if found is None or _PUBLIC.search(before):
        return ""
    club: str = found["club"] or ""
    return found["generic"] or found["named"] or (club if _A_CLUB.search(club) else "")


def _parties(people: People, passage: Passage) -> Iterator[Tie]:
    """The buyer or the seller that a decision names; a namesake is possible."""
    for found in _DEAL_WITH.finditer(passage.text) if passage.where.startswith("décision") else ():
        is_party = not _POWER.search(found.group()) and len(name_words(found["name"])) > 1
        for member in only_member(people, found["name"]) if is_party else ():
            yield Tie(member, passage, *found.span(), Severity.NOTICE)


def _hired(people: People, act: Deliberation) -> Iterator[Tie]:
    """Those whom a decision takes on; a namesake is possible, unless the act says that they are members."""
    plain = [passage for passage in passages(act) if passage.where.startswith("décision")]
    lines = [*plain, *(line.passage for line in with_verbs(act))]
    ties = [tie for passage in lines for tie in _hired_in(people, passage)]
    members = _told_members(people, act) if ties else frozenset()
    for tie in ties:
        yield replace(tie, severity=Severity.WARNING) if tie.member in members else tie


def _hired_in(people: People, passage: Passage) -> Iterator[Tie]:
    text = passage.text
    for pattern in (_HIRES, _NAMES_TO_A_JOB) if not _UNPAID.search(text) else ():
        for found in pattern.finditer(text):
            for person in (found, *listed(text, found.end())):
                for member in only_member(people, person["name"]):
                    yield Tie(member, passage, found.start(), person.end(), Severity.NOTICE)


def _told_members(people: People, act: Deliberation) -> frozenset[str]:
    """Those of whom the act says « conseiller municipal », « adjointe »."""
    names = {found["name"] for passage in passages(act) for found in _MEMBER.finditer(passage.text)}
    return frozenset(member for name in names for member in only_member(people, name))


def _dealt_with(act: Deliberation) -> tuple[frozenset[str], ...]:
    """The words of the title and of each line of the decisions, when one is about a subsidy or a contract."""
    lines = [text_of(act.title_html), *(line for text in decisions(act) for line in text.split("\n"))]
    return tuple(map(_words, lines)) if any(_DEALS.search(fold(line)) for line in lines) else ()


def _is_declared(record: Record, member: str, body: frozenset[str]) -> bool:
    """An interest that he told has a rule of its own."""
    return any(body & _words(interest.topic) for interest in record.mandates[member].interests)


def _words(text: str) -> frozenset[str]:
    """The words that mean something, without accents or plural marks."""
    words = (word for word in folded_words(text) if len(word) > 1 and word not in _SMALL_WORDS)
    return frozenset(word.rstrip("sx") for word in words)


def _has_left(record: Record, member: str) -> bool:
    """Whether the record has him leave at some moment: it only reads the text another way."""
    return any(m.member == member and m.kind in _DEPARTURES for m in record.sitting.movements)


def _is_counted(record: Record, act: Deliberation, member: str) -> bool:
    """Whether he is in the room and his voice among those of every vote on the item, beyond doubt."""
    for vote in record.votes_on(act.item):
        room, count = record.voting_room(vote), record.count(vote)
        seat = room.seat_of(member)
        choice = choice_of(vote, member, record.groups)
        is_unsure = choice is None and (bool(count.not_voting) or not count.is_balanced)
        is_here = room.is_known and seat is not None and seat.state in _IN_PERSON and not room.is_mute(member)
        if not is_here or is_unsure or choice is Choice.NOT_VOTING:
            return False
    return True


def _part_taken(record: Record, vote: Vote, member: str, *, may_be_out: bool) -> str:
    """How he votes, in person or for another; empty where he may not, ``may_be_out`` being what the text says."""
    room, names, count = record.voting_room(vote), names_of(record), record.count(vote)
    seat = room.seat_of(member)
    if not room.is_known or seat is None or seat.state not in _TAKING_PART or room.is_mute(member):
        return ""
    choice = choice_of(vote, member, record.groups)
    held = proxies_counted(record, room, vote, member)
    if choice is Choice.NOT_VOTING:
        return (
            f"{names.name(member)} ne prend pas part au vote, mais vote pour {names.name(held[0])}, par pouvoir"
            if held
            else ""
        )
    if choice is None and count.not_voting:
        # Totals: of those whose voices he gives, more than do not vote.
        is_one_counted = held and count.is_balanced and count.not_voting <= len(held)
        either = (
            f"la voix {names.of(member)} ou celle {names.of(held[0])}, par pouvoir, est comptée"
            if held
            else ""
        )
        return either if is_one_counted else ""
    counted = agree(_COUNTED, [names.gender(member)])
    return "" if may_be_out else f"{names.name(member)} est {counted} parmi les votants"


def _tied(record: Record, act: Deliberation, tie: Tie, part: str) -> Finding:
    return _finding(
        act,
        tie,
        part,
        "La délibération peut être annulée si ce membre a un intérêt à l'affaire.",
        remedy(
            record,
            "Demander à ce membre si l'affaire l'intéresse ; si oui, enregistrer son départ avant le débat.",
            "Vérifier au procès-verbal si ce membre avait un intérêt à l'affaire et a pris part au vote.",
        ),
    )


def _contradiction(record: Record, act: Deliberation, tie: Tie) -> Finding:
    return _finding(
        act,
        tie,
        f"les faits enregistrés comptent la voix {names_of(record).of(tie.member)}",
        "On ne sait pas si ce membre a pris part au vote : s'il a un intérêt à l'affaire, la délibération peut être "
        "annulée.",
        remedy(
            record,
            "Demander à ce membre s'il vote ; sinon, enregistrer son départ, ou qu'il ne prend pas part au vote.",
            "Vérifier au procès-verbal si ce membre a pris part au vote, et corriger les faits enregistrés s'ils sont "
            "faux.",
        ),
    )


def _finding(act: Deliberation, tie: Tie, what: str, consequence: str, advice: str) -> Finding:
    words = extract(tie.passage.text, tie.start, tie.end)
    return Finding(
        code="interest.written",
        severity=tie.severity,
        article=_ARTICLE,
        message=f"« {words} » : {what}.",
        where=tie.passage.where,
        item=act.item,
        consequence=consequence,
        remedy=advice,
    )


RULES = (
    Rule(
        codes=("interest.written",),
        title="Membre que l'acte dit lié au bénéficiaire",
        article=_ARTICLE,
        says="Le membre que l'acte nomme comme président, trésorier ou gérant de l'organisme aidé, comme acheteur ou "
        "vendeur, ou qu'il recrute, et qui vote, en personne ou par pouvoir, est signalé ; de même celui que le texte "
        "dit ne pas prendre part au vote et que les faits comptent.",
        check=check_interests_written,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
)
