"""The council as its table shows it: who sits, in which order, how the order is known, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from councils.domain.bodies import Council
from councils.domain.membership import is_in_force, mandates_in_office, number_at, offices_held
from councils.domain.people import Mandate, OfficeKind, Person, SeatKind
from councils.domain.ranks import DEPUTIES, HEADS, RankBasis, RankedMember, table_order


@dataclass(frozen=True, slots=True)
class CouncilTable:
    """``members`` are in the order of the table; ``vacant`` is ``None`` when the number of seats is not known."""

    members: tuple[RankedMember, ...]
    substitutes: tuple[Mandate, ...]
    past: tuple[Mandate, ...]
    seats: int | None

    @property
    def vacant(self) -> int | None:
        """Seats that nobody holds, never fewer than none."""
        return None if self.seats is None else max(0, self.seats - len(self.members))

    @property
    def is_ordered(self) -> bool:
        """Whether every place comes from the law or from an act, none from the mere order of entry."""
        return all(member.basis is not RankBasis.LISTED for member in self.members)


def table_of(council: Council, on: date) -> CouncilTable:
    """The table of ``council`` on that day (CGCT art. L. 2121-1, R. 2121-2)."""
    substitutes = tuple(m for m in council.mandates if m.seat is SeatKind.SUBSTITUTE and is_in_force(m, on))
    past = tuple(m for m in council.mandates if m.until is not None and m.until < on)
    return CouncilTable(
        members=table_order(council, on),
        substitutes=substitutes,
        past=tuple(sorted(past, key=lambda m: m.until or date.min, reverse=True)),
        seats=number_at(council.seats, on),
    )


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that the law needs to rank one member: ``fact`` is « elected_on », « votes_obtained »…"""

    mandate: str
    fact: str


def missing_for_ranks(council: Council, on: date) -> tuple[MissingFact, ...]:
    """What is missing to compute the order by law; empty where every place is already computed.

    Councillors are told by election date, then votes, then age (art. L. 2121-1): only facts that still decide
    between two of them are asked for. Deputies are told by their order of election.
    """
    persons = {person.uid: person for person in council.persons}
    unordered = {r.mandate.uid for r in table_order(council, on) if r.basis is not RankBasis.LEGAL}
    members = [m for m in mandates_in_office(council, on) if m.uid in unordered]
    officers = [m for m in members if _kinds(m, on) & (HEADS | DEPUTIES)]
    others = [m for m in members if m not in officers]
    return (*_officers_missing(officers, on), *_undecided(others, persons, 0))


def _kinds(mandate: Mandate, on: date) -> set[OfficeKind]:
    return {office.kind for office in offices_held(mandate, on)}


def _officers_missing(officers: list[Mandate], on: date) -> Iterator[MissingFact]:
    for mandate in officers:
        orders = [o.order for o in offices_held(mandate, on) if o.kind in HEADS | DEPUTIES]
        if not any(orders):
            yield MissingFact(mandate.uid, "order")


_KEY = ("elected_on", "votes_obtained", "birth_date")


def _undecided(mandates: list[Mandate], persons: dict[str, Person], depth: int) -> Iterator[MissingFact]:
    """The facts of that depth that are unknown; where all are known, those that tell equals apart."""
    if len(mandates) < 2 or depth == len(_KEY):
        return
    values = {m.uid: _fact(m, persons, _KEY[depth]) for m in mandates}
    missing = [m for m in mandates if values[m.uid] is None]
    if missing:
        yield from (MissingFact(m.uid, _KEY[depth]) for m in missing)
        return
    for value in dict.fromkeys(values.values()):
        yield from _undecided([m for m in mandates if values[m.uid] == value], persons, depth + 1)


def _fact(mandate: Mandate, persons: dict[str, Person], name: str) -> object:
    if name != "birth_date":
        return getattr(mandate, name)
    person = persons.get(mandate.person or "")
    return person.birth_date if person else None


def oldest_member(council: Council, on: date) -> Mandate | None:
    """The oldest of the members in office, who chairs the election of the mayor (CGCT art. L. 2122-8).

    ``None`` unless every birth date is known: nobody is taken for the oldest by default. Twins of a day leave it
    open too.
    """
    persons = {person.uid: person for person in council.persons}
    births = [(_fact(m, persons, "birth_date"), m) for m in mandates_in_office(council, on)]
    known = sorted((b, m.uid) for b, m in births if isinstance(b, date))
    if not births or len(known) < len(births) or (len(known) > 1 and known[0][0] == known[1][0]):
        return None
    return next(m for _, m in births if m.uid == known[0][1])
