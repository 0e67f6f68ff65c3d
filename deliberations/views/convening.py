"""The secretary's pages of a convocation: what stands in the way, who was called, the letters, the sending."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts, may_write
from councils.views.access import MemberRequest, private_page
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.convening import agenda_change, announced_agenda, may_plead_urgency
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel
from deliberations.domain.wording.agreement import counted
from deliberations.forms.convening import PaperDispatchForm, ReasonForm, SendForm
from deliberations.models import Mailing, Sitting
from deliberations.queries import record_of
from deliberations.queries.convening import convening_of
from deliberations.services import convening as services
from deliberations.services.delivering import letter_of
from deliberations.services.messages import PREVIEW_ADDRESS, convocation_context
from deliberations.views.preparation import sitting_row
from deliberations.views.shown.convening import convocation_page
from deliberations.views.shown.findings import shown_findings
from deliberations.views.shown.notice import urgency_told
from deliberations.views.shown.sitting import sitting_title

PAGE = "sitting_convocation"


def page_context(row: Sitting, record: Record) -> dict[str, Any]:
    """What the pages of a convocation share."""
    return {"council": row.council, "sitting": row, "title": sitting_title(record), "here": PAGE}


def back(place: dict[str, str]) -> HttpResponse:
    return redirect(PAGE, council=place["council"], sitting=place["sitting"])


def site_of(request: HttpRequest) -> str:
    """« https://… », without a final slash, as the links of the e-mails carry it."""
    return request.build_absolute_uri("/").rstrip("/")


@private_page
@require_safe
def convocation(request: MemberRequest, **place: str) -> HttpResponse:
    """Checks, letters, proof of the sendings and answers."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    record, now = record_of(row), timezone.now()
    state = convening_of(row, record)
    shown = convocation_page(record, state, services.plan_sending(row, record, now), now)
    mail = None
    if record.members:
        draft = Mailing(sitting=row)
        mail = convocation_context(record, record.members[0], row, draft, PREVIEW_ADDRESS)
    context = {"shown": shown, "mail": mail, "may_write": may_write(request.user, row.council)}
    return render(request, "deliberations/convocation.html", page_context(row, record) | context)


@private_page
@require_safe
def preview(request: MemberRequest, **place: str) -> HttpResponse:
    """The letter as it would leave now: of the member asked for, else of the first one."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    record = record_of(row)
    asked = request.GET.get("membre", "")
    members = [asked] if asked in record.members else list(record.members[:1])
    return pdf_answer(letter_of(record, members, timezone.now()), "convocation.pdf", as_attachment=False)


@private_page
@require_safe
def to_print(request: MemberRequest, **place: str) -> HttpResponse:
    """The letters of all those who are called on paper, in one file."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    on_paper = [m.uid for m in convening_of(row, record).members if not m.goes_by_email]
    content = letter_of(record, on_paper or list(record.members), timezone.now())
    return pdf_answer(content, "convocations-a-imprimer.pdf")


def pdf_answer(content: bytes, name: str, *, as_attachment: bool = True) -> HttpResponse:
    disposition = content_disposition_header(as_attachment, name) or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: MemberRequest, **place: str) -> HttpResponse:
    """Says what will happen, then sends. What the law forbids outright has no button."""
    row = sitting_row(request.user, place, may=may_write)
    record, now = record_of(row), timezone.now()
    plan = services.plan_sending(row, record, now)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        with_reason=bool(plan.warnings and plan.by_email),
    )
    if request.method == "POST" and form.is_valid():
        try:
            queued = services.send_convocation(
                row,
                by=request.user,
                at=now,
                site=site_of(request),
                reason=form.cleaned_data.get("reason", ""),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        else:
            messages.success(request, _queued(len(queued)))
            return back(place)
    context = {
        "form": form,
        "plan": plan,
        "refusals": shown_findings(record, plan.refusals),
        "warnings": shown_findings(record, plan.warnings),
        "may_plead_urgency": may_plead_urgency(record, council_day(row.council, now)),
    }
    return render(request, "deliberations/convocation_send.html", page_context(row, record) | context)


def _queued(count: int) -> str:
    if not count:
        return "Rien à envoyer : chaque membre convoqué par courriel l'a déjà été, ou son envoi est en cours."
    leaving = counted(count, "convocation part", "convocations partent")
    return f"{leaving} par courriel. Cette page dit où en est chacune."


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def urgency(request: MemberRequest, **place: str) -> HttpResponse:
    """Call in urgency, with its reason: the council will decide on it."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        initial={"reason": row.convocation_urgency_reason},
        label="Motif de l'urgence",
        help_text="Il figure sur la convocation. Le maire en rend compte à l'ouverture de la séance.",
        required="Indiquez le motif de l'urgence.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.declare_urgency(row, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        else:
            messages.success(request, "La séance est convoquée en urgence. Vérifiez, puis envoyez.")
            return redirect("convocation_send", council=place["council"], sitting=place["sitting"])
    context = page_context(row, record) | {
        "form": form,
        "urgency_told": urgency_told(record),
        "article": article_of(record.council, Topic.NOTICE),
    }
    return render(request, "deliberations/convocation_urgency.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: MemberRequest, **place: str) -> HttpResponse:
    """Declare the day and hour at which letters were posted or handed over, several at once."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    members = convening_of(row, record).members
    zone, now = ZoneInfo(row.council.time_zone), timezone.now()
    waiting = [m.uid for m in members if not m.is_called and not m.goes_by_email]
    form = PaperDispatchForm(
        request.POST if request.method == "POST" else None,
        people=[m.mandate for m in members],
        zone=zone,
        initial={
            "members": waiting,
            "day": council_day(row.council, now),
            "hour": now.astimezone(zone).time(),
            "channel": Channel.HAND.value,
        },
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            done = services.record_paper_dispatch(
                row,
                members=told["members"],
                channel=Channel(told["channel"]),
                sent_at=told["sent_at"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        else:
            said = counted(done, "envoi sur papier enregistré", "envois sur papier enregistrés")
            messages.success(request, f"{said}.")
            return back(place)
    context = page_context(row, record) | {"form": form}
    return render(request, "deliberations/convocation_paper.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: MemberRequest, **place: str) -> HttpResponse:
    """Tell the members already called that the agenda has changed, with what the law makes of an item added."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    state = convening_of(row, record)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Pourquoi l'ordre du jour change-t-il ?",
        help_text="Le motif est conservé avec la séance.",
        required="Dites pourquoi l'ordre du jour change.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.send_amended_agenda(
                row,
                by=request.user,
                at=timezone.now(),
                site=site_of(request),
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        else:
            messages.success(request, "L'ordre du jour modifié part aux membres déjà convoqués.")
            return back(place)
    change = agenda_change(state.announced, announced_agenda(record))
    context = page_context(row, record) | {"form": form, "change": change, "is_sent": state.is_sent}
    return render(request, "deliberations/convocation_amend.html", context)
