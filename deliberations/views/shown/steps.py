"""The steps of a sitting, from its agenda to its publication: the tabs of its pages, and what comes next."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.urls import reverse

from councils.domain.roles import READERS, STAFF, WRITERS, RoleKind
from deliberations.models import Sitting


@dataclass(frozen=True, slots=True)
class Way:
    """One page of a step, an address that takes ``council`` and ``sitting``; ``label`` among the other ways."""

    page: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step, done on one page or on either of two; ``invites`` is the button that leads to it."""

    label: str
    ways: tuple[Way, ...]
    roles: Collection[RoleKind]
    invites: str = ""
    is_done: Callable[[Sitting], bool] = lambda row: False


def _is_called(row: Sitting) -> bool:
    return row.convocation_sent_on is not None or _is_held(row)


def _is_held(row: Sitting) -> bool:
    return row.closed_at is not None or _is_finished(row)


def _is_finished(row: Sitting) -> bool:
    return row.finished_at is not None


def _is_settled(row: Sitting) -> bool:
    return bool(row.minutes_settled_in)


STEPS = (
    Step("Vue d'ensemble", (Way("sitting", ""),), READERS),
    Step("Ordre du jour", (Way("sitting_agenda", ""),), STAFF, "Préparer l'ordre du jour", _is_called),
    Step("Convocation", (Way("sitting_convocation", ""),), STAFF, "Convoquer les membres", _is_called),
    Step(
        "Séance",
        (Way("sitting_hold", "Pendant la séance"), Way("sitting_sheet", "Après coup")),
        WRITERS,
        "Tenir la séance",
        _is_held,
    ),
    Step("Suites", (Way("sitting_finish", ""),), STAFF, "Clôturer, transmettre, publier", _is_finished),
    Step("Procès-verbal", (Way("sitting_minutes", ""),), STAFF, "Écrire le procès-verbal", _is_settled),
    Step("Documents", (Way("sitting_documents", ""),), STAFF),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One link of a step; ``label`` is empty where the step has no other."""

    url: str
    label: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the tabs."""

    label: str
    tabs: tuple[Tab, ...]
    is_done: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is done after this page: the button, and the other way where there is one."""

    invites: str
    url: str
    other: Tab | None


def shown_steps(row: Sitting, here: str, roles: Collection[RoleKind]) -> tuple[ShownStep, ...]:
    """The steps of a sitting that somebody with ``roles`` may open; ``here`` is the page shown."""
    return tuple(
        ShownStep(step.label, tuple(_tab(row, way, here) for way in step.ways), step.is_done(row))
        for step in STEPS
        if set(roles) & set(step.roles)
    )


def next_step(row: Sitting, here: str, roles: Collection[RoleKind]) -> NextStep | None:
    """What follows the page ``here``, whether done already or not; ``None`` after the last, or off the steps.

    Nothing follows a sitting that is being held: it has to be closed first.
    """
    if here == "sitting_hold" and not _is_held(row):
        return None
    place = next((n for n, step in enumerate(STEPS) if here in [way.page for way in step.ways]), None)
    following = [step for step in STEPS[place + 1 :] if step.invites] if place else []
    step = next((step for step in following if set(roles) & set(step.roles)), None)
    if step is None:
        return None
    first, *others = (_tab(row, way, here) for way in step.ways)
    return NextStep(step.invites, first.url, others[0] if others else None)


def _tab(row: Sitting, way: Way, here: str) -> Tab:
    url = reverse(way.page, kwargs={"council": row.council.uid, "sitting": row.uid})
    return Tab(url, way.label, way.page == here)
