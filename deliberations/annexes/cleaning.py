"""A PDF without what acts alone or reaches outside: scripts, programs to open, hidden files, media, fields, content
fetched elsewhere. Runs in the sandbox.

What is drawn on the pages does not change. A file in which nothing is found is given back byte for byte: an electronic
signature in it stays true. Links of a page to a web page (http, https), a mailbox or a telephone stay, for they do
nothing until somebody clicks and reads where they lead; links to a file, a program or another document go, and so does
any action at opening but going to a page.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from deliberations.annexes.bounds import MOST_OBJECTS
from deliberations.annexes.seals import Seal, is_signature, seal_of

ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/SubmitForm": "sending",
    "/ImportData": "sending",
    "/GoToE": "files",
    "/GoToR": "outside",
    "/GoToDp": "outside",
    "/Thread": "outside",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
    "/GoTo3DView": "media",
    "/Hide": "actions",
    "/ResetForm": "actions",
    "/SetOCGState": "actions",
}
_STAYING = ("/GoTo", "/URI", "/Named")
"""Actions that may follow a click."""
_ACTION_KEYS = ("/A", "/PA", "/Next", "/OpenAction")
_TURNING = ("/NextPage", "/PrevPage", "/FirstPage", "/LastPage")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|www\.|#)", re.IGNORECASE)
ANNOTATIONS = {
    "/FileAttachment": "files",
    "/RichMedia": "media",
    "/Screen": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/3D": "media",
}
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/AA": "actions",
    "/EF": "files",
    "/EmbeddedFiles": "files",
    "/RichMediaContent": "media",
    "/XFA": "xfa",
}
_TRAILING = 1024
_DEEPEST = 200


class Unfit(Exception):
    """The file is refused; the argument is a key of ``words.REFUSALS``."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``remarks`` are keys of ``words.REMARKS``, in their order; ``content`` is the very input when there is none."""

    content: bytes
    pages: int
    remarks: tuple[str, ...]
    is_signed: bool


def clean(content: bytes) -> Cleaned:
    """Raises ``Unfit``: protected, damaged beyond repair, a portfolio, a form that only one program shows…"""
    with opened(content) as pdf:
        pages = _pages(pdf)
        seal = seal_of(pdf, content)
        found = _disarm(pdf)
        if seal is Seal.WHOLE:
            return _untouched(content, pages, found, ())
        if seal is Seal.PARTIAL:
            return _untouched(content, pages, found | _mended(pdf, content), ("completed",))
        found |= _without_false_seal(pdf) | _flatten(pdf) | _mended(pdf, content)
        if not found:
            return Cleaned(content, pages, (), is_signed=False)
        return Cleaned(_saved(pdf), pages, _in_order(found), is_signed=False)


def _untouched(content: bytes, pages: int, found: set[str], remarks: tuple[str, ...]) -> Cleaned:
    """A signed file: nothing can be taken out of it without its signature."""
    if found:
        raise Unfit("signed_active")
    return Cleaned(content, pages, remarks, is_signed=True)


def opened(content: bytes) -> pikepdf.Pdf:
    """The document, its cross-reference table rebuilt where it is broken. Raises ``Unfit``."""
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Unfit("protected") from None
    if pdf.is_encrypted:
        pdf.close()
        raise Unfit("restricted")
    return pdf


def _pages(pdf: pikepdf.Pdf) -> int:
    if "/Collection" in pdf.Root:
        raise Unfit("portfolio")
    if len(pdf.objects) > MOST_OBJECTS:
        raise Unfit("complex")
    pages = len(pdf.pages)
    if not pages:
        raise Unfit("damaged")
    return pages


def _disarm(pdf: pikepdf.Pdf) -> set[str]:
    """Take out of every dictionary what acts. Returns what was found."""
    form: Any = pdf.Root.get("/AcroForm")
    if pdf.Root.get("/NeedsRendering") or (_is_dictionary(form) and "/XFA" in form and not _fields(pdf)):
        raise Unfit("xfa")
    found: set[str] = set()
    for each in pdf.objects:
        for holder in _holders(each):
            found |= _disarm_one(holder)
    if "files" in found:
        for each in pdf.objects:
            if _is_dictionary(each) and "/AF" in each:
                del each["/AF"]
    return found


