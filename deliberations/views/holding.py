"""The page of a sitting being held: it shows where the sitting stands, and receives its gestures one by one."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import MemberRequest, private_page
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.domain.gestures import GestureKind
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.gesture_base import GestureForm
from deliberations.forms.gestures import SIMPLE, UndoForm, untapped
from deliberations.forms.overrides import OverrideForm
from deliberations.forms.votes import VoteForm
from deliberations.models import Gesture, Sitting
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, visible_sittings
from deliberations.queries.convening import answers_of
from deliberations.queries.holding import last_gesture, standing_item
from deliberations.services.gestures import Conflict, perform, undo_last
from deliberations.views.shown.holding import hold_page
from deliberations.views.shown.holding_items import held_vote
from deliberations.views.shown.holding_person import member_panel
from deliberations.views.shown.sitting import sitting_title

NOTHING_NEW = 204
_OWN_FIELDS = frozenset({"key", "seen", "csrfmiddlewaretoken", "tap", "age"})


class LiveRequest(MemberRequest):
    """A request of a page whose parts are drawn again alone."""

    htmx: HtmxDetails


@dataclass
class Refused:
    """Why a gesture was not done, with both versions when two people met; ``fields`` send it again as it was."""

    message: str
    status: int
    is_conflict: bool = False
    mine: str = ""
    theirs: str = ""
    by: str = ""
    mark: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


def writable_sitting(request: MemberRequest, council: str, sitting: str) -> Sitting:
    """The sitting at an address, for those who write its facts: 404 elsewhere, 403 for the others."""
    return get_council_object_or_404(
        request.user, visible_sittings(request.user), may=may_write, council__uid=council, uid=sitting
    )


@private_page
@require_safe
def hold(request: LiveRequest, council: str, sitting: str) -> HttpResponse:
    """The whole page, or its living parts alone for htmx; nothing when the revision it has is the last."""
    row = writable_sitting(request, council, sitting)
    if request.htmx and request.GET.get("revision") == str(row.revision):
        return HttpResponse(status=NOTHING_NEW)
    return _page(request, row)


@private_page
@require_POST
def gesture(request: LiveRequest, council: str, sitting: str) -> HttpResponse:
    """One gesture. Done: the page again; refused: the page with the reason, and nothing is written."""
    row = writable_sitting(request, council, sitting)
    data = untapped(request.POST)
    record = _record_if_read(row, data)
    form = _form(record, data)
    if form is None:
        return _page(
            request, row, refused=Refused("Ce geste n'est pas connu : rechargez la page.", UNPROCESSABLE)
        )
    if not form.is_valid():
        return _page(request, row, refused=_invalid(form), form=form)
    try:
        _do(request, row, form, record)
    except Conflict as conflict:
        return _page(request, row, refused=_both(conflict, data))
    except Refusal as refusal:
        return _page(request, row, refused=Refused(refusal.message_fr, UNPROCESSABLE), form=form)
    if request.htmx:
        row.refresh_from_db(fields=["revision", "opened_at", "closed_at", "chair"])
        return _page(request, row)
    return redirect(f"{_address(row)}?{_view(request.POST).urlencode()}#dernier-geste")


@private_page
@require_POST
def preview(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """What the engine makes of the vote being typed, before it is written: counts, verdict."""
    row = writable_sitting(request, council, sitting)
    record = record_of(row)
    form = _form(record, request.POST)
    if not isinstance(form, VoteForm) or not form.is_valid():
        return render(request, "deliberations/_vote_preview.html", {"vote": None})
    facts = replace(form.facts(), uid="apercu", ballot=len(record.votes_on(form.item.uid)) + 1)
    others = tuple(vote for vote in record.sitting.votes if vote.uid != form.cleaned_data["vote"])
    tried = replace(record, sitting=replace(record.sitting, votes=(*others, facts)))
    words = MemberWords(tried, BodyWords(tried.council))
    shown = held_vote(tried, words, form.item.uid, facts)
    return render(request, "deliberations/_vote_preview.html", {"vote": shown})


def _record_if_read(row: Sitting, data: Any) -> Record | None:
    """The record, for the forms that are made from it; the others leave it to the service, behind its lock."""
    return record_of(row) if data.get("kind") in (GestureKind.VOTE, GestureKind.OVERRIDE) else None


def _form(record: Record | None, data: Any) -> GestureForm | None:
    """The form of the gesture that was sent; ``None`` for a kind, or an item, that is not one."""
    kind = data.get("kind", "")
    if record is None:
        return UndoForm(data) if kind == GestureKind.UNDO else SIMPLE[kind](data) if kind in SIMPLE else None
    if kind == GestureKind.OVERRIDE:
        return OverrideForm(record, data)
    if kind != GestureKind.VOTE or not any(item.uid == data.get("item") for item in record.sitting.agenda):
        return None
    corrected = next((v for v in record.sitting.votes if v.uid == data.get("vote")), None)
    return VoteForm(record, data["item"], vote=corrected, data=data)


def _do(request: MemberRequest, row: Sitting, form: GestureForm, record: Record | None) -> Gesture:
    call = form.call(timezone.now())
    if form.kind == GestureKind.UNDO:
        return undo_last(row, call, by=request.user)
    return perform(row, form.asked(), call, by=request.user, record=record)


def _invalid(form: GestureForm) -> Refused:
    messages = [str(error) for errors in form.errors.values() for error in errors]
    return Refused(" ".join(dict.fromkeys(messages)), UNPROCESSABLE)


def _both(conflict: Conflict, data: QueryDict) -> Refused:
    theirs = conflict.theirs
    return Refused(
        message=conflict.message_fr,
        status=409,
        is_conflict=True,
        mine=conflict.mine,
        theirs=theirs.message if theirs else "Modifié depuis une autre page.",
        by=str(theirs.by) if theirs and theirs.by else "",
        mark=conflict.mark,
        fields=[
            (name, value) for name, values in data.lists() if name not in _OWN_FIELDS for value in values
        ],
    )


def _address(row: Sitting) -> str:
    return reverse("sitting_hold", kwargs={"council": row.council.uid, "sitting": row.uid})


def _view(data: Any) -> QueryDict:
    """What the page shows beside the current item: an item looked at, a member opened, a vote corrected."""
    view = QueryDict(mutable=True)
    for name in ("voir", "membre", "corriger"):
        value = data.get(name, "")
        if value and not (name == "voir" and data.get("kind") == GestureKind.OPEN_ITEM):
            view[name] = value
    return view


def _page(
    request: LiveRequest, row: Sitting, *, refused: Refused | None = None, form: GestureForm | None = None
) -> HttpResponse:
    """The page, or its living parts for htmx; with the reason of a refusal, and the form refused as it was typed."""
    record = record_of(row)
    view = _view_after(request, refused)
    standing, viewed = (_on_agenda(record, uid) for uid in (standing_item(row), view.get("voir", "")))
    answers = answers_of(row) if row.opened_at is None else {}
    shown = hold_page(record, standing=standing, viewed=viewed, answers=answers)
    item = shown.panel.uid if shown.panel else ""
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title(record),
        "here": "sitting_hold",
        "hold": shown,
        "viewed": viewed,
        "member": member_panel(record, shown, view.get("membre", "")),
        "vote_form": _vote_form(record, item, view.get("corriger", ""), form),
        "form": form,
        "refused": refused,
        "hour": form.data.get("at", "") if form else "",
        "added": form.data.get("title", "") if form else "",
        "key": uuid4(),
        "election_url": _election_url(row, item) if shown.panel and shown.panel.is_election else "",
        "bare_url": _address(row),
        "view_query": view.urlencode(),
        **_last(request, row),
    }
    template = "deliberations/hold_parts.html" if request.htmx else "deliberations/hold.html"
    return render(request, template, context, status=refused.status if refused else 200)


def _view_after(request: MemberRequest, refused: Refused | None) -> QueryDict:
    """What is shown beside: as before, save the form of a vote that has just been corrected."""
    view = _view(untapped(request.POST) if request.method == "POST" else request.GET)
    if request.method == "POST" and not refused:
        view.pop("corriger", None)
    return view


def _on_agenda(record: Record, uid: str) -> str:
    return uid if any(item.uid == uid for item in record.sitting.agenda) else ""


def _last(request: MemberRequest, row: Sitting) -> dict[str, Any]:
    latest, mine = last_gesture(row, request.user.pk)
    is_mine = latest is not None and latest.by_id == request.user.pk
    return {"latest": latest, "mine": mine, "is_mine": is_mine}


def _vote_form(record: Record, item: str, corrected: str, form: GestureForm | None) -> VoteForm | None:
    """The form of the item shown: the one refused, the vote to correct, or a new vote where none decides yet."""
    if isinstance(form, VoteForm) and form.item.uid == item:
        return form
    if not item:
        return None
    vote = next((each for each in record.votes_on(item) if each.uid == corrected), None)
    return VoteForm(record, item, vote=vote)


def _election_url(row: Sitting, item: str) -> str:
    """The page where the rounds of an election are entered."""
    return reverse("election", kwargs={"council": row.council.uid, "sitting": row.uid, "item": item})
