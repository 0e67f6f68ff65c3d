"""What every form of a gesture carries, and the fields they share."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from councils.forms.inputs import hour
from councils.models.fields import UID_PATTERN
from deliberations.domain.gestures import (
    SITTING,
    GestureKind,
    Target,
)
from deliberations.services.floor import Floor
from deliberations.services.gestures import Asked, Call

OLDEST = 24 * 60 * 60
"""Seconds during which a gesture made without network may wait for it."""


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


class HourForm(GestureForm):
    """A gesture on the evening, with its hour."""

    at = hour()
    does: ClassVar[Any]

    def act(self) -> Callable[[Floor], str]:
        return partial(type(self).does, at=self.cleaned_data["at"])