def _holders(each: Any) -> Iterator[Any]:
    """An indirect object and all that it holds directly: what it refers to comes in its own turn."""
    waiting = [(each, 0)]
    while waiting:
        holder, depth = waiting.pop()
        if depth > _DEEPEST:
            raise Unfit("complex")
        if _is_dictionary(holder):
            yield holder
            kids: list[Any] = [holder.get(key) for key in holder.keys()]  # noqa: SIM118  (a stream is no mapping)
        elif isinstance(holder, pikepdf.Array):
            yield holder
            kids = list(holder)
        else:
            continue
        waiting += [
            (kid, depth + 1)
            for kid in kids
            if isinstance(kid, pikepdf.Dictionary | pikepdf.Array) and not kid.is_indirect
        ]


def _disarm_one(holder: Any) -> set[str]:
    if isinstance(holder, pikepdf.Array):
        return _disarm_array(holder)
    found: set[str] = set()
    for key in list(holder.keys()):
        value = holder.get(key)
        reason = KEYS.get(key) or _reason(value) or _reason_here(holder, key, value)
        if reason:
            del holder[key]
            found.add(reason)
    return found


def _disarm_array(array: Any) -> set[str]:
    reasons = [_reason(kid) for kid in array]
    if any(reasons):
        kept = [kid for kid, reason in zip(array, reasons, strict=True) if not reason]
        while len(array):
            del array[len(array) - 1]
        for kid in kept:
            array.append(kid)
    return {reason for reason in reasons if reason}


def _reason(value: Any) -> str:
    """Why a value is taken out of what holds it; empty when it may stay."""
    if not _is_dictionary(value):
        return ""
    if "/Rect" in value:
        return ANNOTATIONS.get(str(value.get("/Subtype", "")), "")
    kind = str(value.get("/S", ""))
    if kind == "/URI" and "/URI" in value and not _ADDRESS.match(str(value.get("/URI")).strip()):
        return "links"
    if str(value.get("/FS", "")) == "/URL":
        return "outside"
    return ACTIONS.get(kind, "")


def _reason_here(holder: Any, key: str, value: Any) -> str:
    """Why a value is taken out because of where it stands."""
    if isinstance(holder, pikepdf.Stream):
        is_outside = key in ("/F", "/OPI") or (key == "/Ref" and _is_dictionary(value))
        return "outside" if is_outside else ""
    if not _is_dictionary(value):
        return ""
    if key == "/URI":
        return "links"  # what relative addresses start from
    kind = str(value.get("/S", ""))
    if key == "/OpenAction" and kind != "/GoTo":
        return "actions"
    if key not in _ACTION_KEYS or not kind:
        return ""
    is_turning = kind != "/Named" or str(value.get("/N", "")) in _TURNING
    return "" if kind in _STAYING and is_turning else "actions"


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Stream)


def _without_false_seal(pdf: pikepdf.Pdf) -> set[str]:
    """What passes for a signature and signs nothing of the file."""
    found = [each for each in pdf.objects if is_signature(each)]
    for each in found:
        del each["/ByteRange"]
    return {"false_seal"} if found else set()


def _fields(pdf: pikepdf.Pdf) -> list[Any]:
    form: Any = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if _is_dictionary(form) else None
    return list(fields) if isinstance(fields, pikepdf.Array) else []


def _flatten(pdf: pikepdf.Pdf) -> set[str]:
    """What a form shows becomes part of the page."""
    if not _fields(pdf):
        return set()
    if pdf.Root.AcroForm.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]
    return {"form"}


def _mended(pdf: pikepdf.Pdf, content: bytes) -> set[str]:
    """What qpdf had to mend to read the file. What follows its end confuses it too: that is said alone."""
    if _has_trailing_bytes(content):
        return {"trailing"}
    return {"repaired"} if pdf.get_warnings() else set()


def _has_trailing_bytes(content: bytes) -> bool:
    after = content[content.rfind(b"%%EOF") + 5 :] if b"%%EOF" in content else b""
    return len(after.strip(b"\x00 \t\r\n")) > _TRAILING


def _in_order(found: set[str]) -> tuple[str, ...]:
    from deliberations.annexes.words import REMARKS

    return tuple(reason for reason in REMARKS if reason in found)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
