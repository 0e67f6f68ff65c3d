"""The member's forms on his personal page: an answer, a proxy, its code, an interest."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.convening import AnswerKind
from deliberations.domain.texts import text_of
from deliberations.models import AgendaItem

WHOLE, SOME = "toute", "points"


def _fields(*names: str) -> FormHelper:
    """The fields alone: an anti-forgery token would set a cookie, which these pages do without."""
    helper = form_helper(*names)
    helper.template = "invitation/_fields.html"
    return helper


class AnswerForm(forms.Form):
    """Present or excused, by one of two buttons."""

    reponse = forms.ChoiceField(
        choices=[(AnswerKind.PRESENT.value, "Présent"), (AnswerKind.EXCUSED.value, "Excusé")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choisissez « présent » ou « excusé »."),
    )


class ProxyForm(forms.Form):
    """To whom, and for which items. ``cleaned_data``: ``holder`` (mandate), ``items`` (rows; none for all)."""

    holder = forms.ChoiceField(
        label="Je donne pouvoir à",
        help_text="Qui détient déjà un pouvoir n'est pas proposé. Choisissez un membre qui sera présent.",
        error_messages={
            "required": "Choisissez le membre à qui vous donnez pouvoir.",
            "invalid_choice": "Ce membre ne peut pas ou ne peut plus recevoir de pouvoir : choisissez-en un autre.",
        },
    )
    scope = forms.ChoiceField(
        label="Pour",
        choices=[(WHOLE, "Toute la séance"), (SOME, "Seulement certains points")],
        initial=WHOLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le pouvoir vaut pour toute la séance."},
    )
    items = forms.MultipleChoiceField(
        label="Si c'est pour certains points, lesquels",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce point n'est pas à l'ordre du jour."},
    )
    covers_second_call = forms.BooleanField(
        label="Ce pouvoir vaut aussi si la séance doit être convoquée une seconde fois, faute de quorum",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        holders: Sequence[Mandate],
        doubts: Mapping[str, str],
        agenda: Sequence[AgendaItem],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.holders = {mandate.uid: mandate for mandate in holders}
        self.agenda = {item.uid: item for item in agenda}
        named = {uid: f"{m} ({doubts[uid]})" if uid in doubts else str(m) for uid, m in self.holders.items()}
        people = [("", "Choisir un membre"), *named.items()]
        self.fields["holder"].choices = people  # type: ignore[attr-defined]
        points = [(uid, f"{item.order}. {text_of(item.title_html)}") for uid, item in self.agenda.items()]
        self.fields["items"].choices = points  # type: ignore[attr-defined]
        self.helper = _fields(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [self.agenda[uid] for uid in cleaned.get("items", [])]
        if cleaned.get("scope") == SOME and not chosen and "items" not in self.errors:
            self.add_error("items", "Cochez les points pour lesquels vous donnez pouvoir.")
        cleaned["items"] = chosen if cleaned.get("scope") == SOME else []
        cleaned["holder"] = self.holders.get(cleaned.get("holder", ""))
        return cleaned


class CodeForm(forms.Form):
    """The six digits received by e-mail; spaces are forgiven."""

    code = forms.CharField(
        label="Code à six chiffres",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Saisissez le code reçu par courriel."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _fields("code")

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError("Le code compte six chiffres.")
        return code


class InterestForm(forms.Form):
    """The confirmation of a declaration that changes who may vote."""

    confirmed = forms.BooleanField(
        label="Je déclare être intéressé à cette affaire. Je ne prendrai part ni à son débat ni à son vote.",
        error_messages={"required": "Cochez la case pour confirmer votre déclaration."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _fields("confirmed")
