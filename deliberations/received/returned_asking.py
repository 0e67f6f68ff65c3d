"""Asks whether a file signed elsewhere may be accepted. What comes back is checked against its shape."""

import logging
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from councils.untrusted.children import ReadingEnded, ask
from councils.untrusted.limits import Limits
from deliberations.received.returned_file import question
from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import Expected, require_our_bytes
from deliberations.signing.returned_faults import Fault, ReturnedRefused
from deliberations.signing.trust import Trust

logger = logging.getLogger(__name__)
_ROOM = "deliberations.received.returned_file"
LIMITS = Limits(seconds=30, wall_seconds=120, memory_mb=1024, output_mb=4)
_FAULT = TypeAdapter(Fault)


def read_returned_file(
    sent: bytes, returned: bytes, expected: Expected, *, trust: Trust, at: datetime
) -> SignedDocument:
    """``check_returned`` in a process that can do nothing else. One that asks too much of it is « unreadable ».

    Raises ``ReturnedRefused``, or ``Busy`` when no turn comes.
    """
    require_our_bytes(sent, returned)
    asked = question(expected, trust=trust, at=at, sent_size=len(sent))
    try:
        told, _ = ask(_ROOM, asked, returned, LIMITS)
        if "fault" in told:
            raise ReturnedRefused(_FAULT.validate_python(told["fault"]), str(told.get("holder", ""))[:200])
        return _document(told["document"], returned)
    except ReadingEnded as error:
        raise ReturnedRefused(Fault.UNREADABLE) from error
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        logger.warning("What was told of a file sent back has not the right shape: %s", str(error)[:400])
        raise ReturnedRefused(Fault.UNREADABLE) from error


def _document(told: dict[str, Any], returned: bytes) -> SignedDocument:
    known = {"content": b"", "certificate": b64decode(told["certificate"]), "shortfall": None}
    instants = ("signed_at", "certificate_not_after", "timestamped_at")
    read = {name: told[name] and datetime.fromisoformat(told[name]) for name in instants}
    return replace(SignedDocument(**(told | known | read)), content=returned)
