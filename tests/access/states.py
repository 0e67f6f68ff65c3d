"""A council at each stage of the life of a sitting, and the pages that somebody who has every role opens there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, User
from deliberations.domain.publishing import Way
from deliberations.models import Deliberation, ProxyGrant, Sitting
from deliberations.services.dues import refresh_council
from deliberations.services.publishing import publish_act
from deliberations.services.searching import rebuild_index
from deliberations.services.transmitting import record_receipt
from tests.access.table import TABLE, address_with, needs
from tests.builders import BACKEND
from tests.deliberations.finishing import act_of, closed, recent, store_evening
from tests.deliberations.holding_world import store_tonight
from tests.deliberations.views.world import ACT, load
from tests.support.convening import link_of, make_world


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the table, in one council."""

    name: str
    path: str


def give_every_role(user: User, council: Council) -> None:
    """All that a user may be at once, as the person who chaired the first sitting."""
    sitting = council.sittings.exclude(chair=None).first()
    for kind in (RoleKind.SECRETARY, RoleKind.ADMINISTRATOR, RoleKind.MAYOR):
        person = sitting.chair.person if sitting and kind == RoleKind.MAYOR else None
        CouncilRole.objects.create(user=user, council=council, kind=kind, person=person)
    CouncilRole.objects.create(
        user=User.objects.create_user(f"agent@{council.uid}.test"), council=council, kind=RoleKind.CLERK
    )


def reference(user: User) -> Iterator[Page]:
    """The whole table: the sitting of a dossier, long over."""
    council = load("gruson-2023-12-19")
    give_every_role(user, council)
    made = {prepare: prepare(council) for prepare in dict.fromkeys(row.prepare for row in TABLE.values())}
    for name, row in TABLE.items():
        yield Page(name, address_with(name, {**ACT, **row.more, **made[row.prepare]}))


def called(user: User) -> Iterator[Page]:
    """A sitting to come, and the personal page of a member who has given a proxy."""
    sitting = make_world(5, council={"uid": "a-venir"})
    give_every_role(user, sitting.council)
    grantor, holder = sitting.council.mandates.order_by("pk")[:2]
    now = timezone.now()
    grant = ProxyGrant.objects.create(
        sitting=sitting, grantor=grantor, holder=holder, given_at=now, confirmed_at=now
    )
    token = link_of(sitting, grantor.uid)
    yield from pages_of(sitting, member=grantor.uid, grant=grant.uid, token=token)


def tonight(user: User) -> Iterator[Page]:
    """A sitting under way: open, at its first item."""
    sitting = store_tonight(uid="ce-soir")
    give_every_role(user, sitting.council)
    client = Client()
    client.force_login(user, backend=BACKEND)
    place = {"council": sitting.council.uid, "sitting": sitting.uid}
    for gesture in (
        {"kind": "ALL_PRESENT"},
        {"kind": "OPEN", "chair": "turpin", "secretaries": ["dazin-deslandes", ""]},
        {"tap": "OPEN_ITEM budget"},
    ):
        response = client.post(reverse("sitting_gesture", kwargs=place), {"key": uuid4(), **gesture})
        assert response.status_code == 302
    yield from pages_of(sitting)


def over(user: User) -> Iterator[Page]:
    """A sitting held and not closed, without secretary so that something warns."""
    sitting = store_evening("tenue", held_on=recent(), secretaries=())
    give_every_role(user, sitting.council)
    refresh_council(sitting.council, at=timezone.now())
    yield from pages_of(sitting)


def finished(user: User) -> Iterator[Page]:
    """A sitting closed, whose first act is received and online."""
    sitting = closed(store_evening("close", held_on=recent(), secretaries=()), at=timezone.now())
    give_every_role(user, sitting.council)
    act = act_of(sitting, "p1")
    record_receipt(act=act, by=None, at=timezone.now(), received_on=recent(), reference="ref")
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=timezone.now())
    rebuild_index(sitting.council)
    act.refresh_from_db()
    yield from pages_of(sitting, year=recent().year, slug=act.slug)
    yield from pages_of(sitting, act=act_of(sitting, "p3").uid, only_with="act")


STATES: dict[str, Callable[[User], Iterator[Page]]] = {
    function.__name__: function for function in (reference, called, tonight, over, finished)
}


def pages_of(sitting: Sitting, *, only_with: str = "", **more: object) -> Iterator[Page]:
    """The addresses of the table that need nothing but a sitting, one of its items, one of its acts and ``more``."""
    act = Deliberation.objects.filter(sitting=sitting).order_by("pk").first()
    item = sitting.agenda.order_by("order").first()
    given = {"council": sitting.council.uid, "sitting": sitting.uid, **more}
    given |= {"item": item.uid} if item and "item" not in given else {}
    given |= {"act": act.uid} if act and "act" not in given else {}
    for name in TABLE:
        if needs(name) <= set(given) and only_with in ("", *needs(name)):
            yield Page(name, address_with(name, given))
