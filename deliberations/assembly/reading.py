"""Opening a part, and refusing what could not be put with the others."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf

from deliberations.assembly.parts import AssemblyFailed

A4 = (595.276, 841.89)
TOLERANCE = 2.0
"""Points: programs round the sizes of a sheet differently."""


@contextmanager
def opened(content: bytes, title: str, *, has_places: bool = False) -> Iterator[pikepdf.Pdf]:
    """The document in ``content``. Raises ``AssemblyFailed`` when it is not a tagged PDF on A4 without a form.

    ``has_places``: it may have one, of empty signature fields.
    """
    try:
        document = pikepdf.open(BytesIO(content))
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise AssemblyFailed(f"« {title} » n'est pas un PDF lisible.") from error
    with document:
        require_joinable(document, title, has_places=has_places)
        yield document


def require_joinable(document: pikepdf.Pdf, title: str, *, has_places: bool = False) -> None:
    """Raise ``AssemblyFailed`` unless the document is tagged, has no form, and each page is an A4 sheet.

    ``has_places``: a form of empty signature fields is allowed.
    """
    if "/StructTreeRoot" not in document.Root or "/OutputIntents" not in document.Root:
        raise AssemblyFailed(
            f"« {title} » n'est pas un PDF d'archivage balisé : il ne peut pas entrer dans le recueil."
        )
    if "/AcroForm" in document.Root and not (has_places and _waits_for_signatures(document)):
        raise AssemblyFailed(
            f"« {title} » contient des champs à remplir : il ne peut pas entrer dans le recueil."
        )
    for number, page in enumerate(document.pages, start=1):
        if not is_a4(page):
            raise AssemblyFailed(f"« {title} » : la page {number} n'est pas au format A4.")


def _waits_for_signatures(document: pikepdf.Pdf) -> bool:
    """Whether each field of the form is one widget of a signature that nobody put yet."""
    return all(
        field.get("/FT") == pikepdf.Name.Sig
        and field.get("/Subtype") == pikepdf.Name.Widget
        and "/V" not in field
        for field in document.Root.AcroForm.Fields
    )


def is_a4(page: pikepdf.Page) -> bool:
    """Whether the page is an A4 sheet, upright or lying."""
    size = sorted(size_of(page))
    return all(abs(side - wanted) < TOLERANCE for side, wanted in zip(size, A4, strict=True))


def size_of(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height in points, as the page is read."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    width, height = abs(right - left), abs(top - bottom)
    is_turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (height, width) if is_turned else (width, height)


def page_count(content: bytes) -> int:
    """Number of pages. Raises ``AssemblyFailed`` when it is not a PDF."""
    try:
        with pikepdf.open(BytesIO(content)) as document:
            return len(document.pages)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise AssemblyFailed("Ce document n'est pas un PDF lisible.") from error
