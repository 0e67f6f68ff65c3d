"""Gestures of a sitting as they come by HTTP: one small form each, which says what is asked of the services."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.html import escape

from councils.models.fields import UID_PATTERN
from deliberations.domain.gestures import (
    SITTING,
    GestureKind,
    Target,
    item_target,
    member_target,
    vote_target,
)
from deliberations.domain.movements import MovementKind
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.models.choices import ITEM_KINDS
from deliberations.services import holding, holding_items, voting
from deliberations.services.floor import Floor
from deliberations.services.gestures import Asked, Call

OLDEST = 24 * 60 * 60
"""Seconds during which a gesture made without network may wait for it."""
_HOUR = "%H:%M"


class UidField(forms.RegexField):
    """The identifier of a member, an item or a vote."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", True)
        super().__init__(UID_PATTERN, max_length=64, **options)


class UidsField(forms.Field):
    """Several identifiers, in the order given, each once; empty choices are left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> list[str]:
        each = UidField()
        return [each.clean(uid) for uid in dict.fromkeys(value or ()) if uid]


class GestureForm(forms.Form):
    """What every gesture carries: its key, its tab, the state its page showed, how long ago it was made (seconds)."""

    kind: ClassVar[GestureKind]

    key = forms.UUIDField(required=False)
    page = forms.RegexField(r"^[a-z0-9-]{0,40}$", required=False)
    seen = forms.RegexField(r"^[0-9a-f]{0,12}$", required=False)
    age = forms.IntegerField(required=False, min_value=0)

    def call(self, now: datetime) -> Call:
        """How it reached us. A clock that is late or a queue too old gives a moment no older than a day."""
        data = self.cleaned_data
        age = min(data.get("age") or 0, OLDEST)
        key: UUID = data.get("key") or uuid4()
        return Call(
            key=key, at=now - timedelta(seconds=age), page=data.get("page") or "", seen=data.get("seen") or ""
        )

    def asked(self) -> Asked:
        """What is to be done, once the form is valid."""
        return Asked(self.kind, self.target(), self.act(), self._payload())

    def target(self) -> Target:
        return SITTING

    def act(self) -> Callable[[Floor], str]:
        raise NotImplementedError

    def _payload(self) -> Mapping[str, Any]:
        own = {name: value for name, value in self.cleaned_data.items() if name not in _SHARED}
        return {name: value for name, value in own.items() if value not in (None, "", [])}


_SHARED = frozenset(GestureForm.base_fields)


def hour_field(label: str = "Heure") -> forms.TimeField:
    """An hour that may be left to the machine."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=[_HOUR, "%Hh%M", "%H h %M", "%Hh", "%H h"],
        widget=forms.TimeInput(format=_HOUR, attrs={"type": "time"}),
        error_messages={"invalid": "Écrivez l'heure ainsi : 20:14."},
    )


class MemberForm(GestureForm):
    """A gesture on one member."""

    member = UidField()
    at = hour_field()

    def target(self) -> Target:
        return member_target(self.cleaned_data["member"])

    def given(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}


class RollForm(MemberForm):
    """Present, excused or absent at the opening."""

    kind = GestureKind.ROLL
    state = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in holding.ROLL])

    def act(self) -> Callable[[Floor], str]:
        state = MovementKind(self.cleaned_data["state"])
        return partial(holding.call_member, member=self.cleaned_data["member"], state=state)


class AllPresentForm(GestureForm):
    kind = GestureKind.ALL_PRESENT

    def act(self) -> Callable[[Floor], str]:
        return holding.call_the_rest


class OfficersForm(GestureForm):
    """Who chairs, who is secretary; with the opening, its hour."""

    kind = GestureKind.OFFICERS
    chair = UidField(required=False)
    secretaries = UidsField()

    def act(self) -> Callable[[Floor], str]:
        data = self.cleaned_data
        return partial(holding.set_officers, chair=data["chair"], secretaries=data["secretaries"])


class OpenForm(OfficersForm):
    kind = GestureKind.OPEN
    at = hour_field("Heure d'ouverture")

    def act(self) -> Callable[[Floor], str]:
        data = self.cleaned_data
        return partial(
            holding.open_sitting, chair=data["chair"], secretaries=data["secretaries"], opened=data["at"]
        )


class MoveForm(MemberForm):
    """Arrives, leaves, comes back; ``point`` is the item that the page showed as examined."""

    kind = GestureKind.MOVE
    move = forms.ChoiceField(choices=[(kind, kind) for kind in ("ARRIVES", "LEAVES", "RETURNS")])
    point = UidField(required=False)

    def act(self) -> Callable[[Floor], str]:
        kind = MovementKind(self.cleaned_data["move"])
        return partial(holding.move_member, kind=kind, **self.given("member", "point", "at"))


