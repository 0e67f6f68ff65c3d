"""What the process of one signed file does (``councils.untrusted.child``): checks it, and reads which act it claims."""

import gc
import re
from base64 import b64encode
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf

from deliberations.domain.short_codes import read_short_code
from deliberations.received.pdf_text import pdf_text
from deliberations.received.signature_reading import load_libraries, trust_read, trust_told
from deliberations.signing.check import check_signatures
from deliberations.signing.problems import ProblemCode, SignatureReport
from deliberations.signing.sample import sample_file
from deliberations.signing.trust import Trust

_CODE = re.compile(r"\b[A-Z2-7]{4}[-‐‑–][A-Z2-7]{4}[-‐‑–][A-Z2-7]{4}[-‐‑–][A-Z2-7]{4}\b")
_NUMBER = re.compile(r"\d{4}[-/._ ]\d{1,5}|\d{1,5}[-/._ ]\d{4}")
_LONGEST = 500
UNREAD = {ProblemCode.TOO_LARGE, ProblemCode.NOT_A_PDF, ProblemCode.ENCRYPTED, ProblemCode.UNREADABLE}


def prepare() -> None:
    """Check a file of ours and read its words, so that all that they need is loaded."""
    gc.set_threshold(200_000, 20, 100)  # a long document is a million objects, none of which is garbage
    load_libraries()
    pdf, trust = sample_file()
    request = question(trust, at=datetime.now(UTC), max_bytes=len(pdf))
    told, _ = answer(request, pdf)
    if told["problems"]:
        raise RuntimeError(f"the check of our own sample tells {told['problems']}")
    answer(request, pdf + b"\n")


def question(trust: Trust, *, at: datetime, max_bytes: int) -> dict[str, Any]:
    """What to ask of a file, as JSON."""
    return {
        "at": at.isoformat(),
        "max_bytes": max_bytes,
        "trust": trust_told(trust),
    }


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """The report as JSON: what ``SignatureReport`` holds, and ``claims``, of which nothing is proven."""
    trust = trust_read(request["trust"])
    at = datetime.fromisoformat(request["at"])
    report = check_signatures(content, trust=trust, at=at, max_bytes=request["max_bytes"])
    return {**_told(report), "claims": _claims(content, report)}, b""


def _told(report: SignatureReport) -> dict[str, Any]:
    told = asdict(report)
    for signature in told["signatures"]:
        signature["anchor"] = b64encode(signature["anchor"]).decode()
    return told


def _claims(content: bytes, report: SignatureReport) -> dict[str, Any]:
    """Which act the file says it is, read from whatever opens: a copy with a word changed still tells its code."""
    found: dict[str, Any] = {"title": "", "author": "", "codes": [], "numbers": []}
    if {problem.code for problem in report.problems} & (UNREAD - {ProblemCode.UNREADABLE}):
        return found
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            info = {str(key): str(value)[:_LONGEST] for key, value in pdf.docinfo.items()}
        text = pdf_text(content)
    except Exception:  # noqa: BLE001  what it claims is worth less than what its signatures say
        return found
    named = " ".join((info.get("/Title", ""), info.get("/Keywords", "")))
    codes = (read_short_code(code) for code in _CODE.findall(text))
    return {
        "title": info.get("/Title", ""),
        "author": info.get("/Author", ""),
        "codes": [code for code in dict.fromkeys(codes) if code][:5],
        "numbers": list(dict.fromkeys(_NUMBER.findall(named)))[:5],
    }
