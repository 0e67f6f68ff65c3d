"""Publishing acts, the list of deliberations and the minutes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish, may_write
from councils.queries import council_facts
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.publishing import has_public_pages, online_until, usual_way, ways_open
from deliberations.domain.sittings import SittingPaper
from deliberations.domain.wording.certificates import SLUGS
from deliberations.forms.finish import PaperPublicationForm, PublishForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import PaperPublication, Publication, Sitting
from deliberations.queries.published import pages_choice
from deliberations.services.list_publishing import put_list_online
from deliberations.services.minutes_publishing import may_put_online
from deliberations.services.publishing import (
    PUBLISHED_UNSETTLED,
    acts_to_publish,
    publish_paper,
    put_online_by,
    unpublish_act,
    ways_of,
)
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.preparation import sitting_row
from deliberations.views.public_list import online_list
from deliberations.views.publicity import Asked, confirmed, is_told, publication_context, publish_form
from deliberations.views.shown.sitting import sitting_title_on

CONFIRM_PAGE = "deliberations/publication_confirm.html"
PAPERS = {SittingPaper.DECISION_LIST: "Liste des délibérations", SittingPaper.MINUTES: "Procès-verbal"}


@private_page
@require_http_methods(GET_OR_POST)
def publication(request: MemberRequest, **place: str) -> HttpResponse:
    """How this act is made known, with the log of what was done."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = publish_form(request, row, ways_of(row))
    if is_told(request, form):
        asked = Asked([row], reverse("act_publication", kwargs=place), _done_one, CONFIRM_PAGE)
        answer = confirmed(request, form, asked, around_act(row))
        if answer is not None:
            return answer
    context = around_act(row) | publication_context(row, form)
    return render(request, "deliberations/act_publication.html", context, status=status_of(form))


def _context(row: Sitting) -> dict[str, Any]:
    return {
        "council": row.council,
        "sitting": row,
        "sitting_title": sitting_title_on(row.held_on),
    }


def _done_one(_: int) -> str:
    return "La publication est inscrite au journal."


def _done_many(how_many: int) -> str:
    return f"Publication inscrite au journal pour {how_many} délibération(s)."


