"""The library of recurring subjects: adding one to an agenda, and keeping the council's own."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.errors import Refusal
from councils.models import Council
from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import status_of
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.library import (
    ItemProposal,
    built_in_subjects,
    comes_back,
    found_by,
    proposed_for,
    under_single_statement,
)
from deliberations.domain.texts import text_of
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import MONTHS, long_date
from deliberations.forms.library import ModelForm, initial_of_model
from deliberations.models import AgendaItem, ItemModel, Sitting
from deliberations.models.choices import ITEM_KINDS
from deliberations.queries import record_of
from deliberations.queries.library import library_of, proposal_named, proposal_of, titles_on, year_before
from deliberations.services.agenda import add_item
from deliberations.services.library import facts_from, keep_as_model, model_for, save_model, set_hidden
from deliberations.views.agenda import item_row, page_context
from deliberations.views.preparation import council_row, sitting_row, today_in
from deliberations.views.shown.preparing import ShownProposal, shown_proposals

LONGEST_SEARCH = 200
MOST_AT_ONCE = 60


@private_page
@require_http_methods(GET_OR_POST)
def agenda_library(request: MemberRequest, **place: str) -> HttpResponse:
    """Subjects proposed for that day; one click puts one on the agenda, or all those ticked."""
    row = sitting_row(request.user, place, may=may_write)
    if request.method == "POST":
        return _added(request, row, place)
    search = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    context = {
        **page_context(row, record_of(row)),
        "search": search,
        "sections": _sections(row, search),
        "added": request.GET.get("ajoute", ""),
    }
    return render(request, "deliberations/prepare/library.html", context)


def _sections(row: Sitting, search: str) -> list[tuple[str, str, tuple[ShownProposal, ...]]]:
    """Identifier, heading and proposals of each list that is not empty."""
    there = titles_on(row)
    every = library_of(row.council, row.held_on)
    earlier, last_year = year_before(row.council, row.held_on)
    season = [p for p in every if comes_back(p, row.held_on)]
    rest = [p for p in every if p not in season]
    year_ago = f"L'an dernier à la même époque (séance du {long_date(earlier.held_on)})" if earlier else ""
    lists: list[tuple[str, str, tuple[ItemProposal, ...] | list[ItemProposal]]] = [
        ("avant", year_ago, last_year),
        ("saison", "De saison", season),
        ("autres", "Les autres sujets", rest),
    ]
    shown = [(name, heading, shown_proposals(found_by(each, search), there)) for name, heading, each in lists]
    return [section for section in shown if section[2]]


def _added(request: MemberRequest, row: Sitting, place: dict[str, str]) -> HttpResponse:
    """The subjects ticked, all or none: then what is left to fill, the library again, or the agenda for several."""
    keys = list(dict.fromkeys(request.POST.getlist("sujet")))[:MOST_AT_ONCE]
    proposals = [proposal_named(row, key) for key in keys]
    wanted = [proposal for proposal in proposals if proposal is not None]
    if not keys:
        messages.error(request, "Cochez au moins un sujet.")
        return redirect(reverse("agenda_library", kwargs=place))
    if len(wanted) < len(keys):
        messages.error(request, "Ce sujet n'est plus proposé : choisissez-en un autre dans la liste.")
        return redirect(reverse("agenda_library", kwargs=place))
    try:
        with transaction.atomic():
            items = [add_item(row, facts_from(proposal), by=request.user) for proposal in wanted]
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect(reverse("sitting_agenda", kwargs=place))
    if len(items) > 1:
        return _added_several(request, wanted, items, place)
    return _added_one(request, wanted[0], items[0], place)


def _added_several(
    request: MemberRequest, proposals: list[ItemProposal], items: list[AgendaItem], place: dict[str, str]
) -> HttpResponse:
    gaps = sum(proposal.has_gaps for proposal in proposals)
    left = counted(gaps, "titre reste à compléter", "titres restent à compléter") if gaps else ""
    told = f"{len(items)} points sont ajoutés, du n° {items[0].order} au n° {items[-1].order}."
    messages.success(request, f"{told} {left}." if left else told)
    return redirect(f"{reverse('sitting_agenda', kwargs=place)}#{items[0].uid}")


def _added_one(
    request: MemberRequest, proposal: ItemProposal, item: AgendaItem, place: dict[str, str]
) -> HttpResponse:
    if proposal.has_gaps:
        messages.success(request, f"Le point {item.order} est ajouté. Complétez ce qui est entre crochets.")
        return redirect(reverse("item_edit", kwargs={**place, "item": item.uid}))
    messages.success(request, f"Le point {item.order} est ajouté : {text_of(item.title_html)}.")
    search = request.POST.get("q", "")[:LONGEST_SEARCH]
    return redirect(
        f"{reverse('agenda_library', kwargs=place)}{'?' + urlencode({'q': search}) if search else ''}"
    )


@private_page
@require_POST
def item_keep(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Keep an item as a model of the council."""
    row = sitting_row(request.user, place, may=may_write)
    try:
        model = keep_as_model(item_row(row, item), by=request.user)
        messages.success(request, "Le point est gardé comme modèle. Mettez entre crochets ce qui changera.")
        return redirect("item_model_edit", council=row.council.uid, model=model.uid)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect(reverse("item_edit", kwargs={**place, "item": item}))


