"""Writing the minutes of a sitting: one page for the whole, one for each item."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.errors import Refusal
from councils.models import Mandate
from councils.permissions import may_publish, may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from deliberations.domain.attendance import Seat, SeatState
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.votes import VoteMethod
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes import named
from deliberations.domain.wording.minutes_moves import Narration
from deliberations.forms.fields import MergingForm, Stored
from deliberations.forms.minutes import (
    DebateForm,
    IncidentForm,
    PassagesForm,
    SureForm,
    initial_of_debate,
    initial_of_passages,
)
from deliberations.models import AgendaItem, BallotRequest, MinutesIncident, Sitting
from deliberations.queries import record_of
from deliberations.services.editing import ChangedMeanwhile, fingerprints
from deliberations.services.minutes import (
    PASSAGES,
    add_incident,
    debate_of,
    minutes_of,
    remove_incident,
    save_debate,
    save_passages,
    save_requests,
    silence_the_rest,
    values_of,
)
from deliberations.services.minutes_copies import issued_minutes
from deliberations.services.minutes_life import linked_item
from deliberations.services.minutes_publishing import may_put_online, online_since
from deliberations.services.minutes_sending import members_on, stuck_mails
from deliberations.services.sitting_documents import told_record
from deliberations.views.agenda import item_row
from deliberations.views.autosaving import is_autosave, kept_answer
from deliberations.views.preparation import sitting_row
from deliberations.views.read_log import notes_closed_sitting, notes_debate
from deliberations.views.shown.minutes import minutes_files, minutes_page, reached_by
from deliberations.views.shown.sitting import sitting_title_on

"""Sent by the page itself while one types."""
METHODS = {"public_ballot": VoteMethod.PUBLIC, "secret_ballot": VoteMethod.SECRET}


def minutes_context(row: Sitting) -> dict[str, Any]:
    """What every page of the minutes shares."""
    return {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_minutes",
        "back": reverse("sitting_minutes", args=(row.council.uid, row.uid)),
    }


def stored(form: MergingForm, save: Callable[[], Any], shown: Callable[[Mapping[str, Any]], Any]) -> bool:
    """Whether what was typed is stored; what somebody else stored meanwhile is shown beside it (``shown`` of it)."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        save()
    except ChangedMeanwhile as refusal:
        form.show_conflict(refusal, shown(refusal.current))
        return False
    except Refusal as refusal:
        form.add_error(None, refusal.message_fr)
        return False
    return True


@private_page
@require_http_methods(GET_OR_POST)
@notes_closed_sitting
def sitting_minutes(request: MemberRequest, **place: str) -> HttpResponse:
    """How far the minutes have come, what they lack, each item; and the passages around the items."""
    may = may_write if request.method == "POST" else may_read_drafts
    row = sitting_row(request.user, place, may=may)
    known = minutes_of(row)
    form = PassagesForm(posted(request), initial=initial_of_passages(known))
    form.show_seen(fingerprints(values_of(known)))

    def save() -> None:
        wanted = {name: form.cleaned_data[name] for name in PASSAGES}
        save_passages(row, wanted, seen=form.seen_values, by=request.user)
        messages.success(request, "Les passages sont enregistrés.")

    if stored(form, save, shown_values):
        return redirect("sitting_minutes", row.council.uid, row.uid)
    return minutes_answer(request, row, form=form)


def minutes_answer(
    request: MemberRequest,
    row: Sitting,
    *,
    form: PassagesForm | None = None,
    incident: IncidentForm | None = None,
) -> HttpResponse:
    """The page itself, with what was typed in it."""
    known = minutes_of(row)
    record = told_record(row)
    passages = form or PassagesForm(initial=initial_of_passages(known))
    if form is None:
        passages.show_seen(fingerprints(values_of(known)))
    context = (
        minutes_context(row)
        | _life(row)
        | {
            "shown": minutes_page(row, record),
            "form": passages,
            "reached": [stage.value for stage in reached_by(record)],
            "can_write": may_write(request.user, row.council),
            "can_publish": may_publish(request.user, row.council),
            "files": minutes_files(row),
            "settled_on": record.sitting.minutes.settled_on,
            "incidents": row.minutes_incidents.select_related("item"),
            "incident_form": incident or IncidentForm(auto_id="incident_%s"),
        }
    )
    status = max(status_of(passages), status_of(incident) if incident else 200)
    return render(request, "deliberations/minutes/minutes.html", context, status=status)


def _life(row: Sitting) -> dict[str, Any]:
    return {
        "told_remarks": row.minutes_remarks.select_related("member__person", "answer"),
        "distributions": row.minutes_distributions.select_related("member__person"),
        "stuck": stuck_mails(row, timezone.now()),
        "signatures": row.minutes_signatures.select_related("member__person", "file"),
        "linked": linked_item(row),
        "issued": issued_minutes(row),
        "online": online_since(row),
        "may_put_online": may_put_online(row.council),
    }


