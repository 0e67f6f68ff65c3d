"""The evidence list of an act of either kind, and its evidence file: one ZIP to hand to a judge or an expert."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from councils.domain.days import council_day
from councils.permissions import may_read_drafts
from councils.views.access import MemberRequest, private_page
from councils.views.files import file_response
from deliberations.domain.wording.dates import long_date, numeric_time
from deliberations.models import DecisionEvidenceWork, Deliberation, EvidenceWork
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.evidence import Proof, proofs_of
from deliberations.services.evidence_works import ask_evidence, evidence_kept
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.decisions import decision_row
from deliberations.views.read_log import notes_act, notes_decision_evidence, notes_evidence

FORGOTTEN = "Ce dossier de preuve n'est plus gardé : préparez-le de nouveau."


@private_page
@require_safe
@notes_act
def evidence(request: MemberRequest, **place: str) -> HttpResponse:
    """Everything that proves the act, in the order of time, each with its digest."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    zone = ZoneInfo(row.council.time_zone)
    context = around_act(row) | {
        "edited_on": long_date(council_day(row.council, timezone.now())),
        "lines": [{"proof": proof, "when": _when(proof, zone)} for proof in proofs_of(row)],
    }
    return render(request, "deliberations/act_evidence.html", context)


def _when(proof: Proof, zone: ZoneInfo) -> str:
    """The day of effect, then the hour when it was told the same day."""
    if proof.at is None:
        return long_date(proof.on)
    local = proof.at.astimezone(zone)
    if local.date() != proof.on:
        return f"{long_date(proof.on)} (noté le {long_date(local.date())})"
    return f"{long_date(proof.on)} à {numeric_time(local.time())}"


@private_page
@require_POST
def ask(request: MemberRequest, **place: str) -> HttpResponse:
    """Ask the worker for the evidence file."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    work = ask_evidence(act=row, by=request.user, at=timezone.now())
    return redirect("act_evidence_work", row.council.uid, row.sitting.uid, row.uid, work.uid)


@private_page
@require_safe
@notes_act
def evidence_work(request: MemberRequest, work: str, **place: str) -> HttpResponse:
    """How far the file is; the page looks again by itself until it ends."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    return render(
        request, "deliberations/act_evidence_work.html", around_act(row) | {"work": _work(row, work)}
    )


@private_page
@require_safe
@notes_evidence
def evidence_zip(request: MemberRequest, work: str, **place: str) -> HttpResponse:
    """The file that was made, with all that is private in it; while it is not ready, the page that tells how far."""
    row = deliberation_row(request.user, place, may=may_read_drafts)
    asked = _work(row, work)
    if asked.is_going:
        return redirect("act_evidence_work", row.council.uid, row.sitting.uid, row.uid, asked.uid)
    content = evidence_kept(asked)
    if content is None:
        messages.info(request, FORGOTTEN)
        return redirect("act_evidence", row.council.uid, row.sitting.uid, row.uid)
    name = f"dossier-de-preuve-{row.slug or row.uid}.zip"
    return file_response(content, name, "application/zip")


# --- decisions of the mayor


@private_page
@require_safe
def decision_evidence(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Everything that proves a decision, in the order of time, each with its digest."""
    row = decision_row(request.user, council, decision, may=may_read_drafts)
    zone = ZoneInfo(row.council.time_zone)
    lines = [{"proof": proof, "when": _when(proof, zone)} for proof in proofs_of_decision(row)]
    context = {"council": row.council, "decision": row, "lines": lines}
    return render(request, "deliberations/decisions/evidence.html", context)


@private_page
@require_POST
def ask_of_decision(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Ask the worker for the evidence file of a decision."""
    row = decision_row(request.user, council, decision, may=may_read_drafts)
    work = ask_evidence(act=row, by=request.user, at=timezone.now())
    return redirect("decision_evidence_work", council, decision, work.uid)


@private_page
@require_safe
def decision_evidence_work(request: MemberRequest, council: str, decision: str, work: str) -> HttpResponse:
    """How far the file is; the page looks again by itself until it ends."""
    row = decision_row(request.user, council, decision, may=may_read_drafts)
    asked = get_object_or_404(DecisionEvidenceWork, decision=row, uid=work)
    context = {"council": row.council, "decision": row, "work": asked}
    return render(request, "deliberations/decisions/evidence_work.html", context)


@private_page
@require_safe
@notes_decision_evidence
def decision_evidence_zip(request: MemberRequest, council: str, decision: str, work: str) -> HttpResponse:
    """The file that was made; while it is not ready, the page that tells how far."""
    row = decision_row(request.user, council, decision, may=may_read_drafts)
    asked = get_object_or_404(DecisionEvidenceWork, decision=row, uid=work)
    if asked.is_going:
        return redirect("decision_evidence_work", council, decision, work)
    content = evidence_kept(asked)
    if content is None:
        messages.info(request, FORGOTTEN)
        return redirect("decision_evidence", council, decision)
    return file_response(content, f"dossier-de-preuve-decision-{row.slug or row.uid}.zip", "application/zip")


def _work(row: Deliberation, uid: str) -> EvidenceWork:
    work: EvidenceWork = get_object_or_404(EvidenceWork, deliberation=row, uid=uid)
    return work
