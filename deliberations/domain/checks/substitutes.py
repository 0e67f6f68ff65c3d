"""Checks on substitutes: each sits for his own titular, before any proxy (CGCT art. L. 5211-6)."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from councils.domain.membership import is_in_force
from councils.domain.people import SeatKind
from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.checks.common import is_recorded, names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import GROUPED, Rule
from deliberations.domain.timeline import OPENING, Placed
from deliberations.domain.wording.agreement import PRESENT, Forms, agree

_ARTICLE = "CGCT art. L. 5211-6"
_AWAY = (MovementKind.ABSENT, MovementKind.EXCUSED)
_SITS = (MovementKind.PRESENT, MovementKind.ATTENDS_REMOTELY)
_COMES = (MovementKind.ARRIVES, MovementKind.RETURNS)
_GOES = (*_AWAY, MovementKind.LEAVES)
_EMPTY = (SeatState.ABSENT, SeatState.EXCUSED)
_SUBSTITUTE = Forms.regular("suppléant")
_NOTED = Forms.regular("noté")
_REPLACED = Forms.regular("remplacé")
_MISCOUNTED = "Les présents, le quorum et les voix peuvent être faux."


def check_substitutes_first(record: Record) -> Iterator[Finding]:
    """A titular is replaced by his substitute before he gives a proxy (CGCT art. L. 5211-6).

    Said once per titular. Nothing is said where his substitutes are recorded as absent or excused too.
    """
    titulars = _own_titulars(record)
    away = {m.member for m in record.sitting.movements if m.kind in _AWAY}
    for seat in _once(record, SeatState.REPRESENTED) if titulars else ():
        substitutes = [substitute for substitute, titular in titulars.items() if titular == seat.member]
        free = [substitute for substitute in substitutes if substitute not in away]
        if free:
            yield _substitute_first(record, seat.member, free[0])


def _once(record: Record, state: SeatState) -> Iterator[Seat]:
    """Each seat that is in that state when an item opens, the first time that it is."""
    told: set[str] = set()
    for item in record.sitting.agenda:
        for seat in record.attendance(Moment(item.uid)).having(state):
            if seat.member not in told:
                told.add(seat.member)
                yield seat


def _substitute_first(record: Record, titular: str, substitute: str) -> Finding:
    names = names_of(record)
    word = agree(_SUBSTITUTE, [names.gender(substitute)])
    return Finding(
        code="proxy.substitute_first",
        severity=Severity.NOTICE if is_recorded(record) else Severity.WARNING,
        article=_ARTICLE,
        message=f"{names.name(titular)}, dont {names.name(substitute)} est {word}, a donné pouvoir.",
        where="pouvoirs",
        consequence="Le suppléant siège d'abord ; un pouvoir donné à sa place peut être contesté.",
        remedy=remedy(
            record,
            "Faire siéger le suppléant, ou enregistrer qu'il est absent ou excusé.",
            "Vérifier si le suppléant était empêché, et enregistrer son absence.",
        ),
    )


def check_substitutes(record: Record) -> Iterator[Finding]:
    """A substitute sits in a group of communes only, for his own titular, who then gives no proxy (art. L. 5211-6)."""
    seated = [m for m in record.sitting.movements if m.kind is MovementKind.SUBSTITUTE_SEATED]
    if not seated:
        return
    if record.council.body_type not in GROUPED:
        yield _not_allowed(record, seated[0])
        return
    for substitute, titular in dict.fromkeys((m.other, m.member) for m in seated):
        mandate = record.mandates.get(substitute or "")
        # A substitute whose titular nobody noted may be the right one.
        is_unknown = mandate is None or (mandate.seat is SeatKind.SUBSTITUTE and not mandate.substitute_for)
        if mandate is not None and not is_unknown and mandate.substitute_for != titular:
            yield _of_another(record, mandate.uid, titular, mandate.substitute_for)
    for seat in _once(record, SeatState.SUBSTITUTED):
        if seat.idle_holder and seat.by:
            yield _with_proxy(record, seat.member, seat.by, seat.idle_holder)


def _not_allowed(record: Record, movement: Movement) -> Finding:
    names = names_of(record)
    who = names.name(movement.other) if movement.other else "Une personne"
    word = agree(_SUBSTITUTE, [names.gender(movement.other) if movement.other else None])
    return _finding(
        record,
        "not_allowed",
        f"{who} siège comme {word} {names.of(movement.member)} : cette assemblée n'a pas de suppléants.",
        "Un membre empêché peut donner pouvoir à un autre membre ; ne pas faire siéger de suppléant.",
    )


def _of_another(record: Record, substitute: str, titular: str, own: str | None) -> Finding:
    names = names_of(record)
    word = agree(_SUBSTITUTE, [names.gender(substitute)])
    known = f"{word} {names.of(own)}" if own else "membre du conseil"
    return _finding(
        record,
        "of_another",
        f"{names.name(substitute)}, {known}, siège à la place {names.of(titular)}.",
        "Faire siéger le suppléant de ce titulaire, ou corriger qui est le suppléant de qui.",
    )


def _with_proxy(record: Record, titular: str, substitute: str, holder: str) -> Finding:
    names = names_of(record)
    replaced = agree(_REPLACED, [names.gender(titular)])
    return _finding(
        record,
        "with_proxy",
        f"{names.name(titular)}, {replaced} par {names.name(substitute)}, a aussi donné pouvoir à "
        f"{names.name(holder)} : ce pouvoir n'est pas compté.",
        "Faire siéger le suppléant, ou retenir le pouvoir si le suppléant est absent : jamais les deux.",
    )


def check_beside_titular(record: Record) -> Iterator[Finding]:
    """A substitute sits in place of a titular who is away, never beside him (CGCT art. L. 5211-6).

    Both must be told in the room at one moment: a titular who comes later takes his seat back, and that is no fault.
    """
    own = _own_titulars(record)
    seated = {
        (m.member, m.other) for m in record.sitting.movements if m.kind is MovementKind.SUBSTITUTE_SEATED
    }
    for titular, substitute in dict.fromkeys(_both_there(record, own)):
        yield _beside(record, titular, substitute, is_seated=(titular, substitute) in seated)


def _own_titulars(record: Record) -> Mapping[str, str]:
    """The titular of each substitute in office that day, where he is recorded."""
    on = record.sitting.held_on
    return {
        m.uid: m.substitute_for for m in record.council.mandates if m.substitute_for and is_in_force(m, on)
    }


def _both_there(record: Record, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each titular in the room at the very moment at which a substitute is there for his seat."""
    for _, moves in groupby(record.timeline.placed, key=lambda placed: placed.key):
        for titular, there in _there_at_once(moves, own).items():
            yield from ((titular, other) for other in there if other != titular and titular in there)


