"""The sentences of the sheet that closes a sitting in the register (CGCT art. R. 2121-9).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberations.domain.articles import Topic, article_of
from deliberations.domain.attendance import SeatState
from deliberations.domain.notices import last_sent_on
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.wording.dates import long_date, weekday_name

ALL_SIGN_UNTIL = date(2022, 7, 1)
"""Before it, all the members present signed (ordonnance 2021-1310): general knowledge, to be checked."""
DELIBERATIONS = "Délibérations de la séance"
HEADERS = ("Ordre", "Numéro", "Objet")
NOTHING = "Aucune délibération n'a été prise."
PRESENT = "Membres présents"
NOT_KNOWN = "Les présences n'ont pas été relevées."
SIGNING_HEADERS = ("Membre présent", "Signature, ou cause qui empêche de signer")
SIGNED_BY = "Signatures"
_IN_THE_ROOM = (SeatState.PRESENT, SeatState.SUBSTITUTED)
_REMOTELY = " (à distance)"


@dataclass(frozen=True, slots=True)
class TakenDeliberation:
    """One line: the place in the sitting, the number, empty on an old act that has none, and the object."""

    order: int
    number: str
    title_html: str


def title(record: Record) -> str:
    """« Feuillet clôturant la séance du mardi 19 décembre 2023 »."""
    day = record.sitting.held_on
    return f"Feuillet clôturant la séance du {weekday_name(day)} {long_date(day)}"


def convened(record: Record) -> str:
    """« Convocation du 15 décembre 2023 (CGCT art. L. 2121-10). »: the register mentions it, whatever an act shows.

    With the latest dispatch where it came later; a date that is not known leaves room to write it.
    """
    sent_on, last, article = (
        record.sitting.convocation.sent_on,
        last_sent_on(record),
        article_of(record.council, Topic.CONVOCATION),
    )
    first = sent_on or last
    day = f"du {long_date(first)}" if first else f"du {'…' * 15}"
    later = (
        f", envoyée pour la dernière fois le {long_date(last)}" if first and last and last != first else ""
    )
    return f"Convocation {day}{later}{f' ({article})' if article else ''}."


def taken(record: Record) -> Iterator[TakenDeliberation]:
    """What the sitting put to the vote, adopted or not, in the order of the agenda."""
    is_old = record.sitting.origin is Origin.RECORDED
    for item in sorted(record.sitting.agenda, key=lambda each: each.order):
        for act in record.acts_on(item.uid):
            number = number_of(act, record.council.number_pattern)
            if number or is_old:
                yield TakenDeliberation(item.order, number, act.title_html or item.title_html)


def present_members(record: Record) -> tuple[str, ...]:
    """Mandates of those who sat at one moment of the sitting at least, in the order of the table.

    At a distance only where members may sit so (CGCT art. L. 5211-11-1, or the rules recorded for that day).
    """
    remote = _having(record, SeatState.REMOTE) if record.is_remote_allowed else frozenset()
    here = _having(record, *_IN_THE_ROOM) | remote
    return tuple(member for member in record.members if member in here)


def how_present(record: Record, member: str) -> str:
    """« (à distance) » after the name of one who was never in the room; nothing for the others."""
    return "" if member in _having(record, *_IN_THE_ROOM) else _REMOTELY


def _having(record: Record, *states: SeatState) -> frozenset[str]:
    examined = [item for item in record.sitting.agenda if item.outcome is ItemOutcome.EXAMINED]
    rooms = [record.attendance_at(item.uid) for item in examined]
    return frozenset(seat.member for room in rooms if room.is_known for seat in room.having(*states))


def all_sign(record: Record) -> bool:
    """Whether every member present signs, as the rule was that day."""
    return record.sitting.held_on < ALL_SIGN_UNTIL
