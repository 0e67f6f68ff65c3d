from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class DeliberationsConfig(AppConfig):
    """What is decided: sittings, votes, deliberations and their documents."""

    name = "deliberations"
    verbose_name = "Délibérations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is due and what is searched follow the facts: made again after each change of a sitting."""
        from deliberations.services.changes import sitting_changed
        from deliberations.services.decision_changes import decision_changed
        from deliberations.services.dues import on_decision_changed, on_sitting_changed
        from deliberations.services.proof import connect_proofs
        from deliberations.services.proof_followed import connect_followed
        from deliberations.services.searching import connect_search

        post_migrate.connect(_make_search_index, sender=self, dispatch_uid="deliberations.search_index")
        post_migrate.connect(_make_proof_triggers, sender=self, dispatch_uid="deliberations.proof_triggers")
        connect_proofs()
        connect_followed()
        sitting_changed.connect(on_sitting_changed, dispatch_uid="deliberations.dues")
        decision_changed.connect(on_decision_changed, dispatch_uid="deliberations.decision_dues")
        connect_search()


def _make_search_index(*, using: str, **_: Any) -> None:
    """The full-text index belongs to no model: it follows the tables."""
    from deliberations.models import SearchEntry
    from deliberations.queries.search_engines import ensure_index

    if SearchEntry._meta.db_table in connections[using].introspection.table_names():
        ensure_index(using)


def _make_proof_triggers(*, using: str, **_: Any) -> None:
    """What protects the proof register follows the tables too."""
    from deliberations.models import ProofEntry, ProofHead
    from deliberations.queries.append_only import ensure_triggers

    tables = connections[using].introspection.table_names()
    if {ProofEntry._meta.db_table, ProofHead._meta.db_table} <= {*tables}:
        ensure_triggers(using)
