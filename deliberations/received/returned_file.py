"""What the process of one file signed elsewhere does (``councils.untrusted.child``): it judges it."""

import codecs
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import Expected, check_returned
from deliberations.signing.returned_faults import ReturnedRefused
from deliberations.signing.returned_sample import FIELD, HOLDER, returned_sample
from deliberations.signing.trust import Trust

_CODECS = ("idna", "punycode", "teletex", "utf-32", "utf-16", "cp1252", "ascii", "latin-1", "pdf_doc")
"""That the names in certificates may be written in."""
_LOADED_LATER = (
    "cryptography.hazmat.backends.openssl.backend",
    "dateutil.parser",
    "lxml.etree",
    "pyhanko.pdf_utils.crypt.pdfmac",
    "pyhanko.pdf_utils.metadata.xmp_xml",
    "pyhanko_certvalidator.revinfo.validate_crl",
    "pyhanko_certvalidator.revinfo.validate_ocsp",
)
"""What the libraries import inside a function, for some files only."""


def prepare() -> None:
    """Judge a file of ours, so that all that it needs is loaded."""
    for name in _LOADED_LATER:
        import_module(name)
    for name in _CODECS:
        try:
            codecs.lookup(name)
        except LookupError:
            continue
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
        "trust": {name: [b64encode(der).decode() for der in ders] for name, ders in asdict(trust).items()},
    }


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """``document`` (what ``SignedDocument`` holds, less its bytes), or ``fault`` and ``holder``."""
    trust = Trust(**{name: tuple(map(b64decode, ders)) for name, ders in request["trust"].items()})
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
