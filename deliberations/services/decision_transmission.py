"""Sending a mayor's decision to the State by hand: the pack, the deposit declared, the receipt that comes back.

The nature of such a decision in @CTES is not established here: it is asked, never guessed.
"""

import io
import zipfile
from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.documents.view import Rendition
from deliberations.domain.actes import (
    ANNEX_TYPES,
    DOCUMENT_TYPE,
    act_identifier,
    cut_object,
    is_actes_number,
)
from deliberations.domain.acts import Source
from deliberations.domain.matters import matter_label
from deliberations.domain.receipts import Answer
from deliberations.models import (
    DecisionAnnex,
    DecisionDeposit,
    DecisionTransmission,
    Deliberation,
    MayorDecision,
    StoredFile,
)
from deliberations.services.decision_changes import changing_decision
from deliberations.services.decision_days import require_possible_decision_day
from deliberations.services.decision_documents import (
    follow_decision,
    paper_of,
    render_decision,
)
from deliberations.services.packs import NOTES, notes_of
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import read_document
from deliberations.services.transmitting import (
    CHANNEL,
    DEFAULT_ANNEX_TYPE,
    DepositFile,
    DepositSheet,
    sheet_mismatches,
)

DEPOSITED, TRANSMITTED = "decision.deposited", "decision.transmitted"
NATURE_UNKNOWN = 0
_DELIBERATIONS = 1
OTHER_TYPE = next(iter(ANNEX_TYPES))


def require_decision_transmissible(row: MayorDecision) -> None:
    """Raise ``Refusal`` for a decision that is not to be transmitted, or not yet."""
    if not row.is_signed:
        raise Refusal("decision.unsigned", "Cette décision n'est pas encore signée : elle n'a pas de numéro.")
    if not row.is_transmissible:
        raise Refusal(
            "act.not_transmissible", "Cette décision n'est pas à transmettre à l'État.", "CGCT art. L. 2131-3"
        )


def decision_sheet(row: MayorDecision) -> DepositSheet:
    """What is typed in the transmission service, as the last deposit told it or as the facts propose it.

    ``nature`` is ``NATURE_UNKNOWN`` until somebody chose it.
    """
    last = row.deposits.order_by("pk").last()
    nature = (last.nature if last else row.nature) or NATURE_UNKNOWN
    matter = last.matter_code if last else row.matter_code
    identifier = ""
    if nature and row.decided_on:
        identifier = (
            act_identifier(
                department=row.council.department_code,
                siren=row.council.siren,
                decided_on=row.decided_on,
                number=row.actes_number,
                nature=nature,
            )
            or ""
        )
    return DepositSheet(
        number=row.actes_number,
        subject=last.subject if last else cut_object(row.title),
        title=row.title,
        matter_code=matter,
        matter=matter_label(matter),
        nature=nature,
        decided_on=row.decided_on or row.recorded_at.date(),
        identifier=identifier,
        files=tuple(_files(row, identifier, nature)),
    )


def _files(row: MayorDecision, identifier: str, nature: int) -> list[DepositFile]:
    stem = f"{identifier}-1-1" if identifier else row.actes_number
    kind = DOCUMENT_TYPE if nature in (NATURE_UNKNOWN, _DELIBERATIONS) else OTHER_TYPE
    files = [DepositFile(f"{kind}-{stem}_1.pdf", kind, "La décision")]
    for place, annex in enumerate(row.annexes.select_related("file"), start=2):
        name = f"{DEFAULT_ANNEX_TYPE}-{stem}_{place}.{_extension(annex)}"
        files.append(DepositFile(name, DEFAULT_ANNEX_TYPE, annex.title, annex.pk, annex.file))
    return files


def _extension(annex: DecisionAnnex) -> str:
    name = annex.file.name if annex.file else ""
    extension = name.rpartition(".")[2].lower()
    return extension if extension.isalnum() and len(extension) <= 5 and "." in name else "pdf"


def decision_pack(row: MayorDecision) -> bytes:
    """ZIP of the decision (PDF, unlocked), of its annexes kept here, and of what is to be typed.

    Raises ``Refusal`` for a decision that is not signed, ``DamagedDocument`` for an annex whose bytes changed.
    """
    require_decision_transmissible(row)
    sheet = decision_sheet(row)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sheet.files:
            if not file.is_missing:
                _add(archive, file.name, _content(row, file))
        _add(archive, NOTES, _notes(sheet).encode())
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)


