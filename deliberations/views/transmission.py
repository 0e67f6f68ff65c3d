"""Transmission by hand: the pack to deposit, the deposit declared, the receipts that come back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.actes import ANNEX_TYPES, NATURES
from deliberations.domain.receipts import MAX_BYTES
from deliberations.forms.finish import DepositForm, ReceiptForm, ReceiptsForm
from deliberations.models import Deliberation, Sitting, StoredFile
from deliberations.services.packs import build_pack, faults_of
from deliberations.services.receiving import (
    ReceiptFile,
    keep_receipt,
    read_receipt,
    record_batch,
    require_receipt,
)
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.services.transmitting import (
    DepositSheet,
    acts_awaiting,
    declare_deposit,
    deposit_sheet,
    mismatches,
    record_receipt,
    require_transmissible,
)
from deliberations.views.acts import deliberation_row
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_act, notes_acts
from deliberations.views.shown.renditions import file_name
from deliberations.views.shown.sitting import sitting_title_on

DAMAGED = (
    "Le fichier d'une annexe est manquant ou altéré : le paquet n'a pas été fait. Prévenez l'assistance."
)
DEPOSIT_FIELDS = {
    "deposit.number": "number",
    "deposit.number_taken": "number",
    "transmission.before_sitting": "deposited_on",
    "transmission.future": "deposited_on",
}
"""Code of a refusal → the field beside which it is shown."""


@private_page
@require_http_methods(GET_OR_POST)
def transmission(request: MemberRequest, **place: str) -> HttpResponse:
    """What is to be typed and handed in, each with its copy button; a POST declares the deposit."""
    row = deliberation_row(request.user, place, may=may_publish)
    sheet = deposit_sheet(row)
    form = DepositForm(posted(request), initial=_initial(row, sheet))

    def save() -> None:
        declare_deposit(act=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Le dépôt est noté. Enregistrez l'accusé de réception dès qu'il arrive.")

    if accepted(form, save, beside=DEPOSIT_FIELDS):
        return redirect(reverse("act_transmission", kwargs=place))
    return _page(request, row, sheet, form, ReceiptForm())


def _initial(row: Deliberation, sheet: DepositSheet) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "subject": sheet.subject,
        "matter_code": sheet.matter_code,
        "nature": sheet.nature,
        "deposited_on": council_day(row.council, timezone.now()),
    }


def _page(
    request: MemberRequest, row: Deliberation, sheet: DepositSheet, form: DepositForm, receipt: ReceiptForm
) -> HttpResponse:
    context = {
        "council": row.council,
        "sitting": row.sitting,
        "sitting_title": sitting_title_on(row.sitting.held_on),
        "act": row,
        "sheet": sheet,
        "faults": faults_of(sheet),
        "nature": f"{sheet.nature} – {NATURES[sheet.nature][1]}",
        "matter": f"{sheet.matter_code} {sheet.matter}".strip() or "à choisir ci-dessous",
        "form": form,
        "receipt": receipt,
        "refusal": _refusal(row),
        "annex_types": ANNEX_TYPES,
        "received": row.transmissions.select_related("file", "declared_by").order_by("pk").last(),
        "deposited": row.deposits.select_related("by").order_by("pk").last(),
    }
    status = max(status_of(form), status_of(receipt))
    return render(request, "deliberations/act_transmission.html", context, status=status)


def _refusal(row: Deliberation) -> str:
    try:
        require_transmissible(row)
    except Refusal as refusal:
        return f"{refusal.message_fr} {refusal.article}".strip()
    return ""


@private_page
@require_safe
@notes_act
def pack(request: MemberRequest, **place: str) -> HttpResponse:
    """One ZIP with the extract, the annexes and what is to be typed."""
    row = deliberation_row(request.user, place, may=may_publish)
    types = {
        annex.pk: code
        for annex in row.annexes.all()
        if (code := request.GET.get(f"type-{annex.pk}", "")) in ANNEX_TYPES
    }
    try:
        content = build_pack([row], types)
    except DamagedDocument:
        messages.error(request, DAMAGED)
        return redirect(reverse("act_transmission", kwargs=place))
    return file_response(content, file_name(row.number, row.uid, "depot", "zip"), "application/zip")


@private_page
@require_http_methods(GET_OR_POST)
def receipt(request: MemberRequest, **place: str) -> HttpResponse:
    """The receipt dropped, which fills its date and number; or its date declared."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()

    def beside(refusal: Refusal) -> str:
        is_day = refusal.code.startswith("transmission.") and not form.cleaned_data.get("file")
        return "received_on" if is_day else "file"

    if accepted(form, lambda: _receive(request, row, form), beside=beside) and form.is_valid():
        messages.success(request, "La réception en préfecture est enregistrée.")
        return redirect(reverse("act_transmission", kwargs=place))
    sheet = deposit_sheet(row)
    return _page(request, row, sheet, DepositForm(initial=_initial(row, sheet)), form)


