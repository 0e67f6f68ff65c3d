"""Checks on members with an interest in an item (CGCT art. L. 2131-11, L. 1111-6).

An interest is never certain to us: nothing here is refused.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from councils.domain.membership import is_in_force
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import choice_of, voting_moment
from deliberations.domain.checks.common import is_decided, names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, STATUTE_OF_ELECTED_MEMBERS, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, BarGround, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, Vote

_ARTICLE = "CGCT art. L. 2131-11"
_VOID = "La délibération peut être annulée si ce membre a un intérêt à l'affaire."
_WORD = re.compile(r"[a-z0-9]{3,40}")
_SMALL_WORDS = frozenset("les des une aux par sur pour avec dans son ses leur leurs commune conseil".split())


def check_part_taken(record: Record) -> Iterator[Finding]:
    """A member who told an interest in the item takes part in its vote, in person or by proxy."""
    for item in record.sitting.agenda:
        members = {b.member for b in item.bars if b.ground is not BarGround.AUTHORISING_OFFICER}
        vote = record.deciding_vote(item.uid)
        if vote is None or not members:
            continue
        room = record.attendance(voting_moment(vote))
        for member in sorted(members):
            for fault in _faults(record, room, vote, member):
                yield _part_taken(record, item, member, fault)


def _faults(record: Record, room: Attendance, vote: Vote, member: str) -> Iterator[str]:
    seat = room.seat_of(member)
    names = names_of(record)
    abstains = choice_of(vote, member, record.groups) is Choice.NOT_VOTING
    if seat and seat.state in (SeatState.PRESENT, SeatState.REMOTE) and not abstains:
        yield "est compté parmi les votants"
    if seat and seat.state is SeatState.REPRESENTED:
        yield (
            f"vote par {names.name(seat.by)}, à qui il a donné pouvoir" if seat.by else "vote par un pouvoir"
        )
    held = [s.member for s in room.with_proxy if s.by == member]
    if held:
        yield f"vote pour {names.name(held[0])}, dont il détient le pouvoir"


def _part_taken(record: Record, item: AgendaItem, member: str, fault: str) -> Finding:
    return Finding(
        code="interest.part_taken",
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=f"{names_of(record).name(member)} a un intérêt déclaré sur ce point, et {fault}.",
        where="vote",
        item=item.uid,
        consequence=_VOID,
        remedy=remedy(
            record,
            "Enregistrer son départ de la salle avant le débat, sans pouvoir donné ni reçu pour ce point.",
            "Vérifier au procès-verbal qu'il n'a pas pris part au vote ; sinon, délibérer à nouveau sans lui.",
        ),
    )


def check_interests_told(record: Record) -> Iterator[Finding]:
    """An item that speaks of an interest a member has told, while nothing keeps him out of it."""
    topics = _topics(record)
    for item in record.sitting.agenda if topics else ():
        if is_decided(record, item.uid):
            for member, topic in _spoken_of(record, item, topics):
                yield _told(record, item, member, topic)


def _spoken_of(
    record: Record, item: AgendaItem, topics: Mapping[tuple[str, str, bool], frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Members in the room whose interest the item names, and whom nothing keeps out of it."""
    words = _words(f"{text_of(item.title_html)} {item.theme}")
    room = record.attendance_at(item.uid)
    kept_out = {bar.member for bar in item.bars}
    for (member, topic, is_representation), needed in topics.items():
        seat = room.seat_of(member)
        is_here = seat is not None and seat.state in (SeatState.PRESENT, SeatState.REMOTE)
        counts = not is_representation or item.subject is Subject.PROCUREMENT
        if needed <= words and is_here and counts and member not in kept_out:
            yield member, topic


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
    return Finding(
        code="interest.told",
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=f"{names_of(record).name(member)} a déclaré un intérêt (« {topic} ») dont ce point semble parler.",
        where="ordre du jour",
        item=item.uid,
        consequence=_VOID,
        remedy=remedy(
            record,
            "Lui demander s'il a un intérêt à l'affaire ; si oui, enregistrer son départ avant le débat.",
            "Vérifier s'il avait un intérêt à l'affaire et s'il a pris part au vote.",
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
        check=check_part_taken,
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
