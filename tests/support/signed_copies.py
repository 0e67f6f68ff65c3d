"""The certified copy of an act signed by its signatory, through the signing desk."""

from datetime import datetime

from councils.models import User
from deliberations.domain.signing_order import SignerRole
from deliberations.models import Deliberation, IssuedDocument
from deliberations.queries import record_of
from deliberations.services.act_signing import put_copy_to_signature
from deliberations.services.issuing import facts_digest, latest_certified_copy
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.signing.keys import Key


def sign_copy(
    act: Deliberation, *, by: User, key: Key, at: datetime, confirmed_holder: str = ""
) -> IssuedDocument:
    """What its signatory does from the page of the act. Raises ``Refusal``."""
    read = facts_digest(record_of(act.sitting))
    paper = put_copy_to_signature(act=act, by=by, at=at, expected=read)
    place = paper.places.get(role=SignerRole.HEAD)
    opened = OpenKey(key, user=by, confirmed_holder=confirmed_holder)
    sign_place(chosen=Chosen(place, paper.sha256), key=opened, at=at)
    signed = latest_certified_copy(act)
    assert signed is not None
    return signed
