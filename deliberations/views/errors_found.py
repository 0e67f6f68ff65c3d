"""« J'ai trouvé une erreur »: what applies, and the next step prepared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_publish, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.acts import ActLink
from deliberations.domain.duties import Duty, duties_of_act
from deliberations.forms.finish import FollowForm, RectifyForm
from deliberations.models import Deliberation, Link
from deliberations.queries import record_of
from deliberations.services.closing import why_not_reopened
from deliberations.services.rectifying import follow_act, next_sitting, rectify_act
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.hiding import choose_passage, hide_page, passage_named

FOLLOWING = {
    ActLink.AMENDS: ("Modifier", "modifie une partie de la délibération, qui reste en vigueur pour le reste"),
    ActLink.REPLACES: ("Remplacer", "remplace la délibération entière pour l'avenir"),
    ActLink.WITHDRAWS: ("Retirer", "retire la délibération : elle est réputée n'avoir jamais existé"),
}


@private_page
@require_safe
def error(request: MemberRequest, **place: str) -> HttpResponse:
    """What is wrong, in plain words, and which way out applies to each case, with its dates."""
    row = deliberation_row(request.user, place, may=may_write)
    at = timezone.now()
    context = around_act(row) | {
        "is_open": row.sitting.finished_at is None and not row.number,
        "can_reopen": row.sitting.finished_at is not None and not why_not_reopened(row.sitting),
        "withdrawal": _withdrawal(row),
        "next_sitting": next_sitting(row.council, at=at, after=row.sitting),
        "received": row.transmissions.order_by("pk").last(),
        "followed": _followers(row),
    }
    return render(request, "deliberations/act_error.html", context)


def _withdrawal(row: Deliberation) -> Duty | None:
    """Until when the act may be withdrawn (CRPA art. L. 242-1, L. 243-3), as the clock of duties tells it."""
    record = record_of(row.sitting)
    today = council_day(row.council, timezone.now())
    duties = duties_of_act(record, record.act(row.uid), today)
    return next((duty for duty in duties if duty.code == "act.withdrawal"), None)


def _followers(row: Deliberation) -> list[Link]:
    """The acts that already amend, replace or withdraw this one."""
    if not row.number:
        return []
    links = Link.objects.filter(number=row.number, deliberation__council=row.council)
    return list(links.select_related("deliberation__sitting", "deliberation__council").order_by("pk"))


@private_page
@require_http_methods(GET_OR_POST)
def follow(request: MemberRequest, **place: str) -> HttpResponse:
    """A draft on the next sitting's agenda that amends, replaces or withdraws this act."""
    row = deliberation_row(request.user, place, may=may_write)
    at = timezone.now()
    sitting = next_sitting(row.council, at=at, after=row.sitting)
    form = FollowForm(posted(request))

    def save() -> None:
        if sitting is None:
            raise Refusal("sitting.none", "Aucune séance à venir n'est prévue : préparez-en une d'abord.")
        drafts.append(
            follow_act(act=row, kind=ActLink(form.cleaned_data["kind"]), sitting=sitting, by=request.user)
        )

    drafts: list[Deliberation] = []
    if accepted(form, save):
        (draft,) = drafts
        day = f"{draft.sitting.held_on:%d/%m/%Y}"
        messages.success(request, f"Un projet est inscrit à l'ordre du jour de la séance du {day}.")
        return redirect("act", place["council"], draft.sitting.uid, draft.uid)
    asked = request.GET.get("type", "") or form.data.get("kind", "")
    kind = ActLink(asked) if asked in list(ActLink) else ActLink.AMENDS
    lead, effect = FOLLOWING[kind]
    context = around_act(row) | {
        "kind": kind.value,
        "lead": lead,
        "effect": effect,
        "form": form,
        "next_sitting": sitting,
        "withdrawal": _withdrawal(row) if kind is ActLink.WITHDRAWS else None,
    }
    return render(request, "deliberations/act_follow.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def rectify(request: MemberRequest, **place: str) -> HttpResponse:
    """A material error: the passage is chosen in the text, then corrected; the vote is untouched."""
    row = deliberation_row(request.user, place, may=may_write)
    passage = passage_named(request, row)
    if passage is None:
        return choose_passage(request, row, around_act(row), "deliberations/act_rectify.html")
    form = RectifyForm(posted(request), passage=passage)

    def save() -> None:
        told = form.cleaned_data
        rectify_act(
            act=row,
            passage=passage.key,
            text=told["text"].replace("\r\n", "\n"),
            reason=told["reason"],
            by=request.user,
            at=timezone.now(),
        )

        messages.success(
            request,
            "Le texte est rectifié. Faites signer la nouvelle version, puis transmettez et publiez-la.",
        )

    if accepted(form, save):
        return redirect(reverse("act", kwargs=place))
    context = around_act(row) | {"form": form, "passage": passage}
    return render(request, "deliberations/act_rectify.html", context, status=status_of(form))


@private_page
@require_http_methods(GET_OR_POST)
def hide(request: MemberRequest, **place: str) -> HttpResponse:
    """Personal words that nobody else should read: ticked in the text, hidden at once from the public page."""
    row = deliberation_row(request.user, place, may=may_publish)
    address = reverse("act", kwargs=place)
    return hide_page(request, row, around_act(row), template="deliberations/act_hide.html", address=address)
