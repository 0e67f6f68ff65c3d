from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    """What is decided: sittings, votes, deliberations and their documents."""

    name = "deliberations"
    verbose_name = "Délibérations"
    default_auto_field = "django.db.models.BigAutoField"
