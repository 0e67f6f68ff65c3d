"""Checks on substitutes: each sits for his own titular, before any proxy (CGCT art. L. 5211-6)."""

from collections.abc import Iterator

from councils.domain.people import SeatKind
from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.checks.common import has_rules, is_recorded, names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import GROUPED, Rule
from deliberations.domain.wording.agreement import Forms, agree

_ARTICLE = "CGCT art. L. 5211-6"
_AWAY = (MovementKind.ABSENT, MovementKind.EXCUSED)
_SUBSTITUTE = Forms.regular("suppléant")
_REPLACED = Forms.regular("remplacé")
_MISCOUNTED = "Les présents, le quorum et les voix peuvent être faux."


def check_substitutes_first(record: Record) -> Iterator[Finding]:
    """A titular is replaced by his substitute before he gives a proxy (CGCT art. L. 5211-6).

    Said once per titular. Nothing is said where the substitute is recorded as absent or excused too.
    """
    substitutes = {m.substitute_for: m.uid for m in record.council.mandates if m.substitute_for}
    away = {m.member for m in record.sitting.movements if m.kind in _AWAY}
    for seat in _once(record, SeatState.REPRESENTED) if substitutes else ():
        substitute = substitutes.get(seat.member)
        if substitute and substitute not in away:
            yield _substitute_first(record, seat.member, substitute)


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
    if not seated or not has_rules(record):
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


def _finding(record: Record, code: str, message: str, gesture: str) -> Finding:
    return Finding(
        code=f"substitute.{code}",
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=message,
        where="présences",
        consequence=_MISCOUNTED,
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
)
