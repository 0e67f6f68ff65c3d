"""One deliberation: its text, its findings, its files."""

import logging
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from councils.permissions import Predicate, may_publish, may_read, may_read_drafts, may_write
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.documents.view import Rendition
from deliberations.documents.wordtemplate.problems import TemplateRefused
from deliberations.domain.record import Record
from deliberations.domain.signing_order import SignedKind
from deliberations.models import Deliberation
from deliberations.permissions import get_council_object_or_404, may_read_act, may_sign_act
from deliberations.queries import record_of, visible_deliberations
from deliberations.queries.sealed import sealed_copy
from deliberations.queries.signatures import hand_signature_of, how_signed, signed_copies_of
from deliberations.services.act_signing import signatory_of
from deliberations.services.issuing import facts_digest
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.staleness import has_changed_since
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.services.word_templates import render_in_word, template_in_use
from deliberations.views.read_log import notes_act
from deliberations.views.shown.act import act_page, signed_copy
from deliberations.views.shown.clock import clock_of_act
from deliberations.views.shown.renditions import BY_RENDITION, file_name, is_draft
from deliberations.views.shown.sitting import sitting_title_on

logger = logging.getLogger(__name__)


def deliberation_row(user: User, place: dict[str, str], *, may: Predicate = may_read) -> Deliberation:
    """The act at an address (``council``, ``sitting``, ``act``), or 404, or 403 when ``may`` refuses."""
    row = get_council_object_or_404(
        user,
        visible_deliberations(user),
        may=may,
        council__uid=place["council"],
        sitting__uid=place["sitting"],
        uid=place["act"],
    )
    if not may_read_act(user, row):
        raise PermissionDenied
    return row


def act_address(place: dict[str, str]) -> str:
    """The page of the act at ``place``."""
    return reverse("act", kwargs=place)


def around_act(row: Deliberation) -> dict[str, Any]:
    """What every page of an act shows around its own content."""
    return {
        "council": row.council,
        "sitting": row.sitting,
        "sitting_title": sitting_title_on(row.sitting.held_on),
        "act": row,
    }


def act_context(row: Deliberation, record: Record) -> dict[str, Any]:
    """What the pages that show an act share; ``has_changed``: since the latest signed copy."""
    documents = list(signed_copies_of(row))
    return around_act(row) | {
        "shown": act_page(record, record.act(row.uid)),
        "signed_copies": [signed_copy(document, row.council.time_zone) for document in documents],
        "has_changed": bool(documents) and has_changed_since(documents[0], record),
    }


@private_page
@require_safe
@notes_act
def act(request: MemberRequest, **place: str) -> HttpResponse:
    """One deliberation, with the button to sign for its signatory."""
    row = deliberation_row(request.user, place)
    record = record_of(row.sitting)
    context = act_context(row, record)
    signatory = signatory_of(record, record.act(row.uid), council_day(row.council, timezone.now()))
    is_to_sign = context["shown"].status.is_final and (not context["signed_copies"] or context["has_changed"])
    is_signatory = may_sign_act(request.user, row, signatory.person if signatory else None)
    context |= {
        "signatory": signatory,
        "can_sign": is_signatory and is_to_sign,
        "read": facts_digest(record) if is_signatory and is_to_sign else "",
        "hand_signature": hand_signature_of(row),
        "sealed_scan": sealed_copy(row.council, SignedKind.SCAN, row.uid)
        if may_read_drafts(request.user, row.council)
        else None,
        "can_write": may_write(request.user, row.council),
        "has_history": may_read_drafts(request.user, row.council),
        "original": row.originals.select_related("file").first(),
        "has_word_template": template_in_use(row.council) is not None,
    }
    context |= _afterwards(request.user, row, record)
    return render(request, "deliberations/act.html", context)


def _afterwards(user: User, row: Deliberation, record: Record) -> dict[str, Any]:
    """The clock of the act and the gestures that follow its sitting, for those who may make them."""
    today = council_day(row.council, timezone.now())
    is_staff = may_read_drafts(user, row.council)
    return {
        "clock": clock_of_act(row, record, today, how_signed(row)) if is_staff else None,
        "can_prove": is_staff,
        "can_publish": may_publish(user, row.council) and bool(row.number),
        "can_write": may_write(user, row.council),
    }


@private_page
@require_safe
@notes_act
def download(
    request: MemberRequest, rendition: Rendition, file_format: FileFormat, **place: str
) -> HttpResponse:
    """One rendition in one format, made from the facts of today; in Word, by the council's template if it has one.

    « ?modele=standard » asks for our own Word document.
    """
    row = deliberation_row(request.user, place)
    record = record_of(row.sitting)
    facts = record.act(row.uid)
    draft = is_draft(record, facts, rendition)
    standard = facts.original is not None or request.GET.get("modele") == "standard"
    try:
        content = _made(
            row, record, rendition=rendition, file_format=file_format, is_draft=draft, standard=standard
        )
    except TemplateRefused as refusal:
        context = {
            "council": row.council,
            "problems": refusal.problems,
            "standard": f"{request.path}?modele=standard",
        }
        return render(request, "deliberations/word_template_failed.html", context, status=UNPROCESSABLE)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect(act_address(place))
    what = BY_RENDITION[rendition].slug + ("-projet" if draft else "")
    return file_response(content, file_name(row.number, row.uid, what, file_format), file_format.media_type)


def _made(
    row: Deliberation,
    record: Record,
    *,
    rendition: Rendition,
    file_format: FileFormat,
    is_draft: bool,
    standard: bool,
) -> bytes:
    """The bytes of a rendition; in Word by the council's template, unless ``standard``."""
    facts = record.act(row.uid)
    if file_format is FileFormat.DOCX and not standard:
        return render_in_word(row.council, record, facts, rendition=rendition, is_draft=is_draft)
    return render_act(record, facts, rendition=rendition, file_format=file_format, is_draft=is_draft)


@private_page
@require_safe
@notes_act
def download_signed(request: MemberRequest, version: int, **place: str) -> HttpResponse:
    """The very bytes of a signed copy. Damaged ones are never sent."""
    row = deliberation_row(request.user, place)
    document = get_object_or_404(signed_copies_of(row), version=version)
    try:
        content = read_document(document)
    except DamagedDocument:
        logger.exception("Signed document cannot be sent")
        messages.error(
            request,
            "Le fichier signé conservé est manquant ou altéré : il n'est pas envoyé. "
            "Prévenez l'assistance, qui le rétablira depuis une sauvegarde.",
        )
        return redirect(act_address(place))
    what = f"copie-certifiee-signee-v{version}"
    return file_response(content, file_name(row.number, row.uid, what, "pdf"), FileFormat.PDF.media_type)
