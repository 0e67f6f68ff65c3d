"""The process that opens a template: it reads its standard input, writes its standard output, and can do no more.

Before a byte of the template is read, the kernel is told: a few seconds of processor, a bounded memory, no file
descriptor beyond the three given (so neither file nor socket), no larger output than a document; and Python refuses
to open, import, connect or start anything. Django is never loaded here.
"""

import codecs
import json
import logging
import resource
import struct
import sys
from functools import partial
from typing import Any

import jinja2.debug  # noqa: F401  (loaded on the first error, when nothing can be loaded any more)
from docx.parts.hdrftr import HeaderPart
from docx.parts.settings import SettingsPart
from docx.parts.styles import StylesPart

from deliberations.documents.docx_template import new_document
from deliberations.documents.wordtemplate.limits import CPU_SECONDS, MEMORY, MOST_OUTPUT
from deliberations.documents.wordtemplate.work import answer

_FORBIDDEN = (
    "open", "import", "socket.", "os.", "subprocess.", "shutil.", "ctypes.", "urllib.", "http.", "ftplib.", "smtplib.",
    "glob.", "pty.", "signal.", "tempfile.", "mmap.", "pathlib.", "sqlite3.", "webbrowser.", "resource.",
)  # fmt: skip
_READ_FROM_FILES = (
    (HeaderPart, "_default_header_xml"), (SettingsPart, "_default_settings_xml"), (StylesPart, "_default_styles_xml"),
)  # fmt: skip
"""What python-docx reads from its own files when a document has no such part."""

_CODECS = (
    "utf-8",
    "ascii",
    "latin-1",
    "cp437",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-8-sig",
    "unicode-escape",
)


def main() -> None:
    """Answer one request: see ``sandbox`` for its form."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    warm_up()
    shut()
    size = struct.unpack(">I", source.read(4))[0]
    request = json.loads(source.read(size))
    told, document = answer(request, source.read())
    head = json.dumps(told).encode()
    target.write(struct.pack(">I", len(head)) + head + document)
    target.flush()


def warm_up() -> None:
    """Load now what would be loaded later."""
    logging.disable(logging.CRITICAL)
    for name in _CODECS:
        codecs.lookup(name)
    new_document()
    for part, method in _READ_FROM_FILES:
        xml = getattr(part, method)()
        setattr(part, method, staticmethod(partial(_same, xml)))


def _same(xml: bytes) -> bytes:
    return xml


def shut() -> None:
    """Give up every right. Nothing can be opened after that, not even a module."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
