"""Emptying the proof register between two examples of one test, which nothing of the product can do."""

from django.db import connection

from deliberations.models import ProofChain, ProofEntry, ProofFact, ProofHead
from deliberations.queries.append_only import drop_triggers, make_triggers


def forget_proofs() -> None:
    drop_triggers(connection)
    for model in (ProofFact, ProofHead, ProofEntry, ProofChain):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)
    make_triggers(connection)
