from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    """What is decided: sittings, votes, deliberations and their documents."""

    name = "deliberations"
    verbose_name = "Délibérations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is due and what is searched follow the facts: made again after each change of a sitting."""
        from deliberations.services.changes import sitting_changed
        from deliberations.services.dues import on_sitting_changed
        from deliberations.services.searching import connect_search

        sitting_changed.connect(on_sitting_changed, dispatch_uid="deliberations.dues")
        connect_search()
