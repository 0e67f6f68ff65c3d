"""What may happen to one member in an evening, as tables of steps; the places of the evening are drawn elsewhere."""

from typing import NamedTuple

from deliberations.domain.movements import MovementKind


class Step(NamedTuple):
    """One step of a story: what happens, to whom it points, and whether it ends by itself."""

    kind: MovementKind
    other: str = ""
    ends: bool = False
    by_substitute: bool = False


COMES, AWAY, EXCUSED = Step(MovementKind.PRESENT), Step(MovementKind.ABSENT), Step(MovementKind.EXCUSED)
_LEAVES, _ARRIVES = Step(MovementKind.LEAVES), Step(MovementKind.ARRIVES)
_PROXY = Step(MovementKind.GIVES_PROXY, "holder")
_PROXY_FOR_A_TIME = _PROXY._replace(ends=True)
_ASIDE = Step(MovementKind.STEPS_ASIDE)
_SUBSTITUTE = Step(MovementKind.SUBSTITUTE_SEATED, "substitute")
_ON_SCREEN = Step(MovementKind.ATTENDS_REMOTELY)

STORIES: tuple[tuple[Step, ...], ...] = (
    (COMES,),
    (AWAY,),
    (EXCUSED,),
    (AWAY, _ARRIVES),
    (EXCUSED, AWAY),
    (EXCUSED, _PROXY),
    (EXCUSED, _PROXY, _ARRIVES),
    (_PROXY, AWAY),
    (COMES, _LEAVES),
    (COMES, _LEAVES, Step(MovementKind.RETURNS)),
    (COMES, _LEAVES._replace(ends=True)),
    (COMES, _PROXY, _LEAVES),
    (COMES, _LEAVES, _PROXY, Step(MovementKind.RETURNS), _LEAVES),
    (COMES, _LEAVES, _PROXY_FOR_A_TIME),
    (EXCUSED, _PROXY, Step(MovementKind.PROXY_ENDS)),
    (EXCUSED, _PROXY, Step(MovementKind.PROXY_ENDS, "holder"), _PROXY),
    (EXCUSED, _PROXY, _PROXY),
    (EXCUSED, _PROXY_FOR_A_TIME, _PROXY),
    (AWAY, Step(MovementKind.GIVES_PROXY)),
    (AWAY, Step(MovementKind.GIVES_PROXY, "former")),
    (COMES, _ASIDE),
    (COMES, _ASIDE, Step(MovementKind.COMES_BACK)),
    (COMES, _ASIDE._replace(ends=True)),
    (COMES, _ASIDE._replace(ends=True), _ASIDE._replace(ends=True)),
    (EXCUSED, _PROXY, _ASIDE._replace(ends=True)),
    (COMES._replace(ends=True), _PROXY),
)
GROUPED_STORIES: tuple[tuple[Step, ...], ...] = (
    (AWAY, _SUBSTITUTE),
    (EXCUSED, _PROXY, _SUBSTITUTE),
    (_SUBSTITUTE, _ARRIVES),
    (_SUBSTITUTE, _ARRIVES, _LEAVES),
    (COMES, _SUBSTITUTE),
    (COMES, _SUBSTITUTE._replace(ends=True)),
    (_SUBSTITUTE, _LEAVES._replace(by_substitute=True), Step(MovementKind.RETURNS, by_substitute=True)),
    (EXCUSED, _SUBSTITUTE, _PROXY._replace(by_substitute=True), _LEAVES._replace(by_substitute=True)),
    (_SUBSTITUTE, _ASIDE, Step(MovementKind.COMES_BACK)),
    (_ON_SCREEN,),
    (_ON_SCREEN, _LEAVES),
    (_ON_SCREEN, _LEAVES._replace(ends=True)),
    (_ON_SCREEN, _SUBSTITUTE),
    (EXCUSED, _SUBSTITUTE, _LEAVES._replace(ends=True)),
    (EXCUSED._replace(ends=True), _SUBSTITUTE),
    (_ON_SCREEN, _ARRIVES),
    (_ON_SCREEN, _PROXY, _LEAVES),
    (_ON_SCREEN, _ASIDE._replace(ends=True)),
    (_SUBSTITUTE, _LEAVES._replace(by_substitute=True, ends=True)),
    (COMES, _LEAVES, _ON_SCREEN),
    (_ON_SCREEN._replace(ends=True), _PROXY),
)
