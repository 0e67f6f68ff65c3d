"""The secretary notes that the certified copy was signed on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.membership import is_in_force
from councils.models import Mandate
from councils.permissions import may_publish
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.certifying import certifier
from deliberations.domain.record import Record
from deliberations.forms.finish import ReasonForm
from deliberations.forms.hand_signing import HandSignatureForm
from deliberations.models import Deliberation
from deliberations.queries import record_of
from deliberations.queries.signatures import hand_signature_of
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.views.acts import act_address, around_act, deliberation_row
from deliberations.views.member_answers import file_answer
from deliberations.views.read_log import notes_signed_paper

PAGE = "deliberations/act_hand_signature.html"
FIELDS = {
    "signature.doubtful": "remark",
    "signature.not_executory": "remark",
    "signature.before_sitting": "signed_on",
    "signature.future": "signed_on",
}
"""Code of a refusal → the field beside which it is shown."""


@private_page
@require_http_methods(GET_OR_POST)
def sign_by_hand(request: MemberRequest, **place: str) -> HttpResponse:
    """Note who signed the paper and when; a signature already noted leads back to the act."""
    row = deliberation_row(request.user, place, may=may_publish)
    if hand_signature_of(row) is not None:
        messages.info(request, "La signature à la main de cette délibération est déjà notée.")
        return redirect(act_address(place))
    if not row.number:
        refusal = "Cette délibération n'a pas encore de numéro : elle se signe une fois la séance clôturée."
        return render(request, PAGE, _context(row) | {"refusal": refusal})
    form = _form(request, row, record_of(row.sitting))

    def save() -> None:
        told = HandSigned(**form.cleaned_data)
        record_hand_signature(act=row, told=told, by=request.user, at=timezone.now())

    if accepted(form, save, beside=FIELDS):
        messages.success(request, "La signature est notée : la délibération n'est plus à signer.")
        return redirect(act_address(place))
    return render(request, PAGE, _context(row) | {"form": form}, status=status_of(form))


def _form(request: MemberRequest, row: Deliberation, record: Record) -> HandSignatureForm:
    members = _members(row)
    if request.method == "POST":
        return HandSignatureForm(request.POST, request.FILES, members=members)
    today = council_day(row.council, timezone.now())
    secretaries = record.secretaries(row.item.uid)
    initial = {
        "signatory": certifier(record, record.act(row.uid), today) or "",
        "secretary": secretaries[0] if secretaries else "",
    }
    return HandSignatureForm(initial=initial, members=members)


def _members(row: Deliberation) -> list[Mandate]:
    """Those in office on the day of the sitting or today: an act may be signed by the next mayor."""
    days = (row.sitting.held_on, council_day(row.council, timezone.now()))
    rows = row.council.mandates.select_related("person", "council")
    return [mandate for mandate in rows if any(is_in_force(mandate, day) for day in days)]


@private_page
@require_http_methods(GET_OR_POST)
def undo(request: MemberRequest, **place: str) -> HttpResponse:
    """Take back the signature noted, with a reason that is kept."""
    row = deliberation_row(request.user, place, may=may_publish)
    signature = hand_signature_of(row)
    if signature is None:
        return redirect(act_address(place))
    form = ReasonForm(posted(request))

    def save() -> None:
        undo_hand_signature(act=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])

    if accepted(form, save, beside="reason"):
        messages.success(
            request, "La signature notée est annulée ; la mention et son motif restent dans les preuves."
        )
        return redirect(act_address(place))
    context = _context(row) | {"form": form, "undoing": True, "signature": signature}
    return render(request, PAGE, context, status=status_of(form))


@private_page
@require_safe
@notes_signed_paper
def scan(request: MemberRequest, **place: str) -> HttpResponse:
    """The paper signed, as it was scanned."""
    row = deliberation_row(request.user, place)
    signature = hand_signature_of(row)
    if signature is None:
        raise Http404
    return file_answer(signature.file)


def _context(row: Deliberation) -> dict[str, Any]:
    return around_act(row) | {"form": None, "refusal": "", "undoing": False}
