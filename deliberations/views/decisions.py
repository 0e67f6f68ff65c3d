"""The mayor's decisions: their list, each of them, its text, its signature, its documents."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.bodies import BodyType
from councils.domain.days import council_day
from councils.domain.membership import is_in_force
from councils.models import Council, Mandate, User
from councils.permissions import may_publish, may_read_drafts, may_sign, may_write
from councils.queries import council_facts
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.documents.view import Rendition
from deliberations.domain.delegated import DecisionFacts, head_on, proposed_delegation
from deliberations.domain.delegated_checks import check_decision
from deliberations.domain.delegated_powers import shown_power
from deliberations.domain.wording.decisions import outside_sitting
from deliberations.forms.decisions import (
    AnnexForm,
    DecisionFilter,
    DecisionForm,
    ReportForm,
    SignDecisionForm,
    StateForm,
    initial_of_decision,
    initial_of_new,
)
from deliberations.models import MayorDecision, MayorDelegation, Sitting, StoredFile
from deliberations.models.choices import ACT_STATES
from deliberations.permissions import get_council_object_or_404
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.decisions import (
    decision_case,
    decision_facts,
    decisions_of,
    delegation_facts,
    visible_decisions,
)
from deliberations.services.decision_details import add_annex, remove_annex, set_decision_state
from deliberations.services.decision_documents import (
    decision_body,
    latest_copy,
    paper_of,
    render_decision,
)
from deliberations.services.decision_reports import declare_report
from deliberations.services.decisions import (
    DecisionChanged,
    create_decision,
    delete_draft,
    next_number,
    save_decision,
    sign_decision,
    text_mark,
)
from deliberations.services.rendering import FileFormat
from deliberations.services.storage import read_document
from deliberations.views.read_log import notes_decision
from deliberations.views.searching import council_row
from deliberations.views.shown.decision import (
    badge_of,
    downloads_of,
    facts_shown,
    next_step,
    obstacle_shown,
)
from deliberations.views.shown.findings import ShownFinding, shown_findings
from deliberations.views.shown.renditions import BY_RENDITION

SIGN_FIELDS = {
    "decision.future": "signed_on",
    "decision.first_number": "first",
    "decision.number_taken": "printed_number",
}
"""Code of a refusal → the field beside which it is shown."""


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
    Column("État", lambda row: row.get_state_display() if row.is_signed else "Projet", 18),
)


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
def decision_list(request: MemberRequest, council: str) -> HttpResponseBase:
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
    rendition = Rendition.REGISTER if paper.is_draft else paper.rendition()
    context = {
        "council": row.council,
        "decision": row,
        "badge": badge_of(facts),
        "body_html": decision_body(paper, rendition),
        "facts": facts_shown(facts),
        "obstacle": obstacle_shown(facts) if row.is_signed else "",
        "step": next_step(facts, can_sign=can_sign, can_publish=can_publish),
        "findings": _findings(row, facts) if is_staff else (),
        "is_staff": is_staff,
        "can_publish": can_publish,
        "can_write": may_write(request.user, row.council),
        "report": getattr(row, "report", None),
        "copy": latest_copy(row),
        "downloads": downloads_of(row),
        "delegation": row.delegation,
    }
    return render(request, "deliberations/decisions/decision.html", context)


def _findings(row: MayorDecision, facts: DecisionFacts) -> tuple[ShownFinding, ...]:
    day = facts.decision.decided_on or council_day(row.council, timezone.now())
    return shown_findings(outside_sitting(facts.council, day), check_decision(decision_case(row, facts)))


@private_page
@require_safe
@notes_decision
def decision_download(
    request: MemberRequest, council: str, decision: str, rendition: Rendition, file_format: FileFormat
) -> HttpResponse:
    """One rendition in one format."""
    row = decision_row(request.user, council, decision)
    content = render_decision(paper_of(row), rendition, file_format)
    name = f"{_stem(row)}-{BY_RENDITION[rendition].slug}{'' if row.is_signed else '-projet'}.{file_format}"
    return file_response(content, name, file_format.media_type)


def _stem(row: MayorDecision) -> str:
    number = slugify(row.number.replace("/", "-")) or row.uid
    return f"decision-{number}"


@private_page
@require_safe
def decision_evidence(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Everything that proves a decision."""
    row = decision_row(request.user, council, decision, may=may_read_drafts)
    proofs = [{"proof": proof, "when": date_format(proof.on, "j F Y")} for proof in proofs_of_decision(row)]
    context = {"council": row.council, "decision": row, "lines": proofs}
    return render(request, "deliberations/decisions/evidence.html", context)


