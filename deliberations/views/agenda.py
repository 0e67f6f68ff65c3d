"""The agenda of a sitting: its items, their order, and each item."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.errors import Refusal
from councils.models import Council
from councils.permissions import may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import status_of
from deliberations.domain.duties import duties_of_sitting
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date
from deliberations.forms.fields import SeenRevision
from deliberations.forms.items import CarryForm, ItemForm, initial_of_item
from deliberations.models import AgendaItem, ItemPaper, Sitting
from deliberations.models.choices import ITEM_KINDS, ITEM_OUTCOMES
from deliberations.queries import record_of, sittings_of
from deliberations.services.agenda import (
    add_item,
    carry_item,
    change_item,
    item_values,
    move_item,
    reasons_to_keep_item,
    remove_item,
    set_outcome,
    what_hangs_on,
)
from deliberations.services.editing import ChangedMeanwhile, fingerprints
from deliberations.services.preparation import is_convoked
from deliberations.views.preparation import (
    mandates_of,
    sitting_row,
    tell_kept,
    today_in,
)
from deliberations.views.shown.notice import shown_notice
from deliberations.views.shown.preparing import prepared_items
from deliberations.views.shown.sitting import sitting_title

STEPS: dict[str, dict[str, Any]] = {
    "monter": {"step": -1},
    "descendre": {"step": 1},
    "debut": {"after": ""},
    "fin": {"step": 10_000},
}
"""Gestures of the buttons and of the keyboard."""


def item_row(sitting: Sitting, uid: str) -> AgendaItem:
    """The item of that uid on the agenda of ``sitting``, or 404."""
    return get_object_or_404(AgendaItem.objects.select_related("sitting__council"), sitting=sitting, uid=uid)


def page_context(row: Sitting, record: Record) -> dict[str, Any]:
    """What every page of the step shares."""
    return {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(record),
        "here": "sitting_agenda",
        "back": reverse("sitting_agenda", args=[row.council.uid, row.uid]),
        "is_finished": row.finished_at is not None,
    }


def agenda_context(
    request: MemberRequest, row: Sitting, *, said: str = "", error: str = ""
) -> dict[str, Any]:
    """What the agenda shows; ``said`` is told to who cannot see the new order, ``error`` to everyone."""
    record = record_of(row)
    papers = ItemPaper.objects.filter(item__sitting=row).values_list("item__uid").annotate(Count("pk"))
    may_change = may_write(request.user, row.council) and row.finished_at is None
    duties = duties_of_sitting(record, today_in(row.council))
    return {
        **page_context(row, record),
        "items": prepared_items(record, dict(papers)),
        "may_change": may_change,
        "said": said,
        "error": error,
        "notice": shown_notice(record, today_in(row.council)),
        "notes_due": next(
            (duty for duty in duties if duty.code == "sitting.notes" and duty.is_waiting), None
        ),
        "is_convoked": is_convoked(row),
        "kinds": [(key.value, label) for key, label in ITEM_KINDS.items()],
        "revision": row.revision,
    }


@private_page
@require_safe
def sitting_agenda(request: MemberRequest, **place: str) -> HttpResponse:
    """The agenda being prepared, with what remains to do before the convocation."""
    row = sitting_row(request.user, place, may=may_read_drafts)
    return render(request, "deliberations/prepare/agenda.html", agenda_context(request, row))


@private_page
@require_POST
def agenda_move(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Move an item up, down, or after another; the list comes back as it is now stored."""
    row = sitting_row(request.user, place, may=may_write)
    said, error = _moved(request, item_row(row, item))
    row.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        context = agenda_context(request, row, said=said, error=error)
        return render(request, "deliberations/prepare/agenda_fragment.html", context)
    messages.add_message(request, messages.ERROR if error else messages.SUCCESS, error or said)
    return redirect(f"{reverse('sitting_agenda', kwargs=place)}#{item}")


def _moved(request: MemberRequest, item: AgendaItem) -> tuple[str, str]:
    """What to say of the gesture, and why it was refused: one of both is empty."""
    gesture: Mapping[str, Any] = STEPS.get(
        request.POST.get("sens", ""), {"after": request.POST.get("apres", "")}
    )
    seen = SeenRevision(request.POST).number
    try:
        moved = move_item(item, by=request.user, **gesture)
    except Refusal as refusal:
        return "", refusal.message_fr
    others = seen is not None and seen != item.sitting.revision
    told = "Quelqu'un avait changé l'ordre du jour entre-temps : le voici à jour. " if others else ""
    return (
        f"{told}« {text_of(moved.item.title_html)} » est maintenant le point {moved.place} sur {moved.count}.",
        "",
    )


def _themes(council: Council) -> list[str]:
    """Themes used lately, each once."""
    used = AgendaItem.objects.filter(sitting__council=council).exclude(theme="").order_by("-pk")
    return sorted(dict.fromkeys(used.values_list("theme", flat=True)[:300]))


def item_form(
    row: Sitting, record: Record, data: QueryDict | None, item: AgendaItem | None = None
) -> ItemForm:
    """The form of an item; of a new one when ``item`` is ``None``."""
    mandates = mandates_of(row.council)
    initial: dict[str, Any] = {"added_in_sitting": is_convoked(row)}
    stored = item_values(item) if item else None
    if stored is not None:
        initial = initial_of_item(stored, {mandate.pk: mandate.uid for mandate in mandates})
    form = ItemForm(
        data,
        record=record,
        mandates=mandates,
        item=item.uid if item else None,
        themes=_themes(row.council),
        initial=initial,
    )
    if stored is not None:
        form.show_seen(fingerprints(stored))
    return form


