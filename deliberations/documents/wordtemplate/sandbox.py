"""Asks a process of its own to read or fill a template, and believes nothing of what comes back but its form.

The request is ``kind``, and for a document ``data``, ``is_draft``, ``properties``. The answer is ``problems``, or
``fields``, ``missing``, ``remarks``, then the document if there is one.
"""

import logging
from dataclasses import dataclass
from typing import Any

from councils.untrusted.children import Busy, ReadingEnded, ask
from councils.untrusted.limits import Limits
from deliberations.documents.view import DocumentData
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused, TemplateReport
from deliberations.domain.word_templates import TemplateKind
from deliberations.richtext import printable

logger = logging.getLogger(__name__)
_ROOM = f"{__package__}.child"
LIMITS = Limits(seconds=20, wall_seconds=40)
"""Enough for the longest act, and no more."""
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
    try:
        told, content = ask(_ROOM, request, template, LIMITS)
    except ReadingEnded as error:
        raise TemplateRefused((_OVERRUN,)) from error
    except Busy as busy:
        raise TemplateRefused((Problem(busy.code, busy.message_fr),)) from busy
    return _report(told), content


def _report(told: dict[str, Any]) -> TemplateReport:
    try:
        if told.get("cause"):
            logger.info("A Word template gives no document: %s", str(told["cause"])[:400])
        problems = tuple(Problem.read(each) for each in told.get("problems", ()))
        report = TemplateReport(
            *(tuple(map(str, told.get(key, ()))) for key in ("fields", "missing", "remarks"))
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise TemplateRefused((_OVERRUN,)) from error
    if problems:
        raise TemplateRefused(problems)
    return report
