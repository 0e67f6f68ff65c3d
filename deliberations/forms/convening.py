"""The secretary's forms: send, declare a dispatch on paper, an answer or a proxy received, or the end of one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone

from councils.forms import inputs
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.models.fields import LINE, validate_text
from deliberations.domain.convening import HOUR_UNKNOWN, AnswerKind
from deliberations.domain.sittings import Channel
from deliberations.domain.texts import text_of
from deliberations.forms.reasons import reason_field
from deliberations.forms.uploads import checked
from deliberations.models import AgendaItem
from deliberations.services.uploads import SCANS, CheckedFile


class SendForm(forms.Form):
    """Confirms the sending. A reason is asked only where warnings remain."""

    def __init__(self, *args: Any, with_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_reason:
            self.fields["reason"] = reason_field(
                "Pourquoi envoyer malgré ces points à vérifier ?",
                "Le motif est conservé avec la séance.",
                "Dites pourquoi vous envoyez malgré les points à vérifier.",
            )
        self.helper = form_helper(*self.fields)


class PostponeForm(forms.Form):
    """One of the days proposed, by its button."""

    jour = forms.DateField(
        error_messages=dict.fromkeys(("required", "invalid"), "Choisissez l'une des dates proposées.")
    )


class PaperDispatchForm(forms.Form):
    """Who was called on paper, how and when. ``cleaned_data``: ``members`` (mandates), ``channel``, ``sent_at``."""

    members = forms.MultipleChoiceField(
        label="Membres convoqués sur papier",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un membre.", "invalid_choice": "Membre inconnu."},
    )
    channel = forms.ChoiceField(
        label="Comment",
        choices=[(Channel.HAND.value, "Remise en main propre"), (Channel.POST.value, "Envoi par courrier")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la façon dont la convocation est partie."},
    )
    day = inputs.day(
        "Jour de l'envoi", required=True, help_text="Par courrier : la date du cachet de la poste."
    )
    hour = inputs.hour("Heure, si vous la connaissez")

    def __init__(self, *args: Any, people: Sequence[Mandate], zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {mandate.uid: mandate for mandate in people}
        self.zone = zone
        field = self.fields["members"]
        field.choices = [(uid, str(mandate)) for uid, mandate in self.people.items()]  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "members" in cleaned:
            cleaned["members"] = [self.people[uid] for uid in cleaned["members"]]
        if cleaned.get("day") and "hour" not in self.errors:
            self._clean_moment(cleaned)
        return cleaned

    def _clean_moment(self, cleaned: dict[str, Any]) -> None:
        if cleaned["day"].year < 1900:  # a year typed short, which no clock can place
            self.add_error("day", "Vérifiez l'année.")
            return
        cleaned["sent_at"] = datetime.combine(cleaned["day"], cleaned.get("hour") or HOUR_UNKNOWN, self.zone)
        if cleaned["sent_at"] > timezone.now():
            self.add_error("day", "Le jour et l'heure de l'envoi ne peuvent pas être à venir.")


PROXY = "PROXY"
_ANSWERS = [
    (AnswerKind.PRESENT.value, "Sera présent"),
    (AnswerKind.EXCUSED.value, "Excusé, sans pouvoir"),
    (PROXY, "A remis un pouvoir écrit"),
]


class DeclaredAnswerForm(forms.Form):
    """What one member told or handed in. The fields of the proxy count only with that answer.

    ``cleaned_data``: ``answer``, ``holder`` (mandate), ``items`` (rows), ``scan`` (``CheckedFile`` or ``None``)…
    """

    answer = forms.ChoiceField(
        label="Réponse",
        choices=_ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la réponse reçue."},
    )
    holder = forms.ChoiceField(label="Pouvoir donné à", required=False)
    items = forms.MultipleChoiceField(
        label="Seulement pour ces points",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ne cochez rien si le pouvoir vaut pour toute la séance.",
    )
    dated_on = inputs.day("Date écrite sur le pouvoir")
    is_signed = forms.BooleanField(label="Le pouvoir est signé", required=False)
    received_by = forms.CharField(
        label="Reçu par",
        required=False,
        max_length=LINE,
        validators=[validate_text],
        help_text="La personne qui l'a reçu, et comment : « remis en main propre à l'accueil ».",
    )
    is_for_illness = forms.BooleanField(
        label="Maladie dûment constatée (le pouvoir peut alors servir plus de trois séances de suite)",
        required=False,
    )
    covers_second_call = forms.BooleanField(
        label="Le pouvoir dit valoir aussi pour une seconde convocation", required=False
    )
    scan = forms.FileField(
        label="Pouvoir numérisé",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )

    def __init__(
        self,
        *args: Any,
        holders: Sequence[Mandate],
        agenda: Sequence[AgendaItem],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.holders = {mandate.uid: mandate for mandate in holders}
        self.agenda = {item.uid: item for item in agenda}
        people = [("", "Choisir un membre"), *((uid, str(m)) for uid, m in self.holders.items())]
        self.fields["holder"].choices = people  # type: ignore[attr-defined]
        points = [(uid, f"{item.order}. {text_of(item.title_html)}") for uid, item in self.agenda.items()]
        self.fields["items"].choices = points  # type: ignore[attr-defined]
        self.fields["scan"].help_text = f"{SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.helper = form_helper(*self.fields)

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["holder"] = self.holders.get(cleaned.get("holder", ""))
        cleaned["items"] = [self.agenda[uid] for uid in cleaned.get("items", [])]
        dated = cleaned.get("dated_on")
        if cleaned.get("answer") == PROXY and cleaned["holder"] is None and "holder" not in self.errors:
            self.add_error("holder", "Choisissez à qui le pouvoir est donné.")
        if dated and dated > self.today:
            self.add_error("dated_on", "La date du pouvoir ne peut pas être à venir.")
        return cleaned


class RevocationForm(forms.Form):
    """How the town hall learnt that a proxy is revoked."""

    received_by = forms.CharField(
        label="Comment la révocation est-elle parvenue ?",
        max_length=LINE,
        validators=[validate_text],
        help_text="Par exemple : « par téléphone, le 14 décembre, à l'accueil ».",
        error_messages={"required": "Dites comment la révocation est parvenue à la mairie."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("received_by")
