"""The form by which the mayor signs."""

from typing import Any

from django import forms
from django.conf import settings

from councils.forms.layout import form_helper
from deliberations.forms.certificates import clean_pkcs12, demo_certificate

DEMO, OWN = "demonstration", "fichier"
SOURCES = [
    (DEMO, "Le certificat de démonstration, sans valeur juridique"),
    (OWN, "Mon propre fichier de certificat"),
]
NO_FILE = "Choisissez le fichier de votre certificat."


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


class SigningForm(AsksHolder):
    """A certificate, its passphrase and a consent. ``cleaned_data["pkcs12"]`` holds the certificate's bytes.

    In a demonstration the mayor may use the certificate made for it instead of a file. ``expected`` is the digest
    of the facts shown. ``confirmed_holder`` is the name on the certificate that the mayor said to be theirs, asked
    only when it is not the signatory's.
    """

    expected = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
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
        error_messages={"required": "Saisissez le mot de passe du certificat."},
    )
    holder_confirmed = forms.BooleanField(
        label="Je confirme que ce certificat est le mien, et je signe avec lui.",
        required=False,
        help_text="Redonnez aussi le fichier et son mot de passe : ils n'ont pas été conservés.",
    )
    consent = forms.BooleanField(
        label="J'ai relu la délibération et je la signe. Je sais que la signature ne peut pas être annulée.",
        error_messages={"required": "Cochez la case pour confirmer que vous signez."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demo = demo_certificate()
        if self.demo is None:
            del self.fields["source"]
        else:
            self.fields[
                "certificate"
            ].help_text = "Seulement si vous choisissez votre propre fichier. 100 Ko au plus."
            self.fields["passphrase"].help_text = f"Certificat de démonstration : {settings.DEMO_PASSPHRASE}"
        self._lay_out()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
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
