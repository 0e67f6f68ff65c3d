"""What the process of one file signed elsewhere does (``councils.untrusted.child``): it judges it."""

from base64 import b64encode
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from deliberations.received.signature_reading import load_libraries, trust_read, trust_told
from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import Expected, check_returned
from deliberations.signing.returned_faults import ReturnedRefused
from deliberations.signing.returned_sample import FIELD, HOLDER, returned_sample
from deliberations.signing.trust import Trust


def prepare() -> None:
    """Judge a file of ours, so that all that it needs is loaded."""
    load_libraries()
    sample = returned_sample()
    expected, size = Expected(FIELD, HOLDER), len(sample.sent)
    asked = question(expected, trust=sample.trust, at=datetime.now(UTC), sent_size=size)
    told, _ = answer(asked, sample.returned)
    if "document" not in told:
        raise RuntimeError(f"our own sample is refused: {told}")
    answer(asked, sample.returned[:-1])


def question(expected: Expected, *, trust: Trust, at: datetime, sent_size: int) -> dict[str, Any]:
    """What to ask of a file whose first ``sent_size`` bytes are those sent, as JSON."""
    return {
        "expected": asdict(expected),
        "at": at.isoformat(),
        "sent_size": sent_size,
        "trust": trust_told(trust),
    }


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``document`` (what ``SignedDocument`` holds, less its bytes), or ``fault`` and ``holder``."""
    trust = trust_read(request["trust"])
    at, expected = datetime.fromisoformat(request["at"]), Expected(**request["expected"])
    try:
        document = check_returned(content[: request["sent_size"]], content, expected, trust=trust, at=at)
    except ReturnedRefused as refusal:
        return {"fault": refusal.fault.value, "holder": refusal.holder}, b""
    return {"document": _told(document)}, b""


def _told(document: SignedDocument) -> dict[str, Any]:
    kept = {
        name: getattr(document, name)
        for name in SignedDocument.__slots__
        if name not in {"content", "shortfall"}
    }
    kept["certificate"] = b64encode(document.certificate).decode()
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in kept.items()}
