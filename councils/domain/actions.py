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
    # First start, settings, members, installation
    "council.started": "Conseil créé",
    "council.identity": "Identité du conseil modifiée",
    "council.rules": "Règles du conseil confirmées",
    "council.population": "Population enregistrée",
    "council.seats": "Nombre de sièges enregistré",
    "council.publication_mode": "Mode de publicité enregistré",
    "council.letterhead": "En-tête et style modifiés",
    "member.added": "Membre ajouté",
    "member.changed": "Membre modifié",
    "member.deleted": "Membre supprimé",
    "member.ended": "Mandat terminé",
    "member.resigned": "Démission enregistrée",
    "member.died": "Décès enregistré",
    "member.term_over": "Fin du mandat du conseil enregistrée",
    "member.office": "Fonction enregistrée",
    "member.office_removed": "Fonction supprimée",
    "member.contact": "Coordonnées enregistrées",
    "member.interest": "Intérêts déclarés modifiés",
    "member.delegation": "Délégations modifiées",
    "members.imported": "Membres importés d'un fichier",
    "installation.opened": "Séance d'installation préparée",
    "installation.recorded": "Résultats inscrits au tableau",
    "election.defined": "Élection préparée",
    "election.round": "Tour de scrutin enregistré",
    "election.round_removed": "Tour de scrutin supprimé",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
