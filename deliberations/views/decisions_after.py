"""What follows the signature of a mayor's decision: transmission, receipt, publication."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish
from councils.queries import council_facts
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.acts import Source
from deliberations.domain.publishing import Way, usual_way
from deliberations.domain.receipts import MAX_BYTES
from deliberations.forms.decision_acts import DecisionDepositForm
from deliberations.forms.finish import PublishForm, ReceiptForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import MayorDecision, StoredFile
from deliberations.queries.decisions import decision_facts, is_taken_off
from deliberations.queries.published import PREFIX
from deliberations.services.decision_publication import (
    day_of_decision_publication,
    publish_decision,
    require_decision_publishable,
    unpublish_decision,
    ways_of_decision,
)
from deliberations.services.decision_transmission import (
    decision_mismatches,
    decision_pack,
    decision_sheet,
    declare_decision_deposit,
    record_decision_receipt,
    require_decision_transmissible,
)
from deliberations.services.packs import faults_of
from deliberations.services.receiving import ReceiptFile, keep_receipt, read_receipt, require_receipt
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.views.decisions import decision_row
from deliberations.views.read_log import notes_decision
from deliberations.views.shown.publishing import decision_summary

DAMAGED = (
    "Le fichier d'une annexe est manquant ou altéré : le paquet n'a pas été fait. Prévenez l'assistance."
)
DEPOSIT_FIELDS = {
    "deposit.number": "number",
    "deposit.number_taken": "number",
    "transmission.before_decision": "deposited_on",
    "transmission.future": "deposited_on",
}
CONFIRMED, EDIT = "confirmed", "edit"
PUBLICATION_FIELDS = {
    "publication.day": "effective_on",
    "publication.before_decision": "effective_on",
    "publication.future": "effective_on",
    "publication.way": "way",
    "publication.gone": "way",
    "publication.reason": "reason",
}
"""Code of a refusal → the field beside which it is shown."""


def _refusal(check: Any, row: MayorDecision) -> str:
    try:
        check(row)
    except Refusal as refusal:
        return f"{refusal.message_fr} {refusal.article}".strip()
    return ""


@private_page
@require_http_methods(GET_OR_POST)
def decision_transmission(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """What is to be typed and handed in; a POST declares the deposit."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = DecisionDepositForm(posted(request), initial=_initial(row))

    def save() -> None:
        declare_decision_deposit(row=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Le dépôt est noté. Enregistrez l'accusé de réception dès qu'il arrive.")

    if accepted(form, save, beside=DEPOSIT_FIELDS):
        return redirect("decision_transmission", council, decision)
    return _transmission_page(request, row, form, ReceiptForm())


def _initial(row: MayorDecision) -> dict[str, Any]:
    sheet = decision_sheet(row)
    return {
        "number": sheet.number,
        "subject": sheet.subject,
        "matter_code": sheet.matter_code,
        "nature": sheet.nature or "",
        "deposited_on": council_day(row.council, timezone.now()),
    }


def _transmission_page(
    request: MemberRequest, row: MayorDecision, form: DecisionDepositForm, receipt: ReceiptForm
) -> HttpResponse:
    sheet = decision_sheet(row)
    context = {
        "council": row.council,
        "decision": row,
        "sheet": sheet,
        "matter": f"{sheet.matter_code} {sheet.matter}".strip() or "à choisir ci-dessous",
        "faults": faults_of(sheet),
        "form": form,
        "receipt": receipt,
        "refusal": _refusal(require_decision_transmissible, row),
        "received": row.transmissions.select_related("file", "declared_by").order_by("pk").last(),
        "deposited": row.deposits.select_related("by").order_by("pk").last(),
    }
    status = max(status_of(form), status_of(receipt))
    return render(request, "deliberations/decisions/transmission.html", context, status=status)


@private_page
@require_safe
@notes_decision
def decision_pack_file(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """One ZIP with the decision, its annexes and what is to be typed."""
    row = decision_row(request.user, council, decision, may=may_publish)
    try:
        content = decision_pack(row)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("decision_transmission", council, decision)
    except DamagedDocument:
        messages.error(request, DAMAGED)
        return redirect("decision_transmission", council, decision)
    return file_response(content, f"decision-{row.slug}-depot.zip", "application/zip")


@private_page
@require_http_methods(GET_OR_POST)
def decision_receipt(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """The receipt dropped, which fills its date and number; or its date declared."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()

    def beside(refusal: Refusal) -> str:
        is_day = refusal.code.startswith("transmission.") and not form.cleaned_data.get("file")
        return "received_on" if is_day else "file"

    if accepted(form, lambda: _receive(request, row, form), beside=beside) and form.is_valid():
        messages.success(request, "La réception en préfecture est enregistrée.")
        return redirect("decision_transmission", council, decision)
    return _transmission_page(request, row, DecisionDepositForm(initial=_initial(row)), form)


def _receive(request: MemberRequest, row: MayorDecision, form: ReceiptForm) -> None:
    """Record the receipt; else the form says what is missing, and the file is kept."""
    require_decision_transmissible(row)
    file = _file(row, form)
    day = form.cleaned_data["received_on"]
    answer = file.answer if file else None
    if file is not None:
        require_receipt(file)
        day = (answer.received_on if answer else None) or day
        found = decision_mismatches(row, answer) if answer else ()
        if day is None or (found and not form.cleaned_data["is_sure"]):
            form.keep(keep_receipt(row.council, file, by=request.user).uid)
        if found and not form.cleaned_data["is_sure"]:
            form.ask_whether_sure(found)
            return
    if day is None:
        text = "Le fichier est gardé, mais il ne dit pas sa date : écrivez celle de l'accusé de réception."
        ask = "Choisissez le fichier de l'accusé, ou écrivez sa date."
        form.add_error("received_on" if file else "file", text if file else ask)
        return
    stored = keep_receipt(row.council, file, by=request.user) if file else None
    reference = (answer.identifier or answer.number) if answer else ""
    record_decision_receipt(
        row=row, by=request.user, at=timezone.now(), received_on=day, reference=reference, file=stored
    )


def _file(row: MayorDecision, form: ReceiptForm) -> ReceiptFile | None:
    """The file given now, or the one kept from the attempt before. Raises ``Refusal``."""
    upload = form.cleaned_data["file"]
    if upload is not None:
        return read_receipt(upload.name, upload.read(MAX_BYTES + 1))
    kept = StoredFile.objects.filter(council=row.council, uid=form.cleaned_data["kept"]).first()
    return read_receipt(kept.name, read_document(kept)) if kept else None


@private_page
@require_http_methods(GET_OR_POST)
def decision_publication(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Publish or notify, once what is about to be made known was shown and confirmed; and the log."""
    row = decision_row(request.user, council, decision, may=may_publish)
    ways = ways_of_decision(row)
    usual = usual_way(council_facts(row.council), council_day(row.council, timezone.now()), ways)
    form = PublishForm(posted(request), ways=ways, initial={"way": usual.value})
    if form.is_bound and EDIT not in request.POST and form.is_valid():
        answer = _confirmed(request, row, form)
        if answer is not None:
            return answer
    online = (
        row.publications.filter(source=Source.MACHINE, reference__startswith=PREFIX).order_by("pk").first()
    )
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "refusal": _refusal(require_decision_publishable, row),
        "log": row.publications.select_related("declared_by").order_by("effective_on", "pk"),
        "online": online,
        "is_gone": is_taken_off(row),
    }
    return render(request, "deliberations/decisions/publication.html", context, status=status_of(form))


def _confirmed(request: MemberRequest, row: MayorDecision, form: PublishForm) -> HttpResponse | None:
    """Show what is about to be made known, then do it once confirmed; ``None`` when the form has to be corrected."""
    told, at = {**form.cleaned_data, "way": Way(form.cleaned_data["way"])}, timezone.now()
    try:
        day = day_of_decision_publication(row, told["way"], at=at, effective_on=told["effective_on"])
    except Refusal as refusal:
        form.add_error(PUBLICATION_FIELDS.get(refusal.code), refusal.message_fr)
        return None

    def save() -> None:
        publish_decision(row=row, by=request.user, at=at, **told)
        messages.success(request, "La publicité de la décision est inscrite.")

    if CONFIRMED in request.POST and accepted(form, save, beside=PUBLICATION_FIELDS):
        return redirect("decision_publication", row.council.uid, row.uid)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "summary": decision_summary(row, decision_facts(row).decision, told["way"], day, told["reference"]),
    }
    return render(
        request, "deliberations/decisions/publication_confirm.html", context, status=status_of(form)
    )


@private_page
@require_http_methods(GET_OR_POST)
def decision_unpublish(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Take the decision off our public pages, with a reason."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = ReasonForm(posted(request))

    def save() -> None:
        unpublish_decision(row=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "La décision est retirée du site.")

    if accepted(form, save):
        return redirect("decision_publication", council, decision)
    context = {"council": row.council, "decision": row, "form": form}
    return render(request, "deliberations/decisions/unpublish.html", context, status=status_of(form))
