"""Addresses of the login, of accounts and of the members of councils."""

from django.urls import URLPattern, URLResolver, include, path

from councils.views import accounts
from councils.views import help as guide
from councils.views.invitations import invitation
from councils.views.member_files import members_model, members_review, members_upload
from councils.views.members import (
    member,
    member_add,
    member_contact,
    member_delegation,
    member_delete,
    member_edit,
    member_end,
    member_interest,
    member_office,
    members,
)

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


_MEMBER = [
    path("", member, name="member"),
    path("modifier/", member_edit, name="member_edit"),
    path("coordonnees/", member_contact, name="member_contact"),
    path("fonctions/ajouter/", member_office, name="member_office_add"),
    path("fonctions/<int:office>/", member_office, name="member_office"),
    path("interets/ajouter/", member_interest, name="member_interest_add"),
    path("interets/<int:interest>/", member_interest, name="member_interest"),
    path("delegations/ajouter/", member_delegation, name="member_delegation_add"),
    path("delegations/<int:delegation>/", member_delegation, name="member_delegation"),
    path("fin-de-mandat/", member_end, name="member_end"),
    path("supprimer/", member_delete, name="member_delete"),
]
"""Pages of one member: ``council`` and ``mandate``."""

_MEMBERS: list[URLPattern | URLResolver] = [
    path("", members, name="members"),
    path("ajouter/", member_add, name="member_add"),
    path("fichier/", members_upload, name="members_upload"),
    path("fichier/verification/", members_review, name="members_review"),
    path("modele-membres.<str:kind>", members_model, name="members_model"),
    path("<uid:mandate>/", include(_MEMBER)),
]
"""Pages of the members of a council: ``council``."""

urlpatterns = [
    path("", include("councils.account_urls")),
    path("invitation/<slug:token>/", invitation, name="invitation"),
    path("conseils/<uid:council>/utilisateurs/", include(_USERS)),
    path("conseils/<uid:council>/membres/", include(_MEMBERS)),
    path("aide/", guide.help_index, name="help"),
    path("aide/<slug:page>/", guide.help_page, name="help_page"),
    path("aide/images/<slug:picture>.png", guide.help_picture, name="help_picture"),
]