@private_page
@require_http_methods(GET_OR_POST)
@notes_debate
def minutes_debate(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """The discussion of one item; saving leads to the next one that has none. The page saves by itself too."""
    row = sitting_row(request.user, place, may=may_write)
    point = item_row(row, item)
    known = debate_of(point)
    asked, record = _asked(point), record_of(row)
    form = DebateForm(
        posted(request),
        initial={**initial_of_debate(known), **asked},
        members=_who_may_have_asked(record, row, point, asked),
        counted=_counted(record, point),
    )
    form.show_seen(fingerprints(values_of(known)))
    is_stored = stored(form, lambda: _save(request, point, form), shown_values)
    if is_autosave(request):
        now = debate_of(AgendaItem.objects.get(pk=point.pk))
        return kept_answer(request, form, json.dumps(fingerprints(values_of(now))) if is_stored else "")
    if is_stored:
        return redirect(_next(request, row, point))
    context = minutes_context(row) | {
        "item": point,
        "item_title": text_of(point.title_html),
        "form": form,
        "told": _told_of(record, point),
        "names": _names(record, point),
        "page": minutes_page(row, record),
        "is_settled": bool(row.minutes_settled_in),
    }
    return render(request, "deliberations/minutes/debate.html", context, status=status_of(form))


def shown_values(current: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as a form shows them."""
    return {name: Stored(value) if isinstance(value, str) else value for name, value in current.items()}


def _asked(item: AgendaItem) -> dict[str, list[str]]:
    rows = BallotRequest.objects.filter(item=item).select_related("member")
    return {
        name: [row.member.uid for row in rows if row.method == method] for name, method in METHODS.items()
    }


def _who_may_have_asked(
    record: Record, row: Sitting, item: AgendaItem, asked: Mapping[str, list[str]]
) -> list[Mandate]:
    """The members in the room for that item, and those recorded already."""
    here = {seat.member for seat in _seats(record, item)}.union(*asked.values())
    return [member for member in members_on(row) if member.uid in here]


def _counted(record: Record, item: AgendaItem) -> int:
    """How many asked for a form of ballot, as the vote recorded it."""
    return max((vote.requested_by_present or 0 for vote in record.votes_on(item.uid)), default=0)


def _save(request: MemberRequest, item: AgendaItem, form: DebateForm) -> None:
    """The summary and the requests, both or none."""
    told = form.cleaned_data
    with transaction.atomic():
        saved = save_debate(
            item,
            debate_html=told["debate_html"],
            is_silent=told["is_silent"],
            seen=form.seen_values,
            by=request.user,
        )
        for name, method in METHODS.items():
            save_requests(item, method, told[name], by=request.user)
    if is_autosave(request):
        return
    kept = " Ce qu'une autre personne a changé entre-temps est gardé." if saved.kept else ""
    messages.success(request, f"Point {item.order} : c'est enregistré.{kept}")


def _next(request: MemberRequest, row: Sitting, item: AgendaItem) -> str:
    """The next item without a summary, where that was asked for; else the whole."""
    back = reverse("sitting_minutes", args=(row.council.uid, row.uid))
    if "next" not in request.POST:
        return f"{back}#point-{item.order}"
    items = minutes_page(row, record_of(row)).items
    place = next(n for n, each in enumerate(items) if each.number == item.order)
    after = (each.url for each in (*items[place + 1 :], *items[:place]) if not each.is_told)
    return next(after, back)


def _told_of(record: Record, item: AgendaItem) -> tuple[str, ...]:
    """What happened in the room, as the minutes tell it: the secretary sees it, and types none of it."""
    members = MemberWords(record, BodyWords(record.council))
    narration = Narration(record, members)
    return tuple(line for moment in narration.moments_of(item.uid) for line in narration.before(moment))


def _names(record: Record, item: AgendaItem) -> tuple[str, ...]:
    """The members in the room for that item, as the minutes name them: one click puts a name in the text."""
    members = MemberWords(record, BodyWords(record.council))
    return tuple(
        named(members, seat.by if seat.state is SeatState.SUBSTITUTED and seat.by else seat.member)
        for seat in _seats(record, item)
    )


def _seats(record: Record, item: AgendaItem) -> Sequence[Seat]:
    room = record.attendance(Moment(item.uid))
    return room.having(SeatState.PRESENT, SeatState.REMOTE, SeatState.SUBSTITUTED, SeatState.UNKNOWN)


@private_page
@require_POST
def minutes_silence(request: MemberRequest, **place: str) -> HttpResponse:
    """The secretary says that nobody spoke on the items that have no summary."""
    row = sitting_row(request.user, place, may=may_write)
    try:
        many = silence_the_rest(row, by=request.user)
        messages.success(request, f"« Aucune observation » est inscrit pour {many} point(s).")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return redirect("sitting_minutes", row.council.uid, row.uid)


@private_page
@require_http_methods(GET_OR_POST)
def minutes_incident(request: MemberRequest, **place: str) -> HttpResponse:
    """Note an incident, on an item (``point``) or on none."""
    row = sitting_row(request.user, place, may=may_write)
    form = IncidentForm(posted(request), auto_id="incident_%s")
    item = AgendaItem.objects.filter(sitting=row, uid=request.POST.get("point", "")).first()

    def save() -> None:
        at = form.moment(row.held_on, row.council.time_zone)
        add_incident(row, incident_html=form.cleaned_data["incident_html"], at=at, item=item, by=request.user)
        messages.success(request, "L'incident est inscrit au procès-verbal.")

    if accepted(form, save):
        if item is not None:
            return redirect("minutes_debate", row.council.uid, row.uid, item.uid)
        return redirect("sitting_minutes", row.council.uid, row.uid)
    return minutes_answer(request, row, incident=form if form.is_bound else None)


@private_page
@require_http_methods(GET_OR_POST)
def minutes_incident_remove(request: MemberRequest, incident: int, **place: str) -> HttpResponse:
    """Show the incident once more, then take it out of the draft."""
    row = sitting_row(request.user, place, may=may_write)
    found = get_object_or_404(MinutesIncident, sitting=row, pk=incident)
    page = FormPage(
        heading="Retirer cet incident du projet ?",
        submit="Retirer l'incident",
        done="L'incident est retiré du projet ; l'historique le garde.",
        parent_url=reverse("sitting_minutes", args=(row.council.uid, row.uid)),
        parent="Procès-verbal",
        intro=(f"« {' '.join(text_of(found.incident_html).split())} »",),
    )
    form = SureForm(posted(request))
    return form_page(request, row.council, page, form, lambda: remove_incident(found, by=request.user))
