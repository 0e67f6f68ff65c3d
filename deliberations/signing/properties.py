"""What a reader shows of a file beside its pages, and how it draws its fields: none of it may change once signed."""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject

from deliberations.signing.reading import SignedFileReader

_MAY_CHANGE = frozenset({"/ModDate", "/Producer"})
"""Of /Info: a program that adds a signature writes both."""
_XMP = ("title", "author", "subject", "keywords", "created", "creator")
_OF_FIELDS = ("/DA", "/Q")
"""How a reader draws the fields anew; a form of signatures alone has nothing to draw, and some programs add both."""


def properties(pdf: bytes) -> tuple[str, ...]:
    """/Info, the same in XMP, the marks of the catalog, and the manner in which fields are drawn anew.

    Always from a fresh reader: reading the metadata changes its later comparison of revisions (pyHanko 0.38).
    """
    reader = SignedFileReader(pdf)
    info = _part(reader.trailer, "/Info")
    view, form = reader.document_meta_view, _part(reader.root, "/AcroForm")
    return (
        *(f"{key} {info[key]}" for key in sorted(info) if key not in _MAY_CHANGE),
        *(str(getattr(view, key)) for key in _XMP),
        str(form["/NeedAppearances"]) if "/NeedAppearances" in form else "",
        *(str(form[key]) for key in _OF_FIELDS if key in form and _has_other_fields(form)),
        _written(reader.root.get("/MarkInfo")),
    )


def _part(of: Any, key: str) -> Any:
    found = of[key] if key in of else {}  # noqa: SIM401  a trailer has no get
    return found if isinstance(found, dict) else {}


def _has_other_fields(form: Any) -> bool:
    """Whether the form has anything else than places for signatures."""
    fields: Any = form["/Fields"] if "/Fields" in form else ()  # noqa: SIM401  ``get`` would give a reference
    return any(each.get_object().get("/FT") != "/Sig" for each in list.__iter__(fields))


def _written(value: PdfObject | None) -> str:
    if not isinstance(value, DictionaryObject):
        return ""
    target = BytesIO()
    value.write_to_stream(target, None)
    return target.getvalue().decode("latin-1")
