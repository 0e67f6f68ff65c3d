"""The form by which a signatory signs what he chose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from councils.domain.errors import Refusal
from councils.forms.layout import form_helper
from deliberations.forms.certificates import clean_pkcs12, demo_certificate
from deliberations.models import SigningMeans
from deliberations.services.signing_desk import OtherHolder
from deliberations.signing.failures import ActivationRefused, BadPin, CodeNeeded, PinNeeded
from deliberations.signing.ports import BadPassphrase

DEMO, OWN = "demonstration", "fichier"
SOURCES = [
    (DEMO, "Le certificat de démonstration, sans valeur juridique"),
    (OWN, "Mon propre fichier de certificat"),
]
OWN_FILE = [(OWN, "Mon fichier de certificat")]
NO_FILE = "Choisissez le fichier de votre certificat."
NO_PASSPHRASE = "Saisissez le mot de passe du certificat."
MEANS = "moyen:"
FIELDS = {BadPassphrase: "passphrase", BadPin: "passphrase", PinNeeded: "passphrase"} | dict.fromkeys(
    (ActivationRefused, CodeNeeded), "code"
)
"""Why a key does not open → the field beside which it is said."""


class AsksHolder(forms.Form):
    """A form that may ask whether a certificate under another name is the signatory's own.

    ``confirmed_holder`` is the name that was confirmed. Subclasses have the fields ``asked_holder`` (hidden) and
    ``holder_confirmed``, which is shown once the question is asked, and call ``_lay_out`` when they are made.
    """

    def _lay_out(self) -> None:
        is_asked = bool(self.data.get("asked_holder"))
        self.helper = form_helper(*(n for n in self.fields if n != "holder_confirmed" or is_asked))

    def ask_holder(self, holder: str, question: str) -> None:
        """Ask whether the certificate of ``holder`` is the signatory's own, instead of signing."""
        answers = {name: answer for name, answer in self.data.items() if name != "holder_confirmed"}
        self.data = {**answers, "asked_holder": holder}
        self._lay_out()
        self.add_error("holder_confirmed", question)

    @property
    def confirmed_holder(self) -> str:
        """The name confirmed, empty when nothing was."""
        is_confirmed = self.cleaned_data.get("holder_confirmed")
        return self.cleaned_data["asked_holder"] if is_confirmed else ""


class CodeInput(forms.TextInput):
    """A code that served is never shown again."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class SigningForm(AsksHolder):
    """One certificate and its passphrase, or one means kept here, and a consent, for all the documents chosen.

    ``cleaned_data["pkcs12"]`` holds the certificate's bytes, unless ``means`` tells that one kept here was chosen:
    ``cleaned_data["passphrase"]`` is then the PIN of the remote account, where it has one. In a demonstration the
    certificate made for it may be used instead of a file.
    """

    asked_holder = forms.CharField(required=False, max_length=500, strip=False, widget=forms.HiddenInput)

    source = forms.ChoiceField(label="Certificat", choices=SOURCES, initial=DEMO, widget=forms.RadioSelect)
    certificate = forms.FileField(
        label="Fichier du certificat (.p12 ou .pfx)",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
        help_text="100 Ko au plus. Le fichier et son mot de passe servent une fois et ne sont pas conservés.",
    )
    passphrase = forms.CharField(
        label="Mot de passe du certificat",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": NO_PASSPHRASE},
    )
    code = forms.CharField(
        label="Code à usage unique du service de signature",
        required=False,
        max_length=40,
        widget=CodeInput(attrs={"autocomplete": "one-time-code"}),
        help_text="Seulement si votre service de signature vous en envoie un.",
    )
    holder_confirmed = forms.BooleanField(
        label="Je confirme que ce certificat est le mien, et je signe avec lui.",
        required=False,
        help_text="Redonnez aussi le fichier et son mot de passe : ils n'ont pas été conservés.",
    )
    consent = forms.BooleanField(
        label="J'ai relu ces documents et je les signe. Une fois que tous ont signé, ils ne changent plus.",
        error_messages={"required": "Cochez la case pour confirmer que vous signez."},
    )

    def __init__(self, *args: Any, kept: Sequence[SigningMeans] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {f"{MEANS}{row.uid}": row for row in kept}
        self.demo = demo_certificate()
        if self.demo is None:
            del self.fields["source"]
        else:
            self.fields[
                "certificate"
            ].help_text = "Seulement si vous choisissez votre propre fichier. 100 Ko au plus."
            self.fields["passphrase"].help_text = f"Certificat de démonstration : {settings.DEMO_PASSPHRASE}"
        if self.kept:
            self._offer_kept()
        else:
            del self.fields["code"]
        self._lay_out()

    def _offer_kept(self) -> None:
        choices = [(key, row.label) for key, row in self.kept.items()]
        usual = SOURCES if "source" in self.fields else OWN_FILE
        source = forms.ChoiceField(
            label="Moyen de signature",
            choices=[*choices, *usual],
            initial=choices[0][0],
            widget=forms.RadioSelect,
        )
        self.fields = {"source": source} | {n: f for n, f in self.fields.items() if n != "source"}
        self.fields["passphrase"].label = "Mot de passe du certificat, ou code PIN du service"
        self.fields["passphrase"].required = False  # an account may have no PIN

    @property
    def means(self) -> SigningMeans | None:
        """What was chosen among those kept here."""
        return self.kept.get(self.cleaned_data.get("source", ""))

    def refuse(self, refusal: Refusal) -> None:
        """Say beside its field why nothing was signed, or ask whose certificate it is."""
        if isinstance(refusal, OtherHolder):
            self.ask_holder(refusal.holder, refusal.message_fr)
            return
        field = FIELDS.get(type(refusal.__cause__))  # type: ignore[arg-type]
        article = f" ({refusal.article})" if refusal.article else ""
        self.add_error(field if field in self.fields else None, f"{refusal.message_fr}{article}")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.means is not None:
            return cleaned
        if not cleaned.get("passphrase") and "passphrase" not in self.errors:
            self.add_error("passphrase", NO_PASSPHRASE)
        if self.demo is not None and cleaned.get("source") == DEMO:
            cleaned["pkcs12"] = self.demo.read_bytes()
        elif "certificate" in cleaned:
            self._clean_upload(cleaned)
        return cleaned

    def _clean_upload(self, cleaned: dict[str, Any]) -> None:
        upload = cleaned["certificate"]
        if upload is None:
            self.add_error("certificate", NO_FILE)
            return
        try:
            cleaned["pkcs12"] = clean_pkcs12(upload)
        except forms.ValidationError as error:
            self.add_error("certificate", error)
