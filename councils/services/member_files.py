"""A file of members beside those already known: what would change, shown first and then written whole."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction

from councils.domain.entries import MemberEntry
from councils.domain.errors import Refusal
from councils.domain.names import folded
from councils.domain.people import Office
from councils.models import Council, Mandate, Person, User
from councils.models import Office as OfficeRow
from councils.services.locking import lock_council
from councils.services.member_rows import MemberFile, ReadMember
from councils.services.members import (
    ContactDetails,
    add_member,
    change_member,
    end_mandate,
    entry_of,
    fill_contact,
    save_office,
)

IMPORTED = "members.imported"


class PlanState(StrEnum):
    """NEW: nobody of that name sits. KNOWN: sits already. RE_ELECTED: sits since an earlier election."""

    NEW = "NEW"
    KNOWN = "KNOWN"
    RE_ELECTED = "RE_ELECTED"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that the file and the record tell otherwise. ``before`` is empty when nothing was recorded."""

    fact: str
    before: str
    after: str

    @property
    def is_filled(self) -> bool:
        """Whether the file fills a blank; otherwise what is recorded stays."""
        return not self.before


@dataclass(frozen=True, slots=True)
class PlannedMember:
    """What the import would do with one member of the file."""

    member: ReadMember
    state: PlanState
    mandate: Mandate | None = None
    person: Person | None = None
    differences: tuple[Difference, ...] = ()
    new_offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """The whole import. ``absent`` sit today and are not in the file."""

    planned: tuple[PlannedMember, ...]
    absent: tuple[Mandate, ...]
    digest: str

    def count(self, state: PlanState) -> int:
        return sum(each.state is state for each in self.planned)


class PlanChanged(Refusal):
    """The council changed since the review was shown."""

    def __init__(self) -> None:
        super().__init__(
            "members.plan_changed",
            "Les membres ont changé depuis l'affichage de cette page. Relisez-la, puis confirmez à nouveau.",
        )


