"""The login form."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest

from councils.forms.layout import form_helper
from councils.models.user import normalise_email


class LoginForm(AuthenticationForm):
    """E-mail and password; the same sentence whichever is wrong, so that nobody learns who has an account."""

    username = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": "L'adresse ou le mot de passe ne convient pas. Vérifiez les deux, majuscules comprises.",
        "inactive": "Ce compte est fermé. Adressez-vous à l'administrateur de votre commune.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.helper = form_helper("username", "password")

    def clean_username(self) -> str:
        """The stored form of the address, by which failures are counted too."""
        return normalise_email(self.cleaned_data["username"])
