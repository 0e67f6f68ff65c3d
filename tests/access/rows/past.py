"""Acts of earlier years, their originals, and the whole export."""

from collections.abc import Mapping
from datetime import date

from councils.models import Council
from deliberations.domain.importing import FileStatus
from deliberations.domain.sittings import Confidence
from deliberations.models import Deliberation, ImportBatch, ImportedAct, ImportedFile, OriginalDocument
from deliberations.services.storage import receive_file
from tests.access import Row, everyone, only

MANAGERS = ("secretary", "administrator")
WRITER = ("secretary",)


def taken(council: Council) -> Mapping[str, object]:
    """A batch whose one file holds one act that nobody has looked at."""
    batch, _ = ImportBatch.objects.get_or_create(
        council=council, uid="lot", defaults={"name": "Actes de 2019"}
    )
    file = receive_file(
        council=council, content=b"%PDF-1.4", name="acte.pdf", media_type="application/pdf", by=None
    )
    source, _ = ImportedFile.objects.get_or_create(
        batch=batch,
        uid="fichier",
        defaults={
            "position": 0,
            "path": "2019/acte.pdf",
            "status": FileStatus.DOUBTFUL,
            "file": file,
            "source_text": "OBJET : Tarifs de la cantine\nLe conseil décide :",
        },
    )
    act, _ = ImportedAct.objects.get_or_create(
        source=source,
        position=0,
        defaults={
            "uid": "acte-lu",
            "title": "Tarifs de la cantine",
            "held_on": date(2019, 5, 6),
            "confidence": Confidence.DOUBTFUL,
            "reading": {
                "first": 1,
                "last": 2,
                "facts": {"title": {"value": "Tarifs", "first": 1, "last": 1}},
            },
        },
    )
    return {"batch": batch.uid, "file": source.uid, "act": act.uid}


def with_original(council: Council) -> Mapping[str, object]:
    act = Deliberation.objects.filter(council=council).select_related("sitting").order_by("pk").first()
    file = receive_file(
        council=council, content=b"%PDF-1.4", name="acte.pdf", media_type="application/pdf", by=None
    )
    OriginalDocument.objects.get_or_create(
        deliberation=act,
        defaults={
            "file": file,
            "name": file.name,
            "media_type": file.media_type,
            "sha256": file.sha256,
            "size": 8,
        },
    )
    return {}


def _gesture() -> Row:
    return Row((302, *[405] * 8), post=only(*WRITER, status=302), prepare=taken)


ROWS = {
    "past": Row(only(*WRITER), post=only(*WRITER, status=422)),
    "past_batch": Row(only(*WRITER), prepare=taken),
    "past_resume": _gesture(),
    "past_clear": Row(only(*WRITER), post=only(*WRITER, status=302), prepare=taken),
    "past_undo": Row(only(*WRITER), post=only(*WRITER, status=302), prepare=taken),
    "past_file": Row(only(*WRITER), prepare=taken),
    "past_act": Row(only(*WRITER), post=only(*WRITER, status=302), prepare=taken),
    "past_again": _gesture(),
    "act_original": Row(everyone(200), prepare=with_original),
    "council_export": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
}
