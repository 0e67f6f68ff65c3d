"""The short code of an act, printed at the foot of its certified pages, and the address that it leads to."""

import re

LENGTH = 16
_ALPHABET = re.compile(r"[A-Z2-7]{16}")
GROUP = 4


def short_code(public_id: str) -> str:
    """« ABCD-EFGH-IJKL-MNOP » of a public identifier."""
    return "-".join(public_id[start : start + GROUP] for start in range(0, len(public_id), GROUP))


def read_short_code(typed: str) -> str:
    """The public identifier of a code as somebody types it: any case, hyphens and spaces anywhere; else empty."""
    found = re.sub(r"[\s\-‐‑–]", "", typed[:64]).upper()
    return found if _ALPHABET.fullmatch(found) else ""


def short_path(public_id: str) -> str:
    """« /v/ABCDEFGHIJKLMNOP », under the address of the public pages."""
    return f"/v/{public_id}"
