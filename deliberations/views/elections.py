"""The rounds of an election, for any item that is one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.models import User
from councils.permissions import Predicate, may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import UNPROCESSABLE, FormPage, accepted, form_page
from deliberations.domain.sittings import ItemKind
from deliberations.domain.texts import text_of
from deliberations.forms.elections import (
    CandidateFormSet,
    ConfirmForm,
    ElectionForm,
    RoundForm,
    round_told,
)
from deliberations.models import AgendaItem, Election, Sitting
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, visible_sittings
from deliberations.services import elections as services
from deliberations.services.installation import is_installation
from deliberations.views.shown.elections import election_findings, proposed_terms, shown_elections
from deliberations.views.shown.installation import deputies_proposed
from deliberations.views.shown.sitting import sitting_title

FIRST_ROWS, MORE_ROWS, MOST_PLACES = 6, 6, 20


def _item(user: User, place: dict[str, str], may: Predicate) -> AgendaItem:
    """The item at an address, which is an election: 404 for any other."""
    sitting = get_council_object_or_404(
        user, visible_sittings(user), may=may, council__uid=place["council"], uid=place["sitting"]
    )
    rows = AgendaItem.objects.select_related("sitting__council")
    return get_object_or_404(rows, sitting=sitting, uid=place["item"], kind=ItemKind.ELECTION)


def _address(item: AgendaItem, name: str = "election", **more: Any) -> str:
    place = {"council": item.sitting.council.uid, "sitting": item.sitting.uid, "item": item.uid}
    return reverse(name, kwargs={**place, **more})


@private_page
@require_safe
def election(request: MemberRequest, **place: str) -> HttpResponse:
    """The elections of one item: their rounds, the result computed, and the next thing to do."""
    item = _item(request.user, place, may_read_drafts)
    sitting: Sitting = item.sitting
    record = record_of(sitting)
    context = {
        "council": sitting.council,
        "sitting": sitting,
        "item": item,
        "title": sitting_title(record),
        "here": "election",
        "heading": text_of(item.title_html) or "Élection",
        "elections": shown_elections(record, item.uid),
        "findings": election_findings(record, item.uid),
        "can_write": may_write(request.user, sitting.council) and sitting.finished_at is None,
        "is_installation": is_installation(sitting),
    }
    return render(request, "deliberations/election.html", context)


@private_page
@require_http_methods(GET_OR_POST)
def election_define(request: MemberRequest, election: str = "", **place: str) -> HttpResponse:
    """What the item elects and how: proposed from its title, confirmed before the first round."""
    item = _item(request.user, place, may_write)
    known = get_object_or_404(Election, item=item, uid=election) if election else None
    initial = ElectionForm.initial_of(known) if known else _proposed(item)
    form = ElectionForm(posted(request), initial=initial, item=item)
    page = FormPage(
        "Ce que l'on élit",
        "Enregistrer",
        "L'élection est enregistrée.",
        _address(item),
        text_of(item.title_html) or "Élection",
    )
    return form_page(
        request,
        item.sitting.council,
        page,
        form,
        lambda: services.define_election(
            item=item, terms=form.terms, by=request.user, at=timezone.now(), election=known
        ),
    )


def _proposed(item: AgendaItem) -> dict[str, object]:
    record = record_of(item.sitting)
    return proposed_terms(record, record.item(item.uid), deputies_proposed(record))


@private_page
@require_http_methods(GET_OR_POST)
def election_round(request: MemberRequest, election: str, **place: str) -> HttpResponse:
    """The round that comes next: candidates, votes, and the other papers."""
    item = _item(request.user, place, may_write)
    row = get_object_or_404(Election.objects.select_related("sitting__council"), item=item, uid=election)
    form = RoundForm(posted(request), initial={"number": services.next_round(row)})
    rows = _candidates(request, row, item)
    is_sent = request.method == "POST" and "more" not in request.POST
    if is_sent and rows.is_valid() and accepted(form, lambda: _record(request, row, form, rows)):
        messages.success(request, "Le tour est enregistré.")
        return redirect(_address(item))
    context = {
        "council": item.sitting.council,
        "sitting": item.sitting,
        "election": row,
        "number": services.next_round(row),
        "item_url": _address(item),
        "item_title": text_of(item.title_html) or "Élection",
        "form": form,
        "rows": rows,
        "shows_errors": is_sent,
    }
    return render(
        request, "deliberations/election_round.html", context, status=UNPROCESSABLE if is_sent else 200
    )


def _record(request: MemberRequest, row: Election, form: RoundForm, rows: Any) -> None:
    services.record_round(election=row, turn=round_told(form, rows.forms), by=request.user)


def _candidates(request: MemberRequest, row: Election, item: AgendaItem) -> Any:
    """The candidates typed; at first those of the round before, with lines to add others."""
    is_list = row.by_list or row.proportional
    members = services.members_on(item, item.sitting.held_on)
    options = {"members": members, "places": min(row.seats, MOST_PLACES) if is_list else 0}
    if request.method == "POST":
        data = request.POST.copy()
        total = str(data.get("c-TOTAL_FORMS", ""))
        if "more" in data and total.isascii() and total.isdigit() and len(total) < 3:
            data["c-TOTAL_FORMS"] = str(int(total) + MORE_ROWS)
        return CandidateFormSet(data, prefix="c", form_kwargs=options)
    initial = _former_candidates(row, is_list=is_list)
    blank = 3 if is_list else FIRST_ROWS
    wanted = max(blank - len(initial), 1)
    return CandidateFormSet(initial=[*initial, *({} for _ in range(wanted))], prefix="c", form_kwargs=options)


def _former_candidates(row: Election, *, is_list: bool) -> list[dict[str, str]]:
    """The candidates of the round before, without their votes: nothing is typed twice."""
    last = row.rounds.order_by("number").last()
    found = []
    for candidate in last.candidates.all() if last else ():
        members = [each.member.uid for each in candidate.member_rows.select_related("member")]
        places = {f"member_{place}": uid for place, uid in enumerate(members, start=1)}
        found.append({**places, "name": candidate.name if is_list or not members else ""})
    return found


@private_page
@require_http_methods(GET_OR_POST)
def election_round_remove(request: MemberRequest, election: str, number: int, **place: str) -> HttpResponse:
    """Erase the last round, after a confirmation."""
    item = _item(request.user, place, may_write)
    row = get_object_or_404(Election.objects.select_related("sitting__council"), item=item, uid=election)
    get_object_or_404(row.rounds, number=number)
    page = FormPage(
        f"Supprimer le tour n° {number} ?",
        "Supprimer ce tour",
        "Le tour est supprimé.",
        _address(item),
        text_of(item.title_html) or "Élection",
        (
            "Ne supprimez qu'un tour saisi par erreur : ses voix seront effacées. L'historique garde votre geste.",
        ),
    )
    form = ConfirmForm(posted(request))
    return form_page(
        request,
        item.sitting.council,
        page,
        form,
        lambda: services.remove_last_round(election=row, number=number, by=request.user),
    )
