"""Gestures of a sitting as they come by HTTP: the form of each kind, and the buttons that stand for one."""

from collections.abc import Mapping
from typing import Any

from deliberations.domain.gestures import GestureKind
from deliberations.forms.gesture_base import GestureForm
from deliberations.forms.gestures_evening import (
    AddItemForm,
    CloseForm,
    ExamineNowForm,
    OpenForm,
    OpenItemForm,
    OutcomeForm,
    RemoveVoteForm,
    ResumeForm,
    SuspendForm,
)
from deliberations.forms.gestures_people import (
    AllPresentForm,
    AsideForm,
    BackForm,
    ChairForm,
    MoveForm,
    OfficersForm,
    ProxyEndsForm,
    ProxyGestureForm,
    RollForm,
    SubstituteForm,
)


class UndoForm(GestureForm):
    """Undo the last gesture of the one who asks: nothing else is sent."""

    kind = GestureKind.UNDO


SIMPLE: Mapping[GestureKind, type[GestureForm]] = {
    form.kind: form
    for form in (
        RollForm,
        AllPresentForm,
        OfficersForm,
        OpenForm,
        MoveForm,
        ProxyGestureForm,
        ProxyEndsForm,
        AsideForm,
        BackForm,
        ChairForm,
        SubstituteForm,
        SuspendForm,
        ResumeForm,
        CloseForm,
        OpenItemForm,
        OutcomeForm,
        ExamineNowForm,
        AddItemForm,
        RemoveVoteForm,
    )
}
"""The form of each gesture but the vote and the override, which read the record first."""
_TAPS = {
    GestureKind.ROLL: ("member", "state"),
    GestureKind.MOVE: ("member", "move"),
    GestureKind.BACK: ("member",),
    GestureKind.ASIDE: ("member", "item"),
    GestureKind.PROXY_ENDS: ("member",),
    GestureKind.OPEN_ITEM: ("item",),
    GestureKind.EXAMINE_NOW: ("item",),
    GestureKind.OUTCOME: ("item", "outcome"),
    GestureKind.VOTE_REMOVED: ("item", "vote"),
    GestureKind.VOTE: ("item", "method", "quick"),
}


def untapped(data: Any) -> Any:
    """The fields that a single button stands for: « MOVE m3 ARRIVES 0a1b2c3d4e5f » (kind, its fields, state seen)."""
    words = data.get("tap", "").split()
    names = _TAPS.get(words[0]) if words else None
    if names is None:
        return data
    found = data.copy()
    found["kind"] = words[0]
    for name, value in zip((*names, "seen"), words[1:], strict=False):
        found[name] = value
    return found
