"""Which tables keep the history of an object and of all that hangs on it.

The children are read from the models themselves: a row that vanishes with its parent (CASCADE) and keeps its own
history belongs to its parent's. A fact added tomorrow is in the history at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.db import models
from django.db.models import QuerySet

from councils.models import Council, Mandate, Person
from deliberations.models import (
    DecisionCopy,
    DecisionDeposit,
    DecisionPublication,
    DecisionRectification,
    DecisionSignature,
    DecisionTransmission,
    DecisionUnpublication,
    Deliberation,
    Deposit,
    HandSignature,
    HandSignatureUndone,
    IssuedDocument,
    MayorDecision,
    Publication,
    Signature,
    Sitting,
    Transmission,
    Unpublication,
)

ROOTS: frozenset[type[models.Model]] = frozenset(
    {Council, Person, Mandate, Sitting, Deliberation, MayorDecision}
)
"""Objects whose history is told apart from that of what holds them."""

HELD_BY: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Person: ((Mandate, "person"),),
}
"""Children that their parent holds without CASCADE."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the page. ``at`` and ``key`` name its columns of date and of identity.

    ``by`` names who did it. ``sentence`` says what a row is, where rows are only ever added; empty where the row
    keeps a history of its own, with the code of the action.
    """

    model: type[models.Model]
    rows: "QuerySet[Any]"
    at: str = "history_date"
    key: str = "history_id"
    by: str = "history_user"
    sentence: str = ""

    @property
    def is_history(self) -> bool:
        return not self.sentence


def tables_of(root: models.Model) -> tuple[Table, ...]:
    """Every table where something of ``root`` is kept, the root's own first; no query is made yet."""
    seen: dict[type[models.Model], QuerySet[Any]] = {type(root): _history(type(root)).filter(id=root.pk)}
    queue: list[tuple[type[models.Model], Any]] = [(type(root), [root.pk])]
    while queue:
        parent, keys = queue.pop(0)
        for child, column in _children(parent):
            if child in seen:
                continue
            seen[child] = _history(child).filter(**{f"{column}__in": keys})
            queue.append((child, seen[child].order_by().values("id")))
    histories = [Table(model, rows) for model, rows in seen.items()]
    return (*histories, *_proofs(root))


def _history(model: type[models.Model]) -> "QuerySet[Any]":
    return cast("QuerySet[Any]", cast("Any", model).history.all())


def _children(parent: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Models whose rows hang on ``parent``, with the column that says on which."""
    for relation in parent._meta.related_objects:
        child = relation.related_model
        hangs = getattr(relation, "on_delete", None) is models.CASCADE
        if hangs and hasattr(child, "history") and child not in ROOTS:
            yield child, cast("Any", relation.field).attname
    for child, name in HELD_BY.get(parent, ()):
        yield child, f"{name}_id"


def _proofs(root: models.Model) -> tuple[Table, ...]:
    """What is only ever added about ``root``."""
    if isinstance(root, Deliberation):
        return _added_once(root)
    return _added_to_decision(root) if isinstance(root, MayorDecision) else ()


def _added_to_decision(row: MayorDecision) -> tuple[Table, ...]:
    """The proofs of a decision of the mayor."""
    told = (
        (DecisionSignature, "at", "by", "Signature notée"),
        (DecisionCopy, "at", "by", "Document émis"),
        (DecisionDeposit, "at", "by", "Décision déposée pour transmission"),
        (DecisionTransmission, "written_at", "declared_by", "Transmission enregistrée"),
        (DecisionPublication, "written_at", "declared_by", "Publication enregistrée"),
        (DecisionUnpublication, "at", "by", "Décision retirée du site"),
        (DecisionRectification, "at", "by", "Passage occulté pour le public"),
    )
    return tuple(
        Table(model, model.objects.filter(decision=row), at, "id", by, sentence)
        for model, at, by, sentence in told
    )


def _added_once(act: Deliberation) -> tuple[Table, ...]:
    """The proofs of an act: what was issued, signed, deposited, transmitted, published, taken off."""
    return (
        Table(
            Transmission, Transmission.objects.filter(deliberation=act), "written_at", "id", "declared_by",
            "Transmission enregistrée",
        ),
        Table(
            Publication, Publication.objects.filter(deliberation=act), "written_at", "id", "declared_by",
            "Publication enregistrée",
        ),
        Table(
            IssuedDocument, IssuedDocument.objects.filter(deliberation=act, issued_at__isnull=False),
            "issued_at", "id", "issued_by", "Document émis",
        ),
        Table(
            Signature, Signature.objects.filter(document__deliberation=act), "signed_at", "id", "user",
            "Document signé",
        ),
        Table(
            HandSignature, HandSignature.objects.filter(deliberation=act), "at", "id", "by",
            "Signature manuscrite notée",
        ),
        Table(
            HandSignatureUndone, HandSignatureUndone.objects.filter(signature__deliberation=act), "at", "id", "by",
            "Signature manuscrite annulée",
        ),
        Table(Deposit, Deposit.objects.filter(deliberation=act), "at", "id", "by", "Acte déposé pour transmission"),
        Table(Unpublication, Unpublication.objects.filter(deliberation=act), "at", "id", "by", "Acte retiré du site"),
    )  # fmt: skip
