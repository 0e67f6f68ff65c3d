"""What the pages of transmission of both kinds of acts share: the deposit proposed, the receipt read and recorded."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.views.access import MemberRequest
from deliberations.domain.receipts import MAX_BYTES
from deliberations.forms.finish import DepositForm, ReceiptForm
from deliberations.models import StoredFile
from deliberations.services.act_desks import AnyAct
from deliberations.services.packs import faults_of
from deliberations.services.receiving import ReceiptFile, keep_receipt, read_receipt, require_receipt
from deliberations.services.storage import read_document
from deliberations.services.transmitting import (
    DepositSheet,
    mismatches,
    record_receipt,
    require_transmissible,
)

DAMAGED = (
    "Le fichier d'une annexe est manquant ou altéré : le paquet n'a pas été fait. Prévenez l'assistance."
)
DEPOSIT_FIELDS = {
    "deposit.number": "number",
    "deposit.number_taken": "number",
    "transmission.before_sitting": "deposited_on",
    "transmission.before_decision": "deposited_on",
    "transmission.future": "deposited_on",
}
"""Code of a refusal → the field beside which it is shown."""


def refusal_told(check: Callable[[AnyAct], None], row: AnyAct) -> str:
    """Why ``check`` refuses ``row``, with the article; empty when it does not."""
    try:
        check(row)
    except Refusal as refusal:
        return f"{refusal.message_fr} {refusal.article}".strip()
    return ""


def initial_of_deposit(row: AnyAct, sheet: DepositSheet) -> dict[str, Any]:
    """What the form of the deposit proposes; no nature while nobody chose it."""
    return {
        "number": sheet.number,
        "subject": sheet.subject,
        "matter_code": sheet.matter_code,
        "nature": sheet.nature or "",
        "deposited_on": council_day(row.council, timezone.now()),
    }


def deposit_context(
    row: AnyAct, sheet: DepositSheet, form: DepositForm, receipt: ReceiptForm
) -> dict[str, Any]:
    """What the page of transmission shows, whatever the kind of the act."""
    return {
        "council": row.council,
        "sheet": sheet,
        "faults": faults_of(sheet),
        "matter": f"{sheet.matter_code} {sheet.matter}".strip(),
        "form": form,
        "receipt": receipt,
        "refusal": refusal_told(require_transmissible, row),
        "received": row.transmissions.select_related("file", "declared_by").order_by("pk").last(),
        "deposited": row.deposits.select_related("by").order_by("pk").last(),
    }


def beside_receipt(form: ReceiptForm) -> Callable[[Refusal], str]:
    """Beside which field a refusal of the receipt is shown."""

    def beside(refusal: Refusal) -> str:
        is_day = refusal.code.startswith("transmission.") and not form.cleaned_data.get("file")
        return "received_on" if is_day else "file"

    return beside


def receive(request: MemberRequest, row: AnyAct, form: ReceiptForm) -> None:
    """Record the receipt; else the form says what is missing, and the file is kept."""
    require_transmissible(row)
    file = file_given(row, form)
    day = form.cleaned_data["received_on"]
    answer = file.answer if file else None
    if file is not None:
        require_receipt(file)
        day = (answer.received_on if answer else None) or day
        found = mismatches(row, answer) if answer else ()
        if day is None or (found and not form.cleaned_data["is_sure"]):
            form.keep(keep_receipt(row.council, file, by=request.user).uid)
        if found and not form.cleaned_data["is_sure"]:
            form.ask_whether_sure(found)
            return
    if day is None:
        form.add_error("received_on" if file else "file", _no_day(is_file=file is not None))
        return
    stored = keep_receipt(row.council, file, by=request.user) if file else None
    reference = (answer.identifier or answer.number) if answer else ""
    record_receipt(
        act=row, by=request.user, at=timezone.now(), received_on=day, reference=reference, file=stored
    )


def _no_day(*, is_file: bool) -> str:
    if is_file:
        return "Le fichier est gardé, mais il ne dit pas sa date : écrivez celle de l'accusé de réception."
    return "Choisissez le fichier de l'accusé, ou écrivez sa date."


def file_given(row: AnyAct, form: ReceiptForm) -> ReceiptFile | None:
    """The file given now, or the one kept from the attempt before. Raises ``Refusal``."""
    upload = form.cleaned_data["file"]
    if upload is not None:
        return read_receipt(upload.name, upload.read(MAX_BYTES + 1))
    kept = StoredFile.objects.filter(council=row.council, uid=form.cleaned_data["kept"]).first()
    return read_receipt(kept.name, read_document(kept)) if kept else None
