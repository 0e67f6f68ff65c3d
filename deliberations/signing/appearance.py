"""How a signature looks on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import NamedTemporaryFile

import pikepdf
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.stamp import StaticStampStyle

from deliberations.signing.ports import UnusableAppearance


@contextmanager
def stamp_style(appearance: bytes) -> Iterator[StaticStampStyle]:
    """A style that draws ``appearance``, read from a path; one must never serve two documents.

    Raises ``UnusableAppearance`` unless it is a PDF of one page.
    """
    _require_one_page(appearance)
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(appearance)
        file.flush()
        yield StaticStampStyle(
            background=ImportedPdfPage(file.name),  # type: ignore[no-untyped-call]
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MID,
                y_align=AxisAlignment.ALIGN_MID,
                inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
            ),
            border_width=0,
        )


def _require_one_page(appearance: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(appearance)) as drawing:
            pages = len(drawing.pages)
    except pikepdf.PdfError as error:
        raise UnusableAppearance from error
    if pages != 1:
        raise UnusableAppearance
