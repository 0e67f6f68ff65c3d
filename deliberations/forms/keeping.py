"""Forms of what is kept: the passphrase of a backup, how long proofs and readings stay."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from councils.forms.layout import form_helper
from councils.models import CouncilPreferences

SHORTEST = 16
FEWEST_DIFFERENT = 8
_SECRET = {"autocomplete": "new-password", "spellcheck": "false"}


class PassphraseForm(forms.Form):
    """A passphrase, typed twice, strong enough that a file found by somebody stays closed."""

    passphrase = forms.CharField(
        label="Phrase secrète",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs=_SECRET),
        help_text="Au moins 16 caractères : quatre ou cinq mots sans rapport entre eux, par exemple.",
        error_messages={"required": "Choisissez une phrase secrète."},
    )
    again = forms.CharField(
        label="La même phrase secrète, encore une fois",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs=_SECRET),
        error_messages={"required": "Retapez la phrase secrète, pour être sûr qu'elle est la bonne."},
    )
    understood = forms.BooleanField(
        label="J'ai noté la phrase secrète dans un lieu sûr. Sans elle, personne ne peut ouvrir la sauvegarde.",
        error_messages={"required": "Notez d'abord la phrase secrète, puis cochez cette case."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("passphrase", "again", "understood")

    def clean_passphrase(self) -> str:
        """Long, varied and not one that everybody tries first."""
        phrase: str = self.cleaned_data["passphrase"]
        if phrase != phrase.strip():
            raise ValidationError("La phrase secrète ne commence ni ne finit par une espace.")
        if len(phrase) < SHORTEST:
            raise ValidationError(
                f"Cette phrase a {len(phrase)} caractères : il en faut {SHORTEST} au moins. Ajoutez un mot."
            )
        if len(set(phrase.lower())) < FEWEST_DIFFERENT:
            raise ValidationError(
                "Cette phrase répète toujours les mêmes caractères : ajoutez d'autres mots."
            )
        CommonPasswordValidator().validate(phrase)
        return phrase

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("passphrase") and cleaned.get("again") and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", "Les deux phrases ne sont pas les mêmes : retapez-les.")
        return cleaned


class RetentionForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long the proof of dispatches and the log of readings are kept."""

    class Meta:
        model = CouncilPreferences
        fields = ("proof_months", "reading_months")
        labels = {
            "proof_months": "Preuves d'envoi et de réponse : durée de conservation, en mois",
            "reading_months": "Journal des lectures : durée de conservation, en mois",
        }
        help_texts = {
            "proof_months": "Comptée depuis la séance, de 4 à 120 mois. Ces preuves montrent que chaque membre a été "
            "convoqué à temps : gardez-les au moins tant qu'un recours est possible.",
            "reading_months": "Comptée depuis la lecture, de 1 à 120 mois. Ce journal dit qui a ouvert un texte "
            "qui n'est pas public.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("proof_months", "reading_months")
