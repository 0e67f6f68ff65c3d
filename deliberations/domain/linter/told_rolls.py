"""The rolls that a text prints against the presences recorded: who was there, and who held whose proxy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import names_of
from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import Known
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.rolls import called_alone, members_of, named_in, rolls_of
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage
from deliberations.domain.wording.names import join_list

_COMES = (
    MovementKind.PRESENT,
    MovementKind.ARRIVES,
    MovementKind.RETURNS,
    MovementKind.ATTENDS_REMOTELY,
    MovementKind.COMES_BACK,
    MovementKind.SUBSTITUTE_SEATED,
)
_AWAY = (SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED)
_LINK = re.compile(
    r",\s{0,2}(?=(?:excusée?|absente?|représentée?|(?:ayant\s|a\s|qui\s)?(?:don\w{1,7}\s)?(?:pouvoir|procuration|par)\b))"
)
_PIECE = re.compile(r"[,;\n]|\bet\b|\s[-–—]\s")
_GIVES = re.compile(
    r"^(?P<giver>[^:]{2,80}?)\s(?:(?:excusée?|absente?|représentée?|ayant|a|qui|donné|donne|donnant|pouvoir|procuration)\s){0,6}"
    r"(?:à|par)\s(?P<holder>[^:]{2,80})$"
)
_FIX = "Corriger le texte, ou les présences si elles sont mal notées."


@dataclass(frozen=True)
class _Room:
    """Who came at any moment of the sitting, who was there at the opening, and to whom each proxy was given."""

    record: Record

    @cached_property
    def came(self) -> frozenset[str]:
        return frozenset(m.member for m in self.record.sitting.movements if m.kind in _COMES)

    @cached_property
    def left(self) -> frozenset[str]:
        """Those who left or stood aside, whom a paper may count either way."""
        kinds = (MovementKind.LEAVES, MovementKind.STEPS_ASIDE, MovementKind.SUBSTITUTE_SEATED)
        return frozenset(m.member for m in self.record.sitting.movements if m.kind in kinds)

    @cached_property
    def away(self) -> frozenset[str]:
        """Away from the opening, and never seen since."""
        opening = self.record.attendance()
        known = () if not opening.is_known else opening.having(*_AWAY)
        return frozenset(seat.member for seat in known) - self.came

    @cached_property
    def there(self) -> frozenset[str]:
        """There from the opening to the end."""
        opening = self.record.attendance()
        known = () if not opening.is_known else opening.having(SeatState.PRESENT)
        return frozenset(seat.member for seat in known) - self.left

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """Those to whom each member gave a proxy; none for one whose holder is not recorded."""
        given: dict[str, set[str]] = {}
        for movement in self.record.sitting.movements:
            if movement.kind is MovementKind.GIVES_PROXY:
                holders = given.setdefault(movement.member, set())
                if movement.other:
                    holders.add(movement.other)
        return given


@told_once
def check_told_rolls(record: Record) -> Iterator[Finding]:
    """A member whom the text says present was there; one said away was not; a proxy goes to the holder recorded."""
    room, members = _Room(record), members_of(record)
    if not room.away and not room.there:
        return
    for act in record.sitting.deliberations:
        rolls = rolls_of(act)
        if [is_present for is_present, _ in rolls].count(True) <= 1:
            yield from _presences(record, act, rolls, room, members)
        for is_present, text in rolls:
            if not is_present:
                yield from _proxies(record, act, text, room, members)


def _presences(
    record: Record, act: Deliberation, rolls: list[tuple[bool, str]], room: _Room, members: list[Known]
) -> Iterator[Finding]:
    named = {True: set[str](), False: set[str]()}
    for is_present, text in rolls:
        named[is_present].update(named_in(text, members))
    for known in members:
        mandates = set(known.mandates).intersection(record.members)
        uid = known.person.uid
        if uid in named[True] and uid not in named[False] and mandates <= room.away:
            yield _wrong(record, act, min(mandates), "parmi les présents", "absence ou un pouvoir")
        elif uid in named[False] and uid not in named[True] and mandates <= room.there:
            yield _wrong(record, act, min(mandates), "parmi les absents ou représentés", "présence")


def _wrong(record: Record, act: Deliberation, member: str, place: str, fact: str) -> Finding:
    advice = Advice(
        code="text.roll",
        message=f"{names_of(record).name(member)} figure {place} dans le texte ; les faits enregistrés donnent "
        f"{'une' if fact != 'présence' else 'sa'} {fact}.",
        consequence="Le quorum et le nombre de votants en dépendent : le texte ou les présences sont faux.",
        remedy=_FIX,
    )
    return remark(record, Line(act, Passage("exposé", "")), advice)


def _proxies(
    record: Record, act: Deliberation, text: str, room: _Room, members: list[Known]
) -> Iterator[Finding]:
    flat = _LINK.sub(" ", re.sub(r"\s{0,3}[()]\s{0,3}", " ", text))
    glued = re.sub(r"\s*\n\s*(?=à\b)", " ", flat)
    for piece in _PIECE.split(glued):
        found = _GIVES.match(piece.strip(" .:")) if len(piece) < 200 else None
        giver = called_alone(found["giver"], members) if found else None
        holder = called_alone(found["holder"], members) if found and giver else None
        if giver and holder and giver is not holder:
            yield from _other_holder(record, act, giver, holder, room)


def _other_holder(
    record: Record, act: Deliberation, giver: Known, holder: Known, room: _Room
) -> Iterator[Finding]:
    from_whom = next((uid for uid in giver.mandates if uid in record.members), None)
    if from_whom is None:
        return
    recorded, names = room.holders.get(from_whom), names_of(record)
    is_unknown_holder = recorded is not None and not recorded
    if is_unknown_holder or (recorded is None and from_whom not in room.away):
        return
    if recorded and recorded.intersection(holder.mandates):
        return
    to_whom = next((uid for uid in holder.mandates if uid in record.members), holder.mandates[0])
    facts = join_list(sorted(names.name(uid) for uid in recorded)) if recorded else ""
    advice = Advice(
        code="text.proxy_holder",
        message=f"Le texte donne à {names.name(to_whom)} le pouvoir {names.of(from_whom)} ; "
        + (f"les faits enregistrés le donnent à {facts}." if facts else "aucun n'est enregistré."),
        consequence="Deux voix dépendent de ce pouvoir : on ne sait pas qui les a données.",
        remedy=_FIX,
    )
    yield remark(record, Line(act, Passage("exposé", "")), advice)


RULES = (
    Rule(
        codes=("text.roll", "text.proxy_holder"),
        title="Présents et pouvoirs nommés dans le texte",
        article="",
        says="Les présents, les absents et les mandataires que le texte nomme sont ceux des présences enregistrées.",
        check=check_told_rolls,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
