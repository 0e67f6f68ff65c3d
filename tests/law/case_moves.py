"""Who is there when the sitting opens, the proxies, and what happens until it closes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from councils.domain.bodies import Council
from councils.domain.membership import mandates_in_office
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind, ProxyPaper
from tests.law.case_reader import YES_NO, Fields, instant_of, is_number, only, reading
from tests.law.case_votes import Names

KINDS = {
    "présent": MovementKind.PRESENT,
    "arrivée": MovementKind.ARRIVES,
    "départ": MovementKind.LEAVES,
    "retour": MovementKind.RETURNS,
    "pouvoir": MovementKind.GIVES_PROXY,
    "fin du pouvoir": MovementKind.PROXY_ENDS,
    "déport": MovementKind.STEPS_ASIDE,
    "fin du déport": MovementKind.COMES_BACK,
    "suppléance": MovementKind.SUBSTITUTE_SEATED,
    "présidence": MovementKind.CHAIR_TAKEN,
    "à distance": MovementKind.ATTENDS_REMOTELY,
}
PHASES = {"débat": Phase.DEBATE, "vote": Phase.VOTE, "après le vote": Phase.AFTER}
_ARROW = "->"
_NOBODY = "personne"


def movements_of(
    fields: Fields, council: Council, names: Names, held_on: date
) -> tuple[bool, tuple[Movement, ...]]:
    """Whether attendance is recorded, and every movement in its order."""
    is_recorded = fields.raw("présents") != "non relevés"
    is_to_come = fields.raw("présents") == "à venir"
    seats = [m.uid for m in mandates_in_office(council, held_on)]
    moves = [
        *(_opening(fields, seats, names) if is_recorded and not is_to_come else ()),
        *_given_in_advance(fields, names, held_on),
        *_in_sitting(fields, names, held_on),
    ]
    return is_recorded, tuple(replace(move, position=n) for n, move in enumerate(moves, start=1))


def _opening(fields: Fields, seats: Sequence[str], names: Names) -> Iterator[Movement]:
    """« présents », « à distance », « excusés » and « suppléants »; the other members are absent."""
    present = _present(fields, seats, names)
    remote, excused = (
        names(fields.raw(key) or [], f"{fields.place}, {key}") for key in ("à distance", "excusés")
    )
    away = {*remote, *excused}
    for member in seats:
        if member in present and member in away:
            fields.refuse(f"{member} est écrit présent, et absent ou à distance")
    yield from (Movement(0, MovementKind.PRESENT, m) for m in seats if m in present)
    yield from (Movement(0, MovementKind.ATTENDS_REMOTELY, m) for m in remote)
    yield from (Movement(0, MovementKind.EXCUSED, m) for m in excused)
    yield from (Movement(0, MovementKind.ABSENT, m) for m in seats if m not in (*present, *away))
    for text in fields.items("suppléants"):
        substitute, titular = _pair(text, f"{fields.place}, suppléants", names)
        yield Movement(0, MovementKind.SUBSTITUTE_SEATED, titular or "", substitute)


def _present(fields: Fields, seats: Sequence[str], names: Names) -> set[str]:
    """« 8 » is the first eight members, « tous sauf A3 » the others, « aucun » nobody."""
    written = fields.raw("présents") or "tous"
    place = f"{fields.place}, présents"
    if is_number(written):
        if int(written) > len(seats):
            fields.refuse(f"« présents : {written} » pour {len(seats)} membres")
        return set(seats[: int(written)])
    if isinstance(written, str) and written.startswith("tous"):
        left_out = written.removeprefix("tous").strip().removeprefix("sauf").strip(" []")
        return set(seats) - set(names(left_out, place))
    named = set() if written == "aucun" else set(names(written, place))
    if named - set(seats):
        fields.refuse(f"pas en exercice ce jour-là : {', '.join(sorted(named - set(seats)))}")
    return named


def _pair(text: Any, place: str, names: Names) -> tuple[str, str | None]:
    """« A14 -> A2 »; « A14 -> personne » names no holder."""
    giver, arrow, other = str(text).partition(_ARROW)
    if not arrow:
        Fields({}, place).refuse(f"« A14 -> A2 » est attendu, pas « {text} »")
    holder = other.strip()
    return only(names(giver, place), place), None if holder == _NOBODY else only(names(holder, place), place)


def _given_in_advance(fields: Fields, names: Names, held_on: date) -> Iterator[Movement]:
    for each in fields.items("pouvoirs"):
        data = {"pouvoir": each} if isinstance(each, str) else each
        yield _proxy_and_moment(data, f"{fields.place}, pouvoirs", names, held_on)


def _in_sitting(fields: Fields, names: Names, held_on: date) -> Iterator[Movement]:
    for n, each in enumerate(fields.items("mouvements"), start=1):
        yield _proxy_and_moment(each, f"{fields.place}, mouvement {n}", names, held_on)


def _proxy_and_moment(data: Any, place: str, names: Names, held_on: date) -> Movement:
    """One movement: its kind names who moves, « point » and « moment » when, « prend fin au point » until when."""
    with reading(data, place) as told:
        kinds = [word for word in KINDS if word in told]
        if len(kinds) != 1:
            told.refuse(f"un mouvement et un seul est attendu parmi {', '.join(KINDS)}")
        kind, who = KINDS[kinds[0]], told.raw(kinds[0])
        member, other = _who(kind, who, place, names)
        end = told.number("prend fin au point")
        return Movement(
            0,
            kind,
            member,
            other,
            moment=_moment(told),
            until=Moment(f"p{end}") if end else None,
            at=instant_of(told.raw("le"), f"{place}, le"),
            paper=_paper(told, held_on) if kind is MovementKind.GIVES_PROXY else ProxyPaper(),
        )


def _who(kind: MovementKind, who: Any, place: str, names: Names) -> tuple[str, str | None]:
    if kind is MovementKind.SUBSTITUTE_SEATED:
        substitute, titular = _pair(who, place, names)
        return titular or "", substitute
    if kind is MovementKind.GIVES_PROXY:
        return _pair(who, place, names)
    return only(names(who, place), place), None


def _moment(told: Fields) -> Moment | None:
    item = told.number("point")
    phase, ballot = told.choice("moment", PHASES, Phase.DEBATE), told.number("scrutin") or 1
    return Moment(f"p{item}", phase, ballot) if item else None


def _paper(told: Fields, held_on: date) -> ProxyPaper:
    """A proxy dated the day before, signed and received by mail, unless the case says otherwise."""
    dated = told.text("daté du")
    written = told.day("daté du") if dated and dated != "inconnu" else None
    received = told.text("reçu par", "courriel")
    return ProxyPaper(
        dated_on=None if dated == "inconnu" else written or held_on - timedelta(days=1),
        is_signed=told.choice("signé", YES_NO, True),
        received_by="" if received == "inconnu" else received,
        is_for_illness=told.flag("maladie constatée"),
        covers_second_call=told.flag("vaut pour la seconde convocation"),
    )
