"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # preparing a sitting
    "sitting.created": "Séance créée",
    "sitting.planned": "Date, heure, lieu ou convocation de la séance modifiés",
    "sitting.deleted": "Séance en préparation supprimée",
    "agenda.item_added": "Point ajouté à l'ordre du jour",
    "agenda.item_changed": "Point modifié",
    "agenda.item_removed": "Point supprimé de l'ordre du jour",
    "agenda.item_moved": "Ordre des points modifié",
    "agenda.item_outcome": "Point ajourné, retiré ou rétabli",
    "agenda.item_carried": "Point reporté à une autre séance",
    "paper.added": "Pièce jointe à un point",
    "paper.changed": "Pièce modifiée ou remplacée",
    "paper.removed": "Pièce supprimée",
    "paper.moved": "Ordre des pièces modifié",
    "paper.annexed": "Pièce annexée à la délibération",
    "item_model.kept": "Point gardé comme modèle",
    "item_model.changed": "Modèle de point modifié",
    "item_model.hidden": "Sujet masqué",
    "item_model.shown": "Sujet proposé à nouveau",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