class ProxyForm(MemberForm):
    """A written proxy, its holder, and what its paper says."""

    kind = GestureKind.PROXY
    holder = UidField(label="À qui ?", error_messages={"required": "Choisissez à qui le pouvoir est donné."})
    start = UidField(required=False)
    end = UidField(required=False)
    dated_on = forms.DateField(
        label="Pouvoir daté du", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    received_by = forms.CharField(label="Reçu par", required=False, max_length=500)
    is_signed = forms.BooleanField(label="Le papier est signé", required=False)
    is_for_illness = forms.BooleanField(label="Maladie dûment constatée", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("holder") and data.get("holder") == data.get("member"):
            self.add_error(
                "holder", "Un membre ne se donne pas pouvoir à lui-même : choisissez un autre membre."
            )
        return data

    def act(self) -> Callable[[Floor], str]:
        ticked = {name: self.cleaned_data[name] or None for name in ("is_signed", "is_for_illness")}
        given = self.given("member", "holder", "start", "end", "at", "dated_on", "received_by")
        return partial(holding.give_proxy, **ticked, **given)


class ProxyEndsForm(MemberForm):
    kind = GestureKind.PROXY_ENDS

    def act(self) -> Callable[[Floor], str]:
        return partial(holding.end_proxy, **self.given("member", "at"))


class AsideForm(MemberForm):
    kind = GestureKind.ASIDE
    item = UidField(
        error_messages={"required": "Choisissez le point pour lequel ce membre quitte la salle."},
    )
    only_vote = forms.BooleanField(required=False)

    def act(self) -> Callable[[Floor], str]:
        return partial(holding.step_aside, **self.given("member", "item", "only_vote", "at"))


class BackForm(MemberForm):
    kind = GestureKind.BACK

    def act(self) -> Callable[[Floor], str]:
        return partial(holding.come_back, **self.given("member", "at"))


class ChairForm(MemberForm):
    kind = GestureKind.CHAIR
    item = UidField(error_messages={"required": "Ouvrez d'abord un point."})
    from_now_on = forms.BooleanField(required=False)

    def act(self) -> Callable[[Floor], str]:
        return partial(holding.take_chair, **self.given("member", "item", "from_now_on"))

    def target(self) -> Target:
        return item_target(self.cleaned_data["item"])


class SubstituteForm(MemberForm):
    kind = GestureKind.SUBSTITUTE
    other = UidField(error_messages={"required": "Choisissez le suppléant."})

    def act(self) -> Callable[[Floor], str]:
        return partial(holding.seat_substitute, **self.given("member", "other", "at"))


class HourForm(GestureForm):
    """A gesture on the evening, with its hour."""

    at = hour_field()
    does: ClassVar[Any]

    def act(self) -> Callable[[Floor], str]:
        return partial(type(self).does, at=self.cleaned_data["at"])


class SuspendForm(HourForm):
    kind = GestureKind.SUSPEND
    does = holding_items.suspend


class ResumeForm(HourForm):
    kind = GestureKind.RESUME
    does = holding_items.resume


class CloseForm(HourForm):
    kind = GestureKind.CLOSE
    does = holding_items.close_evening


class ItemForm(GestureForm):
    """A gesture on one item."""

    item = UidField()

    def target(self) -> Target:
        return item_target(self.cleaned_data["item"])


class OpenItemForm(ItemForm):
    kind = GestureKind.OPEN_ITEM

    def act(self) -> Callable[[Floor], str]:
        return partial(holding_items.open_item, item=self.cleaned_data["item"])


class OutcomeForm(ItemForm):
    kind = GestureKind.OUTCOME
    outcome = forms.ChoiceField(choices=[(outcome.value, outcome.value) for outcome in ItemOutcome])

    def act(self) -> Callable[[Floor], str]:
        outcome = ItemOutcome(self.cleaned_data["outcome"])
        return partial(holding_items.set_outcome, item=self.cleaned_data["item"], outcome=outcome)


class ExamineNowForm(ItemForm):
    kind = GestureKind.EXAMINE_NOW

    def act(self) -> Callable[[Floor], str]:
        return partial(holding_items.examine_now, item=self.cleaned_data["item"])


class AddItemForm(GestureForm):
    """An item that was not on the agenda."""

    kind = GestureKind.ADD_ITEM
    title = forms.CharField(
        label="Objet du point ajouté",
        max_length=500,
        error_messages={"required": "Écrivez l'objet du point ajouté."},
    )
    item_kind = forms.ChoiceField(
        label="Nature",
        choices=[(kind.value, ITEM_KINDS[kind]) for kind in ItemKind],
        initial=ItemKind.DELIBERATION.value,
        required=False,
    )

    def act(self) -> Callable[[Floor], str]:
        kind = ItemKind(self.cleaned_data["item_kind"] or ItemKind.DELIBERATION)
        title = escape(self.cleaned_data["title"])
        return partial(holding_items.add_item, title_html=title, kind=kind)


class RemoveVoteForm(GestureForm):
    kind = GestureKind.VOTE_REMOVED
    vote = UidField()
    item = UidField()

    def target(self) -> Target:
        return vote_target(self.cleaned_data["item"])

    def act(self) -> Callable[[Floor], str]:
        return partial(voting.remove_vote, vote=self.cleaned_data["vote"])


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
        ProxyForm,
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
