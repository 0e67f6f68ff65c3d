"""What the pages of publication of both kinds of acts share: the way chosen, what is shown before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.queries import council_facts
from councils.views.access import MemberRequest, posted
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.publishing import Way, usual_way
from deliberations.forms.finish import PublishForm
from deliberations.models import Sitting
from deliberations.services.act_desks import AnyAct, desk_of
from deliberations.services.publishing import (
    day_of_publication,
    publish_acts,
    put_online_by,
    require_publishable,
    warning_of,
)
from deliberations.views.deposits import refusal_told
from deliberations.views.shown.publishing import publication_summary

CONFIRMED, EDIT = "confirmed", "edit"
FIELDS = {
    "publication.way": "way",
    "publication.gone": "way",
    "publication.day": "effective_on",
    "publication.before_sitting": "effective_on",
    "publication.before_decision": "effective_on",
    "publication.future": "effective_on",
    "publication.reason": "reason",
}
"""Code of a refusal → the field beside which it is shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked to be made known, the page it comes back to, what is then said, and what shows it before."""

    acts: Sequence[AnyAct]
    address: str
    done: Callable[[int], str]
    template: str


def publish_form(request: MemberRequest, row: AnyAct | Sitting, ways: tuple[Way, ...]) -> PublishForm:
    """The form of the ways open, the usual one proposed."""
    today = council_day(row.council, timezone.now())
    initial = {"way": usual_way(council_facts(row.council), today, ways).value}
    return PublishForm(posted(request), ways=ways, initial=initial)


def publication_context(row: AnyAct, form: PublishForm) -> dict[str, Any]:
    """What the page of publication of an act shows, whatever its kind."""
    return {
        "form": form,
        "log": row.publications.select_related("declared_by").order_by("pk"),
        "online": put_online_by(row),
        "is_gone": desk_of(row).is_taken_off,
        "refusal": refusal_told(require_publishable, row),
    }


def is_told(request: MemberRequest, form: PublishForm) -> bool:
    """Whether the way and the day are known; « Modifier » comes back to the form, with what was typed."""
    return request.method == "POST" and EDIT not in request.POST and form.is_valid()


def confirmed(
    request: MemberRequest, form: PublishForm, asked: Asked, context: dict[str, Any]
) -> HttpResponse | None:
    """Show what is about to be made known, then do it once confirmed; ``None`` when the form has to be corrected.

    Acts that came or went since they were shown are shown again.
    """
    told, at, acts = form.cleaned_data, timezone.now(), asked.acts
    way = Way(told["way"])
    try:
        days = [day_of_publication(act, way, at=at, effective_on=told["effective_on"]) for act in acts]
    except Refusal as refusal:
        form.add_error(FIELDS.get(refusal.code), refusal.message_fr)
        return None
    seen = ",".join(act.uid for act in acts)
    is_sure = CONFIRMED in request.POST and request.POST.get("seen") == seen
    if is_sure and _published(request, acts, form, way, at):
        messages.success(request, asked.done(len(acts)))
        return redirect(asked.address)
    warning = next((warning for act in acts if (warning := warning_of(act, way))), "")
    summary = publication_summary(acts, way=way, day=max(days), reference=told["reference"], warning=warning)
    shown = {"summary": summary, "form": form, "address": asked.address, "seen": seen}
    return render(request, asked.template, context | shown, status=status_of(form))


def _published(
    request: MemberRequest, acts: Sequence[AnyAct], form: PublishForm, way: Way, at: datetime
) -> bool:
    """All or none."""
    told = form.cleaned_data

    def save() -> None:
        publish_acts(
            acts,
            way=way,
            by=request.user,
            at=at,
            effective_on=told["effective_on"],
            reference=told["reference"],
            reason=told["reason"],
        )

    return accepted(form, save, beside=FIELDS)
