"""Checks on members with an interest in an item (CGCT art. L. 2131-11, L. 1111-6).

An interest is never certain to us: nothing here is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from councils.domain.membership import is_in_force
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import choice_of, voting_moment
from deliberations.domain.checks.common import is_decided, names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, STATUTE_OF_ELECTED_MEMBERS, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, BarGround, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, Vote
from deliberations.domain.wording.agreement import Forms, agree

_ARTICLE = "CGCT art. L. 2131-11"
_IN_PERSON = (SeatState.PRESENT, SeatState.REMOTE)
_TAKING_PART = (*_IN_PERSON, SeatState.REPRESENTED)
"""In person or by proxy: the vote of a member who is represented is his own."""
_COUNTED = Forms.regular("compté")
_VOID = "La délibération peut être annulée si ce membre a un intérêt à l'affaire."
_NO_INTEREST = (
    "Représenter le conseil ailleurs, sans rémunération ni avantage particulier, n'est pas un intérêt par soi-même ; "
    "en commande publique, le représentant reste en dehors."
)
_NO_TENDER = "En commande publique, la délibération peut être annulée si ce membre y a pris part."
_WORD = re.compile(r"[a-z0-9]{3,40}")
_SMALL_WORDS = frozenset("les des une aux par sur pour avec dans son ses leur leurs commune conseil".split())


def check_part_taken(record: Record) -> Iterator[Finding]:
    """A member who told an interest takes part in a vote on the item, in person or by proxy, or chairs it."""
    yield from _parts_taken(record, _by_taking_part)


def check_presence(record: Record) -> Iterator[Finding]:
    """The same, and his mere presence in the room, which old case law could take for a part."""
    yield from _parts_taken(record, _by_being_there)


_Faults = Callable[[Record, AgendaItem, str, BarGround], Iterator[str]]


def _parts_taken(record: Record, faults: _Faults) -> Iterator[Finding]:
    """Each fault of each member once, whatever the number of votes taken on the item."""
    for item in record.sitting.agenda:
        grounds = {b.member: b.ground for b in item.bars if b.ground is not BarGround.AUTHORISING_OFFICER}
        for member, ground in sorted(grounds.items()) if record.deciding_vote(item.uid) else ():
            for fault in dict.fromkeys(faults(record, item, member, ground)):
                yield _part_taken(record, item, member, ground, fault)


def _by_taking_part(record: Record, item: AgendaItem, member: str, ground: BarGround) -> Iterator[str]:
    for vote in record.votes_on(item.uid):
        yield from _votes(record, record.attendance(voting_moment(vote)), vote, member)
    if ground is BarGround.INTEREST and _chairs(record, item, member):
        yield "préside ce point"


def _by_being_there(record: Record, item: AgendaItem, member: str, ground: BarGround) -> Iterator[str]:
    parts = list(_by_taking_part(record, item, member, ground))
    yield from parts
    rooms = (record.attendance(voting_moment(vote)) for vote in record.votes_on(item.uid))
    seats = (room.seat_of(member) for room in rooms)
    is_there = any(seat is not None and seat.state in _IN_PERSON for seat in seats)
    if ground is BarGround.INTEREST and is_there and not parts:
        yield "reste dans la salle pendant le vote"


def _chairs(record: Record, item: AgendaItem, member: str) -> bool:
    """Whether he leads the debate or one of the votes: more than being in the room."""
    moments = (Moment(item.uid), *(voting_moment(vote) for vote in record.votes_on(item.uid)))
    return any(record.chair(moment) == member for moment in moments)


def _votes(record: Record, room: Attendance, vote: Vote, member: str) -> Iterator[str]:
    seat = room.seat_of(member)
    names = names_of(record)
    has_voice = choice_of(vote, member, record.groups) is not Choice.NOT_VOTING
    if seat and seat.state in _IN_PERSON and has_voice:
        yield f"est {agree(_COUNTED, [names.gender(member)])} parmi les votants"
    if seat and seat.state is SeatState.REPRESENTED and has_voice:
        yield f"vote par {names.name(seat.by)}, qui détient son pouvoir" if seat.by else "vote par un pouvoir"
    held = proxies_counted(record, room, vote, member)
    if held:
        yield f"vote pour {names.name(held[0])}, par pouvoir"


def proxies_counted(record: Record, room: Attendance, vote: Vote, holder: str) -> tuple[str, ...]:
    """Those for whom ``holder`` votes by proxy, save those whose own voice does not take part in ``vote``."""
    given = (seat.member for seat in room.having(SeatState.REPRESENTED) if seat.by == holder)
    return tuple(m for m in given if choice_of(vote, m, record.groups) is not Choice.NOT_VOTING)


def _part_taken(record: Record, item: AgendaItem, member: str, ground: BarGround, fault: str) -> Finding:
    """An interest told, or a seat in the other body: that one alone is no interest, save in procurement (L. 1111-6)."""
    is_representative = ground is BarGround.REPRESENTATIVE
    is_harmless = is_representative and item.subject is not Subject.PROCUREMENT
    why = (
        "représente le conseil dans l'autre structure"
        if is_representative
        else "a un intérêt déclaré sur ce point"
    )
    return Finding(
        code="interest.part_taken",
        severity=Severity.NOTICE if is_harmless else Severity.WARNING,
        article="CGCT art. L. 1111-6" if is_representative else _ARTICLE,
        message=f"{names_of(record).name(member)} {why}, et {fault}.",
        where="vote",
        item=item.uid,
        consequence=_NO_INTEREST if is_harmless else _NO_TENDER if is_representative else _VOID,
        remedy=remedy(
            record,
            "Enregistrer son départ de la salle avant le débat, sans pouvoir donné ni reçu pour ce point.",
            "Vérifier au procès-verbal que ce membre n'a pas pris part au vote ; sinon, délibérer à nouveau hors de "
            "sa présence.",
        ),
    )


def check_interests_told(record: Record) -> Iterator[Finding]:
    """An item that speaks of an interest a member has told, while nothing keeps him out of it."""
    topics = _topics(record)
    for item in record.sitting.agenda if topics else ():
        if is_decided(record, item.uid):
            for member, topic in _spoken_of(record, item, topics):
                if not _keeps_out(record, item, member):
                    yield _told(record, item, member, topic)


def _spoken_of(
    record: Record, item: AgendaItem, topics: Mapping[tuple[str, str, bool], frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Members in the room, or represented there, whose interest the item names, and whom nothing keeps out of it."""
    words = _words(f"{text_of(item.title_html)} {item.theme}")
    room = record.attendance_at(item.uid)
    kept_out = {bar.member for bar in item.bars}
    for (member, topic, is_representation), needed in topics.items():
        seat = room.seat_of(member)
        is_here = seat is not None and seat.state in _TAKING_PART
        counts = not is_representation or item.subject is Subject.PROCUREMENT
        if needed <= words and is_here and counts and member not in kept_out:
            yield member, topic


