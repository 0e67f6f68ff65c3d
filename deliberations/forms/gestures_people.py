"""Gestures on the people in the room: the roll, who comes and goes, proxies, déports, the chair."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms

from councils.forms.inputs import day, hour
from deliberations.domain.gestures import (
    GestureKind,
    Target,
    item_target,
    member_target,
)
from deliberations.domain.movements import MovementKind
from deliberations.forms.gesture_base import GestureForm, UidField, UidsField
from deliberations.services import holding
from deliberations.services.floor import Floor


class MemberForm(GestureForm):
    """A gesture on one member."""

    member = UidField()
    at = hour()

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


class MoveForm(MemberForm):
    """Arrives, leaves, comes back; ``point`` is the item that the page showed as examined."""

    kind = GestureKind.MOVE
    move = forms.ChoiceField(choices=[(kind, kind) for kind in ("ARRIVES", "LEAVES", "RETURNS")])
    point = UidField(required=False)

    def act(self) -> Callable[[Floor], str]:
        kind = MovementKind(self.cleaned_data["move"])
        return partial(holding.move_member, kind=kind, **self.given("member", "point", "at"))


class ProxyGestureForm(MemberForm):
    """A written proxy, its holder, and what its paper says."""

    kind = GestureKind.PROXY
    holder = UidField(label="À qui ?", error_messages={"required": "Choisissez à qui le pouvoir est donné."})
    start = UidField(required=False)
    end = UidField(required=False)
    dated_on = day("Pouvoir daté du")
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
        given = self.given("member", "holder", "start", "end", "at", "dated_on", "received_by")
        given |= {name: self.cleaned_data[name] or None for name in ("is_signed", "is_for_illness")}
        return partial(holding.give_proxy, **given)


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
