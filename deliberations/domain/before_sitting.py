"""A sitting as it stood when its members were called: who is elected in it holds no office yet."""

from dataclasses import replace

from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Subject

_ELECTS = frozenset({Subject.INSTALLATION, Subject.OFFICERS})


def as_called(record: Record) -> Record:
    """The record without the offices that begin on the day of a sitting which fills some (CGCT art. L. 2122-7).

    The convocation, the agenda and the sheet to sign are made before them, even when they are printed after.
    """
    if not fills_offices(record):
        return record
    held_on = record.sitting.held_on
    mandates = tuple(
        replace(m, offices=tuple(o for o in m.offices if o.since != held_on)) for m in record.council.mandates
    )
    return replace(record, council=replace(record.council, mandates=mandates))


def fills_offices(record: Record) -> bool:
    """Whether an item of the sitting installs the assembly or elects its officers."""
    return any(
        item.subject in _ELECTS and item.kind is not ItemKind.QUESTION for item in record.sitting.agenda
    )


def installs(record: Record) -> bool:
    """Whether the sitting installs a new assembly: who leaves calls it, not who will chair it (art. L. 2121-7)."""
    return any(item.subject is Subject.INSTALLATION for item in record.sitting.agenda)
