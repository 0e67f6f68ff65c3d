"""« Sécurité de mon compte »: what protects it, and what is missing."""

from typing import Any

from allauth.mfa.base import views

from councils.views.access import private_page


class SecurityView(views.IndexView):
    """Password, application of codes, access keys, recovery codes, ProConnect."""

    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        protections = context["authenticators"]
        codes = protections.get("recovery_codes")
        return context | {
            "has_password": self.request.user.has_usable_password(),  # type: ignore[union-attr]
            "has_codes": "totp" in protections,
            "keys": [key.instance for key in protections.get("webauthn", [])],
            "codes_left": None if codes is None else len(codes.get_unused_codes()),
            "proconnect": self.request.user.socialaccount_set.exists(),  # type: ignore[union-attr]
        }


security = private_page(SecurityView.as_view())
