"""A document signed elsewhere and sent back: judged by a process that can do nothing else, then written like any other.

The level reached is that of the file: what it lacks to last is added by the recurring duty.
"""

from dataclasses import dataclass
from datetime import datetime

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.received.returned_asking import read_returned_file
from deliberations.services.signing_desk import (
    Chosen,
    OpenKey,
    OtherHolder,
    fresh_paper,
    read_paper,
    ready_place,
    write_signed,
)
from deliberations.services.signing_engine import services_here
from deliberations.signing.announced import announced_key
from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import Expected
from deliberations.signing.returned_faults import Fault, ReturnedRefused


@dataclass(frozen=True, slots=True)
class Returned:
    """The file sent back, and the name on its certificate that the signatory said to be his, if he was asked."""

    content: bytes
    confirmed_holder: str = ""


def accept_returned(
    *, chosen: Chosen, returned: Returned, user: User, reauthenticated_at: datetime | None, at: datetime
) -> None:
    """Write at its place the signature that ``returned`` adds to the file that was chosen.

    ``at`` is aware. Slow, and never inside a transaction. Raises ``OtherHolder``, or ``Refusal``: out of turn, another
    file than the one read, facts changed since, no right that day, and each fault of the file with its cure. Side
    effects: those of ``sign_place``.
    """
    paper = fresh_paper(chosen.place.paper)
    signed = _judged(read_paper(paper), chosen, returned, at)
    confirmed = returned.confirmed_holder
    key = OpenKey(
        announced_key(signed.certificate),
        user=user,
        reauthenticated_at=reauthenticated_at,
        confirmed_holder=confirmed,
    )
    ready = ready_place(chosen, key, at)
    if ready is not None:
        write_signed(ready, signed, key, at=at)


def _judged(sent: bytes, chosen: Chosen, returned: Returned, at: datetime) -> SignedDocument:
    expected = Expected(chosen.place.field, chosen.place.name, returned.confirmed_holder)
    try:
        return read_returned_file(sent, returned.content, expected, trust=services_here().trust, at=at)
    except ReturnedRefused as refused:
        if refused.fault is Fault.OTHER_HOLDER:
            raise OtherHolder(refused.holder, chosen.place.name) from refused
        raise Refusal(f"returned.{refused.fault.value}", refused.message_fr) from refused
