"""Places reserved for signatures: from a rendered page to tagged, empty PDF signature fields.

The page marks each place with an HTML text input whose name starts with ``sig_``. WeasyPrint writes it as a
text field *inside the structure tree*; turning that field into a signature field keeps the tag, so that the
signed file still passes PDF/UA-1 (rule 7.18.4), which a field created at signing time does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from deliberations.signing.ports import (
    NoSignatureField,
    UnexpectedFormField,
    UnknownField,
    UnreadableDocument,
)

PREFIX = "sig_"
PRINT_AND_LOCKED = 4 | 128  # annotation flags, ISO 32000-1 table 165
SIGNATURES_AND_APPEND_ONLY = 3  # ISO 32000-1 table 219: set now, a later change would look like tampering
TEXT_FIELD_KEYS = ("/DA", "/V", "/Ff", "/MaxLen", "/MK", "/BS")
TEXT_FORM_KEYS = ("/NeedAppearances", "/DR", "/DA")  # PDF/A-3, 6.4.1: NeedAppearances must not be true


@dataclass(frozen=True, slots=True)
class FieldState:
    """A signature field: ``page`` counts from 1, ``rect`` is (left, bottom, right, top) in points.

    ``locks``: once signed, no other signature may follow.
    """

    name: str
    signed: bool
    page: int
    rect: tuple[float, float, float, float]
    locks: bool


def prepare_signature_fields(pdf: bytes, *, locking: str = "") -> bytes:
    """Turn the text inputs ``sig_*`` of a rendered document into empty signature fields.

    The field named ``locking`` locks the whole file once signed: that of whoever signs last, wherever it is printed.
    Without a name it is the last in document order. The same input gives the same bytes. Text and tags do not change.
    Fonts used by the inputs alone are dropped: give inputs a font of their own.
    Raises ``NoSignatureField``, ``UnknownField``, ``UnexpectedFormField`` or ``UnreadableDocument``.
    """
    with _opened(pdf) as document:
        fields = _placeholders(document)
        last = _named(fields, locking) if locking else fields[-1]
        for field in fields:
            _make_signature_field(document, field)
        _lock_all(document, last)
        _tidy_form(document)
        _detach_output_intents(document)
        _unwrap_form_elements(document)
        _drop_unused_fonts(document)
        return _saved(document)


def signature_fields(pdf: bytes) -> tuple[FieldState, ...]:
    """Return the signature fields of ``pdf`` in document order; none when it has no form.

    Raises ``UnreadableDocument``.
    """
    with _opened(pdf) as document:
        return tuple(
            _state(document, field) for field in _form_fields(document) if field.get("/FT") == Name.Sig
        )


@contextmanager
def _opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        document = pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise UnreadableDocument from error
    with document:
        yield document


def _form_fields(document: pikepdf.Pdf) -> list[Dictionary]:
    form = document.Root.get("/AcroForm", Dictionary())
    return [field for field in form.get("/Fields", Array()) if isinstance(field, Dictionary)]


def _placeholders(document: pikepdf.Pdf) -> list[Dictionary]:
    fields = _form_fields(document)
    if not fields:
        raise NoSignatureField
    names = [str(field.get("/T", "")) for field in fields]
    for name, field in zip(names, fields, strict=True):
        if not name.startswith(PREFIX) or names.count(name) > 1 or field.get("/FT") != Name.Tx:
            raise UnexpectedFormField(name)
    return fields


def _named(fields: list[Dictionary], name: str) -> Dictionary:
    found = next((field for field in fields if str(field.get("/T", "")) == name), None)
    if found is None:
        raise UnknownField(name)
    return found


def _make_signature_field(document: pikepdf.Pdf, field: Dictionary) -> None:
    _delete_keys(field, TEXT_FIELD_KEYS)
    left, bottom, right, top = (round(edge) for edge in _rectangle(field))
    field.Rect = Array([left, bottom, right, top])  # pyHanko's comparison of revisions wants integers
    field.FT = Name.Sig
    field.F = PRINT_AND_LOCKED
    field.AP = Dictionary(N=_empty_appearance(document, right - left, top - bottom))


def _empty_appearance(document: pikepdf.Pdf, width: int, height: int) -> pikepdf.Stream:
    """PDF/A-3, 6.3.3: a field shown on a page needs an appearance, even an empty one."""
    return pikepdf.Stream(
        document,
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, width, height],
        Resources=Dictionary(),
    )


def _lock_all(document: pikepdf.Pdf, field: Dictionary) -> None:
    field.Lock = document.make_indirect(Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1))


def _tidy_form(document: pikepdf.Pdf) -> None:
    _delete_keys(document.Root.AcroForm, TEXT_FORM_KEYS)
    document.Root.AcroForm.SigFlags = SIGNATURES_AND_APPEND_ONLY


def _detach_output_intents(document: pikepdf.Pdf) -> None:
    """Make the output intents indirect: signing programs rewrite the catalog and what it holds directly."""
    if "/OutputIntents" in document.Root:
        intents = Array(document.make_indirect(intent) for intent in document.Root.OutputIntents)
        document.Root.OutputIntents = document.make_indirect(intents)


def _unwrap_form_elements(document: pikepdf.Pdf) -> None:
    """Write /K [objr] as /K objr: at a second signature pyHanko takes the array for tampering."""
    for element in document.objects:
        if isinstance(element, Dictionary) and element.get("/S") == Name.Form:
            kids = element.get("/K")
            if isinstance(kids, Array) and len(kids) == 1:
                element.K = kids[0]


def _drop_unused_fonts(document: pikepdf.Pdf) -> None:
    """WeasyPrint embeds the whole font of an input: 400 kB for letters that are never shown."""
    used = {name for stream in _content_streams(document) for name in _font_names(stream)}
    for holder in document.objects:
        resources = holder.get("/Resources") if isinstance(holder, (Dictionary, pikepdf.Stream)) else None
        if isinstance(resources, Dictionary) and isinstance(resources.get("/Font"), Dictionary):
            _delete_keys(resources.Font, [str(name) for name in resources.Font if str(name) not in used])


def _content_streams(document: pikepdf.Pdf) -> Iterator[pikepdf.Object | pikepdf.Page]:
    """Pages, drawings placed on them, and tiling patterns: all share WeasyPrint's one table of fonts."""
    yield from document.pages
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and (item.get("/Subtype") == Name.Form or "/PatternType" in item):
            yield item


def _font_names(stream: pikepdf.Object | pikepdf.Page) -> Iterator[str]:
    for instruction in pikepdf.parse_content_stream(stream, operators="Tf"):
        yield str(instruction.operands[0])


def _delete_keys(holder: pikepdf.Object, keys: list[str] | tuple[str, ...]) -> None:
    for key in keys:
        if key in holder:
            del holder[key]


def _saved(document: pikepdf.Pdf) -> bytes:
    """Object streams of 100 objects: with WeasyPrint's single one, checking takes quadratic time."""
    target = BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _rectangle(field: Dictionary) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(edge) for edge in field.Rect)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _state(document: pikepdf.Pdf, field: Dictionary) -> FieldState:
    pages: list[tuple[int, int]] = [page.obj.objgen for page in document.pages]
    return FieldState(
        name=str(field.get("/T", "")),
        signed="/V" in field,
        page=pages.index(field.P.objgen) + 1,
        rect=_rectangle(field),
        locks=field.get("/Lock", Dictionary()).get("/Action") == Name.All,
    )