@private_page
@require_http_methods(GET_OR_POST)
def sitting_publication(request: MemberRequest, council: str, sitting: str) -> HttpResponseBase:
    """Every act of a sitting published at once; the dates of its list and of its minutes."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(
            Table(f"publications-{row.held_on:%Y-%m-%d}", LOG_COLUMNS, _log(row)), file_format
        )
    facts = council_facts(row.council)
    has_pages = has_public_pages(facts, pages_choice(row.council))
    form = publish_form(request, row, ways_open(is_individual=False, has_pages=has_pages))
    if is_told(request, form):
        acts, address = acts_to_publish(row), reverse("sitting_publication", args=(council, sitting))
        if not acts:
            messages.info(request, "Aucun acte de cette séance n'attend d'être publié.")
            return redirect(address)
        asked = Asked(acts, address, _done_many, CONFIRM_PAGE)
        answer = confirmed(request, form, asked, _context(row) | {"act": acts[0] if len(acts) == 1 else None})
        if answer is not None:
            return answer
    return _sitting_page(request, row, form)


def _log(sitting: Sitting) -> Iterator[tuple[str, str, Publication | PaperPublication]]:
    """Number, title and log line of everything published of a sitting: its acts, its list, its minutes."""
    acts = Publication.objects.filter(deliberation__sitting=sitting).order_by(
        "deliberation__item__order", "pk"
    )
    for row in acts.select_related("deliberation__council", "deliberation__item", "declared_by"):
        yield row.deliberation.number, row.deliberation.title, row
    for paper in sitting.publications.select_related("declared_by").order_by("pk"):
        yield "", PAPERS[SittingPaper(paper.paper)], paper


LOG_COLUMNS = (
    Column("Numéro", lambda row: row[0]),
    Column("Objet", lambda row: row[1], 70),
    Column("Publié le", lambda row: row[2].effective_on),
    Column("Voie", lambda row: row[2].channel, 40),
    Column("Adresse ou référence", lambda row: row[2].reference, 50),
    Column("Source", lambda row: row[2].get_source_display(), 24),
    Column("Déclaré par", lambda row: str(row[2].declared_by or ""), 30),
)


def _sitting_page(
    request: MemberRequest, row: Sitting, form: PublishForm, paper: PaperPublicationForm | None = None
) -> HttpResponse:
    papers = [
        {
            "label": label,
            "value": value.value,
            "log": [p for p in row.publications.all() if p.paper == value.value],
            "slug": SLUGS[value],
            "may_put_online": _may_put_online(row, value),
            "online_url": _list_url(row) if value is SittingPaper.DECISION_LIST else "",
            "form": paper
            if paper is not None and paper.data.get("paper") == value.value
            else PaperPublicationForm(
                initial={"paper": value.value}, with_reason=_is_unsettled(row, value.value)
            ),
        }
        for value, label in PAPERS.items()
    ]
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
        "form": form,
        "waiting": acts_to_publish(row),
        "papers": papers,
        "can_write": may_write(request.user, row.council),
        "settled_in": Sitting.objects.filter(council=row.council, uid=row.minutes_settled_in).first(),
    }
    status = status_of(paper or form)
    return render(request, "deliberations/sitting_publication.html", context, status=status)


def _may_put_online(row: Sitting, paper: SittingPaper) -> bool:
    """Whether the list may go on our page and is not there yet."""
    is_list = paper is SittingPaper.DECISION_LIST and row.finished_at is not None
    return is_list and may_put_online(row.council) and not online_list(row)


def _list_url(row: Sitting) -> str:
    """Where anybody reads the list, once it is said to be online; empty before."""
    return reverse("public_decision_list", args=(row.council.uid, row.uid)) if online_list(row) else ""


@private_page
@require_http_methods(GET_OR_POST)
def sitting_paper(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """The day a paper of the sitting was posted or put online."""
    row = sitting_row(request.user, {"council": council, "sitting": sitting}, may=may_publish)
    if request.method != "POST":
        return redirect("sitting_publication", council, sitting)
    if "list_on_own_page" in request.POST:
        return _list_put_online(request, row)
    form = PaperPublicationForm(request.POST, with_reason=_is_unsettled(row, request.POST.get("paper", "")))
    if accepted(
        form,
        lambda: _publish_paper(request, row, form, timezone.now()),
        beside={PUBLISHED_UNSETTLED: "reason"},
    ):
        return redirect("sitting_publication", council, sitting)
    facts = council_facts(row.council)
    ways = ways_open(is_individual=False, has_pages=has_public_pages(facts, pages_choice(row.council)))
    today = council_day(row.council, timezone.now())
    publish = PublishForm(ways=ways, initial={"way": usual_way(facts, today, ways).value})
    return _sitting_page(request, row, publish, form)


def _is_unsettled(row: Sitting, paper: str) -> bool:
    """Whether these are minutes that nobody said to be settled: their publication asks why."""
    return paper == SittingPaper.MINUTES and not row.minutes_settled_in


def _list_put_online(request: MemberRequest, row: Sitting) -> HttpResponse:
    try:
        put_list_online(sitting=row, by=request.user, at=timezone.now())
        messages.success(request, "La liste est en ligne.")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return redirect("sitting_publication", row.council.uid, row.uid)


def _publish_paper(request: MemberRequest, row: Sitting, form: PaperPublicationForm, at: datetime) -> None:
    """Both days or none."""
    paper = SittingPaper(form.cleaned_data["paper"])
    told = {"by": request.user, "at": at, "reason": form.cleaned_data.get("reason", "")}
    with transaction.atomic():
        for channel, day in form.days.items():
            publish_paper(sitting=row, paper=paper, channel=channel, effective_on=day, **told)
    messages.success(request, f"{PAPERS[paper]} : publication notée.")


@private_page
@require_http_methods(GET_OR_POST)
def unpublish(request: MemberRequest, **place: str) -> HttpResponse:
    """Take an act off our public pages, with a reason that is kept."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = ReasonForm(posted(request))

    def save() -> None:
        unpublish_act(act=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "L'acte est retiré du site : son adresse le dit.")

    if accepted(form, save):
        return redirect(reverse("act_publication", kwargs=place))
    online = put_online_by(row)
    context = _context(row.sitting) | {
        "act": row,
        "form": form,
        "online": online,
        "until": online_until(online.effective_on) if online else None,
    }
    return render(request, "deliberations/act_unpublish.html", context, status=status_of(form))
