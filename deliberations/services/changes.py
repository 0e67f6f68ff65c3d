"""Changing the facts of a sitting: one rhythm for every gesture, so that none forgets a step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.models import Sitting

sitting_changed = Signal()
"""Sent after the commit of a change, with ``sitting_id``: what is derived from the facts is made again."""


class SittingFinished(Refusal):
    """The record of the sitting is closed: its facts are frozen."""

    def __init__(self) -> None:
        super().__init__(
            "sitting.finished",
            "Cette séance est clôturée : ses faits sont figés. Pour corriger une erreur, rouvrez la séance ou "
            "suivez « J'ai trouvé une erreur » depuis la délibération.",
        )


@dataclass(frozen=True, slots=True)
class SittingChange:
    """The locked ``sitting`` and the writer through which its rows are changed."""

    sitting: Sitting
    writer: Writer


def lock_sitting(sitting: Sitting, *, to_delete: bool = False) -> Sitting:
    """Within a transaction: ``sitting`` as it now stands, locked until the end (``lock``), its council before it."""
    lock_council(sitting.council_id)
    row: Sitting = lock(Sitting, to_delete=to_delete).select_related("council").get(pk=sitting.pk)
    return row


@contextmanager
def changing(
    sitting: Sitting, *, by: User | None, reason: str, even_finished: bool = False
) -> Iterator[SittingChange]:
    """Change the facts of ``sitting``, or of what hangs on it, in one transaction.

    The council, then the sitting, are locked first, so that two people write one after the other. ``reason`` is the
    code of the action kept in the history. Raises ``SittingFinished`` unless ``even_finished`` (what happens after the
    closing: transmission, publication). Side effects: the revision grows by one; ``sitting_changed`` after the commit.
    """
    with transaction.atomic():
        locked = lock_sitting(sitting)
        if locked.finished_at is not None and not even_finished:
            raise SittingFinished
        yield SittingChange(locked, Writer(by=by, reason=reason))
        Sitting.objects.filter(pk=locked.pk).update(revision=F("revision") + 1)
        announce(locked)


def announce(sitting: Sitting) -> None:
    """Send ``sitting_changed`` once the current transaction is committed."""
    transaction.on_commit(partial(sitting_changed.send, sender=Sitting, sitting_id=sitting.pk))
