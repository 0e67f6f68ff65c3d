"""From the PROCONNECT_* settings to what allauth and the content security policy ask for."""

from typing import Any
from urllib.parse import urlsplit

PROVIDER_ID = "proconnect"
SCOPES = ["openid", "given_name", "usual_name", "email"]


def proconnect_provider(server_url: str, client_id: str, secret: str) -> dict[str, Any]:
    """allauth's ``SOCIALACCOUNT_PROVIDERS``: nothing unless the three values are given."""
    if not (server_url and client_id and secret):
        return {}
    app = {
        "provider_id": PROVIDER_ID,
        "name": "ProConnect",
        "client_id": client_id,
        "secret": secret,
        "settings": {
            "server_url": server_url.rstrip("/"),
            "scope": SCOPES,
            "auth_params": {"acr_values": "eidas1"},
            "token_auth_method": "client_secret_post",
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app]}}


def proconnect_origins(server_url: str) -> list[str]:
    """The origin of ProConnect as the policy names it; none when it is off."""
    parts = urlsplit(server_url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
