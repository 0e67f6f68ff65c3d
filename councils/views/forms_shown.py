"""The rhythm of a page that holds one form: show it, refuse it, or do the one thing it asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councils.domain.errors import Refusal
from councils.models import Council

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class FormPage:
    """What a page of one form says. ``done`` is said after the gesture; ``parent`` is the page one comes from,
    ``above`` the one above it in the trail, where there is one.

    ``removal`` explains the button that erases what was entered by mistake; without it there is no such button.
    """

    heading: str
    submit: str
    done: str
    parent_url: str
    parent: str
    intro: tuple[str, ...] = ()
    removal: str = ""
    above_url: str = ""
    above: str = ""


def form_page(
    request: HttpRequest,
    council: Council,
    page: FormPage,
    form: forms.Form,
    save: Callable[[], Any],
) -> HttpResponse:
    """Show ``form``; when it is sent and accepted, call ``save`` and go back to the parent page.

    A ``Refusal`` of the service is shown on the form (422), with all that was typed.
    """
    if request.method == "POST" and accepted(form, save):
        messages.success(request, page.done)
        return redirect(page.parent_url)
    context = {"council": council, "page": page, "form": form}
    return render(request, "councils/form_page.html", context, status=status_of(form))


Beside = Callable[[Refusal], str | None] | Mapping[str, str] | str | None


def accepted(form: forms.BaseForm, save: Callable[[], Any], *, beside: Beside = None) -> bool:
    """Whether the form is valid and the gesture was done; a refusal is added to the form.

    ``beside`` is the field that the refusal is about, or what finds it, if only by its code; without it, or where it
    finds none, the refusal is about the whole form.
    """
    if not form.is_valid():
        return False
    try:
        save()
    except Refusal as refusal:
        article = f" ({refusal.article})" if refusal.article else ""
        form.add_error(_field_of(refusal, beside), f"{refusal.message_fr}{article}")
        return False
    return True


def _field_of(refusal: Refusal, beside: Beside) -> str | None:
    if isinstance(beside, Mapping):
        return beside.get(refusal.code)
    return beside(refusal) if callable(beside) else beside


def status_of(form: forms.BaseForm) -> int:
    """422 for a form sent and not accepted."""
    return UNPROCESSABLE if form.is_bound and form.errors else 200
