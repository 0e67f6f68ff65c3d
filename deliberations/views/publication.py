"""Publishing acts, the list of deliberations and the minutes."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish
from councils.queries import council_facts
from councils.views.access import MemberRequest, private_page
from deliberations.domain.acts import Source
from deliberations.domain.publishing import Way, has_public_pages, online_until, usual_way, ways_open
from deliberations.domain.sittings import SittingPaper
from deliberations.forms.finish import PaperForm, PublishForm, ReasonForm
from deliberations.models import Deliberation, Publication, Sitting
from deliberations.queries.published import PREFIX, is_unpublished, pages_choice
from deliberations.services.publishing import (
    acts_to_publish,
    issue_when_executory,
    publish_act,
    publish_paper,
    publish_sitting,
    require_publishable,
    settle_minutes,
    unpublish_act,
    ways_of,
)
from deliberations.views.acts import deliberation_row
from deliberations.views.finish import sitting_row
from deliberations.views.shown.sitting import sitting_title_on

PAPERS = {SittingPaper.DECISION_LIST: "Liste des délibérations", SittingPaper.MINUTES: "Procès-verbal"}


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: MemberRequest, **place: str) -> HttpResponse:
    """How this act is made known, with the log of what was done."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = _form(request, row, ways_of(row))
    if request.method == "POST" and form.is_valid() and _published(request, row, form):
        return redirect(reverse("act_publication", kwargs=place))
    log = row.publications.select_related("declared_by").order_by("pk")
    context = {
        "council": row.council,
        "sitting": row.sitting,
        "sitting_title": sitting_title_on(row.sitting.held_on),
        "act": row,
        "form": form,
        "log": log,
        "online": _online(log),
        "is_gone": is_unpublished(row),
        "refusal": _refusal(row),
    }
    return render(request, "deliberations/act_publication.html", context)


def _form(request: MemberRequest, row: Deliberation | Sitting, ways: tuple[Way, ...]) -> PublishForm:
    council = council_facts(row.council)
    today = council_day(row.council, timezone.now())
    initial = {"way": usual_way(council, today, ways).value}
    return PublishForm(request.POST if request.method == "POST" else None, ways=ways, initial=initial)


def _online(log: Iterable[Publication]) -> Publication | None:
    """Where the act is on our own pages: what somebody declares of an address is not it."""
    ours = (row for row in log if row.source == Source.MACHINE)
    return next((row for row in ours if row.reference.startswith(PREFIX)), None)


def _refusal(row: Deliberation) -> str:
    try:
        require_publishable(row)
    except Refusal as refusal:
        return refusal.message_fr
    return ""


