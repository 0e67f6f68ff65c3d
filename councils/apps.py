from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    """Who decides: communes, councils, persons, mandates, users and their roles."""

    name = "councils"
    verbose_name = "Conseils"
    default_auto_field = "django.db.models.BigAutoField"
