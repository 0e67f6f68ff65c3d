"""A sitting as it stood when its members were called, or at one of its items: whom it elects holds no office yet."""

from collections.abc import Callable
from dataclasses import replace

from councils.domain.people import Mandate, Office, OfficeKind
from deliberations.domain.elections import result_of
from deliberations.domain.posts import PostKind, kinds_filled
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemKind, Subject

_ELECTS = frozenset({Subject.INSTALLATION, Subject.OFFICERS})
_POSTS = {
    OfficeKind.MAYOR: PostKind.MAYOR,
    OfficeKind.DEPUTY: PostKind.DEPUTY,
    OfficeKind.PRESIDENT: PostKind.PRESIDENT,
    OfficeKind.VICE_PRESIDENT: PostKind.VICE_PRESIDENT,
}
_HEADS = frozenset(_POSTS.values())
_Place = tuple[int, int]


def as_called(record: Record) -> Record:
    """The record without the offices that begin on the day of a sitting which fills some (CGCT art. L. 2122-7).

    The convocation, the agenda and the sheet to sign are made before them, even when they are printed after.
    """
    return _without(record, lambda mandate, office: True) if fills_offices(record) else record


def as_known_at(record: Record, item: str) -> Record:
    """The record without the offices that the sitting gives at ``item`` or later: its act names nobody by them.

    An office is given where its holder was elected; where no winner is recorded, at the last item that fills such
    posts. One that no item gives was held already.
    """
    return _with_offices_given(record, item, lambda given, here: given < here)


def as_known_after(record: Record, item: str) -> Record:
    """The record with the offices that ``item`` gives, without those that come after it."""
    return _with_offices_given(record, item, lambda given, here: given <= here)


def _with_offices_given(record: Record, item: str, is_held: Callable[[_Place, _Place], bool]) -> Record:
    if not fills_offices(record):
        return record
    here = record.item(item).examination_order
    return _without(record, lambda mandate, office: not is_held(_given_at(record, mandate, office), here))


def _without(record: Record, is_to_come: Callable[[Mandate, Office], bool]) -> Record:
    """``is_to_come`` is asked of each office that begins on the day of the sitting."""
    held_on = record.sitting.held_on
    mandates = tuple(
        replace(m, offices=tuple(o for o in m.offices if o.since != held_on or not is_to_come(m, o)))
        for m in record.council.mandates
    )
    return replace(record, council=replace(record.council, mandates=mandates))


def _given_at(record: Record, mandate: Mandate, office: Office) -> _Place:
    """The place, in the order of the examination, of the item that gives an office."""
    posts, agenda = _POSTS.get(office.kind), record.sitting.agenda
    filling = [item for item in agenda if posts is not None and posts in kinds_filled(record, item)]
    winning = [item for item in filling if _elects(record, item, mandate.uid)]
    electing = [item for item in agenda if _is_electing(item)]
    untold = [item for item in electing if posts is None or not kinds_filled(record, item) & _HEADS]
    return max((item.examination_order for item in winning or filling or untold), default=(0, 0))


def _elects(record: Record, item: AgendaItem, mandate: str) -> bool:
    results = (result_of(election, record) for election in record.elections_on(item.uid))
    return any(mandate in winner.members for result in results for winner in result.winners)


def fills_offices(record: Record) -> bool:
    """Whether an item of the sitting installs the assembly or elects its officers."""
    return any(_is_electing(item) for item in record.sitting.agenda)


def _is_electing(item: AgendaItem) -> bool:
    return item.subject in _ELECTS and item.kind is not ItemKind.QUESTION


def installs(record: Record) -> bool:
    """Whether the sitting installs a new assembly: who leaves calls it, not who will chair it (art. L. 2121-7)."""
    return any(item.subject is Subject.INSTALLATION for item in record.sitting.agenda)
