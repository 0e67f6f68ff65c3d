"""Backups, personal data, retention, and the log of readings."""

import logging
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.forms.readings import ReadingFilter
from councils.models import Reading
from councils.models.reading import READING_KINDS
from councils.permissions import may_audit, may_set_up
from councils.queries import preferences_of
from councils.services.retention import set_retention
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.forms.keeping import PassphraseForm, RetentionForm
from deliberations.models import Backup
from deliberations.queries.keeping import backup_is_due, held_about_people
from deliberations.services.backup import back_up
from deliberations.services.storage import DamagedDocument
from deliberations.views.searching import council_row

logger = logging.getLogger(__name__)
PER_PAGE = 20


@sensitive_post_parameters("passphrase", "again")
@private_page
@require_http_methods(GET_OR_POST)
def backups(request: MemberRequest, council: str) -> HttpResponseBase:
    """Past backups, and the form that makes and downloads a new one."""
    row = council_row(request, council, may=may_set_up)
    form = PassphraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        target = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  the response closes it
        try:
            made = back_up(
                council=row,
                passphrase=form.cleaned_data["passphrase"],
                by=request.user,
                at=timezone.now(),
                target=target,
            )
        except DamagedDocument:
            target.close()
            logger.exception("A council cannot be backed up")
            messages.error(
                request,
                "Un document conservé est manquant ou altéré : la sauvegarde serait incomplète et n'a pas été faite. "
                "Prévenez l'assistance, qui le rétablira depuis une sauvegarde plus ancienne.",
            )
            return redirect("backups", council=row.uid)
        return FileResponse(
            target, as_attachment=True, filename=made.file_name, content_type="application/x-tar"
        )
    rows = Backup.objects.filter(council=row).select_related("made_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"council": row, "form": form, "page": page, "is_due": backup_is_due(row, timezone.now())}
    return render(request, "deliberations/backups.html", context, status=status_of(form))


@private_page
@require_safe
def backup_sheet(request: MemberRequest, council: str, backup: str) -> HttpResponse:
    """The sheet to print and keep with the passphrase: which file, made when, and how it is opened."""
    row = council_row(request, council, may=may_set_up)
    made = get_object_or_404(Backup.objects.select_related("made_by"), council=row, uid=backup)
    return render(request, "deliberations/backup_sheet.html", {"council": row, "backup": made})


@private_page
@require_http_methods(GET_OR_POST)
def personal_data(request: MemberRequest, council: str) -> HttpResponse:
    """The sheet of the processing register, and how long what it tells is kept."""
    row = council_row(request, council, may=may_set_up)
    preferences = preferences_of(row)
    form = RetentionForm(posted(request), instance=preferences)

    def save() -> None:
        set_retention(council=row, by=request.user, **form.cleaned_data)
        messages.success(request, "Les durées de conservation sont enregistrées.")

    if accepted(form, save):
        return redirect("personal_data", council=row.uid)
    # What was typed and refused must not be told as if it were kept.
    context = {
        "council": row,
        "form": form,
        "kept": preferences_of(row),
        "held": held_about_people(row),
        "today": council_day(row, timezone.now()),
    }
    return render(request, "deliberations/personal_data.html", context, status=status_of(form))


@private_page
@require_safe
def readings(request: MemberRequest, council: str) -> HttpResponseBase:
    """Who read what is not public, the latest first."""
    row = council_row(request, council, may=may_audit)
    rows = Reading.objects.filter(council=row).select_related("user").order_by("-last_at", "-pk")
    chosen = ReadingFilter(request.GET, rows, council=row)
    kept = chosen.qs if chosen.is_valid() else rows.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("lectures", READING_COLUMNS, kept.iterator()), file_format)
    context: dict[str, Any] = {
        "council": row,
        "chosen": chosen,
        "page": page_of(kept, request, per_page=50),
        "kept": preferences_of(row),
        "most": MOST_COUNTED,
        "query": query_without_page(request),
    }
    return render(request, "deliberations/readings.html", context)


READING_COLUMNS = (
    Column("Dernière lecture", lambda reading: reading.last_at, 18),
    Column("Lecteur", lambda reading: str(reading.user), 30),
    Column("Courriel", lambda reading: reading.user.email, 34),
    Column("Nature", lambda reading: READING_KINDS[reading.kind], 40),
    Column("Texte lu", lambda reading: reading.label, 50),
    Column("Lectures dans l'heure", lambda reading: reading.times, 20),
)
