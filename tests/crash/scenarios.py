"""The gestures that must leave all or nothing: what stands before each, and the gesture itself. Nobody here is real."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from councils.domain.roles import RoleKind
from councils.models import CouncilRole, User
from deliberations.domain.publishing import Way
from deliberations.domain.signing_order import PlaceEventKind
from deliberations.models import Deliberation, SigningPlace, Sitting
from deliberations.queries.signatures import awaiting
from deliberations.services.closing import close_sitting
from deliberations.services.publishing import publish_act
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.services.signing_drafts import draft_register_act
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import Told, note_place, put_to_signature
from deliberations.services.transmitting import record_receipt
from tests.builders import make_user
from tests.deliberations.finishing import AT, HELD_ON, REASON, closed_evening, store_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE


@dataclass(frozen=True, slots=True)
class Scenario:
    """``run`` begins again where it was stopped: each of its gestures done twice is done once."""

    prepare: Callable[[], object]
    run: Callable[[], object]


def _close() -> None:
    close_sitting(sitting=Sitting.objects.get(), by=None, at=AT, reason=REASON)


def _first() -> Deliberation:
    found: Deliberation = Deliberation.objects.select_related("council", "sitting").get(item__uid="p1")
    return found


def _publish() -> None:
    record_receipt(act=_first(), by=None, at=AT, received_on=HELD_ON + timedelta(days=1))
    publish_act(act=_first(), way=Way.OWN_PAGE, by=None, at=AT)


def _waiting() -> None:
    """An act for the register that its secretary signed on paper, and that the mayor's account may sign."""
    sitting = closed_evening(secretaries=("m3",))
    person = sitting.council.mandates.get(uid="m1").person
    user = make_user("maire@exemple.test")
    CouncilRole.objects.create(user=user, council=sitting.council, kind=RoleKind.MAYOR, person=person)
    _put()
    place = SigningPlace.objects.get(order=1)
    note_place(place=place, told=Told(PlaceEventKind.HAND, AT.date()), by=None, at=AT)


def _put() -> None:
    act = Deliberation.objects.select_related("council", "sitting__council", "item").get(item__uid="p1")
    put_to_signature(draft=draft_register_act(act, at=AT), by=None, at=AT)


def _sign() -> None:
    user = User.objects.get(email="maire@exemple.test")
    pkcs12, _ = issue_pkcs12(AT - timedelta(hours=1))
    key = open_certificate(pkcs12=pkcs12, passphrase=PASSPHRASE)
    place = SigningPlace.objects.select_related("paper__council").get(order=2)
    for each in awaiting(user, place.paper.council):
        opened = OpenKey(key, user=user, confirmed_holder="Intrus")
        sign_place(chosen=Chosen(each.place, each.paper.sha256), key=opened, at=AT)


SCENARIOS: Mapping[str, Scenario] = {
    "close": Scenario(store_evening, _close),
    "publish": Scenario(closed_evening, _publish),
    "put to signature": Scenario(lambda: closed_evening(secretaries=("m3",)), _put),
    "sign": Scenario(_waiting, _sign),
}
