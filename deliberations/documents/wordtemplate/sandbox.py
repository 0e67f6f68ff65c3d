"""Asks a process of its own to read or fill a template, and believes nothing of what comes back but its form.

Request, on the standard input of ``child``: four bytes of length, as many of JSON (``kind``, and for a document
``data``, ``is_draft``, ``properties``), then the template. Answer: four bytes, as many of JSON (``problems``, or
``fields``, ``missing``, ``remarks``), then the document if there is one. Both are files, so that neither side waits.
"""

import json
import logging
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from deliberations.documents.view import DocumentData
from deliberations.documents.wordtemplate.limits import MOST_OUTPUT, WALL_SECONDS
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused, TemplateReport
from deliberations.domain.word_templates import TemplateKind
from deliberations.richtext import printable
from deliberations.wordfile import WordRefused, open_word

logger = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from deliberations.documents.wordtemplate.child import main; main()"
)
_OVERRUN = Problem(
    "template.overrun",
    "Ce modèle demande trop de temps ou de mémoire : il est arrêté. Retirez ses images lourdes, ses tableaux inutiles "
    "et ses boucles les unes dans les autres.",
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The document, and what was read in the template on the way."""

    content: bytes
    report: TemplateReport


def inspect_template(kind: TemplateKind, template: bytes) -> TemplateReport:
    """Read a template without filling it. Raises ``TemplateRefused`` with every fault found."""
    report, _ = _asked({"kind": kind.value}, template)
    return report


def fill_template(
    kind: TemplateKind, template: bytes, data: dict[str, Any], document: DocumentData, *, is_draft: bool
) -> Rendered:
    """The DOCX bytes of a document, ``data`` being its fields (``context``). The same input gives the same bytes.

    Raises ``TemplateRefused`` when the template has a fault, or takes more time, memory or room than an act needs.
    """
    properties = {
        "title": printable(document.title),
        "subject": printable(document.subject),
        "author": printable(document.author),
        "keywords": printable(", ".join(document.keywords)),
        "edited_on": document.edited_on.isoformat(),
    }
    request = {"kind": kind.value, "data": data, "is_draft": is_draft, "properties": properties}
    report, content = _asked(request, template)
    if not content:
        raise TemplateRefused((Problem("template.document", "Ce modèle n'a pas donné de document."),))
    return Rendered(content, report)


def _asked(request: dict[str, Any], template: bytes) -> tuple[TemplateReport, bytes]:
    _require_word(template)
    with TemporaryFile() as question, TemporaryFile() as answer, TemporaryFile() as errors:
        head = json.dumps(request).encode()
        question.write(struct.pack(">I", len(head)) + head + template)
        question.seek(0)
        _run(question, answer, errors)
        answer.seek(0)
        return _read(answer.read(MOST_OUTPUT + 1))


def _require_word(template: bytes) -> None:
    """What is not a Word file at all is said in the words of the import, without a process."""
    try:
        open_word(template)
    except WordRefused as refusal:
        raise TemplateRefused((Problem("template.file", refusal.message_fr),)) from refusal


def _run(question: IO[bytes], answer: IO[bytes], errors: IO[bytes]) -> None:
    """Run the process, alone, without any variable of ours, and end it when it lasts."""
    process = subprocess.Popen(  # noqa: S603  (our own interpreter and our own module)
        [sys.executable, "-I", "-B", "-c", _START, str(_ROOT)],
        stdin=question,
        stdout=answer,
        stderr=errors,
        env={"LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
        cwd="/",
        close_fds=True,
        start_new_session=True,
    )
    try:
        status = process.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        status = -9
    if status != 0:
        errors.seek(0)
        logger.warning(
            "A Word template ended its process (%s): %s",
            status,
            errors.read()[-2000:].decode(errors="replace"),
        )
        raise TemplateRefused((_OVERRUN,))


def _read(answer: bytes) -> tuple[TemplateReport, bytes]:
    try:
        size = struct.unpack(">I", answer[:4])[0]
        told = json.loads(answer[4 : 4 + size])
        if told.get("cause"):
            logger.info("A Word template gives no document: %s", str(told["cause"])[:400])
        problems = tuple(Problem.read(each) for each in told.get("problems", ()))
        report = TemplateReport(
            *(tuple(map(str, told.get(key, ()))) for key in ("fields", "missing", "remarks"))
        )
    except (struct.error, ValueError, AttributeError, TypeError) as error:
        raise TemplateRefused((_OVERRUN,)) from error
    if problems:
        raise TemplateRefused(problems)
    return report, answer[4 + size :]
