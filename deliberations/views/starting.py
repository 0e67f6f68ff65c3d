"""Starting a text from an earlier deliberation or a model, and keeping a text as a model."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.word_diff import changes_only
from deliberations.forms.starting import ModelForm, RenewalForm
from deliberations.models import TextModel
from deliberations.queries.texts import acts_found, text_stored
from deliberations.services.starting_points import drop_model, keep_as_model, start_from, starting_point
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.read_log import notes_act
from deliberations.views.writing import stored_page

SHOWN = 20


@private_page
@require_http_methods(GET_OR_POST)
def act_start(request: MemberRequest, **place: str) -> HttpResponse:
    """The texts one may start from; a POST removes a model."""
    row = deliberation_row(request.user, place, may=may_write)
    if request.method == "POST":
        try:
            drop_model(row.council, request.POST.get("modele", ""), by=request.user)
            messages.success(request, "Le modèle est supprimé.")
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
        return redirect(reverse("act_start", kwargs=place))
    words = request.GET.get("mots", "")[:200]
    context = around_act(row) | {
        "words": words,
        "found": list(acts_found(row.council, words, but=row)[:SHOWN]),
        "models": TextModel.objects.filter(council=row.council).defer("content")[:SHOWN],
        "has_text": text_stored(row).clauses or text_stored(row).operative,
    }
    return render(request, "deliberations/write/act_start.html", context)


@private_page
@require_http_methods(GET_OR_POST)
@notes_act
def act_start_from(request: MemberRequest, source: str, **place: str) -> HttpResponse:
    """What the new text would be, with what probably has to change: each is accepted, or not."""
    row = deliberation_row(request.user, place, may=may_write)
    point = starting_point(row.council, source)
    if point is None:
        raise Http404
    suggested = point.suggested(row.sitting.held_on)
    form = RenewalForm(suggested, posted(request))

    def save() -> None:
        start_from(row, point, form.choices, by=request.user, at=timezone.now())
        said = f"Le texte est repris de {point.name}. Relisez-le : rien n'a changé sans vous."
        messages.success(request, said)

    if accepted(form, save):
        return redirect(reverse("act_write", kwargs=place))
    context = around_act(row) | {
        "point": point,
        "form": form,
        "changes": changes_only(text_stored(row), point.text),
    }
    return render(request, "deliberations/write/act_start_from.html", context, status=status_of(form))


@private_page
@require_POST
def keep_model(request: MemberRequest, **place: str) -> HttpResponse:
    """Keep the saved text as a model of the council."""
    row = deliberation_row(request.user, place, may=may_write)
    form = ModelForm(request.POST)

    def save() -> None:
        model = keep_as_model(row, form.cleaned_data["name"], by=request.user)
        messages.success(request, f"Le texte est gardé comme modèle « {model.name} ».")

    if not accepted(form, save, beside="name"):
        return stored_page(request, row, form)
    return redirect(f"{reverse('act_write', kwargs=place)}#modele")
