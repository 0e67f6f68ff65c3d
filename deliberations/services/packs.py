"""The files handed to the transmission service, in one ZIP: the same facts give the same bytes."""

import io
import zipfile
from collections.abc import Iterable

import pikepdf

from deliberations.documents.view import Rendition
from deliberations.domain.record import Record
from deliberations.models import Deliberation, MayorDecision
from deliberations.queries import record_of
from deliberations.services.act_desks import AnyAct
from deliberations.services.decision_documents import paper_of, render_decision
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.services.transmitting import DepositFile, DepositSheet, deposit_sheet

LARGEST = 150 * 1024 * 1024
"""What the operators take for one archive."""
NOTES = "a-recopier.txt"


def build_pack(acts: Iterable[AnyAct], types: dict[int, str] | None = None) -> bytes:
    """ZIP of the packs of ``acts``, each in its own folder when there are several.

    Each holds the extract, or the decision (PDF, unlocked), the annexes whose file is kept here, and what is to be
    typed. Raises ``DamagedDocument`` when the bytes of an annex are no longer those received.
    """
    rows, records = list(acts), dict[int, Record]()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for act in rows:
            sheet = deposit_sheet(act, types)
            folder = f"{sheet.number}/" if len(rows) > 1 else ""
            for file in sheet.files:
                if not file.is_missing:
                    _add(archive, folder + file.name, _content(records, act, file))
            _add(archive, folder + NOTES, notes_of(sheet).encode())
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)


def _content(records: dict[int, Record], act: AnyAct, file: DepositFile) -> bytes:
    if file.stored:
        return read_document(file.stored)
    if isinstance(act, MayorDecision):
        return render_decision(paper_of(act), Rendition.EXTRACT, FileFormat.PDF)
    if act.sitting_id not in records:
        records[act.sitting_id] = record_of(act.sitting)
    return _extract(records[act.sitting_id], act)


def _extract(record: Record, act: Deliberation) -> bytes:
    """The extract that is transmitted, without any lock."""
    return render_act(
        record, record.act(act.uid), rendition=Rendition.EXTRACT, file_format=FileFormat.PDF, is_draft=False
    )


def notes_of(sheet: DepositSheet) -> str:
    """What is typed in the transmission service, one line each."""
    nature = sheet.nature or "à choisir dans votre service de télétransmission"
    lines = [
        f"Numéro de l'acte : {sheet.number}",
        f"Date de la décision : {sheet.decided_on:%d/%m/%Y}",
        f"Nature : {nature}",
        f"Matière : {sheet.matter_code} {sheet.matter}".rstrip(),
        f"Objet : {sheet.subject}",
        "",
        "Fichiers :",
        *(f"- {file.name} (type {file.type_code}) : {file.title}" for file in sheet.files),
        *(f"- MANQUE : {file.title}" for file in sheet.files if file.is_missing),
    ]
    return "\r\n".join(lines) + "\r\n"


def faults_of(sheet: DepositSheet) -> tuple[str, ...]:
    """What the operators would refuse in the files of a pack, in sentences."""
    faults = [
        f"Le fichier de l'annexe « {file.title} » n'est pas ici : joignez-le vous-même."
        for file in _missing(sheet)
    ]
    stored = [file for file in sheet.files if file.stored is not None]
    faults += [
        f"L'annexe « {file.title} » est protégée par un mot de passe : remplacez-la par une version libre."
        for file in stored
        if file.name.endswith(".pdf") and _is_locked(file)
    ]
    if sum(file.stored.size for file in stored if file.stored) > LARGEST:
        faults.append("L'ensemble dépasse 150 Mo, la limite des plateformes : réduisez les annexes.")
    return tuple(faults)


def _missing(sheet: DepositSheet) -> Iterable[DepositFile]:
    return (file for file in sheet.files if file.is_missing)


def _is_locked(file: DepositFile) -> bool:
    if file.stored is None:
        return False
    try:
        with pikepdf.open(io.BytesIO(read_document(file.stored))) as pdf:
            return bool(pdf.is_encrypted)
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, DamagedDocument):
        return False
