"""Gestures on the evening itself and on its items."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.utils.html import escape

from councils.forms.inputs import hour
from deliberations.domain.gestures import (
    GestureKind,
    Target,
    item_target,
    vote_target,
)
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.forms.gesture_base import GestureForm, HourForm, UidField
from deliberations.forms.gestures_people import OfficersForm
from deliberations.models.choices import ITEM_KINDS
from deliberations.services import holding, holding_items, voting
from deliberations.services.floor import Floor


class OpenForm(OfficersForm):
    kind = GestureKind.OPEN
    at = hour("Heure d'ouverture")

    def act(self) -> Callable[[Floor], str]:
        data = self.cleaned_data
        return partial(
            holding.open_sitting, chair=data["chair"], secretaries=data["secretaries"], opened=data["at"]
        )


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
