"""What a Word file says of the sitting beside what the facts say: compared, never typed in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deliberations.domain.linter.folding import fold
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.wording.dates import long_date
from deliberations.wordfile import Piece, Target

_COUNTS = (
    (
        "Membres en exercice",
        re.compile(r"\bexercice\s*:?\s*(\d{1,3})\b|\b(\d{1,3})\s+(?:membres\s+)?en\s+exercice"),
    ),
    ("Présents", re.compile(r"\bpr[ée]sents?\s*:\s*(\d{1,3})\b|\b(\d{1,3})\s+pr[ée]sents?\b", re.IGNORECASE)),
    ("Votants", re.compile(r"\bvotants?\s*:?\s*(\d{1,3})\b|\b(\d{1,3})\s+votants?\b", re.IGNORECASE)),
    ("Pour", re.compile(r"\bpour\s*:\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:voix\s+)?pour\b", re.IGNORECASE)),
    ("Contre", re.compile(r"\bcontre\s*:\s*(\d{1,3})\b|\b(\d{1,3})\s*(?:voix\s+)?contre\b", re.IGNORECASE)),
    (
        "Abstentions",
        re.compile(r"\babstentions?\s*:\s*(\d{1,3})\b|\b(\d{1,3})\s*abstentions?\b", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """``known`` is empty when the facts do not say it; ``is_same`` is then false."""

    what: str
    told: str
    known: str

    @property
    def is_same(self) -> bool:
        return self.told == self.known


def compared_facts(record: Record, act: str, pieces: Iterable[Piece]) -> tuple[Compared, ...]:
    """The counts, the number, the day and the members of the file beside those of the record."""
    told = " \n".join(piece.text for piece in pieces if piece.target in (Target.FACT, Target.FORMULA))
    return (
        *_counts(record, act, told),
        *_day(record, told),
        *_number(record, act, told),
        *_members(record, told),
    )


def _counts(record: Record, act: str, told: str) -> Iterator[Compared]:
    item = record.act(act).item
    attendance = record.attendance_at(item)
    vote = record.deciding_vote(item)
    count = record.count(vote) if vote is not None else None
    is_known = attendance.is_known and bool(attendance.seats)
    known = {
        "Membres en exercice": attendance.in_office if is_known else None,
        "Présents": attendance.present if is_known else None,
        "Votants": count.voters if count else None,
        "Pour": count.in_favour if count else None,
        "Contre": count.against if count else None,
        "Abstentions": count.abstentions if count else None,
    }
    for what, pattern in _COUNTS:
        if found := pattern.search(told):
            value = known[what]
            yield Compared(what, str(int(found[1] or found[2])), "" if value is None else str(value))


def _day(record: Record, told: str) -> Iterator[Compared]:
    day = record.sitting.held_on
    found = re.search(r"\b(\d{1,2}(?:er)?)\s+([a-zéû]{3,9})\s+((?:19|20)\d\d)\b", told, re.IGNORECASE)
    if found and fold(long_date(day)) not in fold(told):
        yield Compared("Date", f"{found[1]} {found[2].lower()} {found[3]}", long_date(day))
    elif found:
        yield Compared("Date de la séance", long_date(day), long_date(day))


def _number(record: Record, act: str, told: str) -> Iterator[Compared]:
    found = re.search(r"d[ée]lib[ée]ration\s*n?[°ºo]?\s*([\d][\w/.-]*(?:\s?-\s?\d+)?)", told, re.IGNORECASE)
    if found:
        number = number_of(record.act(act), record.council.number_pattern)
        said = re.sub(r"\s", "", found[1]).rstrip("-.:")
        yield Compared("Numéro", said, number)


def _members(record: Record, told: str) -> Iterator[Compared]:
    """Members whom the file never names, when it has a roll; a name is looked for without accents."""
    words = f" {fold(told)} "
    names = {
        member: person.family_name
        for member in record.members
        if (person := record.person_of(member)) is not None
    }
    named = [member for member, name in names.items() if f" {fold(name)} " in words]
    if len(named) >= 2 and len(named) < len(names):
        missing = ", ".join(name for member, name in names.items() if member not in named)
        yield Compared(
            "Membres nommés", str(len(named)), f"{len(names)} (manquent dans le fichier : {missing})"
        )
    elif len(named) >= 2:
        yield Compared("Membres nommés", str(len(named)), str(len(names)))