@private_page
@require_http_methods(GET_OR_POST)
def item_new(request: MemberRequest, **place: str) -> HttpResponse:
    """Put an item on the agenda: from the whole form, or from its title and kind alone."""
    row = sitting_row(request.user, place, may=may_write)
    record = record_of(row)
    data = _completed(request.POST) if request.method == "POST" else None
    form = item_form(row, record, data)
    if form.is_bound and form.is_valid():
        try:
            item = add_item(row, form.facts(), by=request.user)
            messages.success(request, f"Le point {item.order} est ajouté à l'ordre du jour.")
            return redirect(f"{reverse('sitting_agenda', kwargs=place)}#{item.uid}")
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    return _item_page(request, {**page_context(row, record), "item": None}, form)


def _completed(data: QueryDict) -> QueryDict:
    """The short form of the agenda asks for a title only: what it does not ask takes its usual value."""
    completed = data.copy()
    if data.get("court") and not data.get("kind"):
        completed["kind"] = "DELIBERATION"
    return completed


def _item_page(request: MemberRequest, context: dict[str, Any], form: ItemForm) -> HttpResponse:
    status = status_of(form)
    return render(request, "deliberations/prepare/item_form.html", {**context, "form": form}, status=status)


@private_page
@require_http_methods(GET_OR_POST)
def item_edit(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Correct an item. One removed meanwhile is offered again with what was typed."""
    row = sitting_row(request.user, place, may=may_write)
    edited = AgendaItem.objects.filter(sitting=row, uid=item).first()
    if edited is None:
        return _removed_meanwhile(request, row, item)
    record = record_of(row)
    form = item_form(row, record, posted(request), edited)
    if form.is_bound and form.is_valid():
        try:
            saved = change_item(edited, form.facts(), seen=form.seen_values, by=request.user)
            tell_kept(request, form, saved.kept, "Le point est enregistré.")
            return redirect(f"{reverse('sitting_agenda', kwargs=place)}#{item}")
        except ChangedMeanwhile as refusal:
            form.show_conflict(refusal, _initial(row.council, refusal.current))
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    papers = ItemPaper.objects.filter(item=edited).select_related("file")
    return _item_page(request, {**page_context(row, record), "item": edited, "papers": papers}, form)


def _initial(council: Council, values: Mapping[str, Any]) -> dict[str, Any]:
    return initial_of_item(dict(values), {mandate.pk: mandate.uid for mandate in mandates_of(council)})


def _removed_meanwhile(request: MemberRequest, row: Sitting, uid: str) -> HttpResponse:
    was_there = AgendaItem.history.filter(sitting_id=row.pk, uid=uid).exists()
    if request.method != "POST" or not was_there:
        raise Http404
    record = record_of(row)
    form = item_form(row, record, request.POST)
    form.add_error(
        None,
        "Ce point a été supprimé entre-temps par une autre personne. Rien n'est perdu : enregistrez pour le remettre à "
        "l'ordre du jour.",
    )
    return _item_page(request, {**page_context(row, record), "item": None}, form)


@private_page
@require_http_methods(GET_OR_POST)
def item_remove(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Take an item off the agenda; a confirmation says what goes with it."""
    row = sitting_row(request.user, place, may=may_write)
    removed = item_row(row, item)
    if request.method == "POST":
        try:
            remove_item(removed, by=request.user)
            messages.success(request, "Le point est supprimé de l'ordre du jour.")
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
        return redirect(reverse("sitting_agenda", kwargs=place))
    context = {
        **page_context(row, record_of(row)),
        "item": removed,
        "item_title": text_of(removed.title_html),
        "hanging": what_hangs_on(removed),
        "reasons": reasons_to_keep_item(removed),
        "is_convoked": is_convoked(row),
    }
    return render(request, "deliberations/prepare/item_remove.html", context)


@private_page
@require_POST
def item_outcome(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Say that an item is adjourned, withdrawn, or examined after all."""
    row = sitting_row(request.user, place, may=may_write)
    told = request.POST.get("issue", "")
    if told not in set(ItemOutcome):
        messages.error(request, "Choisissez : examiné, ajourné ou retiré.")
        return redirect(reverse("sitting_agenda", kwargs=place))
    try:
        changed = set_outcome(item_row(row, item), ItemOutcome(told), by=request.user)
        messages.success(request, f"Point {changed.order} : {ITEM_OUTCOMES[ItemOutcome(told)].lower()}.")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return redirect(f"{reverse('sitting_agenda', kwargs=place)}#{item}")


@private_page
@require_http_methods(GET_OR_POST)
def item_carry(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Carry an item to another sitting, with its text and its papers."""
    row = sitting_row(request.user, place, may=may_write)
    carried = item_row(row, item)
    nexts = list(
        sittings_of(row.council).filter(held_on__gte=row.held_on, finished_at=None).exclude(pk=row.pk)[:20]
    )
    choices = [(each.uid, f"Séance du {long_date(each.held_on)}") for each in reversed(nexts)]
    form = CarryForm(posted(request), sittings=choices)
    if form.is_bound and form.is_valid():
        target = next(each for each in nexts if each.uid == form.cleaned_data["to"])
        try:
            copy = carry_item(carried, target, by=request.user)
            messages.success(request, "Le point est reporté, avec son texte et ses pièces.")
            return redirect(f"{reverse('sitting_agenda', args=[row.council.uid, target.uid])}#{copy.uid}")
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    context = {
        **page_context(row, record_of(row)),
        "item": carried,
        "item_title": text_of(carried.title_html),
        "form": form,
        "has_target": bool(choices),
    }
    return render(request, "deliberations/prepare/item_carry.html", context, status=status_of(form))