def _there_at_once(moves: Iterable[Placed], own: Mapping[str, str]) -> Mapping[str, Mapping[str, None]]:
    """Who is told in the room for each seat, by the movements of one moment."""
    there: dict[str, dict[str, None]] = {}
    for movement in (placed.movement for placed in moves if not placed.is_end):
        who = movement.member
        seat = there.setdefault(own.get(who, who), {})
        if movement.kind is MovementKind.SUBSTITUTE_SEATED and movement.other:
            seat[movement.other] = None
        elif movement.kind in _COMES:
            seat.clear()  # Whoever comes takes the place of the other.
            seat[who] = None
        elif movement.kind in _SITS:
            seat[who] = None
        elif movement.kind in _GOES:
            seat.pop(who, None)
    return there


def _beside(record: Record, titular: str, substitute: str, *, is_seated: bool) -> Finding:
    """A notice where he is only told present, and counted for nothing: he may have come to listen."""
    names = names_of(record)
    gender = [names.gender(substitute)]
    told = "siège" if is_seated else f"est {agree(_NOTED, gender)} {agree(PRESENT, gender)}"
    return _finding(
        record,
        "beside_titular",
        f"{names.name(substitute)}, {agree(_SUBSTITUTE, gender)} {names.of(titular)}, {told} en même temps que "
        f"{names.name(titular)}.",
        "Faire siéger le titulaire seul ; le suppléant qui ne fait qu'assister s'enregistre parmi les auxiliaires.",
        severity=Severity.WARNING if is_seated else Severity.NOTICE,
        consequence="Un siège ne se compte qu'une fois : à deux, les présents et les voix seraient faux.",
    )


