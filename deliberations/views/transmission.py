"""Transmission by hand: the pack to deposit, the deposit declared, the receipts that come back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.permissions import may_publish
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.actes import ANNEX_TYPES, NATURES
from deliberations.domain.receipts import MAX_BYTES
from deliberations.forms.finish import DepositForm, ReceiptForm, ReceiptsForm
from deliberations.models import Deliberation, Sitting
from deliberations.services.packs import build_pack
from deliberations.services.receiving import (
    record_batch,
)
from deliberations.services.storage import DamagedDocument
from deliberations.services.transmitting import (
    DepositSheet,
    acts_awaiting,
    declare_deposit,
    deposit_sheet,
)
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.deposits import (
    DAMAGED,
    DEPOSIT_FIELDS,
    beside_receipt,
    deposit_context,
    initial_of_deposit,
    receive,
)
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_act, notes_acts
from deliberations.views.shown.renditions import file_name
from deliberations.views.shown.sitting import sitting_title_on


@private_page
@require_http_methods(GET_OR_POST)
def transmission(request: MemberRequest, **place: str) -> HttpResponse:
    """What is to be typed and handed in, each with its copy button; a POST declares the deposit."""
    row = deliberation_row(request.user, place, may=may_publish)
    sheet = deposit_sheet(row)
    form = DepositForm(posted(request), initial=initial_of_deposit(row, sheet))

    def save() -> None:
        declare_deposit(act=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Le dépôt est noté. Enregistrez l'accusé de réception dès qu'il arrive.")

    if accepted(form, save, beside=DEPOSIT_FIELDS):
        return redirect(reverse("act_transmission", kwargs=place))
    return _page(request, row, sheet, form, ReceiptForm())


def _page(
    request: MemberRequest, row: Deliberation, sheet: DepositSheet, form: DepositForm, receipt: ReceiptForm
) -> HttpResponse:
    about = {"nature": f"{sheet.nature} – {NATURES[sheet.nature][1]}", "annex_types": ANNEX_TYPES}
    context = around_act(row) | deposit_context(row, sheet, form, receipt) | about
    status = max(status_of(form), status_of(receipt))
    return render(request, "deliberations/act_transmission.html", context, status=status)


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

    if accepted(form, lambda: receive(request, row, form), beside=beside_receipt(form)) and form.is_valid():
        messages.success(request, "La réception en préfecture est enregistrée.")
        return redirect(reverse("act_transmission", kwargs=place))
    sheet = deposit_sheet(row)
    return _page(request, row, sheet, DepositForm(initial=initial_of_deposit(row, sheet)), form)


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
