"""What is noted of a mayor's decision: its signature, what became of it, its report to the council."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.domain.days import council_day
from councils.models import Mandate, User
from councils.permissions import may_publish, may_sign_as, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from deliberations.forms.decision_acts import ReportForm, SignDecisionForm, SignedPaperForm, StateForm
from deliberations.models import MayorDecision, Sitting
from deliberations.models.choices import ACT_STATES, SIGNING_POWERS
from deliberations.queries.decisions import (
    decision_facts,
    powers_on,
)
from deliberations.services.decision_details import set_decision_state
from deliberations.services.decision_paper import keep_signed_paper, paper_awaited
from deliberations.services.decision_reports import declare_report
from deliberations.services.decisions import (
    next_number,
    sign_decision,
)
from deliberations.views.decisions import decision_row, findings_of, may_note_signature, members_of

SIGN_FIELDS = {
    "decision.future": "signed_on",
    "decision.first_number": "first",
    "decision.number_taken": "printed_number",
    "decision.no_mayor": "signatory",
    "decision.no_power": "signatory",
    "decision.signature_forbidden": "signatory",
    "decision.not_own_signature": "signatory",
}
"""Code of a refusal → the field beside which it is shown."""


@private_page
@require_http_methods(GET_OR_POST)
def decision_sign(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Note the day and who signs: the decision gets its number, and the copy to sign is offered at once."""
    row = decision_row(request.user, council, decision, may=may_note_signature)
    if row.is_signed:
        return _paper_to_sign(request, row)
    today = council_day(row.council, timezone.now())
    day = row.decided_on or today
    following = next_number(row.council, day)
    members = members_of(row.council)
    signers = _signers(request.user, row, members, _day_told(request, day))
    form = SignDecisionForm(
        posted(request),
        request.FILES or None,
        initial={
            "signed_on": day,
            "signatory": _proposed_signer(row, signers),
        },
        members=members,
        signers=signers,
        can_choose_first=following == 1,
    )
    signed: list[MayorDecision] = []

    def save() -> None:
        signed.append(sign_decision(row=row, told=form.told, by=request.user, at=timezone.now()))

    if accepted(form, save, beside=SIGN_FIELDS):
        messages.success(request, f"La décision porte le n° {signed[0].number}, et son texte est figé.")
        return redirect("decision_sign" if paper_awaited(signed[0]) else "decision", council, decision)
    facts = decision_facts(row)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "number": MayorDecision(year=day.year, sequence=following, pattern=facts.pattern).number,
        "findings": findings_of(row, facts),
        "signers": signers,
    }
    return render(request, "deliberations/decisions/sign.html", context, status=status_of(form))


def _paper_to_sign(request: MemberRequest, row: MayorDecision) -> HttpResponse:
    """The copy to print and sign, with its number and date; then the place of the signed paper, once scanned."""
    place = (row.council.uid, row.uid)
    if paper_awaited(row) is None:
        messages.info(request, f"Cette décision est déjà signée, sous le n° {row.number}.")
        return redirect("decision", *place)
    if "signatory" in request.POST:  # a second click on the page that gave the number
        return redirect("decision_sign", *place)
    form = SignedPaperForm(posted(request), request.FILES or None)

    def save() -> None:
        scan = form.cleaned_data["scan"]
        keep_signed_paper(row=row, scan=scan, by=request.user, at=timezone.now())

    if accepted(form, save):
        messages.success(request, "La décision signée est gardée parmi les preuves.")
        return redirect("decision", *place)
    context = {"council": row.council, "decision": row, "form": form}
    return render(request, "deliberations/decisions/paper.html", context, status=status_of(form))


def _day_told(request: MemberRequest, usual: date) -> date:
    """The day typed, whose signers are offered again; ``usual`` where none can be read."""
    try:
        return date.fromisoformat(request.POST.get("signed_on", ""))
    except ValueError:
        return usual


def _signers(user: User, row: MayorDecision, members: list[Mandate], on: date) -> list[tuple[str, str]]:
    """Whose signature ``user`` may note that day, the mayor first: uid and label. Others note their own."""
    known = {member.uid: member for member in members}
    is_secretary = may_write(user, row.council)
    return [
        (mandate.uid, f"{known[mandate.uid]} – {SIGNING_POWERS[power].lower()}")
        for mandate, power in powers_on(row, on).signers()
        if is_secretary or may_sign_as(user, row.council, mandate.person)
    ]


def _proposed_signer(row: MayorDecision, signers: list[tuple[str, str]]) -> str:
    """The one of the draft while he may sign, else the first who may."""
    told = row.signatory_member.uid if row.signatory_member else ""
    return told if told in dict(signers) else next((uid for uid, _ in signers), "")


def _page(row: MayorDecision, heading: str, done: str, *intro: str) -> FormPage:
    back = reverse("decision", args=[row.council.uid, row.uid])
    return FormPage(
        heading,
        "Enregistrer",
        done,
        back,
        f"Décision n° {row.number}" if row.number else "Projet de décision",
        intro,
        above_url=reverse("mayor_decisions", args=[row.council.uid]),
        above="Décisions du maire",
    )


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
