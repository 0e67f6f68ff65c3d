"""Comings, goings and proxies: the recorded facts from which attendance is computed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deliberations.domain.moments import Moment


class MovementKind(StrEnum):
    """What happened to one seat. Kinds marked * point to an ``other``: see ``NEEDS_OTHER``.

    A substitute seated sits for ``member`` (the titular): ``other`` is the substitute. That of a proxy is its holder.
    """

    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EXCUSED = "EXCUSED"
    ARRIVES = "ARRIVES"
    LEAVES = "LEAVES"
    RETURNS = "RETURNS"
    GIVES_PROXY = "GIVES_PROXY"  # *
    PROXY_ENDS = "PROXY_ENDS"
    STEPS_ASIDE = "STEPS_ASIDE"
    COMES_BACK = "COMES_BACK"
    SUBSTITUTE_SEATED = "SUBSTITUTE_SEATED"  # *
    CHAIR_TAKEN = "CHAIR_TAKEN"
    ATTENDS_REMOTELY = "ATTENDS_REMOTELY"


NEEDS_OTHER = frozenset({MovementKind.SUBSTITUTE_SEATED})
"""A proxy without holder exists on real acts (« absente représentée »): it is reported, not refused."""


class Matter(StrEnum):
    """What a movement is about: of two movements of one seat on one matter, the later replaces the earlier."""

    PLACE = "PLACE"
    PROXY = "PROXY"
    INTEREST = "INTEREST"
    CHAIR = "CHAIR"


_MATTERS = {
    MovementKind.GIVES_PROXY: Matter.PROXY,
    MovementKind.PROXY_ENDS: Matter.PROXY,
    MovementKind.STEPS_ASIDE: Matter.INTEREST,
    MovementKind.COMES_BACK: Matter.INTEREST,
    MovementKind.CHAIR_TAKEN: Matter.CHAIR,
}


@dataclass(frozen=True, slots=True)
class ProxyPaper:
    """The written proxy itself (CGCT art. L. 2121-20); ``None`` or empty is what nobody noted.

    ``received_by`` says how it reached the town hall (« en main propre », « courriel »). ``is_for_illness`` is a
    duly certified one, which may last beyond three sittings; ``covers_second_call`` says so on its face.
    """

    dated_on: date | None = None
    is_signed: bool | None = None
    received_by: str = ""
    is_for_illness: bool | None = None
    covers_second_call: bool | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """One event of the timeline. ``position`` is the only order; ``at`` and ``moment`` are what is known.

    Without ``moment`` the event falls with the previous one (or at the opening of the sitting).
    ``until`` is the moment at which the effect ends by itself (a proxy for one item, a déport).
    ``at`` is aware. ``paper`` describes the written proxy of a GIVES_PROXY.
    """

    position: int
    kind: MovementKind
    member: str
    other: str | None = None
    moment: Moment | None = None
    until: Moment | None = None
    at: datetime | None = None
    note: str = ""
    paper: ProxyPaper = ProxyPaper()


def matter_of(movement: Movement) -> Matter:
    """What a movement is about: who sits where, save for a proxy, an interest or the chair."""
    return _MATTERS.get(movement.kind, Matter.PLACE)
