"""Logging in and out."""

from typing import Any

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse

from councils.forms.account import CodeForm, KeyForm
from councils.forms.login import LoginForm
from councils.signin.proconnect import end_of_proconnect


class LoginView(views.LoginView):
    """Login by e-mail, by access key or by ProConnect. Axes locks the pair e-mail and address after five failures."""

    form_class = LoginForm
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"has_proconnect": bool(settings.SOCIALACCOUNT_PROVIDERS)}


class SecondFactorView(factor.AuthenticateView):
    """A code, or an access key for who has one."""

    form_class = CodeForm
    webauthn_form_class = KeyForm
    template_name = "mfa/authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_keys = is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])
        return super().get_context_data(**kwargs) | {"has_keys": has_keys}


class LogoutView(views.LogoutView):
    """Logout by the button alone, and out of ProConnect for who came from it."""

    http_method_names = ["post", "options"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = end_of_proconnect(self.request)
        response = super().post(*args, **kwargs)
        if elsewhere:
            response["Location"] = elsewhere
        return response
