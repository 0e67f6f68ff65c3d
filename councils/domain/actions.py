"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # Holding a sitting
    "holding.roll": "Appel corrigé",
    "holding.all_present": "Membres notés présents",
    "holding.answers": "Réponses à la convocation reprises",
    "holding.open": "Séance ouverte",
    "holding.officers": "Présidence et secrétariat notés",
    "holding.move": "Arrivée ou départ noté",
    "holding.proxy": "Pouvoir noté",
    "holding.proxy_ends": "Fin d'un pouvoir notée",
    "holding.aside": "Déport noté",
    "holding.back": "Retour après un déport noté",
    "holding.chair": "Présidence d'un point notée",
    "holding.substitute": "Suppléant appelé à siéger",
    "holding.suspend": "Séance suspendue",
    "holding.resume": "Séance reprise",
    "holding.open_item": "Point ouvert en séance",
    "holding.outcome": "Sort d'un point noté",
    "holding.add_item": "Point ajouté en séance",
    "holding.examine_now": "Ordre d'examen changé",
    "holding.vote": "Vote enregistré",
    "holding.vote_removed": "Vote supprimé",
    "holding.override": "Constat écarté",
    "holding.close": "Séance levée",
    "holding.sheet": "Feuille de séance enregistrée",
    "holding.undo": "Geste annulé",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