# --- writing


def _members(council: Council) -> list[Mandate]:
    """Those in office today first: nobody else signs, but a past decision may be recorded."""
    rows = list(Mandate.objects.filter(council=council).select_related("person"))
    today = council_day(council, timezone.now())
    return sorted(rows, key=lambda row: not is_in_force(row, today))


def _form(request: MemberRequest, council: Council, initial: dict[str, Any]) -> DecisionForm:
    delegations = MayorDelegation.objects.filter(council=council).order_by("-decided_on", "-pk")
    return DecisionForm(
        posted(request), initial=initial, members=_members(council), delegations=list(delegations)
    )


@private_page
@require_http_methods(GET_OR_POST)
def decision_new(request: MemberRequest, council: str) -> HttpResponse:
    """Begin a decision: the delegation in force, the mayor and the usual visas are proposed."""
    row = council_row(request, council, may=may_write)
    form = _form(request, row, _proposed(row))
    made: list[MayorDecision] = []

    def save() -> None:
        made.append(create_decision(council=row, draft=form.draft, by=request.user))

    if accepted(form, save):
        messages.success(request, "Le projet de décision est enregistré.")
        return redirect("decision", row.uid, made[0].uid)
    return _edit_page(request, row, form, None)


def _proposed(council: Council) -> dict[str, Any]:
    facts, today = council_facts(council), council_day(council, timezone.now())
    head = head_on(facts, today)
    given = proposed_delegation(delegation_facts(council), None, today)
    delegation = (
        MayorDelegation.objects.filter(council=council, uid=given.uid).first() if given is not None else None
    )
    mandate = Mandate.objects.filter(council=council, uid=head.uid).first() if head is not None else None
    return initial_of_new(delegation, mandate, facts.body_type is BodyType.COMMUNE)


