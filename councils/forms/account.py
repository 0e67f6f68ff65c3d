"""Forms of one's own account: password, codes, access keys. What they check is allauth's; the words are ours."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest

from councils.forms.layout import form_helper
from councils.signin.brake import forget_failures
from councils.signin.forgotten import send_reset_link

PASSWORD_HELP = (
    "12 caractères au moins. Une phrase de quatre ou cinq mots que vous seul connaissez convient bien."
)
NAME_LENGTH = 100
CODE_HELP = "Les chiffres qu'affiche votre application, ou l'un de vos codes de secours."


class Laid(forms.Form):
    """Our layout, labels and help over a form of allauth, whose placeholders would hide what is asked."""

    labels: ClassVar[Mapping[str, str]] = {}
    helps: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
        self.helper = form_helper(*self.fields)


class ChangePasswordForm(Laid, account.ChangePasswordForm):
    labels = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
        "password2": "Nouveau mot de passe, une seconde fois",
    }
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(Laid, account.SetPasswordForm):
    labels = {"password1": "Mot de passe", "password2": "Mot de passe, une seconde fois"}
    helps = {"password1": PASSWORD_HELP}


class ResetPasswordForm(Laid, account.ResetPasswordForm):
    """Takes an address, known or not: the worker alone looks whose it is."""

    labels = {"email": "Adresse électronique"}

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **_: Any) -> str:
        email: str = self.cleaned_data["email"]
        send_reset_link.enqueue(email, request.build_absolute_uri("/").rstrip("/"))
        return email


class NewPasswordForm(Laid, account.ResetPasswordKeyForm):
    """Reached by the link of the e-mail « mot de passe oublié »."""

    labels = {"password1": "Nouveau mot de passe", "password2": "Nouveau mot de passe, une seconde fois"}
    helps = {"password1": PASSWORD_HELP}

    def save(self) -> None:
        super().save()
        forget_failures(self.user.email)


class ReauthenticateForm(Laid, account.ReauthenticateForm):
    labels = {"password": "Mot de passe"}


class NumericCode(Laid):
    """A code typed from a telephone: its keyboard shows digits."""

    labels = {"code": "Code"}
    helps = {"code": CODE_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeForm(NumericCode, codes.AuthenticateForm):
    """The second factor, at the login."""


class ConfirmCodeForm(NumericCode, codes.ReauthenticateForm):
    """The same, to confirm who one is before a change of security."""


class ActivateCodesForm(NumericCode, totp.ActivateTOTPForm):
    labels = {"code": "Code affiché par l'application"}
    helps = {"code": "Six chiffres, qui changent toutes les trente secondes."}


class ReadableCredential(forms.Form):
    """Refuses, instead of breaking down, an answer that no browser makes."""

    def clean_credential(self) -> Any:
        try:
            parent = getattr(super(), "clean_credential", lambda: self.cleaned_data["credential"])
            return parent()
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class KeyLoginForm(ReadableCredential, keys.LoginWebAuthnForm):
    """An access key instead of a password."""


class KeyForm(ReadableCredential, keys.AuthenticateWebAuthnForm):
    """An access key as the second factor."""


class ConfirmKeyForm(ReadableCredential, keys.ReauthenticateWebAuthnForm):
    """An access key to confirm who one is."""


class AddKeyForm(Laid, keys.AddWebAuthnForm):
    labels = {"name": "Nom de la clé", "passwordless": "Se connecter avec cette clé seule, sans mot de passe"}
    helps = {
        "name": "Pour la reconnaître : « Téléphone de Claire », « Ordinateur de l'accueil »…",
        "passwordless": "La clé demande alors votre empreinte, votre visage ou votre code.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(NAME_LENGTH))
        self.fields["passwordless"].initial = True

    def clean_credential(self) -> Any:
        """Refuses what is no object: « 0 » or « false » would be kept without having been looked at."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict):
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def clean(self) -> Any:
        """Refuses, instead of breaking down, an answer that no browser makes."""
        try:
            return super().clean()
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class RenameKeyForm(Laid, keys.EditWebAuthnForm):
    labels = {"name": "Nom de la clé"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(NAME_LENGTH))
