"""Forms of what follows a sitting: closing, transmission, publication, errors found."""

from datetime import date
from typing import Any

from django import forms

from councils.forms.inputs import day
from councils.forms.layout import form_helper
from councils.models.fields import validate_text
from deliberations.domain.actes import LONGEST_NUMBER, LONGEST_OBJECT, NATURES, is_actes_number
from deliberations.domain.acts import ActLink
from deliberations.domain.publishing import Way
from deliberations.domain.sittings import SittingPaper
from deliberations.forms.fields import MatterField
from deliberations.forms.reasons import REASON_LENGTH, ReasonForm
from deliberations.forms.uploads import FilesField
from deliberations.services.passages import Passage

LONGEST_TEXT = 50_000
RECEIPTS = ".xml,.pdf,application/xml,text/xml,application/pdf"
WAYS = {
    Way.OWN_PAGE: "En ligne, sur la page publique de ce site (la date est celle de l'horloge)",
    Way.OTHER_SITE: "En ligne, sur un autre site : je déclare la date et l'adresse",
    Way.POSTING: "Affichage : je déclare la date",
    Way.PAPER: "Papier, tenu à la disposition du public : je déclare la date",
    Way.NOTIFICATION: "Notification à l'intéressé : je déclare la date",
}


def _text(label: str, *, longest: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, validators=[validate_text], **options)


def _reason(label: str) -> forms.CharField:
    """Asked only where something is warned of: the service says when it is missing."""
    return _text(
        label,
        longest=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce motif est conservé.",
    )