@private_page
@require_safe
def item_models(request: MemberRequest, council: str) -> HttpResponseBase:
    """The council's own subjects, those it hid, and the built-in ones."""
    row = council_row(request.user, council, may=may_write)
    models, today = list(ItemModel.objects.filter(council=row)), today_in(row)
    replaced = {model.based_on for model in models}
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        built_in = (subject for subject in built_in_subjects() if subject.key not in replaced)
        lines = [
            *(
                ("Masqué" if m.is_hidden else "Du conseil", proposed_for(proposal_of(m), today))
                for m in models
            ),
            *(("Fourni", proposed_for(subject, today)) for subject in built_in),
        ]
        return table_response(Table("sujets-habituels", SUBJECT_COLUMNS, lines), file_format)
    context = {
        "council": row,
        "own": [(m.uid, _shown_title(m, today)) for m in models if not m.is_hidden],
        "hidden": [(m.uid, _shown_title(m, today)) for m in models if m.is_hidden],
        "built_in": [
            (subject.key, subject.title_html)
            for subject in under_single_statement(
                (proposed_for(s, today) for s in built_in_subjects()), today
            )
            if subject.key not in replaced
        ],
    }
    return render(request, "deliberations/prepare/models.html", context)


SUBJECT_COLUMNS = (
    Column("Origine", lambda row: row[0]),
    Column("Objet", lambda row: text_of(row[1].title_html), 70),
    Column("Thème", lambda row: row[1].theme, 24),
    Column("Nature", lambda row: ITEM_KINDS[row[1].kind], 20),
    Column("Matière", lambda row: row[1].matter_code),
    Column("Mois", lambda row: ", ".join(MONTHS[month - 1] for month in row[1].months), 40),
)


def _shown_title(model: ItemModel, today: date) -> str:
    """The title as it would be proposed today: nobody reads « {année} » in a list."""
    (proposal,) = under_single_statement([proposed_for(proposal_of(model), today)], today)
    return text_of(proposal.title_html)


@private_page
@require_http_methods(GET_OR_POST)
def item_model_new(request: MemberRequest, council: str) -> HttpResponse:
    """A model from nothing, or from a built-in subject (``sujet``) that it then replaces."""
    row = council_row(request.user, council, may=may_write)
    key = request.GET.get("sujet", "")
    model = model_for(row, key) if key else ItemModel(council=row)
    if model is None:
        raise Http404
    return _model_page(request, row, model)


@private_page
@require_http_methods(GET_OR_POST)
def item_model_edit(request: MemberRequest, council: str, model: str) -> HttpResponse:
    """Correct a model of the council."""
    row = council_row(request.user, council, may=may_write)
    return _model_page(request, row, get_object_or_404(ItemModel, council=row, uid=model))


def _model_page(request: MemberRequest, row: Council, model: ItemModel) -> HttpResponse:
    form = ModelForm(posted(request), initial=initial_of_model(model))
    if form.is_bound and form.is_valid():
        try:
            save_model(model, form.facts(), by=request.user)
            messages.success(request, "Le modèle est enregistré.")
            return redirect("item_models", council=row.uid)
        except Refusal as refusal:
            form.add_error(None, refusal.message_fr)
    context: dict[str, Any] = {"council": row, "form": form, "is_new": model.pk is None}
    return render(request, "deliberations/prepare/model_form.html", context, status=status_of(form))


@private_page
@require_POST
def item_model_hide(request: MemberRequest, council: str) -> HttpResponse:
    """Hide a subject, built-in (``sujet``) or own (``modele``), or show one again (``montrer``)."""
    row = council_row(request.user, council, may=may_write)
    key, uid = request.POST.get("sujet", ""), request.POST.get("modele", "")
    model = model_for(row, key) if key else ItemModel.objects.filter(council=row, uid=uid).first()
    if model is None:
        messages.error(request, "Ce sujet n'existe plus : voici la liste à jour.")
        return redirect("item_models", council=row.uid)
    hidden = not request.POST.get("montrer")
    set_hidden(model, hidden=hidden, by=request.user)
    done = "n'est plus proposé" if hidden else "est proposé à nouveau"
    messages.success(request, f"« {text_of(model.title_html)} » {done}.")
    return redirect("item_models", council=row.uid)
