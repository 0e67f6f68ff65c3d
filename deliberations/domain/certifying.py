"""Who certifies that an act is executory, and signs its certified copy (CGCT art. L. 2131-1).

The head of the body in office the day of the certificate, or the deputy who signed in his place while he still has his
office: never whoever signed the act and is no longer what he was.
"""

from datetime import date
from typing import Protocol

from councils.domain.bodies import Council
from councils.domain.membership import is_in_force, offices_held
from councils.domain.people import Mandate, OfficeKind
from councils.domain.ranks import DEPUTIES, HEADS, table_order
from deliberations.domain.acts import Deliberation, PublicFact
from deliberations.domain.before_sitting import as_known_at
from deliberations.domain.enforceability import MadeKnown, first_publication
from deliberations.domain.heads import head_on
from deliberations.domain.record import Record


class Followed(MadeKnown, Protocol):
    """An act that is made known, and transmitted when it has to be."""

    @property
    def transmission(self) -> PublicFact | None: ...


def certifier_on(council: Council, signatory: str | None, *, acted_on: date, on: date) -> str | None:
    """The mandate that certifies ``on`` a day an act that ``signatory`` signed; ``None`` when nobody signed it.

    Whoever signed it while he still has the office he signed under, else the head of that day, else who replaces him
    (art. L. 2122-17): the first of the table. Where the offices are not recorded, whoever signed it.
    """
    mandate = next((m for m in council.mandates if m.uid == signatory), None)
    if mandate is None or (is_in_force(mandate, on) and _same_office(mandate, acted_on, on)):
        return signatory
    found = head_on(council, on) or next(iter(_table(council, on)), None)
    return found or signatory


def _same_office(mandate: Mandate, acted_on: date, on: date) -> bool:
    then, now = _leading(mandate, acted_on), _leading(mandate, on)
    return then <= now


def _leading(mandate: Mandate, on: date) -> set[OfficeKind]:
    """The offices that let him sign for the body that day."""
    return {office.kind for office in offices_held(mandate, on)} & (HEADS | DEPUTIES)


def _table(council: Council, on: date) -> list[str]:
    return [ranked.mandate.uid for ranked in table_order(council, on)]


def certification_day(council: Council, act: Followed, acted_on: date) -> date:
    """The day that a certified copy tells: that of the last fact it prints, never the clock's."""
    printed = (act.transmission, first_publication(council, act))
    return max([acted_on, *(fact.effective_on for fact in printed if fact is not None)])


def certifier(record: Record, act: Deliberation, on: date | None = None) -> str | None:
    """The mandate that certifies ``act`` on a day, that of its last fact unless told.

    Whoever chaired until the head was elected signs the act of that election, and certifies nothing after it.
    """
    acted_on, signatory = record.sitting.held_on, record.signatory(act)
    day = on or certification_day(record.council, act, acted_on)
    if signatory is not None and record.heads and not as_known_at(record, act.item).heads:
        signatory = record.heads[0]
    return certifier_on(record.council, signatory, acted_on=acted_on, on=day)
