"""The dossier format: a council and its sittings as JSON, to and from the facts of the domain. No database."""