def _content(row: MayorDecision, file: DepositFile) -> bytes:
    if file.stored:
        return read_document(file.stored)
    return render_decision(paper_of(row), Rendition.EXTRACT, FileFormat.PDF)


def _notes(sheet: DepositSheet) -> str:
    notes = notes_of(sheet)
    if sheet.nature:
        return notes
    return notes.replace(
        f"Nature : {NATURE_UNKNOWN}", "Nature : à choisir dans votre service de télétransmission"
    )


def declare_decision_deposit(
    *,
    row: MayorDecision,
    by: User | None,
    at: datetime,
    deposited_on: date,
    number: str,
    subject: str,
    matter_code: str,
    nature: int,
) -> DecisionDeposit:
    """Keep what was typed in the transmission service, and when. The same declared again is the same deposit.

    Raises ``Refusal`` (not to transmit, number refused or taken, a day that cannot be). Side effects: number, matter
    and nature of the decision, where they differ.
    """
    require_decision_transmissible(row)
    _require_number(row, number)
    require_possible_decision_day(row, deposited_on, at=at, topic="transmission")
    last = row.deposits.order_by("pk").last()
    told = (deposited_on, number, subject, matter_code, nature)
    if last and told == (last.deposited_on, last.number, last.subject, last.matter_code, last.nature):
        return last
    with changing_decision(row, by=by, reason=DEPOSITED, even_signed=True) as change:
        change.row.actes_number, change.row.matter_code, change.row.nature = number, matter_code, nature
        change.writer.write(change.row, "")
        deposit = DecisionDeposit(
            decision=change.row,
            deposited_on=deposited_on,
            number=number,
            subject=subject,
            matter_code=matter_code,
            nature=nature,
            at=at,
            by=by,
        )
        return change.writer.write(deposit, "")


def _require_number(row: MayorDecision, number: str) -> None:
    """Unique for the whole authority: deliberations count too."""
    if not is_actes_number(number):
        raise Refusal(
            "deposit.number",
            "Le numéro compte 15 caractères au plus, parmi les majuscules, les chiffres et « _ » (ni au début ni à "
            "la fin).",
        )
    decisions = MayorDecision.objects.filter(council=row.council, actes_number=number).exclude(pk=row.pk)
    acts = Deliberation.objects.filter(council=row.council, actes_number=number)
    if decisions.exists() or acts.exists():
        raise Refusal("deposit.number_taken", "Ce numéro est déjà celui d'un autre acte du conseil.")


def decision_mismatches(row: MayorDecision, answer: Answer) -> tuple[str, ...]:
    """What a receipt tells that is not of ``row``, in sentences."""
    return sheet_mismatches(decision_sheet(row), answer)


def record_decision_receipt(
    *,
    row: MayorDecision,
    by: User | None,
    at: datetime,
    received_on: date,
    reference: str = "",
    file: StoredFile | None = None,
) -> DecisionTransmission:
    """Record that the decision reached the State that day. Twice the same is once.

    Raises ``Refusal`` when it is not to be transmitted, or on an impossible day. Side effect after the commit: the
    certified copy, once it is executory.
    """
    require_decision_transmissible(row)
    require_possible_decision_day(row, received_on, at=at, topic="transmission")
    with changing_decision(row, by=by, reason=TRANSMITTED, even_signed=True) as change:
        last = row.transmissions.order_by("pk").select_related("file").last()
        if last and _says_the_same(last, received_on, reference, file):
            found: DecisionTransmission = last
            return found
        received = DecisionTransmission(
            decision=change.row,
            effective_on=received_on,
            source=Source.DECLARED,
            channel=CHANNEL,
            reference=reference,
            recorded_at=at,
            declared_by=by,
            file=file,
        )
        change.writer.write(received, "")
        follow_decision(change.row, by=by, at=at)
        return received


def _says_the_same(
    last: DecisionTransmission, received_on: date, reference: str, file: StoredFile | None
) -> bool:
    is_known = file is None or (last.file is not None and last.file.sha256 == file.sha256)
    return last.effective_on == received_on and reference in ("", last.reference) and is_known
