"""Whether a sitting may be said to have settled the minutes of an earlier one (CGCT art. L. 2121-15).

A body that the article binds does not settle its minutes by a vote that rejected them, nor at a sitting that was not
held. All the rest is advice, and so is everything for a body, a territory or a day of which the article was not read
to speak: whoever goes on says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes_lacks import article_of_minutes, is_bound
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, Sitting
from deliberations.domain.wording.dates import long_date

WHERE = "arrêt du procès-verbal"
_CAME = (
    MovementKind.PRESENT,
    MovementKind.ARRIVES,
    MovementKind.SUBSTITUTE_SEATED,
    MovementKind.ATTENDS_REMOTELY,
)


@dataclass(frozen=True, slots=True)
class Settling:
    """By what the minutes are said to be settled: the sitting of ``by``, and its item where one is known.

    ``is_surely_it``: the item was linked to these minutes, or names their day; otherwise it only speaks of minutes.
    ``took_place``: its facts, or its closing, show it. ``next_held`` is the day of the first sitting held after the one
    reported, ``next_planned`` that of the first one of which nothing is recorded yet.
    """

    by: Record
    item: str | None = None
    is_surely_it: bool = True
    took_place: bool = True
    next_held: date | None = None
    next_planned: date | None = None


def is_held(sitting: Sitting) -> bool:
    """Whether what is recorded shows that it took place; an old paper tells of a sitting that did."""
    came = any(movement.kind in _CAME for movement in sitting.movements)
    return sitting.origin is Origin.RECORDED or any(
        (sitting.opened_at, sitting.closed_at, came, sitting.votes)
    )


def settling_findings(record: Record, settling: Settling) -> tuple[Finding, ...]:
    """What stands against settling the minutes of ``record`` so. A refusal only where the article binds the body."""
    article, binds = article_of_minutes(record), is_bound(record)
    return tuple(
        Finding(
            code=code,
            severity=Severity.REFUSAL if binds and is_certain else Severity.WARNING,
            article=article,
            message=message,
            where=WHERE,
        )
        for code, message, is_certain in (*_of_sitting(record, settling), *_of_vote(settling))
    )


_Found = tuple[str, str, bool]


def _of_sitting(record: Record, settling: Settling) -> Iterator[_Found]:
    day = long_date(settling.by.sitting.held_on)
    if settling.by.sitting.uid == record.sitting.uid:
        yield from _of_own_sitting(settling)
    elif not settling.took_place:
        yield (
            "minutes.not_held",
            (
                f"Rien n'est enregistré de la séance du {day} : ni ouverture, ni présences, ni vote. Ouvrez-la ou "
                "notez ses présences, puis arrêtez ce procès-verbal."
            ),
            True,
        )


def _of_own_sitting(settling: Settling) -> Iterator[_Found]:
    if settling.next_held is not None:
        yield (
            "minutes.followed",
            (
                f"Une séance a suivi celle-ci le {long_date(settling.next_held)} : le procès-verbal s'arrête à son "
                "commencement. Choisissez-la."
            ),
            True,
        )
    elif settling.next_planned is not None:
        yield (
            "minutes.planned_next",
            (
                f"Une séance est prévue le {long_date(settling.next_planned)} : le procès-verbal s'arrête d'ordinaire "
                "à son commencement."
            ),
            False,
        )


def _of_vote(settling: Settling) -> Iterator[_Found]:
    """An item that is not surely theirs only makes one doubt; so does a vote of which the result is not known."""
    if settling.item is None:
        return
    item, day = settling.by.item(settling.item), long_date(settling.by.sitting.held_on)
    verdict = settling.by.verdict_on(item.uid) if item.outcome is ItemOutcome.EXAMINED else None
    place = f"Le point {item.order} de la séance du {day}"
    if verdict is Verdict.REJECTED:
        yield (
            "minutes.rejected",
            (
                f"{place} : d'après le vote enregistré, l'assemblée n'a pas adopté ce procès-verbal. Inscrivez les "
                "remarques, corrigez le projet, puis soumettez-le de nouveau."
            ),
            settling.is_surely_it,
        )
    elif verdict is Verdict.UNDETERMINED:
        yield (
            "minutes.tied",
            f"{place} : d'après le vote enregistré, les voix sont également partagées.",
            False,
        )
    elif verdict is None:
        yield "minutes.not_voted", f"{place}, qui arrête ce procès-verbal, n'a pas de vote enregistré.", False
