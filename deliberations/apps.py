from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    """What is decided: sittings, votes, deliberations and their documents."""

    name = "deliberations"
    verbose_name = "Délibérations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from deliberations.services.searching import connect_search

        connect_search()
