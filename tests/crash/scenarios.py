"""The gestures that must leave all or nothing: what stands before each, and the gesture itself. Nobody here is real."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from deliberations.domain.publishing import Way
from deliberations.models import Deliberation, Sitting
from deliberations.services.closing import close_sitting
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from tests.deliberations.finishing import AT, HELD_ON, REASON, closed_evening, store_evening


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


SCENARIOS: Mapping[str, Scenario] = {
    "close": Scenario(store_evening, _close),
    "publish": Scenario(closed_evening, _publish),
}
