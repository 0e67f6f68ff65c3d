from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class CouncilsConfig(AppConfig):
    """Who decides: communes, councils, persons, mandates, users and their roles."""

    name = "councils"
    verbose_name = "Conseils"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(make_shared_cache, sender=self)


def make_shared_cache(*, using: str, verbosity: int = 0, **_: Any) -> None:
    """Make the table of the cache where it is missing: it belongs to no model, so to no migration."""
    call_command("createcachetable", database=using, verbosity=verbosity)
