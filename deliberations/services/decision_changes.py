"""Changing a mayor's decision: one rhythm for every gesture, as for a sitting."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.dispatch import Signal

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.models import MayorDecision

decision_changed = Signal()
"""Sent after the commit of a change, with ``council_id`` and ``uid``: what is derived from it is made again."""


class DecisionSigned(Refusal):
    """Its text and its number are frozen."""

    def __init__(self) -> None:
        super().__init__(
            "decision.signed",
            "Cette décision est signée : son texte est figé. Pour la corriger, prenez une nouvelle décision qui la "
            "modifie ou la retire.",
        )


class DecisionToSign(Refusal):
    """Its paper bears its number, and may be on the mayor's desk."""

    def __init__(self) -> None:
        super().__init__(
            "decision.to_sign",
            "Cette décision porte son numéro et attend sa signature : son texte est figé. Pour le changer, choisissez "
            "« Reprendre le texte » sur sa page ; elle garde son numéro.",
        )


class DecisionGivenUp(Refusal):
    """Its number will never be signed."""

    def __init__(self) -> None:
        super().__init__(
            "decision.given_up",
            "Le numéro de cette décision est abandonné : elle ne change plus. Pour la prendre malgré tout, faites une "
            "nouvelle décision avec son texte.",
        )


def why_fixed(row: MayorDecision) -> Refusal | None:
    """Why the text of ``row`` no longer changes; ``None`` while it does."""
    if row.is_signed:
        return DecisionSigned()
    if row.given_up:
        return DecisionGivenUp()
    return DecisionToSign() if row.is_to_sign else None


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """The locked ``row`` and the writer through which it is changed."""

    row: MayorDecision
    writer: Writer


def lock_decision(row: MayorDecision) -> MayorDecision:
    """Within a transaction: ``row`` as it now stands, locked until the end, its council before it."""
    lock_council(row.council_id)
    locked: MayorDecision = lock(MayorDecision).select_related("council").get(pk=row.pk)
    return locked


@contextmanager
def changing_decision(
    row: MayorDecision, *, by: User | None, reason: str, even_fixed: bool = False
) -> Iterator[DecisionChange]:
    """Change ``row``, or what hangs on it, in one transaction; the council, then the row, are locked first.

    Raises ``DecisionSigned``, ``DecisionToSign`` or ``DecisionGivenUp`` unless ``even_fixed`` (numbers, signature, and
    what happens after it: transmission, publication).
    Side effect: ``decision_changed`` after the commit.
    """
    with transaction.atomic():
        locked = lock_decision(row)
        refusal = None if even_fixed else why_fixed(locked)
        if refusal is not None:
            raise refusal
        yield DecisionChange(locked, Writer(by=by, reason=reason))
        announce_decision(locked)


def announce_decision(row: MayorDecision) -> None:
    """Send ``decision_changed`` once the current transaction is committed."""
    transaction.on_commit(
        partial(decision_changed.send_robust, sender=MayorDecision, council_id=row.council_id, uid=row.uid)
    )
