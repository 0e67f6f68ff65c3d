"""What allauth asks of us about accounts: who may sign up (nobody), its messages and its e-mails in our words."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from councils.models import User
from councils.services.mail import send_message

BACKEND = "django.contrib.auth.backends.ModelBackend"
"""The backend whose ``get_user`` reads a session: it forgets a closed account at once."""

SAID: Mapping[str, str] = {
    "account/messages/password_changed.txt": "Votre mot de passe est changé.",
    "account/messages/password_set.txt": "Votre mot de passe est enregistré.",
    "mfa/messages/totp_activated.txt": "L'application de codes est activée.",
    "mfa/messages/totp_deactivated.txt": "L'application de codes est désactivée.",
    "mfa/messages/webauthn_added.txt": "La clé d'accès est ajoutée.",
    "mfa/messages/webauthn_removed.txt": "La clé d'accès est retirée.",
    "mfa/messages/recovery_codes_generated.txt": "De nouveaux codes de secours sont prêts : notez-les.",
}
"""Message of allauth → what the page says. One that is not here is not said."""

NOTICES: Mapping[str, str] = {
    "account/email/password_changed": "Le mot de passe de votre compte a été changé.",
    "account/email/password_set": "Un mot de passe a été choisi pour votre compte.",
    "account/email/password_reset": "Le mot de passe de votre compte a été remplacé par « mot de passe oublié ».",
    "mfa/email/totp_activated": "Une application de codes protège maintenant votre compte.",
    "mfa/email/totp_deactivated": "L'application de codes ne protège plus votre compte.",
    "mfa/email/webauthn_added": "Une clé d'accès a été ajoutée à votre compte.",
    "mfa/email/webauthn_removed": "Une clé d'accès a été retirée de votre compte.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours ont été faits pour votre compte.",
    "socialaccount/email/account_connected": "Votre compte est maintenant relié à ProConnect.",
}
"""Security notice of allauth → its one sentence."""

WAYS: Mapping[str, str] = {
    "reauthenticate": "Avec mon mot de passe",
    "mfa_reauthenticate": "Avec un code de mon téléphone ou de secours",
    "mfa_reauthenticate:webauthn": "Avec une clé d'accès",
}
"""Way to confirm who one is → its link."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that only an invitation opens; sessions and failures are counted as everywhere else here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
        "incorrect_password": "Ce mot de passe ne convient pas.",
        "incorrect_code": "Ce code ne convient pas. Prenez celui qui est affiché maintenant.",
        "too_many_login_attempts": "Trop d'essais ont échoué. Attendez cinq minutes, puis recommencez.",
        "rate_limited": "Trop d'essais en peu de temps. Attendez quelques minutes, puis recommencez.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        login(request, user, backend=BACKEND)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether ``password`` is the user's; the failures are counted with those of the login."""
        return authenticate(self.request, username=user.email, password=password) == user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address by which failures are counted: the one that axes uses."""
        return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request) or "socket")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words; what has none (« connexion réussie ») is not said."""
        text = message or SAID.get(message_template or "")
        if text:
            super().add_message(request, level, extra_tags=extra_tags, message=text)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The notice of a change in the security of the account."""
        if template_prefix in NOTICES:
            send_message(
                to=email,
                subject="Sécurité de votre compte",
                text="emails/security_notice.txt",
                html="emails/security_notice.html",
                context={
                    "sentence": NOTICES[template_prefix],
                    "at": timezone.localtime(context.get("timestamp")),
                    "url": self.request.build_absolute_uri(reverse("mfa_index")),
                },
            )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the address of the account, which has no other."""
        if isinstance(user, User):
            super().send_notification_mail(template_prefix, user, context, email or user.email)
