"""What the process of a template does (``councils.untrusted.child``): nothing is loaded after ``prepare``."""

from functools import partial
from typing import Any

import jinja2.debug  # noqa: F401  (loaded on the first error, when nothing can be loaded any more)
from docx.parts.hdrftr import HeaderPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart

from deliberations.documents.docx_template import new_document
from deliberations.documents.wordtemplate import work
from deliberations.wordfile import WordRefused, open_word

_READ_FROM_FILES = (
    (HeaderPart, "_default_header_xml"), (SettingsPart, "_default_settings_xml"), (StylesPart, "_default_styles_xml"),
)  # fmt: skip
"""What python-docx reads from its own files when a document has no such part."""


def prepare() -> None:
    """Load now what would be loaded later."""
    new_document()
    for part, method in _READ_FROM_FILES:
        xml = getattr(part, method)()
        setattr(part, method, staticmethod(partial(_same, xml)))


def _same(xml: bytes) -> bytes:
    return xml


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """See ``sandbox``. What is not a Word file at all is said in the words of the import."""
    try:
        open_word(content)
    except WordRefused as refusal:
        return {"problems": [{"code": "template.file", "message": refusal.message_fr, "place": ""}]}, b""
    except MemoryError:
        """The template's own reading says it."""
    return work.answer(request, content)
