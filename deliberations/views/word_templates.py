"""« Modèle Word de la commune »: its fields, sending it, trying it, using it, going back to ours."""

import logging
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.models import Council
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE, status_of
from councils.views.members import council_to_set_up
from deliberations.documents.wordtemplate.problems import TemplateRefused
from deliberations.forms.word_templates import WordTemplateForm
from deliberations.models import WordTemplate
from deliberations.services import word_templates
from deliberations.services.readings import note_act_reading
from deliberations.services.rendering import FileFormat
from deliberations.services.word_templates import FilledAct
from deliberations.views.papers import NOT_KEPT
from deliberations.views.shown.word_templates import field_groups, filter_rows, template_rows

logger = logging.getLogger(__name__)
_PAGE = "word_template"


def template_row(council: Council, uid: str) -> WordTemplate:
    """The template of that uid in ``council``, or 404."""
    return get_object_or_404(WordTemplate.objects.select_related("file", "council"), council=council, uid=uid)


@private_page
@require_http_methods(GET_OR_POST)
def word_template(request: MemberRequest, council: str) -> HttpResponse:
    """The template in use, those before, the fields; a template sent is checked, then kept on trial."""
    row = council_to_set_up(request.user, council)
    form = WordTemplateForm(request.POST, request.FILES) if request.method == "POST" else WordTemplateForm()
    if form.is_bound and form.is_valid() and _received(request, row, form):
        return redirect(_PAGE, council=row.uid)
    return _page(request, row, form)


def _received(request: MemberRequest, council: Council, form: WordTemplateForm) -> bool:
    try:
        word_templates.receive_template(
            council=council, file=form.cleaned_data["file"], by=request.user, at=timezone.now()
        )
    except TemplateRefused as refusal:
        form.show(refusal.problems)
        return False
    except OSError:
        logger.exception("A Word template cannot be stored")
        form.add_error("file", NOT_KEPT)
        return False
    messages.success(
        request, "Le modèle est contrôlé et gardé. Regardez les essais, puis mettez-le en service."
    )
    return True


def _page(request: MemberRequest, council: Council, form: WordTemplateForm) -> HttpResponse:
    today = council_day(council, timezone.now())
    last = word_templates.last_act(council)
    if last is not None:
        _note_last_act(request, council)
    shown = last or word_templates.sample_act(council, today)
    context: dict[str, Any] = {
        "council": council,
        "form": form,
        "templates": template_rows(council),
        "has_act": last is not None,
        "groups": field_groups(word_templates.KIND, shown.data),
        "filters": filter_rows(),
    }
    return render(request, "deliberations/word_template.html", context, status=status_of(form))


@private_page
@require_safe
def word_template_starter(request: MemberRequest, council: str) -> HttpResponse:
    """The template to start from."""
    row = council_to_set_up(request.user, council)
    content = word_templates.starter_of(row, council_day(row, timezone.now()))
    return file_response(content, "modele-de-deliberation.docx", FileFormat.DOCX.media_type)


@private_page
@require_safe
def word_template_file(request: MemberRequest, council: str, template: str) -> HttpResponse:
    """A template as it was received."""
    row = template_row(council_to_set_up(request.user, council), template)
    try:
        content = word_templates.content_of(row)
    except TemplateRefused as refusal:
        return _no_document(request, row.council, refusal)
    return file_response(content, row.file.name, row.file.media_type)


@private_page
@require_safe
def word_template_sample(request: MemberRequest, council: str, template: str) -> HttpResponse:
    """The sample act by a template, in use or not."""
    row = template_row(council_to_set_up(request.user, council), template)
    sample = word_templates.sample_act(row.council, council_day(row.council, timezone.now()))
    return _tried(request, row, sample, "essai-exemple.docx")


@private_page
@require_safe
def word_template_last_act(request: MemberRequest, council: str, template: str) -> HttpResponse:
    """The last act by a template, in use or not; 404 while there is no act."""
    row = template_row(council_to_set_up(request.user, council), template)
    last = word_templates.last_act(row.council)
    if last is None:
        raise Http404
    _note_last_act(request, row.council)
    return _tried(request, row, last, "essai-dernier-acte.docx")


def _note_last_act(request: MemberRequest, council: Council) -> None:
    """The last act is shown whatever it is: one that is not public has its reader noted."""
    act = word_templates.last_act_row(council)
    if act is not None:
        note_act_reading(request.user, act)


def _tried(request: MemberRequest, row: WordTemplate, filled: FilledAct, name: str) -> HttpResponse:
    try:
        content = word_templates.fill_with(row, filled)
    except TemplateRefused as refusal:
        return _no_document(request, row.council, refusal)
    return file_response(content, name, FileFormat.DOCX.media_type)


def _no_document(request: MemberRequest, council: Council, refusal: TemplateRefused) -> HttpResponse:
    context = {"council": council, "problems": refusal.problems}
    return render(request, "deliberations/word_template_failed.html", context, status=UNPROCESSABLE)


@private_page
@require_POST
def word_template_use(request: MemberRequest, council: str, template: str) -> HttpResponse:
    """Put a template in use."""
    row = template_row(council_to_set_up(request.user, council), template)
    word_templates.use_template(row, by=request.user)
    messages.success(request, "Ce modèle est en service : il met en page les délibérations en Word.")
    return redirect(_PAGE, council=row.council.uid)


@private_page
@require_http_methods(GET_OR_POST)
def word_template_stop(request: MemberRequest, council: str) -> HttpResponse:
    """Go back to our own Word document, after a confirmation."""
    row = council_to_set_up(request.user, council)
    in_use = word_templates.template_in_use(row)
    if request.method == "POST":
        word_templates.stop_template(row, by=request.user)
        messages.success(request, "Les délibérations en Word suivent à nouveau la version standard.")
        return redirect(_PAGE, council=row.uid)
    return render(request, "deliberations/word_template_stop.html", {"council": row, "template": in_use})