def _published(request: MemberRequest, row: Deliberation, form: PublishForm) -> bool:
    at = timezone.now()
    try:
        publish_act(
            act=row,
            way=Way(form.cleaned_data["way"]),
            by=request.user,
            at=at,
            effective_on=form.cleaned_data["effective_on"],
            reference=form.cleaned_data["reference"],
        )
    except Refusal as refusal:
        form.add_error("effective_on" if "sitting" in refusal.code else None, refusal.message_fr)
        return False
    issue_when_executory(row, by=request.user, at=at)
    messages.success(request, "La publication est inscrite au journal.")
    return True


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_publication(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """Every act of a sitting published at once; the dates of its list and of its minutes."""
    row = sitting_row(request.user, council, sitting, may=may_publish)
    facts = council_facts(row.council)
    has_pages = has_public_pages(facts, pages_choice(row.council))
    form = _form(request, row, ways_open(is_individual=False, has_pages=has_pages))
    if request.method == "POST" and form.is_valid() and _all_published(request, row, form):
        return redirect("sitting_publication", council, sitting)
    return _sitting_page(request, row, form)


def _all_published(request: MemberRequest, row: Sitting, form: PublishForm) -> bool:
    at = timezone.now()
    acts = acts_to_publish(row)
    try:
        how_many = publish_sitting(
            sitting=row,
            way=Way(form.cleaned_data["way"]),
            by=request.user,
            at=at,
            effective_on=form.cleaned_data["effective_on"],
            reference=form.cleaned_data["reference"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message_fr)
        return False
    for act in acts:
        issue_when_executory(act, by=request.user, at=at)
    if how_many:
        messages.success(request, f"Publication inscrite au journal pour {how_many} délibération(s).")
    else:
        messages.info(request, "Aucun acte de cette séance n'attend d'être publié.")
    return True


def _sitting_page(
    request: MemberRequest, row: Sitting, form: PublishForm, paper: PaperForm | None = None
) -> HttpResponse:
    papers = [
        {
            "label": label,
            "value": value.value,
            "log": [p for p in row.publications.all() if p.paper == value.value],
            "form": paper
            if paper is not None and paper.data.get("paper") == value.value
            else PaperForm(initial={"paper": value.value}, prefix=None),
        }
        for value, label in PAPERS.items()
    ]
    later = Sitting.objects.filter(council=row.council, held_on__gt=row.held_on).order_by("held_on", "pk")
    context = {
        "council": row.council,
        "sitting": row,
        "title": sitting_title_on(row.held_on),
        "here": "sitting_finish",
        "form": form,
        "waiting": acts_to_publish(row),
        "papers": papers,
        "later": later[:6],
        "settled_in": Sitting.objects.filter(council=row.council, uid=row.minutes_settled_in).first(),
    }
    return render(request, "deliberations/sitting_publication.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def sitting_paper(request: MemberRequest, council: str, sitting: str) -> HttpResponse:
    """The day a paper of the sitting was posted or put online, or the sitting that settled its minutes."""
    row = sitting_row(request.user, council, sitting, may=may_publish)
    if request.method != "POST":
        return redirect("sitting_publication", council, sitting)
    if "settled_in" in request.POST:
        return _settled(request, row, request.POST["settled_in"])
    form = PaperForm(request.POST)
    if form.is_valid() and _paper_published(request, row, form, timezone.now()):
        return redirect("sitting_publication", council, sitting)
    facts = council_facts(row.council)
    ways = ways_open(is_individual=False, has_pages=has_public_pages(facts, pages_choice(row.council)))
    today = council_day(row.council, timezone.now())
    publish = PublishForm(ways=ways, initial={"way": usual_way(facts, today, ways).value})
    return _sitting_page(request, row, publish, form)


def _settled(request: MemberRequest, row: Sitting, uid: str) -> HttpResponse:
    other = Sitting.objects.filter(council=row.council, uid=uid).first()
    try:
        if other is None:
            raise Refusal("minutes.sitting", "Choisissez la séance qui a arrêté ce procès-verbal.")
        settle_minutes(sitting=row, settled_in=other, by=request.user)
        messages.success(request, "C'est noté.")
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    return redirect("sitting_publication", row.council.uid, row.uid)


def _paper_published(request: MemberRequest, row: Sitting, form: PaperForm, at: datetime) -> bool:
    paper = SittingPaper(form.cleaned_data["paper"])
    try:
        for channel, day in form.days.items():
            publish_paper(sitting=row, paper=paper, channel=channel, effective_on=day, by=request.user, at=at)
    except Refusal as refusal:
        form.add_error(None, refusal.message_fr)
        return False
    messages.success(request, f"{PAPERS[paper]} : publication notée.")
    return True


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def unpublish(request: MemberRequest, **place: str) -> HttpResponse:
    """Take an act off our public pages, with a reason that is kept."""
    row = deliberation_row(request.user, place, may=may_publish)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            unpublish_act(act=row, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
        else:
            messages.success(request, "L'acte est retiré du site : son adresse le dit.")
            return redirect(reverse("act_publication", kwargs=place))
    online = _online(row.publications.order_by("pk"))
    context = {
        "council": row.council,
        "sitting": row.sitting,
        "sitting_title": sitting_title_on(row.sitting.held_on),
        "act": row,
        "form": form,
        "online": online,
        "until": online_until(online.effective_on) if online else None,
    }
    return render(request, "deliberations/act_unpublish.html", context)
