"""Order of the table (CGCT art. L. 2121-1, R. 2121-2 and R. 2121-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.bodies import Council
from councils.domain.membership import mandates_in_office, offices_held
from councils.domain.people import Mandate, OfficeKind, Person


class RankBasis(StrEnum):
    """LEGAL: computed. RECORDED: read on an act. LISTED: neither is known, the order of entry stands."""

    LEGAL = "LEGAL"
    RECORDED = "RECORDED"
    LISTED = "LISTED"


@dataclass(frozen=True, slots=True)
class RankedMember:
    mandate: Mandate
    rank: int
    basis: RankBasis


HEADS = frozenset({OfficeKind.MAYOR, OfficeKind.PRESIDENT})
DEPUTIES = frozenset({OfficeKind.DEPUTY, OfficeKind.VICE_PRESIDENT})


def table_order(council: Council, on: date) -> tuple[RankedMember, ...]:
    """Members in office on that day, in the order of the table.

    Head of the body, then deputies in order of election, then the others by seniority of election, votes
    obtained and age. Where a class lacks a fact that the law needs to decide, the whole class keeps its
    recorded ranks, then its order of entry, and each entry says so.
    """
    persons = {p.uid: p for p in council.persons}
    classes: dict[int, list[Mandate]] = {0: [], 1: [], 2: []}
    for mandate in mandates_in_office(council, on):
        classes[_rank_class(mandate, on)].append(mandate)
    ordered = [
        *_order_officers(classes[0], on),
        *_order_officers(classes[1], on),
        *_order_councillors(classes[2], persons),
    ]
    return tuple(RankedMember(m, i, basis) for i, (m, basis) in enumerate(ordered, start=1))


def _rank_class(mandate: Mandate, on: date) -> int:
    kinds = {o.kind for o in offices_held(mandate, on)}
    if kinds & HEADS:
        return 0
    return 1 if kinds & DEPUTIES else 2


def _order_officers(members: Sequence[Mandate], on: date) -> list[tuple[Mandate, RankBasis]]:
    if len(members) < 2:
        return [(m, RankBasis.LEGAL) for m in members]
    orders = {m.uid: _office_order(m, on) for m in members}
    known = [o for o in orders.values() if o is not None]
    if len(set(known)) == len(members):
        return [(m, RankBasis.LEGAL) for m in sorted(members, key=lambda m: orders[m.uid] or 0)]
    return _order_as_recorded(members)


def _office_order(mandate: Mandate, on: date) -> int | None:
    return next((o.order for o in offices_held(mandate, on) if o.kind in HEADS | DEPUTIES), None)


def _order_councillors(
    members: Sequence[Mandate], persons: dict[str, Person]
) -> list[tuple[Mandate, RankBasis]]:
    def legal_key(mandate: Mandate) -> tuple[date | None, int | None, date | None]:
        person = persons.get(mandate.person or "")
        votes = None if mandate.votes_obtained is None else -mandate.votes_obtained
        return (mandate.elected_on, votes, person.birth_date if person else None)

    keys = [legal_key(m) for m in members]
    if not _decides(keys, 0):
        return _order_as_recorded(members)
    order = sorted(members, key=lambda m: tuple((v is None, v) for v in legal_key(m)))
    return [(m, RankBasis.LEGAL) for m in order]


def _decides(keys: Sequence[tuple[object, ...]], depth: int) -> bool:
    """Whether the facts known from ``depth`` on are enough to order these keys without a guess."""
    if len(keys) < 2:
        return True
    if depth == len(keys[0]) or any(k[depth] is None for k in keys):
        return False
    values = {k[depth] for k in keys}
    return all(_decides([k for k in keys if k[depth] == v], depth + 1) for v in values)


def _order_as_recorded(members: Sequence[Mandate]) -> list[tuple[Mandate, RankBasis]]:
    ranked = sorted((m for m in members if m.recorded_rank is not None), key=lambda m: m.recorded_rank or 0)
    listed = [m for m in members if m.recorded_rank is None]
    return [(m, RankBasis.RECORDED) for m in ranked] + [(m, RankBasis.LISTED) for m in listed]
