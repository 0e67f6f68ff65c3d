"""Transmission by hand: the pack to deposit, the deposit declared, the receipts that come back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish
from councils.views.access import MemberRequest, private_page
from deliberations.domain.actes import ANNEX_TYPES, NATURES
from deliberations.domain.receipts import MAX_BYTES
from deliberations.forms.finish import DepositForm, ReceiptForm, ReceiptsForm
from deliberations.models import Deliberation, StoredFile
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
from deliberations.views.finish import sitting_row
from deliberations.views.shown.renditions import file_name
from deliberations.views.shown.sitting import sitting_title_on

DAMAGED = (
    "Le fichier d'une annexe est manquant ou altéré : le paquet n'a pas été fait. Prévenez l'assistance."
)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def transmission(request: MemberRequest, **place: str) -> HttpResponse:
    """What is to be typed and handed in, each with its copy button; a POST declares the deposit."""
    row = deliberation_row(request.user, place, may=may_publish)
    sheet = deposit_sheet(row)
    form = DepositForm(request.POST if request.method == "POST" else None, initial=_initial(row, sheet))
    if form.is_valid():
        try:
            declare_deposit(act=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(_field_of(refusal), refusal.message_fr)
        else:
            messages.success(
                request, "Le dépôt est noté. Enregistrez l'accusé de réception dès qu'il arrive."
            )
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


def _field_of(refusal: Refusal) -> str | None:
    fields = {
        "deposit.number": "number",
        "deposit.number_taken": "number",
        "transmission.before_sitting": "deposited_on",
        "transmission.future": "deposited_on",
    }
    return fields.get(refusal.code)


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
    return render(request, "deliberations/act_transmission.html", context)


def _refusal(row: Deliberation) -> str:
    try:
        require_transmissible(row)
    except Refusal as refusal:
        return f"{refusal.message_fr} {refusal.article}".strip()
    return ""


@private_page
@require_safe
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
    return _zip(content, file_name(row.number, row.uid, "depot", "zip"))


def _zip(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: MemberRequest, **place: str) -> HttpResponse:
    """The receipt dropped, which fills its date and number; or its date declared."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    if form.is_valid():
        try:
            if _received(request, row, form):
                messages.success(request, "La réception en préfecture est enregistrée.")
                return redirect(reverse("act_transmission", kwargs=place))
        except Refusal as refusal:
            is_day = refusal.code.startswith("transmission.") and not form.cleaned_data.get("file")
            form.add_error("received_on" if is_day else "file", refusal.message_fr)
    sheet = deposit_sheet(row)
    return _page(request, row, sheet, DepositForm(initial=_initial(row, sheet)), form)


def _received(request: MemberRequest, row: Deliberation, form: ReceiptForm) -> bool:
    """Whether the receipt was recorded; else the form says what is missing, and the file is kept."""
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
            return False
    if day is None:
        form.add_error("received_on" if file else "file", _no_day(is_file=file is not None))
        return False
    stored = keep_receipt(row.council, file, by=request.user) if file else None
    reference = (answer.identifier or answer.number) if answer else ""
    record_receipt(
        act=row, by=request.user, at=timezone.now(), received_on=day, reference=reference, file=stored
    )
    return True


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


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_transmission(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """The acts of a sitting that wait for their transmission, their pack, and their receipts all at once."""
    row = sitting_row(request.user, council, sitting, may=may_publish)
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
    return render(request, "deliberations/sitting_transmission.html", context)


@private_page
@require_safe
def sitting_pack(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """The packs of every act of a sitting that waits, in one ZIP."""
    row = sitting_row(request.user, council, sitting, may=may_publish)
    acts = acts_awaiting(row)
    if not acts:
        messages.info(request, "Aucun acte de cette séance n'attend d'être transmis.")
        return redirect("sitting_transmission", council, sitting)
    try:
        content = build_pack(acts)
    except DamagedDocument:
        messages.error(request, DAMAGED)
        return redirect("sitting_transmission", council, sitting)
    return _zip(content, f"depot-{row.held_on:%Y-%m-%d}.zip")
