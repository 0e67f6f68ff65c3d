"""The signing desk: each document put to signature and its places; what a sitting put to signature."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Mandate, User
from councils.permissions import may_publish, may_read_drafts
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from deliberations.domain.signing_order import SEALED_COPIES, PlaceEventKind
from deliberations.domain.wording.agreement import counted
from deliberations.forms.signing_desk import PlaceNoteForm, PrepareForm, notes_offered
from deliberations.models import SigningPaper, SigningPlace, Sitting
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.sealed import is_list_to_seal, scans_to_seal
from deliberations.queries.signatures import (
    awaiting,
    paper_at,
    papers_of_sitting,
    persons_of,
    place_facts,
)
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.council_seal import seal_copies, seal_lists, seal_scans
from deliberations.services.readings import note_sealed_reading
from deliberations.services.signing_desk import Outcome
from deliberations.services.signing_heads import HeadSigner, doubt_about
from deliberations.services.signing_means import seal_of
from deliberations.services.signing_papers import Told, note_place, prepare_sitting, take_back
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.views.member_answers import file_answer
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.signing import shown_paper, shown_papers
from deliberations.views.shown.sitting import sitting_title_on

# --- one document


@private_page
@require_safe
def signing_file(request: MemberRequest, council: str, paper: str) -> HttpResponse:
    """The file as it stands, to be read before it is signed."""
    row = _paper(request.user, council, paper)
    try:
        content = read_document(row)
    except DamagedDocument:
        raise Http404 from None
    note_sealed_reading(request.user, row)
    name = "cachet" if row.kind in SEALED_COPIES else "a-signer"
    return file_response(content, f"{name}-{row.uid}-v{row.number}.pdf", "application/pdf")


@private_page
@require_safe
def signing_scan(request: MemberRequest, council: str, paper: str, order: int) -> HttpResponse:
    """The document signed on paper, as it was scanned."""
    place = _place(_paper(request.user, council, paper), order)
    events = [each for each in place.events.all() if each.file_id]
    return file_answer(max(events, key=lambda each: each.pk).file if events else None)


@private_page
@require_http_methods(GET_OR_POST)
def signing_place(request: MemberRequest, council: str, paper: str, order: int) -> HttpResponse:
    """Note what happened at one place, or take it back: its signatory for himself, the secretariat for all."""
    row = _paper(request.user, council, paper)
    place = _place(row, order)
    is_own = place.member is not None and place.member.person_id in persons_of(request.user, row.council)
    can_note = may_publish(request.user, row.council)
    facts = place_facts(place)
    choices = notes_offered(place, is_own=is_own, can_note=can_note, is_waiting=facts.last is None)
    form = PlaceNoteForm(posted(request), request.FILES or None, choices=choices) if choices else None
    if form is not None and accepted(form, _save(request, place, form, is_own=is_own and not can_note)):
        messages.success(request, "C'est noté.")
        return redirect(_back_address(row, can_note=can_note))
    context = {
        "council": row.council,
        "paper": shown_paper(row),
        "place": place,
        "facts": facts,
        "form": form,
        "back": _back_address(row, can_note=can_note),
    }
    status = status_of(form) if form is not None else (UNPROCESSABLE if request.method == "POST" else 200)
    return render(request, "deliberations/signing_place.html", context, status=status)


def _save(
    request: MemberRequest, place: SigningPlace, form: PlaceNoteForm, *, is_own: bool
) -> Callable[[], None]:
    def save() -> None:
        told = form.cleaned_data
        kind, now = PlaceEventKind(told["kind"]), timezone.now()
        if kind is PlaceEventKind.TAKEN_BACK:
            take_back(place=place, reason=told["reason"], by=request.user, at=now)
            return
        noted = Told(kind, told.get("on"), told["reason"], told.get("scan"))
        note_place(place=place, told=noted, by=request.user, at=now, as_signatory=is_own)

    return save


def _back_address(row: SigningPaper, *, can_note: bool) -> str:
    if can_note and row.sitting is not None:
        return reverse("sitting_signatures", args=[row.council.uid, row.sitting.uid])
    return reverse("council_to_sign", args=[row.council.uid])


def _paper(user: User, council: str, uid: str) -> SigningPaper:
    """The document at an address: for the staff, and for whoever signs it. 404, or 403 for the others."""
    owner = get_council_object_or_404(user, visible_councils(user), uid=council)
    row = paper_at(owner, uid)
    persons = persons_of(user, owner)
    is_signatory = row is not None and any(
        place.member is not None and place.member.person_id in persons for place in row.places.all()
    )
    if row is None:
        raise Http404
    if not (is_signatory or may_read_drafts(user, owner)):
        raise PermissionDenied
    return row


def _place(row: SigningPaper, order: int) -> SigningPlace:
    found = next((place for place in row.places.all() if place.order == order), None)
    if found is None:
        raise Http404
    return found


# --- one sitting


@private_page
@require_http_methods(GET_OR_POST)
def sitting_signatures(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """What a sitting put to signature, who is awaited, and putting more of it to signature."""
    may = may_publish if request.method == "POST" else may_read_drafts
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may)
    members = _members(row)
    form = PrepareForm(posted(request), members=members, initial={"kinds": ["REGISTER_ACT"]})

    def save() -> None:
        told = form.cleaned_data
        at, head = timezone.now(), HeadSigner(told["member"], told["replaces"].strip())
        made = prepare_sitting(sitting=row, kinds=told["kinds"], by=request.user, at=at, head=head)
        messages.success(request, f"Documents à la signature : {len(made)}.")
        doubt = doubt_about(row.council, head, council_day(row.council, at))
        if doubt:
            messages.warning(request, doubt)

    if request.method == "POST" and accepted(form, save):
        return redirect("sitting_signatures", council, sitting)
    now = timezone.now()
    seal = seal_of(row.council, council_day(row.council, now))
    can_prepare = may_publish(request.user, row.council)
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
        "papers": shown_papers(papers_of_sitting(row)),
        "form": form if can_prepare and row.finished_at is not None else None,
        "can_note": can_prepare,
        "seal": seal,
        "to_seal": _seal_waits(row) if seal else [],
        "own": len([each for each in awaiting(request.user, row.council) if each.paper.sitting_id == row.pk]),
    }
    status = status_of(form) if request.method == "POST" else 200
    return render(request, "deliberations/sitting_signatures.html", context, status=status)


@private_page
@require_http_methods(["POST"])
def sitting_seal(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """Put the council's seal on what waits for it in a sitting: its certified copies, its list, its scans."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    try:
        outcomes = _seal_all(row, request.user, timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("sitting_signatures", council, sitting)
    for outcome in outcomes:
        if not outcome.is_signed:
            messages.error(request, f"{outcome.title} : {outcome.message}")
    sealed = sum(outcome.is_signed for outcome in outcomes)
    if sealed:
        messages.success(request, f"Cachet du conseil apposé : {counted(sealed, 'document')}.")
    return redirect("sitting_signatures", council, sitting)


def _seal_all(row: Sitting, by: User, at: datetime) -> list[Outcome]:
    acts = list(acts_to_sign(row.council).filter(sitting=row).select_related("sitting__council"))
    outcomes = seal_copies(council=row.council, acts=acts, by=by, at=at)
    if is_list_to_seal(row):
        outcomes += seal_lists(council=row.council, sittings=[row], by=by, at=at)
    return outcomes + seal_scans(council=row.council, acts=list(scans_to_seal(row)), by=by, at=at)


def _seal_waits(row: Sitting) -> list[str]:
    """What of a sitting waits for the seal, each in a few words."""
    copies, scans = acts_to_sign(row.council).filter(sitting=row).count(), scans_to_seal(row).count()
    said = [counted(copies, "copie certifiée exécutoire", "copies certifiées exécutoires")] if copies else []
    said += ["la liste des délibérations"] if is_list_to_seal(row) else []
    return said + ([counted(scans, "copie numérisée", "copies numérisées")] if scans else [])


def _members(row: Sitting) -> list[Mandate]:
    """Those in office today: a document is signed on the day it is signed."""
    today = council_day(row.council, timezone.now())
    rows = row.council.mandates.select_related("person", "council")
    return [mandate for mandate in rows if mandate.person_id and is_in_force(mandate, today)]
