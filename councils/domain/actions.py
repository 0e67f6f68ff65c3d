"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # write
    "act.details_saved": "Renseignements de l'acte enregistrés",
    "act.link_added": "Lien avec un autre acte enregistré",
    "act.link_removed": "Lien avec un autre acte retiré",
    "finding.set_aside": "Constat écarté",
    "text.model_kept": "Texte gardé comme modèle",
    "text.model_dropped": "Modèle de texte supprimé",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
