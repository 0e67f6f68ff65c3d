"""Logging in, with the page shown when too many attempts failed."""

from typing import Any

from django.contrib.auth import views
from django.http import HttpResponse
from django.shortcuts import render

from councils.forms.login import LoginForm

TOO_MANY_REQUESTS = 429


class LoginView(views.LoginView):
    """Login by e-mail. After too many failures axes locks the pair e-mail and address for a while."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        if not getattr(self.request, "axes_locked_out", False):
            return super().form_invalid(form)
        # The middleware of axes would replace our page by a bare line of text: it has nothing left to do.
        self.request.axes_locked_out = False  # type: ignore[attr-defined]
        return render(self.request, "registration/locked.html", status=TOO_MANY_REQUESTS)
