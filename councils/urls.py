"""Addresses of the login, of accounts, and of the list of councils."""

from django.urls import include, path

from councils.views import accounts
from councils.views.councils import council_list
from councils.views.invitations import invitation

_USERS = [
    path("", accounts.users, name="users"),
    path("inviter/", accounts.invite, name="invite"),
    path("donner-un-role/", accounts.give_role, name="give_role"),
    path("roles/<int:role>/retirer/", accounts.take_role, name="take_role"),
    path("roles/<int:role>/fiche/", accounts.link_person, name="link_person"),
    path("invitations/<int:invitation>/renvoyer/", accounts.resend_invitation, name="resend_invitation"),
    path("invitations/<int:invitation>/annuler/", accounts.revoke_invitation, name="revoke_invitation"),
]
"""Accounts of one council: ``council``."""

urlpatterns = [
    path("", council_list, name="home"),
    path("", include("councils.account_urls")),
    path("invitation/<slug:token>/", invitation, name="invitation"),
    path("conseils/<uid:council>/utilisateurs/", include(_USERS)),
]
