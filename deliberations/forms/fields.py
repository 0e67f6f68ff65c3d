"""Fields of our own: rich texts typed in a plain box, a matter chosen from the nomenclature, several files at once."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from deliberations.domain.matters import matters, read_matter, shown_matter
from deliberations.domain.wording.money import euros, read_euros
from deliberations.richtext import from_typed, from_typed_line, to_type, to_type_line
from deliberations.services.editing import ChangedMeanwhile

LONGEST_TITLE, LONGEST_NOTE = 2_000, 200_000


class Stored(str):
    """Restricted HTML that comes from the database: a box shows it as its author would type it."""

    __slots__ = ()


class _RichWidget:
    """Gives the script the HTML of what the box holds; without script the box works alone."""

    read = staticmethod(from_typed)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        given = {**(attrs or {}), "data-html": self.read(value or "")}
        context: dict[str, Any] = super().get_context(name, value, given)  # type: ignore[misc]
        return context


class RichBox(_RichWidget, forms.Textarea):
    read = staticmethod(from_typed)


class RichLine(_RichWidget, forms.TextInput):
    read = staticmethod(from_typed_line)


class RichTextField(forms.CharField):
    """A text of several paragraphs. Cleaned: restricted HTML."""

    def __init__(self, **options: Any) -> None:
        attrs = {"rows": options.pop("rows", 8), "data-rich": "block"}
        super().__init__(max_length=LONGEST_NOTE, widget=RichBox(attrs=attrs), **options)

    def prepare_value(self, value: Any) -> Any:
        return to_type(value) if isinstance(value, Stored) else value

    def clean(self, value: Any) -> str:
        return from_typed(super().clean(value) or "")


class RichLineField(forms.CharField):
    """A title. Cleaned: restricted inline HTML; not empty when required, even when only tags were typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TITLE, widget=RichLine(attrs={"data-rich": "line"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return to_type_line(value) if isinstance(value, Stored) else value

    def clean(self, value: Any) -> str:
        html = from_typed_line(super().clean(value) or "")
        if self.required and not html:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return html


class Suggestions(forms.TextInput):
    """A line with proposals: one may type to search them, or write something else."""

    def __init__(self, proposals: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(**options)
        self.proposals = proposals

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}_liste"
        box = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        return box + render_to_string(
            "components/suggestions.html", {"listed": listed, "proposals": self.proposals}
        )


class MatterField(forms.CharField):
    """A matter of the State's nomenclature, found by its code or its words. Cleaned: its code, or empty."""

    def __init__(self, **options: Any) -> None:
        proposals = tuple(matter.shown for matter in matters())
        super().__init__(max_length=200, widget=Suggestions(proposals), **options)

    def prepare_value(self, value: Any) -> Any:
        return shown_matter(value) if value and " " not in value else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and text == self.initial:
            return text
        try:
            return read_matter(text)
        except ValueError:
            raise forms.ValidationError(
                "Cette matière n'est pas dans la nomenclature : tapez un mot (« subvention »), puis choisissez dans la "
                "liste, ou laissez vide.",
                code="unknown",
            ) from None


class SeenRevision(forms.Form):
    """Which revision of the sitting a page showed, or the one that its reader chose to replace all the same."""

    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    anyway = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    @property
    def number(self) -> int | None:
        """``None`` when the page does not say, or says what no page of ours says."""
        self.is_valid()
        told = [self.cleaned_data.get(name) for name in ("anyway", "revision")]
        return next((number for number in told if number is not None), None)


class MergingForm(forms.Form):
    """A form that knows what its page showed, so that two people who edit lose nothing of each other."""

    seen = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def show_seen(self, fingerprints: Mapping[str, str]) -> None:
        """Put what the page shows into the form, before it is rendered."""
        self.initial["seen"] = json.dumps(fingerprints)

    @property
    def seen_values(self) -> dict[str, str]:
        """What the page showed, as it came back; nothing when it was tampered with."""
        try:
            told = json.loads(self.cleaned_data.get("seen") or "{}")
        except (ValueError, RecursionError):
            return {}
        return (
            {name: value for name, value in told.items() if isinstance(value, str)}
            if isinstance(told, dict)
            else {}
        )

    def show_conflict(self, refusal: ChangedMeanwhile, current: Mapping[str, Any]) -> None:
        """Show what somebody else stored beside what was typed; ``current`` are the initial values of today's row.

        What that person alone changed enters the form; what both changed stays as typed.
        """
        data: Any = cast("QueryDict", self.data).copy()
        data["seen"] = json.dumps(refusal.seen)
        for name in refusal.kept:
            _fill(data, name, self.fields.get(name), current.get(name))
        self.data = data
        self.add_error(None, refusal.message_fr)
        for name in refusal.conflicts:
            field = self.fields.get(name)
            told = _told(field, current.get(name))
            self.add_error(
                name if field else None, f"{refusal.by or 'Une autre personne'} a enregistré : {told}"
            )


def offer(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Give a list of choices to a field of choices."""
    cast("forms.ChoiceField", field).choices = list(choices)


def _fill(data: Any, name: str, field: forms.Field | None, value: Any) -> None:
    if isinstance(value, bool):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(value, list):
        data.setlist(name, [str(each) for each in value])
    elif field is not None:
        data[name] = "" if value is None else str(field.prepare_value(value))


def _told(field: forms.Field | None, value: Any) -> str:
    """« Oui », « Délibération », « salle des fêtes »: a value in words."""
    if isinstance(value, bool):
        return "oui." if value else "non."
    choices = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return f"{', '.join(str(choices.get(each, each)) for each in value) or 'personne'}."
    text = str(choices.get(value) or (field.prepare_value(value) if field else value) or "")
    return f"« {text[:200]}{'…' if len(text) > 200 else ''} »." if text else "rien."


class EurosField(forms.CharField):
    """An amount. Cleaned: whole cents, or ``None``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options
        )

    def prepare_value(self, value: Any) -> Any:
        return euros(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        try:
            return read_euros(super().clean(value) or "")
        except ValueError:
            raise forms.ValidationError(
                "Écrivez le montant ainsi : 1 500 ou 1 500,50.", code="amount"
            ) from None
