"""ProConnect, the State's login for public agents: OpenID Connect whose user data is a signed token.

Nobody gets an account by ProConnect alone: the verified address must be that of an account or of an open invitation.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from requests import RequestException

from councils.services.accounts import account_of_agent
from councils.signin.tokens import TokenRefused, verified_claims

logger = logging.getLogger(__name__)

PROVIDER_ID = "proconnect"
SESSION_KEY = "proconnect"
"""What the session keeps to close ProConnect's too: the identity token and the address that takes it."""

BAD_GATEWAY = 502


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with the provider: both tokens are verified, and speak of the same person."""

    expected_nonce: str | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's description. ``OAuth2Error`` when it is not that of the issuer we were told."""
        config: dict[str, Any] = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if not isinstance(config, dict) or str(config.get("issuer", "")).rstrip("/") != issuer:
            raise OAuth2Error("not the issuer of the settings")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """The person that the provider vouches for. Raises ``OAuth2Error``; the session keeps what ends it."""
        raw = str(kwargs["response"].get("id_token", ""))
        try:
            keys = self._get(self.openid_config["jwks_uri"]).json()
            identity = self._verified(raw, keys, app, required=("exp", "iat", "nonce"))
            person = self._verified(self._user_data(token.token), keys, app)
        except (TokenRefused, KeyError) as error:
            raise OAuth2Error(str(error)) from error
        if not self.expected_nonce or not secrets.compare_digest(str(identity["nonce"]), self.expected_nonce):
            raise OAuth2Error("not the answer to our question")
        if person["sub"] != identity["sub"]:
            raise OAuth2Error("tokens of two persons")
        request.session[SESSION_KEY] = {"token": raw, "end": self.openid_config.get("end_session_endpoint")}
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"userinfo": person})
        login.person = person  # type: ignore[attr-defined]
        return login

    def _verified(
        self, token: str, keys: Mapping[str, Any], app: Any, required: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        return verified_claims(
            token,
            keys,
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            required=required,
        )

    def _user_data(self, access_token: str) -> str:
        """The signed token of the user's data; anything else proves nothing."""
        response = self._get(self.profile_url, {"Authorization": f"Bearer {access_token}"})
        if response.headers.get("Content-Type", "").split(";")[0].strip() != "application/jwt":
            raise TokenRefused("user data without signature")
        return str(response.text).strip()

    def _get(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        with ProConnectAccounts(self.request).get_requests_session() as session:
            response = session.get(url, headers=headers)
            response.raise_for_status()
            return response


class ProConnectProvider(OpenIDConnectProvider):
    """ProConnect as allauth sees it. Nothing of the visitor's own goes into the question we ask."""

    oauth2_adapter_class = ProConnectAdapter

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the visitor to the provider, with a number that its answer must bear."""
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request,
            AuthProcess.LOGIN,
            kwargs.get("next_url"),
            auth_params={**self.get_auth_params(), "nonce": nonce},
            scope=self.get_scope(),
            nonce=nonce,
        )

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {"email": data["userinfo"].get("email")}

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing is kept of what the provider told, but the person's number there."""
        return {}


class ProConnectAccounts(DefaultSocialAccountAdapter):
    """Which account is whose."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        return ProConnectProvider(request, app=self.get_app(request, PROVIDER_ID, client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account, by the person's number, else by the verified address.

        Side effects: the account keeps the number; an open invitation makes the account. Without either, a page
        says that there is no account.
        """
        if sociallogin.is_existing:
            return
        person = sociallogin.person  # type: ignore[attr-defined]
        user = account_of_agent(
            email=_verified_email(person),
            given_name=str(person.get("given_name", "")),
            family_name=str(person.get("usual_name", "")),
        )
        if user is None:
            page = render(
                request, "socialaccount/unknown.html", {"email": person.get("email", "")}, status=403
            )
            raise ImmediateHttpResponse(page)
        sociallogin.user = user
        if user.is_active:
            sociallogin.connect(request, user)


def _verified_email(person: Mapping[str, Any]) -> str:
    """The address, unless the provider says that it did not verify it."""
    if person.get("email_verified", True) is not True:
        return ""
    return str(person.get("email") or "")


class ProConnectLogin(OAuth2LoginView):
    """The button « S'identifier avec ProConnect »."""


class ProConnectCallback(OAuth2CallbackView):
    """The way back: the number of the question is compared with that of the answer."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.expected_nonce = state.get("nonce")  # type: ignore[attr-defined]
        return state, response


@login_not_required
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to ProConnect, by the button alone: a link on another site must not begin a login here."""
    if request.method != "POST":
        return redirect("login")
    return _step(request, ProConnectLogin, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from ProConnect."""
    return _step(request, ProConnectCallback, provider_id)


def _step(request: HttpRequest, view: Any, provider_id: str) -> HttpResponse:
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    try:
        return view.adapter_view(ProConnectAdapter(request, provider_id))(request)
    except (RequestException, OAuth2Error, ValueError, KeyError):
        logger.exception("ProConnect did not answer as it should")
        return render(request, "socialaccount/authentication_error.html", status=BAD_GATEWAY)


def end_of_proconnect(request: HttpRequest) -> str:
    """Where to close the session of ProConnect as well; empty for who did not come from it."""
    kept = request.session.get(SESSION_KEY) or {}
    if not request.user.is_authenticated or not kept.get("end"):
        return ""
    query = {
        "id_token_hint": kept["token"],
        "state": secrets.token_urlsafe(16),
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("login")),
    }
    return f"{kept['end']}?{urlencode(query)}"
