"""Doing a gesture of the sitting once, whoever sends it again; seeing that nobody overwrites; undoing."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.gestures import SITTING, GestureKind, Target, mark_of
from deliberations.domain.record import Record
from deliberations.models import Gesture, Sitting
from deliberations.queries import reread
from deliberations.queries.holding import done, standing_item
from deliberations.services.changes import changing
from deliberations.services.floor import Floor
from deliberations.services.placing import sort_movements
from deliberations.services.recording import CannotUndo, Recorder, restore


@dataclass(frozen=True, slots=True)
class Call:
    """How a gesture reached us: its ``key`` (drawn by the browser), its tab, when it happened (aware).

    ``seen`` is the fingerprint, when the page was drawn, of what it touches; empty where the page showed none, or
    once somebody chose to do it all the same.
    """

    key: UUID
    at: datetime
    page: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done: its kind, what was typed, what it touches first, and how it is written.

    ``is_new_each_time``: done twice it would count twice, so that a tab is asked even about its own first time.
    """

    kind: GestureKind
    target: Target
    act: Callable[[Floor], str]
    payload: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Target, ...] = ()
    is_new_each_time: bool = False


class Conflict(Refusal):
    """Somebody else has changed the same thing since the page was drawn: nothing is written.

    ``theirs`` is their gesture (``None`` when another page did it), ``mine`` the sentence of the one refused, ``mark``
    the state to name in order to do it all the same.
    """

    def __init__(self, target: Target, theirs: Gesture | None, mark: str, mine: str) -> None:
        super().__init__(
            "holding.conflict",
            "Quelqu'un d'autre vient de modifier la même chose : choisissez ce qui est juste.",
        )
        self.target = target
        self.theirs = theirs
        self.mark = mark
        self.mine = mine


class KeyUsed(Refusal):
    """The key of another gesture: the page was sent twice with two different contents."""

    def __init__(self) -> None:
        super().__init__(
            "holding.key_used",
            "Cette page a déjà servi à un autre geste. Elle vient d'être rechargée : recommencez.",
        )


class NothingToUndo(Refusal):
    """No gesture of this person is left to undo."""

    def __init__(self) -> None:
        super().__init__("holding.nothing_to_undo", "Il n'y a plus de geste de votre part à annuler.")


def perform(sitting: Sitting, asked: Asked, call: Call, *, by: User, record: Record | None = None) -> Gesture:
    """Do a gesture, once: the same key gives the same answer and writes nothing again.

    ``record`` is what the caller read of ``sitting``: it is read again only if somebody wrote meanwhile.

    Raises ``Conflict``, ``KeyUsed``, ``SittingFinished``, and what the gesture itself refuses; nothing is then
    written. Side effects: the rows of the gesture with their history, and the gesture itself.
    """
    known = _known(sitting, asked, call)
    if known is not None:
        return known
    with changing(sitting, by=by, reason=reason_of(asked.kind)) as change:
        known = _known(change.sitting, asked, call)
        if known is not None:
            return known
        floor = Floor(change.sitting, Recorder(by, reason_of(asked.kind)), call.at)
        if record is not None and change.sitting.revision == sitting.revision:
            floor.record = record
        _refuse_conflict(floor, asked, call)
        message = asked.act(floor)
        floor.settle()
        return _keep(floor, asked, call, by, message)


def reason_of(kind: GestureKind) -> str:
    """The code kept in the history of the rows."""
    return f"holding.{kind.lower()}"


def _known(sitting: Sitting, asked: Asked, call: Call) -> Gesture | None:
    found = Gesture.objects.filter(sitting=sitting, key=call.key).first()
    if found is not None and (found.kind, found.payload) != (asked.kind, _as_stored(asked.payload)):
        raise KeyUsed
    return found


def _as_stored(payload: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(payload, cls=DjangoJSONEncoder))


def _refuse_conflict(floor: Floor, asked: Asked, call: Call) -> None:
    """Refuse what was asked of a state that is no longer there, unless this very tab made it change.

    The gesture is tried, so that its sentence can be shown beside the other's: the transaction that is then given
    up takes it away.
    """
    if not call.seen:
        return
    now = mark_of(floor.record.sitting, asked.target)
    if now == call.seen:
        return
    touching = _touching(floor.record, asked.target)
    is_lenient = call.page and not asked.is_new_each_time
    own = next((each for each in touching if is_lenient and each.page == call.page), None)
    if own is None or own.marks.get(str(asked.target)) != now:
        raise Conflict(asked.target, next(iter(touching), None), now, _tried(floor, asked))


def _tried(floor: Floor, asked: Asked) -> str:
    try:
        return asked.act(floor)
    except Refusal as refusal:
        return refusal.message_fr


def _touching(record: Record, target: Target) -> list[Gesture]:
    """The last gestures on that target, the latest first."""
    rows = Gesture.objects.filter(sitting__uid=record.sitting.uid, sitting__council__uid=record.council.uid)
    recent = rows.select_related("by").order_by("-pk")[:200]
    return [gesture for gesture in recent if str(target) in gesture.marks]


def _keep(floor: Floor, asked: Asked, call: Call, by: User, message: str) -> Gesture:
    after = reread(floor.record, floor.sitting)
    targets: Iterable[Target] = dict.fromkeys((asked.target, *asked.also, *floor.touched))
    return Gesture.objects.create(
        sitting=floor.sitting,
        key=call.key,
        kind=asked.kind,
        page=call.page,
        payload=dict(asked.payload),
        by=by,
        at=call.at,
        revision=floor.sitting.revision + 1,
        message=message,
        outcome=floor.outcome(after),
        marks={str(target): mark_of(after.sitting, target) for target in targets},
        changes=floor.writer.changes,
    )


def undo_last(sitting: Sitting, call: Call, *, by: User) -> Gesture:
    """Undo the latest gesture of ``by`` that still holds; again, the one before.

    Raises ``NothingToUndo``, or ``CannotUndo`` when something now depends on it. Side effects: the rows as they
    were, with their history.
    """
    known = Gesture.objects.filter(sitting=sitting, key=call.key, kind=GestureKind.UNDO).first()
    if known is not None:
        return known
    latest = done(sitting).filter(by=by).order_by("-pk").first()
    if latest is None:
        raise NothingToUndo
    touched = tuple(Target(*mark.partition(":")[::2]) for mark in latest.marks)
    asked = Asked(GestureKind.UNDO, SITTING, lambda floor: _undone(floor, latest), also=touched)
    undoing = perform(sitting, asked, Call(call.key, call.at, call.page), by=by)
    Gesture.objects.filter(pk=latest.pk).update(undone_by=undoing)
    return undoing


def _undone(floor: Floor, gesture: Gesture) -> str:
    if Gesture.objects.filter(pk=gesture.pk).exclude(undone_by=None).exists():
        raise CannotUndo("il est déjà annulé.")
    restore(gesture.changes, floor.writer)
    floor.tells_room = True
    if gesture.kind == GestureKind.OPEN_ITEM:
        floor.__dict__["standing"] = standing_item(floor.sitting, before=gesture)
    moved = {change["pk"] for change in gesture.changes if change["model"] == "movement"}
    sort_movements(floor.sitting, floor.ranks, moved)
    return f"Annulé : {gesture.message}"
