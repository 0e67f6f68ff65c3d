"""Logging in and out."""

from typing import Any

from allauth.account import views
from django.conf import settings
from django.http import HttpResponse

from councils.forms.login import LoginForm
from councils.signin.proconnect import end_of_proconnect


class LoginView(views.LoginView):
    """Login by e-mail, by access key or by ProConnect. Axes locks the pair e-mail and address after five failures."""

    form_class = LoginForm
    template_name = "account/login.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"has_proconnect": bool(settings.SOCIALACCOUNT_PROVIDERS)}


class LogoutView(views.LogoutView):
    """Logout by the button alone, and out of ProConnect for who came from it."""

    http_method_names = ["post", "options"]

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = end_of_proconnect(self.request)
        response = super().post(*args, **kwargs)
        if elsewhere:
            response["Location"] = elsewhere
        return response