def check_seated_substitutes(record: Record) -> Iterator[Finding]:
    """A substitute told present, whose titular is away, is counted only once recorded in his place (art. L. 5211-6)."""
    own, room = _own_titulars(record), record.attendance()
    seated = {m.other for m in record.sitting.movements if m.kind is MovementKind.SUBSTITUTE_SEATED}
    for placed in record.timeline.placed if room.is_known else ():
        substitute = placed.movement.member
        is_told = placed.key == OPENING and placed.movement.kind is MovementKind.PRESENT
        if is_told and substitute in own and substitute not in seated:
            seat = room.seat_of(own[substitute])
            if seat is not None and seat.state in _EMPTY:
                yield _not_seated(record, seat.member, substitute)


def _not_seated(record: Record, titular: str, substitute: str) -> Finding:
    names = names_of(record)
    gender = [names.gender(substitute)]
    return _finding(
        record,
        "not_seated",
        f"{names.name(substitute)}, {agree(_SUBSTITUTE, gender)} {names.of(titular)}, est {agree(_NOTED, gender)} "
        f"{agree(PRESENT, gender)}, mais pas à la place {names.of(titular)} : ce siège est compté comme vide.",
        "Enregistrer que le suppléant siège à la place de son titulaire, ou parmi les auxiliaires s'il assiste "
        "seulement.",
    )


def _finding(
    record: Record,
    code: str,
    message: str,
    gesture: str,
    *,
    severity: Severity = Severity.WARNING,
    consequence: str = _MISCOUNTED,
) -> Finding:
    return Finding(
        code=f"substitute.{code}",
        severity=severity,
        article=_ARTICLE,
        message=message,
        where="présences",
        consequence=consequence,
        remedy=remedy(record, gesture, "Vérifier au procès-verbal qui a siégé, et corriger les présences."),
    )


RULES = (
    Rule(
        codes=("proxy.substitute_first",),
        title="Suppléant avant pouvoir",
        article=_ARTICLE,
        says="Dans un EPCI ou un syndicat, le suppléant siège d'abord ; le pouvoir ne vient qu'à défaut.",
        check=check_substitutes_first,
        bodies=GROUPED,
    ),
    Rule(
        codes=("substitute.not_allowed", "substitute.of_another", "substitute.with_proxy"),
        title="Suppléants",
        article=_ARTICLE,
        says="Un suppléant ne siège que dans un EPCI ou un syndicat, à la place de son titulaire, et celui-ci ne donne "
        "pas pouvoir en même temps.",
        check=check_substitutes,
    ),
    Rule(
        codes=("substitute.beside_titular",),
        title="Titulaire et suppléant ensemble",
        article=_ARTICLE,
        says="Dans un EPCI ou un syndicat, le suppléant ne siège qu'en l'absence de son titulaire, jamais avec lui.",
        check=check_beside_titular,
        bodies=GROUPED,
    ),
    Rule(
        codes=("substitute.not_seated",),
        title="Suppléant présent sans siège",
        article=_ARTICLE,
        says="Le suppléant présent est enregistré à la place de son titulaire : sans cela, il n'est pas compté.",
        check=check_seated_substitutes,
        bodies=GROUPED,
    ),
)