@private_page
@require_http_methods(GET_OR_POST)
@notes_decision
def decision_edit(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """The text of a draft. A signed decision leads back to its page, which says why."""
    row = decision_row(request.user, council, decision, may=may_write)
    if row.is_signed:
        messages.info(request, "Cette décision est signée : son texte est figé.")
        return redirect("decision", council, decision)
    form = _form(request, row.council, {**initial_of_decision(row), "mark": text_mark(row)})

    def save() -> None:
        try:
            mark = form.cleaned_data["mark"]
            save_decision(row=row, draft=form.draft, by=request.user, mark=mark)
        except DecisionChanged:
            form.show_as_seen(text_mark(row))
            raise

    if accepted(form, save):
        messages.success(request, "La décision est enregistrée.")
        return redirect("decision", council, decision)
    return _edit_page(request, row.council, form, row)


def _edit_page(
    request: MemberRequest, council: Council, form: DecisionForm, row: MayorDecision | None
) -> HttpResponse:
    context = {"council": council, "form": form, "decision": row}
    return render(request, "deliberations/decisions/edit.html", context, status=status_of(form))


@private_page
@require_POST
def decision_delete(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Erase a draft."""
    row = decision_row(request.user, council, decision, may=may_write)
    if row.is_signed:
        messages.error(request, "Une décision signée ne se supprime pas : prenez-en une autre qui la retire.")
        return redirect("decision", council, decision)
    delete_draft(row=row, by=request.user)
    messages.success(request, "Le projet de décision est supprimé.")
    return redirect("decision_list", council)


@private_page
@require_http_methods(GET_OR_POST)
def decision_annexes(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """The annexes of a draft: one is added by the form, removed by its button."""
    row = decision_row(request.user, council, decision, may=may_write)
    removed = request.POST.get("remove", "")
    if request.method == "POST" and removed.isdecimal() and not row.is_signed:
        annex = get_object_or_404(row.annexes, pk=int(removed[:18]))
        remove_annex(row=row, annex=annex, by=request.user)
        messages.success(request, "L'annexe est retirée.")
        return redirect("decision_annexes", council, decision)
    form = AnnexForm(posted(request), request.FILES or None)

    def save() -> None:
        add_annex(row=row, by=request.user, **form.cleaned_data)

    if accepted(form, save):
        messages.success(request, "L'annexe est ajoutée.")
        return redirect("decision_annexes", council, decision)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "annexes": row.annexes.select_related("file"),
    }
    return render(request, "deliberations/decisions/annexes.html", context, status=status_of(form))


@private_page
@require_safe
@notes_decision
def decision_annex(request: MemberRequest, council: str, decision: str, annex: int) -> HttpResponse:
    """The file of an annex."""
    row = decision_row(request.user, council, decision)
    found = get_object_or_404(row.annexes.select_related("file"), pk=annex, file__isnull=False)
    file: StoredFile = found.file  # type: ignore[assignment]  # asked for above
    return file_response(read_document(file), file.name, file.media_type)


# --- signature, state, report


@private_page
@require_http_methods(GET_OR_POST)
def decision_sign(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Note that the decision was signed: it gets its number and is frozen."""
    row = decision_row(request.user, council, decision, may=may_note_signature)
    if row.is_signed:
        messages.info(request, f"Cette décision est déjà signée, sous le n° {row.number}.")
        return redirect("decision", council, decision)
    today = council_day(row.council, timezone.now())
    day = row.decided_on or today
    following = next_number(row.council, day)
    form = SignDecisionForm(
        posted(request),
        request.FILES or None,
        initial={
            "signed_on": day,
            "signatory": row.signatory_member.uid if row.signatory_member else "",
            "capacity": row.signatory_capacity,
        },
        members=_members(row.council),
        can_choose_first=following == 1,
    )
    signed: list[MayorDecision] = []

    def save() -> None:
        signed.append(sign_decision(row=row, told=form.told, by=request.user, at=timezone.now()))

    if accepted(form, save, beside=SIGN_FIELDS):
        messages.success(request, f"La décision est signée sous le n° {signed[0].number}.")
        return redirect("decision", council, decision)
    facts = decision_facts(row)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "number": MayorDecision(year=day.year, sequence=following, pattern=facts.pattern).number,
        "findings": _findings(row, facts),
    }
    return render(request, "deliberations/decisions/sign.html", context, status=status_of(form))


def _page(row: MayorDecision, heading: str, done: str, *intro: str) -> FormPage:
    back = reverse("decision", args=[row.council.uid, row.uid])
    return FormPage(heading, "Enregistrer", done, back, str(row), intro)


@private_page
@require_http_methods(GET_OR_POST)
def decision_state(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """What the prefect or a judge made of the decision."""
    row = decision_row(request.user, council, decision, may=may_publish)
    form = StateForm(posted(request), initial={"state": row.state})
    page = _page(
        row,
        "Suite donnée à la décision",
        "L'état de la décision est enregistré.",
        f"Aujourd'hui : {ACT_STATES[row.state].lower()}.",  # type: ignore[index]
        "Une décision déférée reste exécutoire tant que le juge ne l'a ni suspendue ni annulée (CGCT art. L. 2131-6).",
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: set_decision_state(row=row, state=form.chosen, by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def decision_report(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Note the sitting that heard of the decision, where its closing here could not."""
    row = decision_row(request.user, council, decision, may=may_write)
    held = Sitting.objects.filter(council=row.council, finished_at__isnull=False)
    recorded = Sitting.objects.filter(council=row.council, origin="RECORDED")
    sittings = (held | recorded).distinct().order_by("-held_on", "-pk")[:200]
    form = ReportForm(posted(request), sittings=list(sittings))
    page = _page(
        row,
        "Compte rendu au conseil",
        "Le compte rendu au conseil est noté.",
        "La clôture d'une séance dont l'ordre du jour comprend « décisions du maire » le note d'elle-même. Cette page "
        "sert pour une séance tenue avant, ou reprise d'un procès-verbal.",
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: declare_report(row=row, sitting=form.chosen, by=request.user),
    )
