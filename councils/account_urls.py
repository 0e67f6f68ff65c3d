"""Addresses of the login and of one's own account. The views are allauth's, under the names it looks for."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as elsewhere
from django.urls import path, re_path, reverse_lazy
from django.views.generic import TemplateView

from councils.forms import account as forms
from councils.signin.proconnect import PROVIDER_ID, callback, start
from councils.views.access import private_page
from councils.views.login import LoginView, LogoutView, SecondFactorView
from councils.views.security import security

_LOGIN = [
    # Two names for one page: Django's and ours, then allauth's.
    path("connexion/", LoginView.as_view(), name="login"),
    path("connexion/", LoginView.as_view(), name="account_login"),
    path("deconnexion/", LogoutView.as_view(), name="logout"),
    path("deconnexion/", LogoutView.as_view(), name="account_logout"),
    path("connexion/code/", SecondFactorView.as_view(), name="mfa_authenticate"),
    path(
        "connexion/cle/",
        keys.LoginWebAuthnView.as_view(form_class=forms.KeyLoginForm),
        name="mfa_login_webauthn",
    ),
    path(
        "connexion/fermee/",
        TemplateView.as_view(template_name="account/account_inactive.html"),
        name="account_inactive",
    ),
    path(
        "connexion/inscription/",
        TemplateView.as_view(template_name="account/signup_closed.html"),
        name="account_signup",
    ),
    path("connexion/proconnect/", start, {"provider_id": PROVIDER_ID}, name="openid_connect_login"),
    path(
        "connexion/proconnect/retour/",
        callback,
        {"provider_id": PROVIDER_ID},
        name="openid_connect_callback",
    ),
    path(
        "connexion/proconnect/annulee/",
        elsewhere.LoginCancelledView.as_view(template_name="socialaccount/login_cancelled.html"),
        name="socialaccount_login_cancelled",
    ),
]
"""Before the session is open."""

_FORGOTTEN = [
    path(
        "connexion/mot-de-passe-oublie/",
        account.PasswordResetView.as_view(
            form_class=forms.ResetPasswordForm, template_name="account/password_reset.html"
        ),
        name="account_reset_password",
    ),
    path(
        "connexion/mot-de-passe-oublie/envoye/",
        account.PasswordResetDoneView.as_view(template_name="account/password_reset_done.html"),
        name="account_reset_password_done",
    ),
    # allauth joins both by a dash.
    re_path(
        r"^connexion/nouveau-mot-de-passe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z]+)/$",
        account.PasswordResetFromKeyView.as_view(
            form_class=forms.NewPasswordForm, template_name="account/password_reset_from_key.html"
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "connexion/nouveau-mot-de-passe/enregistre/",
        account.PasswordResetFromKeyDoneView.as_view(
            template_name="account/password_reset_from_key_done.html"
        ),
        name="account_reset_password_from_key_done",
    ),
]
"""A password forgotten."""

_CONFIRM = [
    path(
        "compte/confirmer/",
        private_page(
            account.ReauthenticateView.as_view(
                form_class=forms.ReauthenticateForm, template_name="account/reauthenticate.html"
            )
        ),
        name="account_reauthenticate",
    ),
    path(
        "compte/confirmer/code/",
        private_page(
            factor.ReauthenticateView.as_view(
                form_class=forms.ConfirmCodeForm, template_name="mfa/reauthenticate.html"
            )
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "compte/confirmer/cle/",
        private_page(
            keys.ReauthenticateWebAuthnView.as_view(
                form_class=forms.ConfirmKeyForm, template_name="mfa/webauthn/reauthenticate.html"
            )
        ),
        name="mfa_reauthenticate_webauthn",
    ),
]
"""Who one is, asked again before a change of security."""

_SECURITY = [
    path("compte/securite/", security, name="mfa_index"),
    path("compte/securite/", security, name="socialaccount_connections"),
    path(
        "compte/mot-de-passe/",
        private_page(
            account.PasswordChangeView.as_view(
                form_class=forms.ChangePasswordForm, template_name="account/password_change.html"
            )
        ),
        name="account_change_password",
    ),
    path(
        "compte/mot-de-passe/choisir/",
        private_page(
            account.PasswordSetView.as_view(
                form_class=forms.SetPasswordForm, template_name="account/password_set.html"
            )
        ),
        name="account_set_password",
    ),
    path(
        "compte/codes/activer/",
        private_page(
            totp.ActivateTOTPView.as_view(
                form_class=forms.ActivateCodesForm, template_name="mfa/totp/activate_form.html"
            )
        ),
        name="mfa_activate_totp",
    ),
    path(
        "compte/codes/desactiver/",
        private_page(totp.DeactivateTOTPView.as_view(template_name="mfa/totp/deactivate_form.html")),
        name="mfa_deactivate_totp",
    ),
    path(
        "compte/cles/ajouter/",
        private_page(
            keys.AddWebAuthnView.as_view(
                form_class=forms.AddKeyForm, template_name="mfa/webauthn/add_form.html"
            )
        ),
        name="mfa_add_webauthn",
    ),
    path(
        "compte/cles/<int:pk>/renommer/",
        private_page(
            keys.EditWebAuthnView.as_view(
                form_class=forms.RenameKeyForm,
                template_name="mfa/webauthn/edit_form.html",
                success_url=reverse_lazy("mfa_index"),
            )
        ),
        name="mfa_edit_webauthn",
    ),
    path(
        "compte/cles/<int:pk>/retirer/",
        private_page(
            keys.RemoveWebAuthnView.as_view(
                template_name="mfa/webauthn/authenticator_confirm_delete.html",
                success_url=reverse_lazy("mfa_index"),
            )
        ),
        name="mfa_remove_webauthn",
    ),
    path(
        "compte/codes-de-secours/",
        private_page(recovery.ViewRecoveryCodesView.as_view(template_name="mfa/recovery_codes/index.html")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "compte/codes-de-secours/refaire/",
        private_page(
            recovery.GenerateRecoveryCodesView.as_view(template_name="mfa/recovery_codes/generate.html")
        ),
        name="mfa_generate_recovery_codes",
    ),
]
"""What protects one's own account."""

urlpatterns = [*_LOGIN, *_FORGOTTEN, *_CONFIRM, *_SECURITY]
