"""The signing desk: what waits for a signatory, signed in one gesture; what a sitting put to signature; each place."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Council, Mandate, Person, User
from councils.permissions import may_publish, may_read_drafts
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from deliberations.domain.signing_order import PlaceEventKind
from deliberations.domain.wording.agreement import counted
from deliberations.forms.signing_desk import BatchSigningForm, PlaceNoteForm, PrepareForm, notes_offered
from deliberations.models import SigningPaper, SigningPlace, Sitting
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.signatures import (
    ToSign,
    awaiting,
    paper_at,
    papers_of_sitting,
    persons_of,
    place_facts,
)
from deliberations.queries.to_sign import acts_to_sign
from deliberations.services.council_seal import seal_copies
from deliberations.services.signing import OtherHolder, open_certificate
from deliberations.services.signing_desk import Chosen, OpenKey, Outcome, sign_places
from deliberations.services.signing_drafts import HeadSigner, doubt_about
from deliberations.services.signing_means import means_of_person, open_means, seal_of
from deliberations.services.signing_papers import Told, note_place, prepare_sitting, take_back
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.signing.ports import BadPassphrase
from deliberations.views.identity import identity_proved_at, identity_to_prove
from deliberations.views.member_answers import file_answer
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.signing import shown_choice, shown_paper, shown_papers
from deliberations.views.shown.sitting import sitting_title_on

OUTCOMES = "signing_outcomes"
"""Key of the session: what became of each document of the last gesture, shown once."""


# --- signing


@sensitive_post_parameters("passphrase", "code")
@private_page
@require_http_methods(GET_OR_POST)
def signing_confirm(request: MemberRequest, council: str) -> HttpResponse:
    """Sign the documents chosen, in one gesture, by whoever has just proved who they are (five minutes at most)."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    chosen = chosen_by(request, row)
    if not chosen:
        messages.info(request, "Cochez d'abord ce que vous signez.")
        return redirect("council_to_sign", council)
    elsewhere = identity_to_prove(request)
    if elsewhere is not None:
        return elsewhere
    form = _signing_form(request, chosen)
    if request.method == "POST" and form.is_valid():
        outcomes = _signed(request, chosen, form)
        if outcomes is not None:
            request.session[OUTCOMES] = [[each.title, each.message, each.article] for each in outcomes]
            return redirect("signing_outcome", council)
    context = {
        "council": row,
        "choices": [shown_choice(each) for each in chosen],
        "form": form,
    }
    return render(request, "deliberations/signing_confirm.html", context, status=status_of(form))


def chosen_by(request: MemberRequest, council: Council) -> list[ToSign]:
    """What was ticked and still waits for this user; a file that moved since is told by the gesture itself."""
    waiting = {f"{each.paper.uid}.{each.place.order}": each for each in awaiting(request.user, council)}
    named = [value.rpartition(".")[0] for value in request.GET.getlist("choix")]
    return [waiting[name] for name in dict.fromkeys(named) if name in waiting]


def wanted_by(request: MemberRequest, chosen: list[ToSign]) -> list[Chosen]:
    """The places chosen, each with the digest of the file that was read there."""
    read = _read_digests(request.GET)
    return [Chosen(each.place, read.get(f"{each.paper.uid}.{each.place.order}", "")) for each in chosen]


def _read_digests(query: QueryDict) -> dict[str, str]:
    """Place → digest of the file that the list showed."""
    return {name: sha for name, _, sha in (value.rpartition(".") for value in query.getlist("choix"))}


def _signing_form(request: MemberRequest, chosen: list[ToSign]) -> BatchSigningForm:
    person = chosen[0].place.member.person if chosen[0].place.member else None
    kept = _kept(person, chosen[0].paper.council)
    if request.method == "POST":
        return BatchSigningForm(request.POST, request.FILES, kept=kept)
    return BatchSigningForm(kept=kept)


def _kept(person: Person | None, council: Council) -> list[Any]:
    return means_of_person(person, council_day(council, timezone.now())) if person else []


def _signed(request: MemberRequest, chosen: list[ToSign], form: BatchSigningForm) -> list[Outcome] | None:
    """What became of each document; ``None`` with the refusal shown on the form, and nothing signed."""
    wanted = wanted_by(request, chosen)
    try:
        with _open(form) as key:
            opened = OpenKey(
                key,
                means=form.means,
                user=request.user,
                reauthenticated_at=identity_proved_at(request),
                confirmed_holder=form.confirmed_holder,
            )
            outcomes = sign_places(chosen=wanted, key=opened, at=timezone.now())
    except Refusal as refusal:
        field = "passphrase" if isinstance(refusal.__cause__, BadPassphrase) else None
        form.add_error(field, refusal.message_fr)
        return None
    asked = next((each.refusal for each in outcomes if isinstance(each.refusal, OtherHolder)), None)
    if asked is not None and not any(each.is_signed for each in outcomes):
        form.ask_holder(asked.holder, asked.message_fr)
        return None
    return outcomes


def _open(form: BatchSigningForm) -> Any:
    told = form.cleaned_data
    if form.means is not None:
        return open_means(form.means, pin=told["passphrase"], code=told.get("code", ""))
    return open_certificate(pkcs12=told["pkcs12"], passphrase=told["passphrase"])


@private_page
@require_safe
def signing_outcome(request: MemberRequest, council: str) -> HttpResponse:
    """What became of each document of the last gesture."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    told = request.session.pop(OUTCOMES, None)
    if told is None:
        return redirect("council_to_sign", council)
    outcomes = [Outcome(title, message, article) for title, message, article in told]
    context = {
        "council": row,
        "outcomes": outcomes,
        "signed": sum(each.is_signed for each in outcomes),
        "refused": sum(not each.is_signed for each in outcomes),
        "left": len(awaiting(request.user, row)),
    }
    return render(request, "deliberations/signing_outcome.html", context)


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
    return file_response(content, f"a-signer-{row.uid}-v{row.number}.pdf", "application/pdf")


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
        "to_seal": acts_to_sign(row.council).filter(sitting=row).count() if seal else 0,
        "own": len([each for each in awaiting(request.user, row.council) if each.paper.sitting_id == row.pk]),
    }
    status = status_of(form) if request.method == "POST" else 200
    return render(request, "deliberations/sitting_signatures.html", context, status=status)


@private_page
@require_http_methods(["POST"])
def sitting_seal(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """Put the council's seal on the certified copies of a sitting that wait for it."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    acts = list(acts_to_sign(row.council).filter(sitting=row).select_related("sitting__council"))
    try:
        outcomes = seal_copies(council=row.council, acts=acts, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("sitting_signatures", council, sitting)
    for outcome in outcomes:
        if not outcome.is_signed:
            messages.error(request, f"{outcome.title} : {outcome.message}")
    sealed = sum(outcome.is_signed for outcome in outcomes)
    if sealed:
        messages.success(
            request,
            f"Cachet électronique apposé : {counted(sealed, 'copie certifiée', 'copies certifiées')}.",
        )
    return redirect("sitting_signatures", council, sitting)


def _members(row: Sitting) -> list[Mandate]:
    """Those in office today: a document is signed on the day it is signed."""
    today = council_day(row.council, timezone.now())
    rows = row.council.mandates.select_related("person", "council")
    return [mandate for mandate in rows if mandate.person_id and is_in_force(mandate, today)]
