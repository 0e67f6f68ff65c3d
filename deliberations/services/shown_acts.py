"""What may be told to anybody of an act, or of a paper of a sitting: nothing unless our own pages show it."""

from dataclasses import dataclass

from django.urls import reverse

from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.acts import ActState
from deliberations.domain.file_checks import ShownAct
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation, MayorDecision, Sitting
from deliberations.queries.decisions import decision_withdrawn_by
from deliberations.queries.published import withdrawn_by
from deliberations.services.act_desks import AnyAct, desk_of
from deliberations.services.list_publishing import list_online_since
from deliberations.services.minutes_publishing import may_put_online, online_since
from deliberations.services.minutes_publishing import public_address as minutes_address
from deliberations.services.publishing import online_address

_STATES = {ActState.ANNULLED: "annulé", ActState.SUSPENDED: "suspendu"}


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where an act may be read. ``withdrawn_by`` is the act that withdrew it; ``is_gone``: it was, or taken off."""

    act: ShownAct
    is_gone: bool = False
    withdrawn_by: ShownAct | None = None


def public_place(act: AnyAct) -> PublicPlace | None:
    """The public page of an act; ``None`` for one that nobody may know of."""
    if not online_address(act):
        return None
    by = decision_withdrawn_by(act) if isinstance(act, MayorDecision) else withdrawn_by(act)
    return PublicPlace(
        shown_act(act),
        is_gone=by is not None or desk_of(act).is_taken_off,
        withdrawn_by=shown_act(by) if by is not None else None,
    )


def shown_act(act: AnyAct) -> ShownAct:
    """An act that was put online, as anybody may read it."""
    state = _STATES.get(ActState(act.state), "")
    name = "Décision" if isinstance(act, MayorDecision) else "Délibération"
    return ShownAct(
        f"{name} n° {act.number} du {long_date(desk_of(act).day)}",
        act.council.place_name,
        desk_of(act).address,
        f"Cet acte est {state}." if state else "",
    )


def sitting_place(sitting: Sitting, kind: str) -> PublicPlace | None:
    """The public page of the list or of the minutes; ``None`` when it is not ours to show."""
    if not may_put_online(sitting.council):
        return None
    day, council = long_date(sitting.held_on), sitting.council.place_name
    if kind == SittingDocumentKind.MINUTES and online_since(sitting) is not None:
        return PublicPlace(ShownAct(f"Procès-verbal du {day}", council, minutes_address(sitting)))
    is_listed = sitting.finished_at is not None and list_online_since(sitting) is not None
    if kind == SittingDocumentKind.DECISION_LIST and is_listed:
        place = reverse("public_decision_list", args=(sitting.council.uid, sitting.uid))
        return PublicPlace(ShownAct(f"Liste des délibérations du {day}", council, place))
    return None


def is_public_subject(kind: str, subject: str) -> bool:
    """Whether the paper of a sitting is the copy that anybody reads, and not the town hall's."""
    return kind != SittingDocumentKind.MINUTES or subject == PUBLIC


def claimed_act(row: Deliberation | MayorDecision | None) -> ShownAct | None:
    """``row`` as what a file that is not ours claims to be, when anybody may read it."""
    place = public_place(row) if row is not None else None
    return place.act if place is not None else None
