"""WeasyPrint behind one door: a warm renderer per thread, its output made to conform.

What depends on the internals of WeasyPrint is here, in ``pdf_conformity`` and in ``pdf_speed`` (with its
``pdf_lines`` and ``pdf_glyphs``); they were written against the versions of ``KNOWN_VERSIONS`` and refuse any
other.
"""

import gc
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

KNOWN_VERSIONS = ("70.",)
PDF_VARIANT = "pdf/a-3a"


class UnknownWeasyPrint(RuntimeError):
    """The installed WeasyPrint is not one whose internals we know."""


def require_known_version(version: str) -> None:
    """Raise ``UnknownWeasyPrint`` unless ``version`` is one this module was written against."""
    if not f"{version}.".startswith(KNOWN_VERSIONS):
        known = ", ".join(f"{prefix}x" for prefix in KNOWN_VERSIONS)
        raise UnknownWeasyPrint(
            f"WeasyPrint {version} is installed; the rendering of acts knows {known} only."
        )


require_known_version(weasyprint.__version__)

from deliberations.documents import pdf_conformity, pdf_speed  # noqa: E402  (only once the version is known)

pdf_conformity.install()
pdf_speed.install()
PROGRESS_LOGGER.setLevel(logging.WARNING)  # an act takes a fraction of a second: its progress is noise


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file carried by the PDF (PDF/A-3 associated file, relationship Data). ``dated`` is in UTC."""

    name: str
    description: str
    content: str
    dated: datetime


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Reads ``data:`` addresses and files beside the stylesheet; refuses the network and other files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._prefix = f"{folder.as_uri()}/"

    def fetch(self, url: str, headers: Any = None) -> Any:
        is_ours = url.startswith(self._prefix) and ".." not in url
        if not is_ours and not url.startswith("data:"):
            raise ValueError(f"a document may not fetch {url}")
        return super().fetch(url, headers)


class Renderer:
    """Fonts, parsed stylesheet and images kept from one document to the next.

    Loading them anew would take a fifth of the time of a short act and leak 0.3 MB of fonts each time.
    """

    def __init__(self, stylesheet: Path) -> None:
        pdf_speed.require_fixed_styles(stylesheet.read_bytes())
        self._fonts = FontConfiguration()
        self._fetcher = ClosedFetcher(stylesheet.parent)
        self._stylesheet = weasyprint.CSS(
            filename=str(stylesheet), font_config=self._fonts, url_fetcher=self._fetcher
        )
        self._images: dict[str, Any] = {}

    def render(self, html: str, attachments: Sequence[AttachedFile], *, with_form: bool) -> bytes:
        """PDF/A-3a and PDF/UA-1 file of ``html``; the same input gives the same bytes."""
        with _collector_paused():
            document = weasyprint.HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts,
                stylesheets=[self._stylesheet],
                cache=self._images,
                pdf_variant=PDF_VARIANT,
                pdf_forms=with_form,
            )
            pdf_conformity.mark_repeated_headers(document)
            document.metadata.attachments.extend(_attachment(file) for file in attachments)
            content: bytes = document.write_pdf(pdf_variant=PDF_VARIANT, finisher=pdf_conformity.finish)
            return content

    def forget_folder(self) -> None:
        """In a forked child: leave the parent's font files where they are."""
        self._fonts._folder = None


def render(
    html: str, stylesheet: Path, attachments: Sequence[AttachedFile] = (), *, with_form: bool = False
) -> bytes:
    """Render with this thread's renderer for ``stylesheet``, made at first use.

    A ``FontConfiguration`` shared between threads aborts the process, so that each thread has its own.
    Nothing is fetched: an address in ``html`` other than ``data:`` is refused and logged. ``with_form`` turns
    the inputs of ``html`` into form fields.
    """
    return _renderer(stylesheet).render(html, attachments, with_form=with_form)


_local = threading.local()


def _renderer(stylesheet: Path) -> Renderer:
    renderers: dict[Path, Renderer] = _local.__dict__.setdefault("renderers", {})
    if stylesheet not in renderers:
        renderers[stylesheet] = Renderer(stylesheet)
    return renderers[stylesheet]


def _after_fork() -> None:
    for renderer in _local.__dict__.get("renderers", {}).values():
        renderer.forget_folder()


os.register_at_fork(after_in_child=_after_fork)


def _attachment(file: AttachedFile) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        relationship="Data",
        created=file.dated,
        modified=file.dated,
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Rendering makes many long-lived objects: collecting among them costs time and frees nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
