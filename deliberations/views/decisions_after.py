"""What follows the signature of a mayor's decision: transmission, receipt, publication."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.errors import Refusal
from councils.permissions import may_publish
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from deliberations.forms.decision_acts import DecisionDepositForm
from deliberations.forms.finish import ReceiptForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import MayorDecision
from deliberations.services.packs import build_pack
from deliberations.services.publishing import unpublish_act, ways_of
from deliberations.services.storage import DamagedDocument
from deliberations.services.transmitting import declare_deposit, deposit_sheet, require_transmissible
from deliberations.views.decisions import decision_row
from deliberations.views.deposits import (
    DAMAGED,
    DEPOSIT_FIELDS,
    beside_receipt,
    deposit_context,
    initial_of_deposit,
    receive,
)
from deliberations.views.hiding import hide_page
from deliberations.views.publicity import Asked, confirmed, is_told, publication_context, publish_form
from deliberations.views.read_log import notes_decision


@private_page
@require_http_methods(GET_OR_POST)
def decision_transmission(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """What is to be typed and handed in; a POST declares the deposit."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = DecisionDepositForm(posted(request), initial=initial_of_deposit(row, deposit_sheet(row)))

    def save() -> None:
        declare_deposit(act=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Le dépôt est noté. Enregistrez l'accusé de réception dès qu'il arrive.")

    if accepted(form, save, beside=DEPOSIT_FIELDS):
        return redirect("decision_transmission", council, decision)
    return _transmission_page(request, row, form, ReceiptForm())


def _transmission_page(
    request: MemberRequest, row: MayorDecision, form: DecisionDepositForm, receipt: ReceiptForm
) -> HttpResponse:
    context = deposit_context(row, deposit_sheet(row), form, receipt) | {"decision": row}
    status = max(status_of(form), status_of(receipt))
    return render(request, "deliberations/decisions/transmission.html", context, status=status)


@private_page
@require_safe
@notes_decision
def decision_pack_file(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """One ZIP with the decision, its annexes and what is to be typed."""
    row = decision_row(request.user, council, decision, may=may_publish)
    try:
        require_transmissible(row)
        content = build_pack([row])
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

    if accepted(form, lambda: receive(request, row, form), beside=beside_receipt(form)) and form.is_valid():
        messages.success(request, "La réception en préfecture est enregistrée.")
        return redirect("decision_transmission", council, decision)
    proposed = DecisionDepositForm(initial=initial_of_deposit(row, deposit_sheet(row)))
    return _transmission_page(request, row, proposed, form)


@private_page
@require_http_methods(GET_OR_POST)
def decision_publication(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Publish or notify, once what is about to be made known was shown and confirmed; and the log."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = publish_form(request, row, ways_of(row))
    context = {"council": row.council, "decision": row}
    if is_told(request, form):
        address = reverse("decision_publication", args=(council, decision))
        asked = Asked([row], address, _done, "deliberations/decisions/publication_confirm.html")
        answer = confirmed(request, form, asked, context)
        if answer is not None:
            return answer
    context |= publication_context(row, form)
    return render(request, "deliberations/decisions/publication.html", context, status=status_of(form))


def _done(_: int) -> str:
    return "La publicité de la décision est inscrite."


@private_page
@require_http_methods(GET_OR_POST)
def decision_hide(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Personal words that nobody else should read: ticked in the text, hidden at once from the public page."""
    row = decision_row(request.user, council, decision, may=may_publish)
    if not row.is_signed:
        messages.info(request, "Ce projet n'est pas signé : marquez ces mots comme privés dans son texte.")
        return redirect("decision_edit", council, decision)
    address = reverse("decision", args=(council, decision))
    return hide_page(
        request, row, {"decision": row}, template="deliberations/decisions/hide.html", address=address
    )


@private_page
@require_http_methods(GET_OR_POST)
def decision_unpublish(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Take the decision off our public pages, with a reason."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = ReasonForm(posted(request))

    def save() -> None:
        unpublish_act(act=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "La décision est retirée du site.")

    if accepted(form, save):
        return redirect("decision_publication", council, decision)
    context = {"council": row.council, "decision": row, "form": form}
    return render(request, "deliberations/decisions/unpublish.html", context, status=status_of(form))