class FileHasFaults(Refusal):
    """Some rows are not understood: nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "members.file_faults", "Corrigez le fichier, puis envoyez-le à nouveau : rien n'a été enregistré."
        )


def plan_import(
    council: Council, file: MemberFile, *, on: date, elected_on: date | None = None
) -> MemberPlan:
    """What importing ``file`` would do, on that day. ``elected_on`` fills the election date where a row has none."""
    mandates = _in_office(council, on)
    persons = list(Person.objects.filter(council=council).order_by("pk"))
    members = [replace(m, entry=_dated(m.entry, elected_on)) for m in file.members]
    planned = tuple(_plan(member, mandates, persons) for member in members)
    told = {each.mandate.pk for each in planned if each.mandate is not None}
    # The file of the mayors names one member of each council: it says nothing of the others.
    absent = () if file.is_mayors else tuple(m for m in mandates if m.pk not in told)
    return MemberPlan(planned, absent, _digest(file, planned, absent))


def _dated(entry: MemberEntry, elected_on: date | None) -> MemberEntry:
    return entry if entry.elected_on or elected_on is None else replace(entry, elected_on=elected_on)


def _in_office(council: Council, on: date) -> list[Mandate]:
    rows = Mandate.objects.filter(council=council, person__isnull=False)
    rows = rows.select_related("council", "person", "substitute_for").prefetch_related("offices", "interests")
    return [m for m in rows.order_by("pk") if (m.until is None or m.until >= on)]


def _plan(member: ReadMember, mandates: Sequence[Mandate], persons: Sequence[Person]) -> PlannedMember:
    person = _same_person(member.entry, persons)
    mandate = next((m for m in mandates if person is not None and m.person_id == person.pk), None)
    if mandate is None:
        return PlannedMember(member, PlanState.NEW, person=person, new_offices=member.entry.offices)
    if _is_later(member.entry, mandate):
        return PlannedMember(member, PlanState.RE_ELECTED, mandate, person, (), member.entry.offices)
    offices = tuple(o for o in member.entry.offices if not _has_office(mandate, o))
    return PlannedMember(
        member, PlanState.KNOWN, mandate, person, _differences(member.entry, mandate), offices
    )


def _same_person(entry: MemberEntry, persons: Sequence[Person]) -> Person | None:
    """The one person of that name, told apart from homonyms by the birth date where both are known."""
    name = (folded(entry.given_name), folded(entry.family_name))
    alike = [p for p in persons if (folded(p.given_name), folded(p.family_name)) == name]
    if entry.birth_date is not None:
        alike = [p for p in alike if p.birth_date in {None, entry.birth_date}]
    return alike[0] if alike else None


def _is_later(entry: MemberEntry, mandate: Mandate) -> bool:
    """Whether the file tells of an election later than the mandate that is recorded."""
    recorded = mandate.since or mandate.elected_on
    return (
        recorded is not None
        and entry.starts_on is not None
        and entry.starts_on > recorded
        and (mandate.elected_on is None or entry.elected_on is None or entry.elected_on > mandate.elected_on)
    )


def _has_office(mandate: Mandate, office: Office) -> bool:
    return any(o.kind == office.kind and o.until is None for o in mandate.offices.all())


_COMPARED = tuple(
    f.name for f in fields(MemberEntry) if f.name not in {"offices", "email", "phone", "label", "seat"}
)


def _differences(entry: MemberEntry, mandate: Mandate) -> tuple[Difference, ...]:
    recorded = entry_of(mandate)
    pairs = ((name, getattr(recorded, name), getattr(entry, name)) for name in _COMPARED)
    return tuple(Difference(name, _said(old), _said(new)) for name, old, new in pairs if new and new != old)


def _said(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "" if value is None else str(value)


def _digest(file: MemberFile, planned: Sequence[PlannedMember], absent: Sequence[Mandate]) -> str:
    """What was reviewed: the file, and what becomes of each. A date of election that only fills blanks is no change."""
    told = [(p.state, p.mandate and p.mandate.pk, p.person and p.person.pk, _reviewed(p)) for p in planned]
    return hashlib.sha256(repr((file.members, told, [m.pk for m in absent])).encode()).hexdigest()


def _reviewed(planned: PlannedMember) -> list[Difference]:
    return [d for d in planned.differences if not (d.fact == "elected_on" and d.is_filled)]


@transaction.atomic
def import_members(
    *,
    council: Council,
    file: MemberFile,
    on: date,
    by: User,
    expected: str,
    elected_on: date | None = None,
    absent_until: date | None = None,
) -> Mapping[PlanState, int]:
    """Write the whole file, or nothing; the members of each kind, counted.

    ``expected`` is the digest of the plan that was reviewed. With ``absent_until``, the mandates that the file does
    not hold end on that day. Raises ``FileHasFaults``, ``PlanChanged``, ``EndsBeforeStart`` or ``RowRefused``.
    """
    lock_council(council.pk)
    if file.faults:
        raise FileHasFaults
    plan = plan_import(council, file, on=on, elected_on=elected_on)
    if plan.digest != expected:
        raise PlanChanged
    for each in plan.planned:
        _write(council, each, by)
    for mandate in plan.absent if absent_until is not None else ():
        end_mandate(mandate=mandate, until=absent_until or on, by=by, reason=IMPORTED)
    return {state: plan.count(state) for state in PlanState}


def _write(council: Council, planned: PlannedMember, by: User) -> None:
    entry, mandate = planned.member.entry, planned.mandate
    if mandate is None or planned.state is PlanState.RE_ELECTED:
        if mandate is not None and entry.starts_on is not None:
            end_mandate(mandate=mandate, until=entry.starts_on - timedelta(days=1), by=by, reason=IMPORTED)
        add_member(council=council, entry=entry, by=by, person=planned.person, reason=IMPORTED)
        return
    if any(difference.is_filled for difference in planned.differences):
        change_member(mandate=mandate, entry=_filled(entry_of(mandate), entry), by=by, reason=IMPORTED)
    if mandate.person is not None and (entry.email or entry.phone):
        fill_contact(person=mandate.person, details=ContactDetails(entry.email, entry.phone), by=by)
    for office in planned.new_offices:
        save_office(row=OfficeRow(mandate=mandate), office=office, by=by, reason=IMPORTED)


def _filled(recorded: MemberEntry, told: MemberEntry) -> MemberEntry:
    """What is recorded, with its blanks filled from the file: nothing recorded is overwritten."""
    blanks = {name: getattr(told, name) for name in _COMPARED if not getattr(recorded, name)}
    return replace(recorded, **blanks)
