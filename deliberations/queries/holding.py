"""Where a sitting being held stands, and what was last done."""

from django.db.models import QuerySet

from deliberations.domain.attendance import SeatState
from deliberations.domain.chairs import replacement_of_mayor
from deliberations.domain.gestures import GestureKind
from deliberations.domain.majority import Verdict
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.wording.sentences import vote_counts
from deliberations.models import Gesture, Sitting

IN_ROOM = (SeatState.PRESENT, SeatState.REMOTE, SeatState.SUBSTITUTED)

_VERDICTS = {
    Verdict.ADOPTED: "Adopté",
    Verdict.REJECTED: "Rejeté",
    Verdict.UNDETERMINED: "Résultat non établi",
}


def standing_item(sitting: Sitting, *, before: Gesture | None = None) -> str:
    """The uid of the item opened last (``before`` a gesture that is being undone); empty before the first."""
    openings = done(sitting).filter(kind=GestureKind.OPEN_ITEM)
    opened = (openings.filter(pk__lt=before.pk) if before else openings).order_by("-pk").first()
    return str(opened.payload.get("item", "")) if opened else ""


def done(sitting: Sitting) -> QuerySet[Gesture]:
    """The gestures that still hold: neither undone, nor those that undo."""
    return sitting.gestures.filter(undone_by=None).exclude(kind=GestureKind.UNDO)


def moment_now(record: Record, item: str) -> Moment | None:
    """The moment of what happens while ``item`` is the one examined; ``None`` at the opening of the sitting.

    Before the vote it falls before the next ballot: the quorum was read when the debate opened (CGCT art.
    L. 2121-17). Once the item is decided, or put off, it falls after it.
    """
    known = {each.uid: each for each in record.sitting.agenda}
    if item not in known:
        return None
    if record.deciding_vote(item) or known[item].outcome is not ItemOutcome.EXAMINED:
        return Moment(item, Phase.AFTER)
    taken = [vote.ballot for vote in record.votes_on(item)]
    rounds = [each.number for election in record.elections_on(item) for each in election.rounds]
    return Moment(item, Phase.VOTE, max([0, *taken, *rounds]) + 1)


def last_gesture(sitting: Sitting, user_id: int) -> tuple[Gesture | None, Gesture | None]:
    """The latest gesture of anybody (an undoing too), and the latest of ``user_id`` that can be undone."""
    latest = sitting.gestures.select_related("by").order_by("-pk").first()
    mine = done(sitting).filter(by_id=user_id).order_by("-pk").first()
    return latest, mine


def room_quorum(record: Record, moment: Moment | None) -> str:
    """« quorum de 8 atteint », of the people in the room at that moment (CGCT art. L. 2121-17)."""
    read = quorum_at(record, moment)
    if read is None:
        return "quorum non connu"
    return f"quorum de {read.required} {'atteint' if read.is_met else 'non atteint'}"


def quorum_at(record: Record, moment: Moment | None) -> Quorum | None:
    """The quorum counted on the people in the room at that moment; at the opening, without any item."""
    if moment is not None:
        bars = record.bars(moment.item) if moment.phase is not Phase.AFTER else ()
        return record.quorum_without(moment.item, bars, moment)
    return quorum_of(
        record.attendance(),
        of_third=bool(record.sitting.derogation.quorum_of_third),
        with_remote=record.is_remote_allowed,
    )


def usual_chair(record: Record, moment: Moment | None = None) -> str:
    """Who would chair: the mayor or the president if in the room, else the first who may replace him."""
    room = record.attendance(moment)
    present = [head for head in record.heads if (seat := room.seat_of(head)) and seat.state in IN_ROOM]
    if present or not record.sitting.agenda:
        return present[0] if present else ""
    first = min(record.sitting.agenda, key=lambda item: item.examination_order)
    return replacement_of_mayor(record, moment or Moment(first.uid)) or ""


def vote_result(record: Record, uid: str) -> str:
    """« Adopté. Pour : 12, Contre : 2, Abstention : 1. » of the vote of that uid, as the engine counts it."""
    vote = next(each for each in record.sitting.votes if each.uid == uid)
    counts = ", ".join(vote_counts(record.count(vote)))
    return f"{_VERDICTS[record.verdict(vote)]}. {counts}."
