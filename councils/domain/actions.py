"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # Convocation and answers
    "answer.declared": "Réponse d'un membre déclarée à la mairie",
    "answer.recorded": "Réponse d'un membre par son lien personnel",
    "answers.opened": "Réponses et pouvoirs repris à l'ouverture de la séance",
    "convocation.amended": "Ordre du jour modifié envoyé",
    "convocation.dispatched": "Convocation partie par courriel",
    "convocation.link_renewed": "Nouveau lien personnel envoyé",
    "convocation.paper": "Envoi de la convocation sur papier enregistré",
    "convocation.sent": "Envoi des convocations demandé",
    "convocation.urgent": "Convocation en urgence décidée",
    "interest.declared": "Intérêt déclaré par un membre",
    "proxy.asked": "Pouvoir demandé par le lien personnel",
    "proxy.confirmed": "Pouvoir confirmé par un code",
    "proxy.paper": "Pouvoir sur papier enregistré",
    "proxy.revoked": "Pouvoir révoqué",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
