"""The answer to a page that keeps itself while somebody types (``static/js/keep.js``)."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from councils.views.access import MemberRequest
from councils.views.forms_shown import UNPROCESSABLE

AUTOSAVE = "garder"


def is_autosave(request: MemberRequest) -> bool:
    """Whether the page itself sent the form: nobody pressed a button, and nobody is led elsewhere."""
    return AUTOSAVE in request.POST


def kept_answer(request: MemberRequest, form: forms.Form, base: str) -> HttpResponse:
    """One line for the page: ``base``, what is stored now, which it sends back; empty, what is to be corrected."""
    told = [str(message) for messages in form.errors.values() for message in messages]
    return refused_answer(request, " ".join(told)) if not base else _line(request, base=base)


def refused_answer(request: MemberRequest, reason: str) -> HttpResponse:
    """The line that says why nothing was kept."""
    return _line(request, refusal=f"Non enregistré. {reason}", status=UNPROCESSABLE)


def _line(request: MemberRequest, *, base: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"base": base, "refusal": refusal, "is_conflict": False}
    return render(request, "deliberations/write/_saved.html", context, status=status)
