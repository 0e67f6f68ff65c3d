"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # After the sitting: closing, transmission, publication, errors found.
    "sitting.closed": "Séance clôturée, numéros attribués",
    "sitting.reopened": "Séance rouverte",
    "act.deposited": "Acte déposé pour transmission",
    "act.transmitted": "Réception en préfecture enregistrée",
    "act.published": "Acte publié",
    "act.unpublished": "Acte retiré du site",
    "act.rectified": "Erreur matérielle rectifiée",
    "act.followed": "Projet préparé pour modifier, remplacer ou retirer un acte",
    "paper.published": "Document de séance publié",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
