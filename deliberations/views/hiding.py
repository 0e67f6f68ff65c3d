"""Hiding words of an act of either kind from the public: the passage is chosen, then the words are ticked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from councils.views.access import MemberRequest, posted
from councils.views.forms_shown import UNPROCESSABLE, accepted, status_of
from deliberations.forms.finish import HideForm
from deliberations.services.act_desks import AnyAct
from deliberations.services.hiding import hide_words
from deliberations.services.passages import Passage, passages_of_act


def hide_page(
    request: MemberRequest, row: AnyAct, context: dict[str, Any], *, template: str, address: str
) -> HttpResponse:
    """The passages of ``row``, then the words of the chosen one; once hidden, back to ``address``."""
    passage = passage_named(request, row)
    context = {"council": row.council} | context
    if passage is None:
        return choose_passage(request, row, context, template)
    form = HideForm(posted(request), passage=passage)

    def save() -> None:
        told = form.cleaned_data
        hide_words(
            act=row,
            passage=passage.key,
            words=told["words"],
            reason=told["reason"],
            by=request.user,
            at=timezone.now(),
        )

    if accepted(form, save):
        messages.success(request, "C'est occulté : la page publique ne le montre plus.")
        return redirect(address)
    return render(request, template, context | {"form": form, "passage": passage}, status=status_of(form))


def passage_named(request: MemberRequest, row: AnyAct) -> Passage | None:
    """The passage that the address names, while it still reads so."""
    key = request.GET.get("passage", "")
    return next((passage for passage in passages_of_act(row) if passage.key == key), None)


def choose_passage(
    request: MemberRequest, row: AnyAct, context: dict[str, Any], template: str
) -> HttpResponse:
    """The passages to choose from; a passage that has changed meanwhile is chosen again."""
    is_lost = bool(request.GET.get("passage")) or request.method == "POST"
    shown = {"passages": passages_of_act(row), "is_lost": is_lost}
    return render(request, template, context | shown, status=UNPROCESSABLE if is_lost else 200)
