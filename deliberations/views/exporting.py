"""Everything of a council in one open file."""

import logging
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.permissions import may_set_up
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import status_of
from deliberations.forms.exporting import ExportForm
from deliberations.services.exporting import export_council
from deliberations.services.readings import note_export
from deliberations.services.storage import DamagedDocument
from deliberations.views.searching import council_row

logger = logging.getLogger(__name__)


@private_page
@require_http_methods(GET_OR_POST)
def council_export(request: MemberRequest, council: str) -> HttpResponseBase:
    """What the export holds, and the button that makes it: written to the disk, never whole in memory."""
    row = council_row(request, council, may=may_set_up)
    form = ExportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        target = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  the response closes it
        try:
            made = export_council(council=row, at=timezone.now(), target=target)
        except DamagedDocument:
            target.close()
            logger.exception("A council cannot be exported")
            messages.error(
                request,
                "Un document conservé est manquant ou altéré : l'export serait incomplet et n'a pas été fait. "
                "Prévenez l'assistance, qui le rétablira depuis une sauvegarde.",
            )
            return redirect("council_export", council=row.uid)
        note_export(request.user, row)
        return FileResponse(
            target, as_attachment=True, filename=made.file_name, content_type="application/zip"
        )
    context = {"council": row, "form": form}
    return render(request, "deliberations/past/export.html", context, status=status_of(form))
