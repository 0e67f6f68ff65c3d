"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # accounts and roles
    "account.invited": "Invitation envoyée",
    "account.invitation_replaced": "Invitation remplacée par une nouvelle",
    "account.invitation_accepted": "Invitation acceptée",
    "account.invitation_revoked": "Invitation annulée",
    "account.role_given": "Rôle donné",
    "account.role_taken": "Rôle retiré",
    "account.person_linked": "Compte relié à une fiche",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