class CloseForm(forms.Form):
    """The closing, confirmed. ``reason`` is asked when warnings are open; ``first`` when no number is known yet."""

    reason = _text(
        "Pourquoi clôturer malgré les alertes",
        longest=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce motif est conservé avec chaque alerte.",
    )
    first = forms.IntegerField(
        label="Premier numéro à donner",
        required=False,
        min_value=1,
        max_value=9_999,
        help_text="À remplir seulement si des délibérations de cette année ont déjà été numérotées ailleurs.",
        error_messages={"invalid": "Écrivez un nombre entier.", "max_value": "Ce numéro est trop grand."},
    )
    consent = forms.BooleanField(
        label="J'ai vérifié la séance : je donne les numéros et je fige les faits.",
        error_messages={"required": "Cochez la case pour confirmer la clôture."},
    )

    def __init__(
        self, *args: Any, has_warnings: bool = False, can_choose_first: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if has_warnings:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = (
                "Dites pourquoi vous clôturez malgré les alertes."
            )
        else:
            del self.fields["reason"]
        if not can_choose_first:
            del self.fields["first"]
        self.helper = form_helper(*self.fields)


class DepositForm(forms.Form):
    """What is typed in the transmission service, then the day it was deposited."""

    number = _text(
        "Numéro de l'acte",
        longest=LONGEST_NUMBER,
        help_text="15 signes au plus : majuscules, chiffres et « _ ».",
        error_messages={"required": "Écrivez le numéro.", "max_length": "15 signes au plus."},
    )
    subject = _text(
        "Objet",
        longest=LONGEST_OBJECT,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_OBJECT}),
        help_text="499 signes au plus.",
        error_messages={
            "required": "Écrivez l'objet.",
            "max_length": "499 signes au plus : raccourcissez l'objet.",
        },
    )
    matter_code = MatterField(
        label="Matière",
        help_text="Tapez un code ou un mot (« 5.7 », « subvention »). Votre préfecture peut avoir des codes plus fins.",
        error_messages={"required": "Choisissez la matière."},
    )
    nature = forms.TypedChoiceField(
        label="Nature",
        coerce=int,
        choices=[(code, f"{code} – {label}") for code, (_, label) in NATURES.items()],
    )
    deposited_on = day("Déposée le", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter_code"].initial = self.initial.get("matter_code")
        self.helper = form_helper(*self.fields)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip().upper()
        if not is_actes_number(number):
            raise forms.ValidationError(
                "Seulement des majuscules, des chiffres et « _ », qui ne commence ni ne termine le numéro."
            )
        return number


class ReceiptForm(forms.Form):
    """The receipt dropped, or its date declared. ``kept`` names a file already received that did not tell its date."""

    kept = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    file = forms.FileField(
        label="Fichier de l'accusé de réception",
        required=False,
        widget=forms.FileInput(attrs={"accept": RECEIPTS}),
        help_text="Le fichier XML (« …-1-2_1.xml ») ou le PDF de l'accusé, 5 Mo au plus. Sa date est lue pour vous.",
    )
    received_on = day(
        "Date de réception en préfecture",
        help_text="À remplir seulement si vous n'avez pas le fichier, ou s'il ne dit pas la date.",
    )
    is_sure = forms.BooleanField(
        label="C'est bien l'accusé de cet acte, malgré l'écart signalé.", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lay_out(with_sure="is_sure" in self.data)

    def _lay_out(self, *, with_sure: bool) -> None:
        self.helper = form_helper(*(name for name in self.fields if name != "is_sure" or with_sure))

    def keep(self, uid: str) -> None:
        """Remember the file received, so that nobody has to choose it again."""
        self.data = (
            {**self.data.dict(), "kept": uid} if hasattr(self.data, "dict") else {**self.data, "kept": uid}
        )

    def ask_whether_sure(self, messages: tuple[str, ...]) -> None:
        """Ask to confirm a receipt that tells something else than the act."""
        self._lay_out(with_sure=True)
        self.add_error("is_sure", list(messages))


class ReceiptsForm(forms.Form):
    """The receipts of a whole sitting, each given to the act it names."""

    files = FilesField(  # type: ignore[assignment]  # the stubs give « files » to every form
        label="Accusés de réception",
        accept=RECEIPTS,
        most=100,
        help_text="Choisissez tous les fichiers d'un coup : chacun va à l'acte qu'il nomme.",
        error_messages={"required": "Choisissez les fichiers des accusés de réception."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.fields)


class PublishForm(forms.Form):
    """How the act is made known, and when, where that is declared."""

    way = forms.ChoiceField(
        label="Mode de publicité",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le mode.", "invalid_choice": "Ce mode n'est pas ouvert."},
    )
    effective_on = day("Date", help_text="Sauf pour la page publique de ce site.")
    reference = _text(
        "Adresse ou lieu",
        longest=500,
        required=False,
        help_text="Adresse de la page, lieu d'affichage… Facultatif.",
    )
    reason = _reason("Pourquoi passer outre cette alerte")

    def __init__(self, *args: Any, ways: tuple[Way, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way.value, WAYS[way]) for way in ways]  # type: ignore[attr-defined]
        self.helper = form_helper("way", "effective_on", "reference")
        self.reason_helper = form_helper("reason")

    @property
    def told(self) -> list[forms.BoundField]:
        """What was typed, to be carried to the page that asks whether it is sure."""
        return [self[name] for name in ("way", "effective_on", "reference")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_declared = cleaned.get("way") not in (None, "", Way.OWN_PAGE.value)
        if is_declared and "effective_on" in cleaned and cleaned["effective_on"] is None:
            self.add_error("effective_on", "Indiquez la date de cette publication.")
        return cleaned


class PaperPublicationForm(forms.Form):
    """When the list of deliberations, or the minutes, were posted or put online."""

    paper = forms.ChoiceField(
        choices=[(paper.value, paper.value) for paper in SittingPaper], widget=forms.HiddenInput
    )
    posted_on = day("Affichée le")
    online_on = day("Mise en ligne le")
    reason = _reason("Pourquoi publier avant que le procès-verbal soit arrêté")

    def __init__(self, *args: Any, with_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_reason:
            del self.fields["reason"]
        self.helper = form_helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("posted_on") or cleaned.get("online_on")):
            self.add_error("posted_on", "Indiquez au moins une des deux dates.")
        return cleaned

    @property
    def days(self) -> dict[str, date]:
        """Channel → day, for what was told."""
        told = {"affichage": self.cleaned_data["posted_on"], "site Internet": self.cleaned_data["online_on"]}
        return {channel: on for channel, on in told.items() if on is not None}


class RectifyForm(ReasonForm):
    """A passage of the act, to be corrected where it is wrong."""

    text = _text(
        "Texte à corriger",
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Corrigez seulement ce qui est faux : le reste garde sa mise en forme.",
        error_messages={"required": "Écrivez le texte exact."},
    )
    field_order = ("text", "reason")

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": passage.text}, **kwargs)
        self.fields["text"].widget.attrs["rows"] = min(20, 3 + len(passage.text) // 60)
        self.helper = form_helper("text", "reason")


class HideForm(ReasonForm):
    """The words of a passage that nobody else should read."""

    words = forms.TypedMultipleChoiceField(
        label="Mots à occulter",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un mot à occulter."},
    )

    def __init__(self, *args: Any, passage: Passage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(n, word.text) for n, word in enumerate(passage.words) if not word.is_private]
        self.fields["words"].choices = choices  # type: ignore[attr-defined]
        self.helper = form_helper("reason")


class FollowForm(forms.Form):
    """What a new deliberation does about this one."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in ActLink],
        widget=forms.HiddenInput,
        error_messages={"required": "Choisissez ce que fera la nouvelle délibération."},
    )