def _receive(request: MemberRequest, row: Deliberation, form: ReceiptForm) -> None:
    """Record the receipt; else the form says what is missing, and the file is kept."""
    require_transmissible(row)
    file = _file(row, form)
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


def _file(row: Deliberation, form: ReceiptForm) -> ReceiptFile | None:
    """The file given now, or the one kept from the attempt before. Raises ``Refusal``."""
    upload = form.cleaned_data["file"]
    if upload is not None:
        return read_receipt(upload.name, upload.read(MAX_BYTES + 1))
    kept = StoredFile.objects.filter(council=row.council, uid=form.cleaned_data["kept"]).first()
    return read_receipt(kept.name, read_document(kept)) if kept else None


def _deposits(sitting: Sitting) -> Table:
    """The acts of a sitting as a file, with the last deposit and the last receipt of each."""
    rows = Deliberation.objects.filter(sitting=sitting).exclude(year=None).select_related("council", "item")
    rows = rows.prefetch_related("deposits", "transmissions").order_by("item__order", "pk")
    columns = (
        Column("Numéro", lambda act: act.number),
        Column("Numéro @CTES", lambda act: act.actes_number, 18),
        Column("Objet", lambda act: act.title, 70),
        Column("Déposée le", lambda act: _last(act.deposits, "deposited_on")),
        Column("Matière", lambda act: _last(act.deposits, "matter_code")),
        Column("Reçue en préfecture le", lambda act: _last(act.transmissions, "effective_on"), 24),
        Column("Référence de l'accusé", lambda act: _last(act.transmissions, "reference"), 40),
    )
    return Table(f"depots-{sitting.held_on:%Y-%m-%d}", columns, rows)


def _last(rows: Any, name: str) -> Any:
    """That column of the last row told; ``None`` without any."""
    found = sorted(rows.all(), key=lambda row: row.pk)
    return getattr(found[-1], name) if found else None


@private_page
@require_http_methods(GET_OR_POST)
def sitting_transmission(request: MemberRequest, council: str, sitting: str) -> HttpResponseBase:
    """The acts of a sitting that wait for their transmission, their pack, and their receipts all at once."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(_deposits(row), file_format)
    form = ReceiptsForm(request.POST, request.FILES) if request.method == "POST" else ReceiptsForm()
    lines = []
    if form.is_valid():
        at = timezone.now()
        files = [(upload.name, upload.read(MAX_BYTES + 1)) for upload in form.cleaned_data["files"]]
        lines = record_batch(sitting=row, files=files, by=request.user, at=at)
    received = Deliberation.objects.filter(sitting=row, transmissions__isnull=False).distinct()
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
        "waiting": acts_awaiting(row),
        "received": received.select_related("council", "item").order_by("item__order", "pk"),
        "form": form,
        "lines": lines,
    }
    is_refused = bool(lines) and not any(line.act for line in lines)
    status = UNPROCESSABLE if is_refused else status_of(form)
    return render(request, "deliberations/sitting_transmission.html", context, status=status)


@private_page
@require_safe
@notes_acts
def sitting_pack(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """The packs of every act of a sitting that waits, in one ZIP."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    acts = acts_awaiting(row)
    if not acts:
        messages.info(request, "Aucun acte de cette séance n'attend d'être transmis.")
        return redirect("sitting_transmission", council, sitting)
    try:
        content = build_pack(acts)
    except DamagedDocument:
        messages.error(request, DAMAGED)
        return redirect("sitting_transmission", council, sitting)
    return file_response(content, f"depot-{row.held_on:%Y-%m-%d}.zip", "application/zip")
