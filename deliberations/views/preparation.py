"""Preparing a sitting: its date, hour, place and convocation."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, Mandate, User
from councils.permissions import Predicate, may_write
from councils.queries import visible_councils
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import status_of
from deliberations.domain import sittings
from deliberations.domain.record import Record
from deliberations.forms.sitting import SittingForm, initial_of_plan
from deliberations.models import Sitting
from deliberations.permissions import get_council_object_or_404, may_read
from deliberations.queries import planned_record, record_of, sittings_of, visible_sittings
from deliberations.services.editing import ChangedMeanwhile, fingerprints
from deliberations.services.preparation import (
    change_sitting,
    create_sitting,
    delete_sitting,
    planned_values,
    reasons_to_keep,
)
from deliberations.views.shown.notice import shown_notice
from deliberations.views.shown.sitting import sitting_title


def council_row(user: User, uid: str, *, may: Predicate = may_read) -> Council:
    """The council at an address, or 404, or 403 when ``may`` refuses."""
    return get_council_object_or_404(user, visible_councils(user), may=may, uid=uid)


def sitting_row(user: User, place: dict[str, str], *, may: Predicate = may_read) -> Sitting:
    """The sitting at an address (``council``, ``sitting``), or 404, or 403 when ``may`` refuses."""
    return get_council_object_or_404(
        user, visible_sittings(user), may=may, council__uid=place["council"], uid=place["sitting"]
    )


def today_in(council: Council) -> date:
    """The day it is where the council sits."""
    return council_day(council, timezone.now())


def mandates_of(council: Council) -> list[Mandate]:
    return list(Mandate.objects.filter(council=council))


@private_page
@require_http_methods(GET_OR_POST)
def sitting_new(request: MemberRequest, council: str) -> HttpResponse:
    """Open a sitting: the usual place, the hour of the last one and the mayor of that day are proposed."""
    row = council_row(request.user, council, may=may_write)
    form = _new_form(row, posted(request))
    if form.is_bound and form.is_valid():
        try:
            made = create_sitting(row, form.plan(), by=request.user)
            messages.success(
                request, "La séance est créée. Ajoutez maintenant les points de l'ordre du jour."
            )
            return redirect("sitting_agenda", council=row.uid, sitting=made.uid)
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    return _form_page(request, {"council": row, "sitting": None, "title": "Préparer une séance"}, form)


def _new_form(council: Council, data: QueryDict | None) -> SittingForm:
    day = _typed_day(data) or today_in(council)
    record = planned_record(council, sittings.Sitting(uid="nouvelle", held_on=day))
    last = sittings_of(council).exclude(starts_at=None).first()
    initial = {
        "place": council.usual_place or (last.place if last else ""),
        "starts_at": last.starts_at if last else None,
        "is_public": True,
        "origin": sittings.Origin.LIVE.value,
    }
    return SittingForm(data, record=record, mandates=mandates_of(council), initial=initial)


def _typed_day(data: QueryDict | None) -> date | None:
    """The day typed, when it is one: who is in office is read on that day."""
    text = data.get("held_on", "") if data else ""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(str(text).strip(), form).date()  # noqa: DTZ007  a civil day has no zone
        except ValueError:
            continue
    return None


def _form_page(request: MemberRequest, context: dict[str, Any], form: SittingForm) -> HttpResponse:
    notice = None
    if form.value_of("held_on") and (not form.is_bound or form.is_valid() or "held_on" in form.cleaned_data):
        record = form.record if not form.is_bound else _planned(form)
        notice = shown_notice(record, today_in(context["council"]))
    status = status_of(form)
    shown = {**context, "form": form, "notice": notice, "back": _back(context["council"], context["sitting"])}
    return render(request, "deliberations/prepare/sitting_form.html", shown, status=status)


def _back(council: Council, sitting: Sitting | None) -> str:
    """Where « Annuler » leads."""
    if sitting is None:
        return reverse("council", args=[council.uid])
    return reverse("sitting_agenda", args=[council.uid, sitting.uid])


def _planned(form: SittingForm) -> Record:
    """The record of the form as its valid fields change it."""
    return Record(form.record.council, form.planned(), form.record.earlier)


@private_page
@require_safe
def sitting_notice(request: MemberRequest, council: str) -> HttpResponse:
    """While one types: by when to convoke for that day. Nothing is written; an unknown day shows nothing."""
    row = council_row(request.user, council, may=may_write)
    day = _typed_day(request.GET)
    notice = None
    if day is not None:
        existing = (
            visible_sittings(request.user).filter(council=row, uid=request.GET.get("seance", "")).first()
        )
        base = record_of(existing) if existing else planned_record(row, sittings.Sitting("nouvelle", day))
        form = SittingForm(request.GET, record=base, mandates=())
        form.is_valid()
        notice = shown_notice(_planned(form), today_in(row)) if "held_on" in form.cleaned_data else None
    return render(request, "deliberations/prepare/notice_fragment.html", {"notice": notice})


@private_page
@require_http_methods(GET_OR_POST)
def sitting_edit(request: MemberRequest, **place: str) -> HttpResponse:
    """Correct the date, the hour, the place or the convocation of a sitting."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    form = _edit_form(row, record, posted(request))
    if form.is_bound and form.is_valid():
        try:
            saved = change_sitting(row, form.plan(), seen=form.seen_values, by=request.user)
            tell_kept(request, form, saved.kept, "Les réglages de la séance sont enregistrés.")
            return redirect(reverse("sitting_agenda", kwargs=place))
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _initial(refusal.current, record))
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    context = {"council": row.council, "sitting": row, "title": sitting_title(record)}
    return _form_page(request, context, form)


def _edit_form(row: Sitting, record: Record, data: QueryDict | None) -> SittingForm:
    stored = planned_values(row)
    form = SittingForm(
        data, record=record, mandates=mandates_of(row.council), initial=_initial(stored, record)
    )
    form.show_seen(fingerprints(stored))
    return form


def _initial(values: Any, record: Record) -> dict[str, Any]:
    return initial_of_plan(dict(values), next(iter(record.heads), None))


def tell_kept(request: MemberRequest, form: Any, kept: tuple[str, ...], done: str) -> None:
    """Say that it is done, and what somebody else had changed meanwhile and was kept."""
    messages.success(request, done)
    if kept:
        names = ", ".join(f"« {form.fields[name].label} »" for name in kept if name in form.fields)
        messages.info(request, f"Une autre personne a modifié entre-temps, et c'est conservé : {names}.")


@private_page
@require_http_methods(GET_OR_POST)
def sitting_delete(request: MemberRequest, **place: str) -> HttpResponse:
    """Give up a sitting that was only being prepared, after a confirmation that says what goes with it."""
    row = sitting_row(request.user, place, may=may_write)
    if request.method == "POST":
        try:
            delete_sitting(row, by=request.user)
            messages.success(request, "La séance en préparation est supprimée.")
            return redirect("council", council=row.council.uid)
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
            return redirect(reverse("sitting_delete", kwargs=place))
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(record_of(row)),
        "back": _back(row.council, row),
        "reasons": reasons_to_keep(row),
        "items": row.agenda.count(),
        "acts": row.deliberations.count(),
    }
    return render(request, "deliberations/prepare/sitting_delete.html", context)
