"""The facts of a mayor's decision, frozen: what its documents are made from for ever."""

import hashlib
from datetime import datetime

from deliberations.domain.delegated import DecisionFacts
from deliberations.dossier.schema import FORMAT, Dossier, canonical_json
from deliberations.models import DecisionSnapshot, MayorDecision


def frozen_json(facts: DecisionFacts) -> str:
    """The canonical JSON of all that the decision depends on."""
    given = tuple(each for each in facts.delegations if each.uid == facts.decision.delegation)
    return canonical_json(
        Dossier.of(
            facts.council,
            (),
            decisions=(facts.decision,),
            delegations=given,
            decision_pattern=facts.pattern,
        )
    )


def freeze_decision(row: MayorDecision, facts: DecisionFacts, at: datetime) -> DecisionSnapshot:
    """Keep the facts as they are now; the same facts are kept once. Side effect: one row."""
    text = frozen_json(facts)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    known: DecisionSnapshot | None = row.snapshots.filter(sha256=sha256).order_by("pk").last()
    if known is not None:
        return known
    made: DecisionSnapshot = DecisionSnapshot.objects.create(
        decision=row, canonical_json=text, schema_version=FORMAT, sha256=sha256, created_at=at
    )
    return made
