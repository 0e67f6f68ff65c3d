"""The table of a council on one day, as a document: for anybody, and for the prefect."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.models import Council
from councils.permissions import may_set_up
from councils.queries import council_facts
from councils.services.readings import note_birth_dates
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import status_of
from councils.views.members import council_to_set_up
from deliberations.documents.council_table import view_council_table
from deliberations.forms.council_table import TableDayForm
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import render_paper
from deliberations.views.searching import council_row
from deliberations.views.shown.renditions import FORMAT_NAMES

OFFERED = (FileFormat.PDF, FileFormat.DOCX, FileFormat.HTML)


@private_page
@require_safe
def council_table(request: MemberRequest, council: str) -> HttpResponse:
    """The day is chosen here, before or after an installation say; the files follow."""
    row = council_row(request, council)
    return _page(request, row, TableDayForm(request.GET or None, initial={"au": _today(row)}))


@private_page
@require_safe
def council_table_public(request: MemberRequest, council: str, file_format: FileFormat) -> HttpResponse:
    """Without birth dates: this one may be posted."""
    return _file(request, council_row(request, council), file_format, with_birth_dates=False)


@private_page
@require_safe
def council_table_prefecture(request: MemberRequest, council: str, file_format: FileFormat) -> HttpResponse:
    """With the birth dates that the prefect is told (CGCT art. R. 2121-2); for who may read them."""
    row = council_to_set_up(request.user, council)
    note_birth_dates(request.user, row)
    return _file(request, row, file_format, with_birth_dates=True)


def _today(row: Council) -> date:
    return council_day(row, timezone.now())


def _page(request: MemberRequest, row: Council, form: TableDayForm) -> HttpResponse:
    on = form.on(_today(row)) if form.is_bound else _today(row)
    context = {
        "council": row,
        "form": form,
        "on": on,
        "query": urlencode({"au": on.isoformat()}) if on else "",
        "formats": [(file_format.value, FORMAT_NAMES[file_format]) for file_format in OFFERED],
        "may_set_up": may_set_up(request.user, row),
    }
    return render(request, "deliberations/council_table.html", context, status=status_of(form))


def _file(
    request: MemberRequest, row: Council, file_format: FileFormat, *, with_birth_dates: bool
) -> HttpResponse:
    form, today = TableDayForm(request.GET), _today(row)
    on = form.on(today)
    if on is None:
        return _page(request, row, form)
    view = view_council_table(council_facts(row), on, edited_on=today, with_birth_dates=with_birth_dates)
    name = f"{slugify(f'{row.place_name} tableau {on:%Y-%m-%d}')}.{file_format}"
    return file_response(render_paper(view, file_format), name, file_format.media_type)
