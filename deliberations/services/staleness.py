"""Whether an issued document still tells what its act prints."""

from dataclasses import replace

from councils.domain.looks import HouseLook
from deliberations import models
from deliberations.domain.profile import act_profile
from deliberations.domain.record import Record
from deliberations.dossier.schema import Dossier, digest
from deliberations.services.issuing import FrozenAct, frozen_act


def has_changed_since(document: models.IssuedDocument, record: Record) -> bool:
    """Whether what the act prints differs now from what ``document`` was rendered from.

    Other acts of the sitting and later mandates do not count. A document issued elsewhere tells nothing.
    """
    return document.snapshot is not None and is_stale(document.snapshot, record)


def is_stale(snapshot: models.Snapshot, record: Record) -> bool:
    """Whether what the act prints differs now from those facts."""
    now = FrozenAct(record, record.act(snapshot.deliberation.uid))
    return _printed_digest(now) != _printed_digest(frozen_act(snapshot))


def _printed_digest(frozen: FrozenAct) -> str:
    """Digest of the facts that the act prints, private passages included; how they look is no fact of the act."""
    council, sitting = act_profile(frozen.record, frozen.act, mask=str)
    plain = replace(council, look=HouseLook())
    return digest(Dossier.of(plain, [sitting], profile="ACT"))
