"""The sheet of a sitting, typed the next morning on one page."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.gestures import SITTING, GestureKind
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sheets import is_on_sheet
from deliberations.domain.votes import VoteMethod
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.fields import SeenRevision
from deliberations.forms.sheet import SheetForm
from deliberations.models import Gesture, Sitting
from deliberations.queries import record_of
from deliberations.queries.convening import answers_of
from deliberations.services.floor import Floor
from deliberations.services.gestures import Asked, Call, perform
from deliberations.services.sheets import SheetOutdated, save_sheet
from deliberations.views.holding import writable_sitting
from deliberations.views.shown.holding_person import told_movement
from deliberations.views.shown.sitting import sitting_title

CONFLICT = 409


@private_page
@require_http_methods(GET_OR_POST)
def sheet(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """Everything from the paper: saved whole, or shown again with each error beside its field."""
    row = writable_sitting(request, council, sitting)
    record = record_of(row)
    if request.method != "POST":
        return _page(request, row, record, SheetForm(record, initial=_prefilled(request, row, record)))
    form = SheetForm(record, request.POST)
    try:
        is_saved = accepted(form, lambda: _save(request, row, form, record))
    except SheetOutdated as outdated:
        row.refresh_from_db()
        return _page(request, row, record_of(row), form, others=outdated.others)
    if not is_saved:
        return _page(request, row, record, form)
    messages.success(request, "La feuille de séance est enregistrée.")
    again = "continue" in request.POST
    return redirect("sitting_sheet" if again else "sitting", council=council, sitting=sitting)


def _save(request: MemberRequest, row: Sitting, form: SheetForm, record: Record) -> Gesture:
    typed = hashlib.sha256(repr(form.sheet).encode()).hexdigest()
    seen = SeenRevision(request.POST).number

    def save(floor: Floor) -> str:
        return save_sheet(floor, sheet=form.sheet, seen=seen)

    asked = Asked(GestureKind.SHEET, SITTING, save, {"sheet": typed})
    call = Call(_key(request.POST.get("key", "")), timezone.now())
    return perform(row, asked, call, by=request.user, record=record)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _prefilled(request: MemberRequest, row: Sitting, record: Record) -> dict[str, Any]:
    """« Tous présents » and « tous pour » of a sheet with little on it, where nothing is noted yet.

    Who answered to be excused is proposed so, with their proxy.
    """
    noted = {movement.member for movement in record.sitting.movements}
    found: dict[str, Any] = {}
    if "presents" in request.GET:
        found |= {f"s-{uid}": MovementKind.PRESENT.value for uid in record.members if uid not in noted}
    words = MemberWords(record, BodyWords(record.council))
    for uid, answer in answers_of(row).items() if not noted else ():
        if answer.is_excused:
            found[f"s-{uid}"] = MovementKind.EXCUSED.value
            found[f"p-{uid}"] = words.name(answer.holder) if answer.holder else ""
    if "pour" in request.GET:
        undecided = (item.uid for item in record.sitting.agenda if not record.votes_on(item.uid))
        found |= {f"i-{uid}-form": VoteMethod.ORDINARY.value for uid in undecided}
    return found


def _page(
    request: MemberRequest,
    row: Sitting,
    record: Record,
    form: SheetForm,
    *,
    others: Sequence[str] = (),
) -> HttpResponse:
    words = MemberWords(record, BodyWords(record.council))
    moves = sorted(record.sitting.movements, key=lambda m: m.position)
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(record),
        "here": "sitting_sheet",
        "form": form,
        "others": others,
        "revision": request.POST.get("revision", row.revision) if not others else row.revision,
        "key": uuid4(),
        "kept": [told_movement(record, words, m) for m in moves if not is_on_sheet(m, moves)],
    }
    status = CONFLICT if others else status_of(form)
    return render(request, "deliberations/sheet.html", context, status=status)
