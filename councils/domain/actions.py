"""What was done, in one French sentence for each action code kept in the history."""

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "dossier.imported": "Dossier importé",
    "text.saved": "Texte enregistré",
    # Finding and keeping
    "retention.changed": "Durées de conservation modifiées",
}
"""Code given to ``Writer`` → what the page of the history says. A test asks for every code that the services use."""