def interests_spoken_of(record: Record, item: AgendaItem) -> tuple[tuple[str, str, bool], ...]:
    """Before any vote: members whose interest the item names, its topic, and whether they sit there for the council.

    Those whom the item keeps out already are left out. A proposal: only the member knows whether it interests him.
    """
    words = _words(f"{text_of(item.title_html)} {item.theme}")
    kept_out = {bar.member for bar in item.bars}
    return tuple(
        told for told, needed in _topics(record).items() if needed <= words and told[0] not in kept_out
    )


def _keeps_out(record: Record, item: AgendaItem, member: str) -> bool:
    """Whether the votes recorded show that he has no part in them: no voice, no proxy, nor the chair.

    Before the law of December 2025, his mere presence in the room could be one.
    """
    faults = _by_taking_part if record.sitting.held_on >= STATUTE_OF_ELECTED_MEMBERS else _by_being_there
    decides = record.deciding_vote(item.uid) is not None
    return decides and next(faults(record, item, member, BarGround.INTEREST), None) is None


def _topics(record: Record) -> Mapping[tuple[str, str, bool], frozenset[str]]:
    """The words of each interest in force that day, by member."""
    on: date = record.sitting.held_on
    found = {}
    for uid in record.members:
        for interest in record.mandates[uid].interests:
            words = _words(interest.topic)
            if words and is_in_force(interest, on):
                found[(uid, interest.topic, interest.is_representation)] = words
    return found


def _words(text: str) -> frozenset[str]:
    """The words of a text that mean something, without accents or plural marks."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return frozenset(word.rstrip("sx") for word in _WORD.findall(plain) if word not in _SMALL_WORDS)


def _told(record: Record, item: AgendaItem, member: str, topic: str) -> Finding:
    names = names_of(record)
    votes = ((record.attendance(voting_moment(vote)), vote) for vote in record.votes_on(item.uid))
    held = [giver for room, vote in votes for giver in proxies_counted(record, room, vote, member)]
    by_proxy = f", et vote pour {names.name(held[0])}, par pouvoir" if held else ""
    return Finding(
        code="interest.told",
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=f"{names.name(member)} a déclaré un intérêt (« {topic} ») dont ce point semble parler{by_proxy}.",
        where="ordre du jour",
        item=item.uid,
        consequence=_VOID,
        remedy=remedy(
            record,
            "Demander à ce membre si l'affaire l'intéresse ; si oui, enregistrer son départ avant le débat.",
            "Vérifier si ce membre avait un intérêt à l'affaire et a pris part au vote.",
        ),
    )


RULES = (
    Rule(
        codes=("interest.part_taken",),
        title="Membres intéressés (avant la loi de décembre 2025)",
        article=_ARTICLE,
        says="Une délibération est illégale si un membre intéressé à l'affaire y a pris part, en "
        "personne ou par pouvoir ; "
        "la jurisprudence ancienne tenait parfois la seule présence pour une participation.",
        check=check_presence,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.OLD_TEXT,
        until=STATUTE_OF_ELECTED_MEMBERS - timedelta(days=1),
    ),
    Rule(
        codes=("interest.part_taken",),
        title="Membres intéressés (depuis la loi de décembre 2025)",
        article=_ARTICLE,
        says="Une délibération est illégale si un membre intéressé à l'affaire y a pris part, en "
        "personne ou par pouvoir ; "
        "sa seule présence dans la salle n'est plus une participation. Sortir reste le plus sûr.",
        check=check_part_taken,
        bodies=COMMUNES | GROUPED,
        since=STATUTE_OF_ELECTED_MEMBERS,
    ),
    Rule(
        codes=("interest.told",),
        title="Intérêts déclarés et ordre du jour",
        article="CGCT art. L. 2131-11 et L. 1111-6",
        says="Un point dont le titre reprend les mots d'un intérêt déclaré est signalé. Qui "
        "représente le conseil dans une "
        "autre structure n'est pas intéressé pour cette seule raison, sauf en commande publique.",
        check=check_interests_told,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
)
