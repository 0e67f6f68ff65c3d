"""The versions of a text: who wrote what when, what changed, and how to come back to one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.errors import Refusal
from councils.permissions import may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from deliberations.domain.act_text import ActText
from deliberations.domain.text_versions import text_from_json
from deliberations.domain.word_diff import changes_only
from deliberations.models import TextVersion
from deliberations.queries.texts import text_stored
from deliberations.services.versions import restore_version
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.read_log import notes_act

PER_PAGE = 30


@private_page
@require_safe
def act_versions(request: MemberRequest, **place: str) -> HttpResponse:
    """Every version of a text, the latest first."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    versions = row.versions.select_related("by").defer("content")
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    context = around_act(row) | {"page": page, "may_restore": may_write(request.user, row.council)}
    return render(request, "deliberations/write/act_versions.html", context)


@private_page
@require_http_methods(GET_OR_POST)
@notes_act
def act_version(request: MemberRequest, number: int, **place: str) -> HttpResponse:
    """One version compared with the one before or with today's text; a POST makes it the text again."""
    may = may_write if request.method == "POST" else may_read_drafts
    row = deliberation_row(request.user, place, may=may)
    version = get_object_or_404(row.versions.select_related("deliberation__sitting", "by"), number=number)
    if request.method == "POST":
        return _restored(request, version, place)
    with_today = request.GET.get("avec") == "aujourdhui"
    text = text_from_json(version.content)
    changes = changes_only(text, text_stored(row)) if with_today else changes_only(_before(version), text)
    context = around_act(row) | {
        "version": version,
        "changes": changes,
        "with_today": with_today,
        "may_restore": may_write(request.user, row.council),
    }
    return render(request, "deliberations/write/act_version.html", context)


def _before(version: TextVersion) -> ActText:
    others = TextVersion.objects.filter(deliberation=version.deliberation, number__lt=version.number)
    content = others.values_list("content", flat=True).first()
    return ActText() if content is None else text_from_json(content)


def _restored(request: MemberRequest, version: TextVersion, place: dict[str, str]) -> HttpResponse:
    try:
        restore_version(version, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(request, f"La version {version.number} est de nouveau le texte de la délibération.")
    return redirect(reverse("act_write", kwargs=place))
