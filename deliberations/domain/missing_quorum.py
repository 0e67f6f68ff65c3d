"""Where a sitting lacked its quorum, and from when it may be called again (CGCT art. L. 2121-17)."""

from dataclasses import dataclass
from datetime import date, timedelta

from deliberations.domain.articles import Topic, article_of
from deliberations.domain.clear_days import required_notice
from deliberations.domain.notices import is_freed_from_quorum
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.record import Record
from deliberations.domain.timeline import examination_order

NOT_RECORDED = "Les présences de cette séance ne sont pas enregistrées."
FREED = "Cette séance, tenue après une seconde convocation, n'avait pas de condition de quorum."
NO_RULE = "Le quorum de cette assemblée suit des règles que le logiciel ne connaît pas."
MET = "La séance a réuni le quorum."


@dataclass(frozen=True, slots=True)
class MissingQuorum:
    """``item`` is where the quorum was missing first, ``None`` at the opening of the sitting."""

    quorum: Quorum
    item: str | None = None


def missing_quorum(record: Record) -> MissingQuorum | None:
    """The first moment at which the quorum was missing: the opening, then the debate of each item in its order."""
    sitting = record.sitting
    opening = quorum_of(
        record.attendance(),
        of_third=bool(sitting.derogation.quorum_of_third),
        with_remote=record.is_remote_allowed,
    )
    if opening is None:
        return None
    if not opening.is_met:
        return MissingQuorum(opening)
    order = examination_order(sitting)
    found = ((item, record.quorum(item)) for item in sorted(order, key=order.__getitem__))
    return next((MissingQuorum(q, item) for item, q in found if q is not None and not q.is_met), None)


def why_no_notice(record: Record) -> str:
    """Why there is nothing to tell of a missing quorum, or nothing."""
    if not article_of(record.council, Topic.QUORUM):
        return NO_RULE
    if is_freed_from_quorum(record):
        return FREED
    if not record.attendance().is_known:
        return NOT_RECORDED
    return "" if missing_quorum(record) else MET


def earliest_second_sitting(record: Record, called_on: date) -> date | None:
    """First day of a second sitting whose convocation leaves on ``called_on``; ``None`` where days are not clear ones.

    Three clear days part them (art. L. 2121-17; CE, 16 June 1997, Pfister).
    """
    notice = required_notice(record.council, record.sitting.held_on, second_convocation=True)
    return called_on + timedelta(days=notice.clear_days + 1) if notice else None
