"""The slow oracle of the quorum: members are counted on the fingers, those whom the law keeps out left aside."""

from datetime import date

from councils.domain.bodies import BodyType, Council
from councils.domain.people import Mandate, OfficeKind
from deliberations.domain.moments import Moment
from deliberations.domain.sittings import AgendaItem, BarGround, ItemKind, Sitting, Subject
from tests.law.oracle import is_running, read_room, sitting_mandates


def is_of_accounts(item: AgendaItem) -> bool:
    return item.kind is ItemKind.ACCOUNTS or item.subject is Subject.ACCOUNTS


def kept_out(council: Council, sitting: Sitting, item: AgendaItem) -> dict[BarGround, set[str]]:
    """Whom the law keeps out of an item; on accounts, the mayor unless another authorising officer is named."""
    out: dict[BarGround, set[str]] = {ground: set() for ground in BarGround}
    for bar in item.bars:
        out[bar.ground].add(bar.member)
    officers = out[BarGround.AUTHORISING_OFFICER]
    has_officer = council.body_type in (BodyType.COMMUNE, BodyType.EPCI, BodyType.CLOSED_SYNDICATE)
    if has_officer and is_of_accounts(item) and not officers:
        officers |= {m.uid for m in sitting_mandates(council, sitting) if _is_head(m, sitting)}
    return out


def _is_head(mandate: Mandate, sitting: Sitting) -> bool:
    heads = [o for o in mandate.offices if o.kind in (OfficeKind.MAYOR, OfficeKind.PRESIDENT)]
    return any(is_running(o.since, o.until, sitting.held_on) for o in heads)


def quorum_at(council: Council, sitting: Sitting, item: AgendaItem) -> tuple[int, int, int, bool] | None:
    """In office, required, present, met (CGCT art. L. 2121-17): more than half of those in office are in the room.

    Those at a distance are counted where they may sit; a representative leaves the count from the law of 2022.
    """
    reading = read_room(council, sitting, Moment(item.uid))
    if reading is None:
        return None
    out = kept_out(council, sitting, item)
    gone = out[BarGround.REPRESENTATIVE] if sitting.held_on >= date(2022, 2, 21) else set()
    office = len(reading.in_office - gone)
    may_be_away = council.body_type is BodyType.EPCI or sitting.derogation.is_remote_allowed
    there = reading.present | (reading.remote if may_be_away else set())
    present = len(there - set().union(*out.values())) + len(reading.substituted)
    of_third = bool(sitting.derogation.quorum_of_third)
    enough = [n for n in range(office + 2) if is_enough(n, office, of_third)]
    return office, enough[0], present, is_enough(present, office, of_third)


def is_enough(present: int, office: int, of_third: bool) -> bool:
    """Exactly half is not enough; one third is, where the special laws of 2020 to 2022 applied."""
    return 3 * present >= office if of_third else 2 * present > office
