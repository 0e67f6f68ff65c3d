"""What the page of a closing shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from deliberations.domain.checks.common import point
from deliberations.domain.closing import Lack
from deliberations.domain.texts import text_of
from deliberations.domain.wording.names import join_list
from deliberations.models import Sitting
from deliberations.services.closing import ClosingPlan, PlannedNumber
from deliberations.views.shown.agenda import ShownItem, agenda_items
from deliberations.views.shown.elections import elected_on
from deliberations.views.shown.findings import ShownFinding, shown_findings
from deliberations.views.shown.places import Places


@dataclass(frozen=True, slots=True)
class ClosingLack:
    """``url`` is where it is mended."""

    place: str
    message: str
    article: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """One line of the numbers: ``url`` is the act's page, empty while it has none."""

    order: int
    title: str
    number: str
    verdict: str
    tone: str
    is_given: bool
    url: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    blocking: tuple[ClosingLack, ...]
    remarks: tuple[ClosingLack, ...]
    warnings: tuple[ShownFinding, ...]
    numbers: tuple[ShownNumber, ...]
    missing_acts: int


def closing_page(sitting: Sitting, plan: ClosingPlan, *, can_write: bool) -> ClosingPage:
    """What is missing, what warns, and the numbers given or to be given; with ``can_write``, where to correct."""
    record = plan.record
    items = {item.uid: item for item in agenda_items(record)}
    places = Places(sitting, record)
    return ClosingPage(
        blocking=tuple(_lack(places, lack) for lack in plan.blocking),
        remarks=tuple(_lack(places, lack) for lack in plan.lacks if not lack.blocks),
        warnings=shown_findings(
            record, plan.warnings, places.of_finding if can_write else lambda finding: ""
        ),
        numbers=tuple(
            _number(sitting, planned, items[planned.item], elected_on(record, planned.item))
            for planned in plan.numbers
        ),
        missing_acts=sum(not planned.act for planned in plan.numbers),
    )


def _lack(places: Places, lack: Lack) -> ClosingLack:
    record = places.record
    title = text_of(record.item(lack.item).title_html) if lack.item else ""
    return ClosingLack(
        place=f"{point(record, lack.item)} : {title[:90]}" if lack.item else "",
        message=lack.message,
        article=lack.article,
        url=places.of_lack(lack),
    )


def _number(sitting: Sitting, planned: PlannedNumber, item: ShownItem, elected: Sequence[str]) -> ShownNumber:
    vote = next((vote for vote in reversed(item.votes) if vote.verdict), None)
    place = {"council": sitting.council.uid, "sitting": sitting.uid, "act": planned.act}
    names = f"{'Élus' if len(elected) > 1 else 'Élu'} : {join_list(elected)}" if elected else ""
    return ShownNumber(
        order=item.order,
        title=item.title,
        number=planned.number,
        verdict=vote.verdict if vote else names,
        tone=vote.tone if vote else "success",
        is_given=planned.is_given,
        url=reverse("act", kwargs=place) if planned.act else "",
    )
