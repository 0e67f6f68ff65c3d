"""What the town hall records of one member: an answer by telephone, a proxy on paper, a new link, a revocation."""

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from councils.permissions import may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.convening import AnswerKind
from deliberations.domain.record import Record
from deliberations.forms.convening import PROXY, DeclaredAnswerForm, RevocationForm
from deliberations.models import ProxyGrant, Sitting, StoredFile
from deliberations.queries import record_of
from deliberations.queries.convening import CalledMember, convening_of
from deliberations.services.answers import answer_declared
from deliberations.services.convening import renew_link
from deliberations.services.proxies import PaperProxy, record_paper_proxy, revoke_proxy
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.views.convening import back, page_context, site_of, sitting_row
from deliberations.views.read_log import notes_proofs

logger = logging.getLogger(__name__)


def _called(row: Sitting, record: Record, uid: str) -> tuple[CalledMember, list[Mandate]]:
    """The member of that uid, and the others."""
    members = convening_of(row, record).members
    found = next((m for m in members if m.uid == uid), None)
    if found is None:
        raise Http404
    return found, [m.mandate for m in members if m.uid != uid]


@private_page
@require_http_methods(GET_OR_POST)
@notes_proofs("Réponse d'un membre", named="member")
def answer(request: MemberRequest, member: str, **place: str) -> HttpResponse:
    """Record what a member told or handed in; a fact already happened is never refused for its lawfulness."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    found, others = _called(row, record, member)
    agenda = list(row.agenda.order_by("order", "pk"))
    is_post = request.method == "POST"
    form = DeclaredAnswerForm(
        posted(request),
        request.FILES if is_post else None,
        holders=others,
        agenda=agenda,
        today=council_day(row.council, timezone.now()),
    )

    def save() -> None:
        _record(row, found.mandate, form, request.user)
        messages.success(request, f"La réponse de {found.mandate} est enregistrée.")

    if accepted(form, save):
        return back(place)
    context = page_context(row, record) | {"form": form, "member": found}
    return render(request, "deliberations/convocation_answer.html", context, status=status_of(form))


def _record(row: Sitting, member: Mandate, form: DeclaredAnswerForm, by: User) -> None:
    told, at = form.cleaned_data, timezone.now()
    if told["answer"] != PROXY:
        answer_declared(row, member=member, kind=AnswerKind(told["answer"]), by=by, at=at)
        return
    paper = PaperProxy(
        holder=told["holder"],
        items=told["items"],
        dated_on=told["dated_on"],
        is_signed=told["is_signed"],
        received_by=told["received_by"] or f"reçu par {by}",
        is_for_illness=told["is_for_illness"] or None,
        covers_second_call=told["covers_second_call"] or None,
        scan=told["scan"],
    )
    record_paper_proxy(row, grantor=member, told=paper, by=by, at=at)


@private_page
@require_POST
def renew(request: MemberRequest, member: str, **place: str) -> HttpResponse:
    """Close the links of a member and send a new one: an address was wrong, a message was forwarded."""
    row = sitting_row(request.user, place, may=may_write)
    found, _ = _called(row, record_of(row), member)
    try:
        renew_link(row, member=found.mandate, by=request.user, at=timezone.now(), site=site_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(request, f"Un nouveau lien part à {found.mandate} ; les anciens ne s'ouvrent plus.")
    return redirect(reverse("convocation_answer", kwargs={**place, "member": member}))


def _grant(row: Sitting, uid: str) -> ProxyGrant:
    rows = ProxyGrant.objects.select_related("sitting__council", "grantor__person", "holder__person")
    return get_object_or_404(rows, sitting=row, uid=uid, confirmed_at__isnull=False)


@private_page
@require_safe
@notes_proofs("Pouvoir", named="grant")
def proxy_pdf(request: MemberRequest, grant: str, **place: str) -> HttpResponse:
    """The dated paper of a proxy given by a link."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    return file_answer(_grant(row, grant).pdf)


@private_page
@require_safe
@notes_proofs("Pouvoir", named="grant")
def proxy_scan(request: MemberRequest, grant: str, **place: str) -> HttpResponse:
    """The scan of a proxy received on paper."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    return file_answer(_grant(row, grant).paper)


def file_answer(file: StoredFile | None) -> HttpResponse:
    """A stored file, to be kept by the browser and never run: always a download. 404 when missing or damaged."""
    if file is None:
        raise Http404
    try:
        content = read_document(file)
    except DamagedDocument:
        logger.exception("A stored file cannot be sent")
        raise Http404 from None
    return file_response(content, file.name, file.media_type)


@private_page
@require_http_methods(GET_OR_POST)
@notes_proofs("Pouvoir", named="grant")
def revoke(request: MemberRequest, grant: str, **place: str) -> HttpResponse:
    """Record that a member told the town hall that he revokes his proxy."""
    row = sitting_row(request.user, place, may=may_write)
    proxy = _grant(row, grant)
    form = RevocationForm(posted(request))

    def save() -> None:
        revoke_proxy(proxy, at=timezone.now(), by=request.user, received_by=form.cleaned_data["received_by"])
        messages.success(request, "Le pouvoir est révoqué.")

    if accepted(form, save):
        return back(place)
    context = page_context(row, record_of(row)) | {"form": form, "proxy": proxy}
    return render(request, "deliberations/convocation_revoke.html", context, status=status_of(form))
