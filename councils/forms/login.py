"""The login form."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from councils.forms.layout import form_helper
from councils.models.user import normalise_email
from councils.signin.brake import must_wait


class LoginForm(AuthenticationForm):
    """E-mail and password; the same sentence whichever is wrong, so that nobody learns who has an account.

    Django's own form rather than allauth's: it asks every backend, so that axes counts the failures.
    """

    username = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": "L'adresse ou le mot de passe ne convient pas. Vérifiez les deux, majuscules comprises.",
        "wait": "Ce compte reçoit trop d'essais. Attendez vingt secondes, puis recommencez ; ou connectez-vous par "
        "votre clé d'accès, ou choisissez un nouveau mot de passe.",
        "inactive": "Ce compte est fermé. Adressez-vous à l'administrateur de votre commune.",
    }

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.helper = form_helper("username", "password")

    def clean_username(self) -> str:
        """The stored form of the address, by which failures are counted too."""
        return normalise_email(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username")
        if email and self.request and must_wait(email, self.request, timezone.now()):
            raise forms.ValidationError(self.error_messages["wait"], code="wait")
        return super().clean()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on with what the account asks for (second factor), then open the session."""
        user = self.get_user()
        login = Login(user=user, email=user.get_username(), redirect_url=redirect_url)
        return perform_password_login(request, {"email": user.get_username()}, login)
