"""Setting a warning aside, with its reason."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django import forms

from deliberations.domain.checks.book import check_sitting
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.gestures import SITTING, GestureKind, Target, item_target
from deliberations.domain.record import Record
from deliberations.forms.gesture_base import GestureForm, UidField
from deliberations.services import holding_items
from deliberations.services.floor import Floor


class OverrideForm(GestureForm):
    """A warning set aside, with its reason. ``number`` is its place among those of the page."""

    kind = GestureKind.OVERRIDE

    code = forms.CharField(max_length=100)
    item = UidField(required=False)
    where = forms.CharField(required=False, max_length=500)
    reason = forms.CharField(
        label="Motif",
        max_length=1000,
        error_messages={"required": "Écrivez pourquoi vous écartez ce constat : votre motif est conservé."},
    )

    def __init__(self, record: Record, data: Any = None) -> None:
        super().__init__(data)
        self._record = record

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "code" in data and not self._found(data):
            raise forms.ValidationError("Ce constat n'existe plus : la séance a changé depuis.")
        return data

    def _found(self, data: Mapping[str, Any]) -> Finding | None:
        same = (data.get("code"), data.get("item") or None, data.get("where") or "")
        return next(
            (
                finding
                for finding in check_sitting(self._record)
                if (finding.code, finding.item, finding.where) == same
                and finding.severity is Severity.WARNING
            ),
            None,
        )

    def target(self) -> Target:
        item = self.cleaned_data["item"]
        return item_target(item) if item else SITTING

    def act(self) -> Callable[[Floor], str]:
        finding = self._found(self.cleaned_data)
        assert finding is not None  # noqa: S101  clean() refused the others
        return partial(holding_items.set_aside, finding=finding, reason=self.cleaned_data["reason"])
