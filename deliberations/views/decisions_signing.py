"""What is noted of a mayor's decision: its number, its signature, what became of it, its report to the council."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from councils.permissions import may_publish, may_sign_as, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from deliberations.forms.decision_acts import NumberDecisionForm, ReportForm, SignedPaperForm, StateForm
from deliberations.forms.reasons import ReasonForm
from deliberations.models import MayorDecision, Sitting
from deliberations.models.choices import ACT_STATES, SIGNING_POWERS
from deliberations.queries.decisions import decision_facts, powers_on
from deliberations.services.decision_changes import DecisionGivenUp
from deliberations.services.decision_details import set_decision_state
from deliberations.services.decision_numbering import (
    give_number_up,
    next_number,
    number_decision,
    reopen_decision,
)
from deliberations.services.decision_reports import declare_report
from deliberations.services.decision_signing import (
    PaperReplaced,
    keep_signed_paper,
    note_signature,
    paper_awaited,
    paper_mark,
    sign_decision,
)
from deliberations.services.signing_drafts import draft_decision
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.uploads import CheckedFile
from deliberations.views.decisions import decision_row, findings_of, may_note_signature, members_of

NUMBER_FIELDS = {
    "decision.future": "signed_on",
    "decision.other_year": "signed_on",
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
    """The number, the day and who signs; then the copy to sign, and its signature; then its scan."""
    row = decision_row(request.user, council, decision, may=may_note_signature)
    if row.given_up:
        messages.info(request, DecisionGivenUp().message_fr)
        return redirect("decision", council, decision)
    if row.is_to_sign or row.is_signed:
        return _paper_to_sign(request, row)
    form, signers = _number_form(request, row)
    done: list[MayorDecision] = []

    def save() -> None:
        told, scan, now = form.told, form.cleaned_data["scan"], timezone.now()
        if scan is not None:
            done.append(sign_decision(row=row, told=told, scan=scan, by=request.user, at=now))
        else:
            done.append(number_decision(row=row, told=told, by=request.user, at=now))

    if accepted(form, save, beside=NUMBER_FIELDS):
        messages.success(request, f"La décision porte le n° {done[0].number}, et son texte est figé.")
        return redirect("decision" if done[0].is_signed else "decision_sign", council, decision)
    facts = decision_facts(row)
    context = {
        "council": row.council,
        "decision": row,
        "form": form,
        "number": row.number or _number_to_come(row, facts.pattern),
        "findings": findings_of(row, facts),
        "signers": signers,
    }
    return render(request, "deliberations/decisions/sign.html", context, status=status_of(form))


def _usual_day(row: MayorDecision) -> date:
    return row.decided_on or council_day(row.council, timezone.now())


def _number_to_come(row: MayorDecision, pattern: str) -> str:
    day = _usual_day(row)
    return MayorDecision(year=day.year, sequence=next_number(row.council, day), pattern=pattern).number


def _number_form(
    request: MemberRequest, row: MayorDecision
) -> tuple[NumberDecisionForm, list[tuple[str, str]]]:
    day, members = _usual_day(row), members_of(row.council)
    signers = _signers(request.user, row, members, _day_told(request, day))
    form = NumberDecisionForm(
        posted(request),
        request.FILES or None,
        initial={"signed_on": day, "signatory": _proposed_signer(row, signers)},
        members=members,
        signers=signers,
        can_choose_first=next_number(row.council, day) == 1,
        is_numbered=bool(row.number),
    )
    return form, signers


def _paper_to_sign(request: MemberRequest, row: MayorDecision) -> HttpResponse:
    """The copy to print and sign, with its number and date; once signed, the place of its scan."""
    place = (row.council.uid, row.uid)
    if row.is_signed and paper_awaited(row) is None:
        messages.info(request, f"Cette décision est déjà signée, sous le n° {row.number}.")
        return redirect("decision", *place)
    if "signatory" in request.POST:  # a second click on the page that gave the number
        return redirect("decision_sign", *place)
    form = SignedPaperForm(
        posted(request), request.FILES or None, initial={"paper": paper_mark(row)}, is_required=row.is_signed
    )

    def note(scan: CheckedFile | None, now: datetime) -> None:
        try:
            paper = form.cleaned_data["paper"]
            note_signature(row=row, scan=scan, by=request.user, at=now, paper=paper)
        except PaperReplaced:
            form.show_as_seen(paper_mark(row))
            raise

    def save() -> None:
        scan, now = form.cleaned_data["scan"], timezone.now()
        if row.is_signed:
            keep_signed_paper(row=row, scan=scan, by=request.user, at=now)
        else:
            note(scan, now)

    if accepted(form, save):
        done = (
            "La décision signée est gardée parmi les preuves." if row.is_signed else "La signature est notée."
        )
        messages.success(request, done)
        return redirect("decision", *place)
    can_write = may_write(request.user, row.council)
    context = {"council": row.council, "decision": row, "form": form, "can_write": can_write}
    return render(request, "deliberations/decisions/paper.html", context, status=status_of(form))


@private_page
@require_POST
def decision_reopen(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Take up the text of a decision that waits for its signature, under the same number."""
    row = decision_row(request.user, council, decision, may=may_write)
    try:
        reopened = reopen_decision(row=row, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect("decision", council, decision)
    if reopened.number:
        messages.success(
            request,
            f"Le texte se modifie à nouveau, sous le n° {reopened.number}. L'exemplaire déjà imprimé ne vaut plus : le "
            "texte prêt, choisissez « Faire signer » et imprimez-le à nouveau.",
        )
    return redirect("decision_edit", council, decision)


@private_page
@require_POST
def decision_to_signature(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Put a decision that has its number to the electronic signature of who takes it."""
    row = decision_row(request.user, council, decision, may=may_write)
    try:
        put_to_signature(draft=draft_decision(row), by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(
            request, f"La décision attend la signature de {row.signatory_member}, dans « À signer »."
        )
    return redirect("decision", council, decision)


@private_page
@require_http_methods(GET_OR_POST)
def decision_give_up(request: MemberRequest, council: str, decision: str) -> HttpResponse:
    """Say why the number of a decision will never be signed."""
    row = decision_row(request.user, council, decision, may=may_write)
    form = ReasonForm(
        posted(request),
        help_text="Il explique le numéro manquant, sur la page de la décision et dans la liste. Il ne s'efface pas.",
        required="Dites pourquoi ce numéro est abandonné : le motif est conservé.",
    )
    page = _page(
        row,
        "Abandonner ce numéro",
        "Le numéro est abandonné ; le motif l'explique.",
        "La décision ne sera pas signée : elle garde son numéro et son texte, pour que ce numéro manquant s'explique, "
        "et aucune autre décision ne le recevra. Pour changer le texte ou la date, choisissez plutôt « Reprendre le "
        "texte ».",
        submit="Abandonner ce numéro",
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: give_number_up(row=row, reason=form.cleaned_data["reason"], by=request.user),
    )


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


def _page(row: MayorDecision, heading: str, done: str, *intro: str, submit: str = "Enregistrer") -> FormPage:
    back = reverse("decision", args=[row.council.uid, row.uid])
    return FormPage(
        heading,
        submit,
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
