"""The steps of the minutes after their writing: given to the members, remarked upon, settled, signed, put online."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate
from councils.permissions import may_publish, may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.minutes import MinutesChannel
from deliberations.domain.minutes_completing import completed
from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.domain.wording.minutes import signatories
from deliberations.forms.minutes import AnswerForm, DistributionForm, RemarkForm, SettleForm, SignForm
from deliberations.models import AgendaItem, MinutesMail, MinutesRemark, MinutesSignature, Sitting
from deliberations.services.minutes_copies import issued_minutes
from deliberations.services.minutes_life import (
    held_among,
    later_sittings,
    linked_item,
    plan_settling,
    record_signature,
    settle_minutes,
    settling_items,
    verdict_of,
)
from deliberations.services.minutes_publishing import (
    public_address,
    put_minutes_online,
    require_online_possible,
)
from deliberations.services.minutes_remarks import answer_remark, record_remark
from deliberations.services.minutes_sending import (
    declare_distribution,
    members_on,
    recipients,
    resend_minutes,
    send_minutes,
)
from deliberations.services.sitting_documents import told_record
from deliberations.services.storage import read_document
from deliberations.views.member_answers import file_answer
from deliberations.views.minutes import minutes_context
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_closed_sitting, notes_signed_minutes
from deliberations.views.shown.minutes import minutes_files, minutes_page, minutes_public_file
from deliberations.views.shown.publishing import closed_doors_of, hidden_of_minutes

ONLINE = "Le procès-verbal est en ligne. Un exemplaire papier se tient à la disposition du public."
_ITEM, _SITTING = "point:", "seance:"


def _back(row: Sitting) -> HttpResponse:
    return redirect("sitting_minutes", row.council.uid, row.uid)


@private_page
@require_http_methods(GET_OR_POST)
def minutes_send(request: MemberRequest, **place: str) -> HttpResponse:
    """Send the draft by e-mail, or note that it was given otherwise."""
    row = sitting_row(request.user, place, may=may_publish)
    if "mail" in request.POST:
        return _mail(request, row)
    form = DistributionForm(posted(request))

    def save() -> None:
        told = form.cleaned_data
        declare_distribution(
            sitting=row,
            channel=MinutesChannel(told["channel"]),
            sent_on=told["sent_on"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "L'envoi est noté.")

    if accepted(form, save, beside="sent_on"):
        return _back(row)
    reachable = recipients(row, timezone.now())
    shown = minutes_page(row, told_record(row))
    context = minutes_context(row) | {
        "form": form,
        "reachable": reachable,
        "unreachable": [member for member in members_on(row) if member not in reachable],
        "lacks": shown.lacks,
        "file": minutes_files(row)[0][1],
    }
    return render(request, "deliberations/minutes/send.html", context, status=status_of(form))


@private_page
@require_POST
def minutes_resend(request: MemberRequest, mail: int, **place: str) -> HttpResponse:
    """Try once more the e-mail of one member that did not leave."""
    row = sitting_row(request.user, place, may=may_publish)
    rows = MinutesMail.objects.select_related("document__sitting__council", "member__person")
    found = get_object_or_404(rows, document__sitting=row, pk=mail)
    try:
        resend_minutes(mail=found, by=request.user, at=timezone.now())
        messages.success(
            request, f"Le courriel repart vers {found.member} : s'il arrive, il s'inscrit sur cette page."
        )
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return _back(row)


def _mail(request: MemberRequest, row: Sitting) -> HttpResponse:
    try:
        send_minutes(sitting=row, by=request.user, at=timezone.now())
        messages.success(request, "L'envoi est lancé : chaque courriel parti s'inscrit sur cette page.")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return _back(row)


@private_page
@require_http_methods(GET_OR_POST)
def minutes_remark(request: MemberRequest, **place: str) -> HttpResponse:
    """Record a remark, with what the assembly made of it."""
    row = sitting_row(request.user, place, may=may_write)
    form = RemarkForm(posted(request), members=members_on(row), initial={"outcome": "NOTED"})

    def save() -> None:
        told = form.cleaned_data
        record_remark(
            sitting=row,
            remark_html=told["remark_html"],
            member=told["member"],
            made_on=told["made_on"],
            outcome=form.told_outcome,
            rectification_html=told["rectification_html"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(
            request, "La remarque est inscrite : elle sera imprimée à la suite du procès-verbal."
        )

    if accepted(form, save, beside={"minutes.rectification": "rectification_html"}):
        return _back(row)
    context = minutes_context(row) | {"form": form, "remark": None}
    return render(request, "deliberations/minutes/remark.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def minutes_answer(request: MemberRequest, remark: int, **place: str) -> HttpResponse:
    """Record what the assembly made of a remark noted before."""
    row = sitting_row(request.user, place, may=may_write)
    found = get_object_or_404(MinutesRemark.objects.select_related("member__person"), sitting=row, pk=remark)
    form = AnswerForm(posted(request))

    def save() -> None:
        answer_remark(
            remark=found,
            outcome=form.told_outcome,
            rectification_html=form.cleaned_data["rectification_html"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "La suite donnée est inscrite.")

    if accepted(form, save, beside={"minutes.rectification": "rectification_html"}):
        return _back(row)
    context = minutes_context(row) | {"form": form, "remark": found}
    return render(request, "deliberations/minutes/remark.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def minutes_settle(request: MemberRequest, **place: str) -> HttpResponse:
    """Say by which item, or at which sitting, the assembly settled the minutes."""
    row = sitting_row(request.user, place, may=may_write)
    if row.minutes_settled_in:
        messages.info(request, "Ce procès-verbal est déjà arrêté.")
        return _back(row)
    later, linked = later_sittings(row), linked_item(row)
    today = council_day(row.council, timezone.now())
    held = held_among(later, today)
    items = [item for item in settling_items(row) if item.sitting.held_on <= today]
    form = SettleForm(
        posted(request), choices=_choices(held, items), initial=_initial(linked, items), is_last=not held
    )

    def save() -> None:
        item, sitting = _chosen(row, form.cleaned_data.get("by", ""), later, items)
        reason = form.cleaned_data["reason"]
        settle_minutes(
            sitting=row, settled_in=sitting, item=item, by=request.user, at=timezone.now(), reason=reason
        )
        messages.success(
            request, "Le procès-verbal est arrêté. Faites-le signer, puis publiez-le dans la semaine."
        )

    if accepted(form, save, beside={"minutes.reason": "reason"}):
        return _back(row)
    context = minutes_context(row) | {
        "form": form,
        "lacks": minutes_page(row, told_record(row)).lacks,
        "next_sitting": _next_prepared(later),
        "linked": linked,
        "planned": later[0] if later and not held else None,
        "is_last": not held,
    }
    return render(request, "deliberations/minutes/settle.html", context, status=status_of(form))


def _next_prepared(later: Sequence[Sitting]) -> Sitting | None:
    """The next sitting whose agenda can still take an item."""
    return next((each for each in later if each.finished_at is None and each.opened_at is None), None)


def _choices(held: Sequence[Sitting], items: Sequence[AgendaItem]) -> list[tuple[str, str]]:
    """What may have settled them: items of sittings already held, and those sittings."""
    found = [(f"{_ITEM}{item.sitting.uid}:{item.uid}", _told(item)) for item in items[:12]]
    found += [
        (f"{_SITTING}{each.uid}", f"À la séance du {_day(each)}, sans désigner de point") for each in held[:6]
    ]
    return found


def _told(item: AgendaItem) -> str:
    verdict = {"ADOPTED": "adopté", "REJECTED": "rejeté", "UNDETERMINED": "voix partagées"}.get(
        verdict_of(item) or "", "pas encore voté"
    )
    return f"Point {item.order} de la séance du {_day(item.sitting)} : {item.title_html} ({verdict})"


def _day(sitting: Sitting) -> str:
    return f"{weekday_name(sitting.held_on)} {long_date(sitting.held_on)}"


def _initial(linked: AgendaItem | None, items: Sequence[AgendaItem]) -> dict[str, str]:
    item = linked or (items[0] if len(items) == 1 else None)
    return {"by": f"{_ITEM}{item.sitting.uid}:{item.uid}"} if item else {}


def _chosen(
    row: Sitting, choice: str, later: Sequence[Sitting], items: Sequence[AgendaItem]
) -> tuple[AgendaItem | None, Sitting]:
    """The item and the sitting chosen; without a choice, the sitting itself, where the term ends with it."""
    if choice.startswith(_ITEM):
        item = next(i for i in items if choice == f"{_ITEM}{i.sitting.uid}:{i.uid}")
        return item, item.sitting
    return None, next((s for s in later if choice == f"{_SITTING}{s.uid}"), row)


@private_page
@require_POST
def minutes_plan(request: MemberRequest, **place: str) -> HttpResponse:
    """Put the settling on the agenda of the next sitting."""
    row = sitting_row(request.user, place, may=may_write)
    target = _next_prepared(later_sittings(row))
    if target is None:
        messages.error(request, "Aucune séance à venir n'est préparée : créez-la, puis revenez ici.")
        return redirect("minutes_settle", row.council.uid, row.uid)
    try:
        item = plan_settling(sitting=row, to=target, by=request.user)
        messages.success(
            request,
            f"Le point {item.order} de l'ordre du jour du {long_date(target.held_on)} arrête ce procès-verbal.",
        )
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return _back(row)


@private_page
@require_http_methods(GET_OR_POST)
def minutes_sign(request: MemberRequest, **place: str) -> HttpResponse:
    """Note who signed the minutes on paper, with a scan."""
    row = sitting_row(request.user, place, may=may_publish)
    members = _signing(row)
    signed = set(row.minutes_signatures.values_list("member_id", flat=True))
    waiting = next((member for member in members if member.pk not in signed), None)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SignForm(data, files, members=members, initial={"member": waiting.uid if waiting else ""})

    def save() -> None:
        record_signature(sitting=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "La signature est notée.")

    if accepted(form, save, beside={"minutes.before_sitting": "signed_on", "minutes.future": "signed_on"}):
        return _back(row)
    context = minutes_context(row) | {"form": form, "is_settled": bool(row.minutes_settled_in)}
    return render(request, "deliberations/minutes/sign.html", context, status=status_of(form))


def _signing(row: Sitting) -> list[Mandate]:
    """Those who sign first, then the other members: a deputy may have signed."""
    order = [uid for uid, _ in signatories(completed(told_record(row)))]
    members = {member.uid: member for member in members_on(row)}
    first = [members[uid] for uid in order if uid in members]
    return [*first, *(member for member in members.values() if member not in first)]


@private_page
@require_safe
@notes_signed_minutes
def minutes_scan(request: MemberRequest, signature: int, **place: str) -> Any:
    """The minutes signed on paper, as they were scanned."""
    row = sitting_row(request.user, place)
    found = get_object_or_404(MinutesSignature.objects.select_related("file"), sitting=row, pk=signature)
    if found.file is None:
        raise Http404
    return file_answer(found.file)


@private_page
@require_safe
@notes_closed_sitting
def minutes_issued(request: MemberRequest, **place: str) -> HttpResponse:
    """The very file that the assembly settled."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    document = issued_minutes(row) if row.minutes_settled_in else None
    if document is None:
        raise Http404
    return file_response(read_document(document), f"proces-verbal-{row.held_on:%Y-%m-%d}-arrete.pdf")


@private_page
@require_http_methods(GET_OR_POST)
def minutes_online(request: MemberRequest, **place: str) -> HttpResponse:
    """Show what the public will read of the settled minutes, then put them on our public page."""
    row, at = sitting_row(request.user, place, may=may_publish), timezone.now()
    try:
        require_online_possible(row)
        if "confirmed" in request.POST:
            put_minutes_online(sitting=row, by=request.user, at=at)
            messages.success(request, ONLINE)
            return _back(row)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return _back(row)
    record = told_record(row)
    context = minutes_context(row) | {
        "address": request.build_absolute_uri(public_address(row)),
        "day": council_day(row.council, at),
        "settled_on": record.sitting.minutes.settled_on,
        "hidden": hidden_of_minutes(record),
        "closed_doors": closed_doors_of(record),
        "public_copy": minutes_public_file(row),
    }
    return render(request, "deliberations/minutes/online.html", context)
