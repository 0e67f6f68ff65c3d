"""The mayor's decisions: their list, each of them, its text, its signature, its documents."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force
from councils.models import Council, Mandate, User
from councils.permissions import may_publish, may_read_drafts, may_sign, may_write
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.documents.view import Rendition
from deliberations.domain.delegated import DecisionFacts
from deliberations.domain.delegated_checks import check_decision
from deliberations.domain.delegated_powers import shown_power
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.wording.decisions import outside_sitting
from deliberations.forms.decision_filters import DecisionFilter
from deliberations.models import MayorDecision, MayorDelegation, StoredFile
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.decisions import (
    decision_case,
    decision_facts,
    decisions_of,
    visible_decisions,
)
from deliberations.queries.sealed import sealed_copy
from deliberations.queries.signatures import paper_in_force
from deliberations.services.decision_documents import (
    decision_body,
    latest_copy,
    paper_of,
    render_decision,
)
from deliberations.services.decision_signing import paper_awaited
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import read_document
from deliberations.views.read_log import notes_decision
from deliberations.views.searching import council_row
from deliberations.views.shown.decision import (
    NOT_YET,
    badge_of,
    downloads_of,
    facts_shown,
    next_step,
    obstacle_shown,
    renditions_of,
)
from deliberations.views.shown.findings import ShownFinding, shown_findings
from deliberations.views.shown.renditions import BY_RENDITION


def decision_row(user: User, council: str, decision: str, *, may: Any = None) -> MayorDecision:
    """The decision at an address, or 404; 403 when ``may`` refuses, or for a member before it is signed."""
    rows = visible_decisions(user).select_related("council", "signatory_member__person", "delegation")
    options = {} if may is None else {"may": may}
    row = get_council_object_or_404(user, rows, council__uid=council, uid=decision, **options)
    if not row.is_signed and not may_read_drafts(user, row.council):
        raise PermissionDenied
    return row


def may_note_signature(user: Any, council: Council) -> bool:
    """The mayor and the deputies with a delegation; the secretary, who notes what was signed on paper."""
    return may_write(user, council) or may_sign(user, council)


def members_of(council: Council) -> list[Mandate]:
    """Those in office today first: nobody else signs, but a past decision may be recorded."""
    rows = list(Mandate.objects.filter(council=council).select_related("person"))
    today = council_day(council, timezone.now())
    return sorted(rows, key=lambda row: not is_in_force(row, today))


# --- list

COLUMNS = (
    Column("Numéro", lambda row: row.number),
    Column("Date", lambda row: row.decided_on),
    Column("Objet", lambda row: row.title, 70),
    Column("Matière déléguée", lambda row: shown_power(row.paragraph) if row.paragraph else "", 40),
    Column("Matière", lambda row: row.matter_code),
    Column("Thème", lambda row: row.theme, 24),
    Column("Montant (€)", lambda row: row.amount_cents / 100 if row.amount_cents is not None else None),
    Column("Cocontractant", lambda row: row.contractor, 30),
    Column("Reçue en préfecture le", lambda row: _last_day(row.transmissions)),
    Column("Rendue publique le", lambda row: _first_day(row.publications)),
    Column("Compte rendu à la séance du", lambda row: _reported_on(row)),
    Column("État", lambda row: _state(row), 24),
)


def _state(row: MayorDecision) -> str:
    """« Numéro abandonné : motif »: a gap in the numbers explains itself."""
    if row.given_up:
        return f"Numéro abandonné : {row.given_up}"
    if row.is_signed:
        return str(row.get_state_display())
    return "À signer" if row.is_to_sign else "Projet"


def _last_day(rows: Any) -> Any:
    found = sorted(rows.all(), key=lambda row: row.pk)
    return found[-1].effective_on if found else None


def _first_day(rows: Any) -> Any:
    return min((row.effective_on for row in rows.all()), default=None)


def _reported_on(row: MayorDecision) -> Any:
    report = getattr(row, "report", None)
    return report.sitting.held_on if report else None


@private_page
@require_safe
def mayor_decisions(request: MemberRequest, council: str) -> HttpResponseBase:
    """The decisions of a council, drafts first, then the latest."""
    row = council_row(request, council)
    with_drafts = may_read_drafts(request.user, row)
    ordered = decisions_of(row, with_drafts=with_drafts).select_related("council", "report__sitting")
    chosen = DecisionFilter(request.GET, ordered, council=row, with_drafts=with_drafts)
    rows = chosen.qs if chosen.is_valid() else ordered.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("decisions", COLUMNS, _streamed(rows)), file_format)
    page = page_of(rows.prefetch_related("transmissions", "publications"), request)
    context = {
        "council": row,
        "chosen": chosen,
        "page": page,
        "lines": [
            {
                "row": each,
                "received_on": _last_day(each.transmissions),
                "known_on": _first_day(each.publications),
                "reported_on": _reported_on(each),
            }
            for each in page
        ],
        "most": MOST_COUNTED,
        "query": query_without_page(request),
        "can_write": may_write(request.user, row),
        "is_staff": with_drafts,
        "delegations": MayorDelegation.objects.filter(council=row).count(),
    }
    return render(request, "deliberations/decisions/list.html", context)


def _streamed(rows: Any) -> Iterator[MayorDecision]:
    yield from rows.prefetch_related("transmissions", "publications").iterator(chunk_size=500)


# --- one decision


@private_page
@require_safe
@notes_decision
def decision(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """One decision: its text, where it stands, what to do next."""
    row = decision_row(request.user, council, decision)
    facts = decision_facts(row)
    can_publish = may_publish(request.user, row.council) and row.is_signed
    can_sign = may_note_signature(request.user, row.council)
    is_staff = may_read_drafts(request.user, row.council)
    paper = paper_of(row)
    rendition = paper.rendition() if row.is_signed else Rendition.REGISTER
    context = {
        "council": row.council,
        "decision": row,
        "badge": badge_of(facts),
        "body_html": decision_body(paper, rendition),
        "facts": facts_shown(facts),
        "obstacle": obstacle_shown(facts) if row.is_signed else "",
        "step": next_step(facts, can_sign=can_sign, can_publish=can_publish),
        "findings": findings_of(row, facts) if is_staff else (),
        "is_staff": is_staff,
        "can_publish": can_publish,
        "can_write": may_write(request.user, row.council),
        "awaits_paper": can_sign and row.is_signed and paper_awaited(row) is not None,
        "is_reserved": bool(row.number) and not row.is_signed and not row.given_up,
        "report": getattr(row, "report", None),
        "copy": latest_copy(row),
        "downloads": downloads_of(row, facts),
        "signing": paper_in_force(row.council, SignedKind.DECISION, row.uid) if is_staff else None,
        "delegation": row.delegation,
        "sealed_scan": sealed_copy(row.council, SignedKind.SCAN, row.uid) if is_staff else None,
    }
    return render(request, "deliberations/decisions/decision.html", context)


def findings_of(row: MayorDecision, facts: DecisionFacts) -> tuple[ShownFinding, ...]:
    day = facts.decision.decided_on or council_day(row.council, timezone.now())
    return shown_findings(outside_sitting(facts.council, day), check_decision(decision_case(row, facts)))


@private_page
@require_safe
@notes_decision
def decision_download(
    request: MemberRequest, council: str, decision: str, rendition: Rendition, file_format: FileFormat
) -> HttpResponse:
    """One rendition in one format. One that the decision has not reached yet leads back to its page, which says why."""
    row = decision_row(request.user, council, decision)
    if rendition not in renditions_of(decision_facts(row)):
        messages.error(request, NOT_YET)
        return redirect("decision", council, decision)
    try:
        paper = paper_of(row)
        content = render_decision(paper, rendition, file_format)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("decision", council, decision)
    name = f"{_stem(row)}-{BY_RENDITION[rendition].slug}{'-projet' if paper.is_draft else ''}.{file_format}"
    return file_response(content, name, file_format.media_type)


def _stem(row: MayorDecision) -> str:
    number = slugify(row.number.replace("/", "-")) or row.uid
    return f"decision-{number}"


@private_page
@require_safe
@notes_decision
def decision_annex(request: MemberRequest, council: str, decision: str, annex: int) -> HttpResponse:
    """The file of an annex."""
    row = decision_row(request.user, council, decision)
    found = get_object_or_404(row.annexes.select_related("file"), pk=annex, file__isnull=False)
    file: StoredFile = found.file  # type: ignore[assignment]  # asked for above
    return file_response(read_document(file), file.name, file.media_type)
