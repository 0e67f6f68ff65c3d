"""Word templates kept for the tests, without the process that checks them."""

from datetime import date
from pathlib import Path
from typing import Any

from councils.models import Council
from deliberations.documents.view import Rendition
from deliberations.documents.wordtemplate.work import answer
from deliberations.domain.record import Record
from deliberations.domain.word_templates import TemplateKind
from deliberations.dossier.reader import read_dossier
from deliberations.models import WordTemplate
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import receive_file
from deliberations.services.word_templates import FilledAct, _of

SOME_DAY = date(2024, 3, 1)
_DOSSIERS = Path(__file__).resolve().parents[1] / "dossiers"


def store_template(
    council: Council, content: bytes, *, name: str = "modele.docx", active: bool = False
) -> WordTemplate:
    file = receive_file(
        council=council, content=content, name=name, media_type=FileFormat.DOCX.media_type, by=None
    )
    row: WordTemplate = WordTemplate.objects.create(
        council=council, file=file, fields=["objet"], is_active=active
    )
    return row


def filled(
    name: str, *, rendition: Rendition = Rendition.CERTIFIED, is_draft: bool = False, act: int = 0
) -> FilledAct:
    """An act of a committed dossier, as a template gets it."""
    dossier = read_dossier((_DOSSIERS / f"{name}.json").read_bytes())
    record = Record(dossier.council, dossier.sittings[0])
    return _of(record, record.sitting.deliberations[act], rendition=rendition, is_draft=is_draft)


def rendered(template: bytes, act: FilledAct, **more: Any) -> bytes:
    """The document, without a process of its own: the same code, faster. Fails on a template that is refused."""
    told, content = asked(template, act, **more)
    assert not told.get("problems"), told
    return content


def asked(template: bytes, act: FilledAct, **more: Any) -> tuple[dict[str, Any], bytes]:
    document = act.view.document
    request = {
        "kind": TemplateKind.DELIBERATION.value,
        "data": {**act.data, **more},
        "is_draft": act.view.is_draft,
        "properties": {
            "title": document.title,
            "subject": document.subject,
            "author": document.author,
            "keywords": ", ".join(document.keywords),
            "edited_on": document.edited_on.isoformat(),
        },
    }
    return answer(request, template)
