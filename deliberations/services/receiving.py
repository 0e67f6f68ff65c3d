"""A receipt file as it arrives: its bytes read, kept, and given to the act it names."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.receipts import (
    MAX_BYTES,
    Answer,
    AnswerKind,
    UnreadableReceipt,
    read_text,
    read_xml,
)
from deliberations.models import Deliberation, Sitting, StoredFile, Transmission
from deliberations.received.asking import text_of_pdf
from deliberations.received.pdf_text import NotPdf
from deliberations.services.storage import receive_file
from deliberations.services.transmitting import act_of_number, mismatches, record_receipt

XML, PDF = "application/xml", "application/pdf"


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """A file received. ``answer`` is ``None`` for a PDF that does not say which act it is about."""

    name: str
    content: bytes
    media_type: str
    answer: Answer | None


def read_receipt(name: str, content: bytes) -> ReceiptFile:
    """What a dropped file is, by its bytes and not by its name. Raises ``Refusal`` with what to do."""
    if len(content) > MAX_BYTES:
        raise Refusal(
            "receipt.too_large", "Ce fichier est trop volumineux pour un accusé de réception : 5 Mo au plus."
        )
    try:
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
            return ReceiptFile(name, content, PDF, read_text(text_of_pdf(content, name=name)))
        return ReceiptFile(name, content, XML, read_xml(content))
    except UnreadableReceipt as error:
        raise Refusal("receipt.unreadable", str(error)) from error
    except NotPdf as error:
        raise Refusal(
            "receipt.unreadable", "Ce PDF est illisible ou protégé : téléchargez-le de nouveau."
        ) from error


def require_receipt(file: ReceiptFile) -> None:
    """Raise ``Refusal`` for an answer that is not a proof of reception: an anomaly, a cancelled transmission."""
    answer = file.answer
    if answer is None or answer.kind is AnswerKind.RECEIPT:
        return
    if answer.kind is AnswerKind.ANOMALY:
        why = f" : « {answer.detail} »" if answer.detail else ""
        raise Refusal(
            "receipt.anomaly",
            f"Ce fichier est une anomalie : l'acte n'a pas été reçu{why}. Corrigez, puis déposez-le de nouveau.",
        )
    raise Refusal(
        "receipt.cancelled",
        "Ce fichier constate l'annulation d'une transmission : l'acte n'est plus transmis, mais il existe toujours. "
        "Déposez-le de nouveau, puis enregistrez le nouvel accusé.",
    )


def keep_receipt(council: Council, file: ReceiptFile, *, by: User | None) -> StoredFile:
    """Store the bytes of a receipt; the same bytes received again are the same file."""
    digest = hashlib.sha256(file.content).hexdigest()
    known = StoredFile.objects.filter(council=council, sha256=digest).order_by("pk").first()
    return known or receive_file(
        council=council, content=file.content, name=file.name, media_type=file.media_type, by=by
    )


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What became of one file of a batch: recorded on ``act``, or ``problem`` says why not."""

    name: str
    act: Deliberation | None = None
    problem: str = ""


def record_batch(
    *, sitting: Sitting, files: list[tuple[str, bytes]], by: User | None, at: datetime
) -> list[BatchLine]:
    """Give each receipt to the act it names among those of ``sitting``; one bad file does not stop the others."""
    return [_record_one(sitting, name, content, by=by, at=at) for name, content in files]


def _record_one(sitting: Sitting, name: str, content: bytes, *, by: User | None, at: datetime) -> BatchLine:
    try:
        file = read_receipt(name, content)
        require_receipt(file)
        act = _act_named(sitting, file)
        found = mismatches(act, file.answer) if file.answer else ()
        if found:
            return BatchLine(name, problem=f"{' '.join(found)} Enregistrez-le depuis la page de l'acte.")
        _record(act, file, by=by, at=at)
    except Refusal as refusal:
        return BatchLine(name, problem=refusal.message_fr)
    return BatchLine(name, act=act)


def _act_named(sitting: Sitting, file: ReceiptFile) -> Deliberation:
    answer = file.answer
    if answer is None or answer.received_on is None:
        raise Refusal(
            "receipt.no_date",
            "Ce PDF ne dit pas l'acte ou la date : enregistrez-le depuis la page de l'acte.",
        )
    act = act_of_number(sitting.council, answer.number)
    if act is None or act.sitting_id != sitting.pk:
        raise Refusal("receipt.other_act", f"Aucun acte de cette séance ne porte le n° « {answer.number} ».")
    return act


def _record(act: Deliberation, file: ReceiptFile, *, by: User | None, at: datetime) -> Transmission:
    answer = file.answer
    if answer is None or answer.received_on is None:
        raise Refusal("receipt.no_date", "Ce fichier ne dit pas la date de réception.")
    stored = keep_receipt(act.council, file, by=by)
    return record_receipt(
        act=act,
        by=by,
        at=at,
        received_on=answer.received_on,
        reference=answer.identifier or answer.number,
        file=stored,
    )
