"""The secretary's pages of a convocation: what stands in the way, who was called, the letters, the sending."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.permissions import may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.convening import agenda_change, announced_agenda, later_days, may_plead_urgency
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel
from deliberations.domain.wording.agreement import counted
from deliberations.forms.convening import PaperDispatchForm, SendForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import Mailing, Sitting
from deliberations.queries import record_of
from deliberations.queries.convening import convening_of
from deliberations.services import convening as services
from deliberations.services.delivering import letter_of
from deliberations.services.messages import PREVIEW_ADDRESS, convocation_context
from deliberations.services.reminding import to_remind
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_proofs
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
@notes_proofs("Envois et réponses")
def convocation(request: MemberRequest, **place: str) -> HttpResponseBase:
    """Checks, letters, proof of the sendings and answers."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    record, now = record_of(row), timezone.now()
    state = convening_of(row, record)
    shown = convocation_page(record, state, services.plan_sending(row, record, now), now)
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        name = f"convocations-{row.held_on:%Y-%m-%d}"
        return table_response(Table(name, CALLED_COLUMNS, shown.members), file_format)
    silent = len(to_remind(record, state, now))
    mail = None
    if record.members:
        draft = Mailing(sitting=row)
        mail = convocation_context(record, record.members[0], row, draft, PREVIEW_ADDRESS)
    context = {
        "shown": shown,
        "silent": silent,
        "mail": mail,
        "may_write": may_write(request.user, row.council),
    }
    return render(request, "deliberations/convocation.html", page_context(row, record) | context)


CALLED_COLUMNS = (
    Column("Membre", lambda member: member.name, 32),
    Column("Fonction", lambda member: member.title, 28),
    Column("Voie", lambda member: member.route, 24),
    Column("État", lambda member: member.state, 24),
    Column("Envoi", lambda member: member.sent, 34),
    Column("Difficulté", lambda member: member.problem, 40),
    Column("Page demandée", lambda member: member.asked, 30),
    Column("Réponse", lambda member: member.answer, 24),
    Column("Pouvoir", lambda member: member.proxy, 40),
)


@private_page
@require_safe
def preview(request: MemberRequest, **place: str) -> HttpResponse:
    """The letter as it would leave now: of the member asked for, else of the first one."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    record = record_of(row)
    asked = request.GET.get("membre", "")
    members = [asked] if asked in record.members else list(record.members[:1])
    return file_response(letter_of(record, members, timezone.now()), "convocation.pdf", as_attachment=False)


@private_page
@require_safe
def to_print(request: MemberRequest, **place: str) -> HttpResponse:
    """The letters of all those who are called on paper, in one file."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    on_paper = [m.uid for m in convening_of(row, record).members if not m.goes_by_email]
    content = letter_of(record, on_paper or list(record.members), timezone.now())
    return file_response(content, "convocations-a-imprimer.pdf")


@private_page
@require_http_methods(GET_OR_POST)
def send(request: MemberRequest, **place: str) -> HttpResponse:
    """Says what will happen, then sends. What the law forbids outright has no button."""
    row = sitting_row(request.user, place, may=may_write)
    record, now = record_of(row), timezone.now()
    plan = services.plan_sending(row, record, now)
    form = SendForm(
        posted(request),
        with_reason=bool(plan.warnings and plan.by_email),
    )

    def save() -> None:
        queued = services.send_convocation(
            row,
            by=request.user,
            at=now,
            site=site_of(request),
            reason=form.cleaned_data.get("reason", ""),
        )
        messages.success(request, _queued(len(queued)))

    if accepted(form, save):
        return back(place)
    today = council_day(row.council, now)
    context = {
        "form": form,
        "plan": plan,
        "refusals": shown_findings(record, plan.refusals),
        "warnings": shown_findings(record, plan.warnings),
        "may_plead_urgency": may_plead_urgency(record, today),
        "later": later_days(record, today) if _is_late(plan) else (),
        "is_sent": convening_of(row, record).is_sent,
    }
    return render(
        request,
        "deliberations/convocation_send.html",
        page_context(row, record) | context,
        status=status_of(form),
    )


def _is_late(plan: services.Plan) -> bool:
    return any(finding.code == "notice.too_short" for finding in plan.findings)


def _queued(count: int) -> str:
    if not count:
        return "Rien à envoyer : chaque membre convoqué par courriel l'a déjà été, ou son envoi est en cours."
    leaving = counted(count, "convocation part", "convocations partent")
    return f"{leaving} par courriel. Cette page dit où en est chacune."


@private_page
@require_http_methods(GET_OR_POST)
def urgency(request: MemberRequest, **place: str) -> HttpResponse:
    """Call in urgency, with its reason: the council will decide on it."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    form = ReasonForm(
        posted(request),
        initial={"reason": row.convocation_urgency_reason},
        label="Motif de l'urgence",
        help_text="Il figure sur la convocation. Le maire en rend compte à l'ouverture de la séance.",
        required="Indiquez le motif de l'urgence.",
    )

    def save() -> None:
        services.declare_urgency(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "La séance est convoquée en urgence. Vérifiez, puis envoyez.")

    if accepted(form, save):
        return redirect("convocation_send", council=place["council"], sitting=place["sitting"])
    context = page_context(row, record) | {
        "form": form,
        "urgency_told": urgency_told(record),
        "article": article_of(record.council, Topic.NOTICE),
    }
    return render(request, "deliberations/convocation_urgency.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def paper(request: MemberRequest, **place: str) -> HttpResponse:
    """Declare the day and hour at which letters were posted or handed over, several at once."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    members = convening_of(row, record).members
    zone, now = ZoneInfo(row.council.time_zone), timezone.now()
    waiting = [m.uid for m in members if not m.is_called and not m.goes_by_email]
    form = PaperDispatchForm(
        posted(request),
        people=[m.mandate for m in members],
        zone=zone,
        initial={
            "members": waiting,
            "day": council_day(row.council, now),
            "channel": Channel.HAND.value,
        },
    )

    def save() -> None:
        told = form.cleaned_data
        done = services.record_paper_dispatch(
            row,
            members=told["members"],
            channel=Channel(told["channel"]),
            sent_at=told["sent_at"],
            by=request.user,
        )
        said = counted(done, "envoi sur papier enregistré", "envois sur papier enregistrés")
        messages.success(request, f"{said}.")

    if accepted(form, save):
        return back(place)
    context = page_context(row, record) | {"form": form}
    return render(request, "deliberations/convocation_paper.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def amend(request: MemberRequest, **place: str) -> HttpResponse:
    """Tell the members already called that the agenda has changed, with what the law makes of an item added."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    state = convening_of(row, record)
    form = ReasonForm(
        posted(request),
        label="Pourquoi l'ordre du jour change-t-il ?",
        help_text="Le motif est conservé avec la séance.",
        required="Dites pourquoi l'ordre du jour change.",
    )

    def save() -> None:
        services.send_amended_agenda(
            row,
            by=request.user,
            at=timezone.now(),
            site=site_of(request),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, "L'ordre du jour modifié part aux membres déjà convoqués.")

    if accepted(form, save):
        return back(place)
    change = agenda_change(state.announced, announced_agenda(record))
    context = page_context(row, record) | {"form": form, "change": change, "is_sent": state.is_sent}
    return render(request, "deliberations/convocation_amend.html", context, status=status_of(form))
