"""The members of a council: seats given, offices held, mandates ended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError

from councils.domain.entries import MemberEntry
from councils.domain.errors import Refusal
from councils.domain.people import Civility
from councils.domain.people import Office as OfficeFacts
from councils.models import Contact, Council, Delegation, Interest, Mandate, Office, Person, User
from councils.queries import mandate_facts, person_facts
from councils.services.locking import lock
from councils.services.writing import Writer

ADDED, CHANGED, DELETED = "member.added", "member.changed", "member.deleted"
ENDED, OFFICE, OFFICE_REMOVED = "member.ended", "member.office", "member.office_removed"
CONTACT, INTEREST, DELEGATION = "member.contact", "member.interest", "member.delegation"

RESIGNED, DIED, TERM_OVER = "member.resigned", "member.died", "member.term_over"
END_REASONS = {"resignation": RESIGNED, "death": DIED, "term": TERM_OVER, "other": ENDED}
"""Cause told in the form → action kept in the history."""

PERSON_FIELDS = ("given_name", "family_name", "birth_date")
MANDATE_FIELDS = (
    "label",
    "seat",
    "since",
    "elected_on",
    "votes_obtained",
    "electoral_list",
    "group",
    "represents",
    "recorded_rank",
)


class MemberTookPart(Refusal):
    """The member is named in a sitting or an act: the row stays for as long as these do."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "member.took_part",
            f"{name} figure dans une séance ou dans un acte : cette fiche ne peut pas être supprimée. Si le mandat a "
            "pris fin, indiquez plutôt sa date de fin ; si la fiche contient une erreur, corrigez-la.",
        )


class EndsBeforeStart(Refusal):
    """A mandate or an office would end before it began."""

    def __init__(self) -> None:
        super().__init__("member.ends_before", "La fin du mandat ne peut pas précéder son début.")


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How one person is reached; ``wants_paper`` is their written request (CGCT art. L. 2121-10)."""

    email: str = ""
    phone: str = ""
    postal_address: str = ""
    wants_paper: bool = False


@transaction.atomic
def add_member(
    *,
    council: Council,
    entry: MemberEntry,
    by: User | None,
    person: Person | None = None,
    reason: str = ADDED,
) -> Mandate:
    """A seat given to a new person, or to ``person`` already known (re-elected).

    Raises ``RowRefused`` and writes nothing. Side effects: the offices and the contact that the entry tells.
    """
    writer = Writer(by=by, reason=reason)
    holder = person if person is not None else _new_person(writer, council, entry)
    if person is not None:
        _fill_person(writer, person, entry)
    mandate = Mandate(council=council, person=holder)
    _fill_mandate(mandate, entry)
    writer.write(mandate, "")
    for office in entry.offices:
        writer.write(_office_row(Office(mandate=mandate), office), "")
    if holder is not None and (entry.email or entry.phone):
        fill_contact(person=holder, details=ContactDetails(entry.email, entry.phone), by=by)
    return mandate


@transaction.atomic
def add_members(*, council: Council, entries: Sequence[MemberEntry], by: User | None) -> tuple[Mandate, ...]:
    """Several members at once, all or none. Raises ``RowRefused``."""
    return tuple(add_member(council=council, entry=entry, by=by) for entry in entries)


def _new_person(writer: Writer, council: Council, entry: MemberEntry) -> Person | None:
    if not entry.given_name and not entry.family_name:
        return None
    return _fill_person(writer, Person(council=council), entry)


def _fill_person(writer: Writer, person: Person, entry: MemberEntry) -> Person:
    for name in PERSON_FIELDS:
        setattr(person, name, getattr(entry, name) or getattr(person, name))
    person.civility = entry.civility or person.civility
    called = Civility(person.civility).gender if person.civility else ""
    person.gender = entry.gender or person.gender or called
    return writer.write(person, "")


def _fill_mandate(mandate: Mandate, entry: MemberEntry) -> None:
    for name in MANDATE_FIELDS:
        setattr(mandate, name, getattr(entry, name))
    mandate.college = entry.college or ""
    titulars = Mandate.objects.filter(council=mandate.council, uid=entry.substitute_for)
    mandate.substitute_for = titulars.first() if entry.substitute_for else None


@transaction.atomic
def change_member(*, mandate: Mandate, entry: MemberEntry, by: User | None, reason: str = CHANGED) -> Mandate:
    """Replace all that the entry tells of the person and of the seat; offices and contact stay.

    Raises ``RowRefused`` and writes nothing.
    """
    writer = Writer(by=by, reason=reason)
    row = _locked(mandate)
    if row.person is not None:
        for name in PERSON_FIELDS:
            setattr(row.person, name, getattr(entry, name))
        row.person.gender, row.person.civility = entry.gender or "", entry.civility or ""
        writer.write(row.person, "")
    elif entry.given_name or entry.family_name:
        row.person = _new_person(writer, row.council, entry)
    _fill_mandate(row, entry)
    return writer.write(row, "")


def _locked(mandate: Mandate) -> Mandate:
    """The row as it is now, locked: two people write one after the other."""
    lock(Mandate).get(pk=mandate.pk)
    return Mandate.objects.select_related("council", "person").get(pk=mandate.pk)


@transaction.atomic
def end_mandate(*, mandate: Mandate, until: date, by: User | None, reason: str = ENDED) -> None:
    """The last day of a mandate (death, resignation, end of term). Offices and delegations in force end with it.

    Raises ``EndsBeforeStart``.
    """
    writer = Writer(by=by, reason=reason)
    row = _locked(mandate)
    if row.since is not None and until < row.since:
        raise EndsBeforeStart
    row.until = until
    writer.write(row, "")
    lasting = Q(until__isnull=True) | Q(until__gt=until)
    parts: list[Office | Delegation] = [*row.offices.filter(lasting), *row.delegations.filter(lasting)]
    for held in parts:
        held.until = until if held.since is None else max(until, held.since)
        writer.write(held, "")


@transaction.atomic
def delete_member(*, mandate: Mandate, by: User | None) -> None:
    """Erase a seat entered by mistake, and its person when nothing else names them. Raises ``MemberTookPart``."""
    name, person = str(mandate), mandate.person
    writer = Writer(by=by, reason=DELETED)
    try:
        with transaction.atomic():
            writer.delete(mandate)
            if person is not None and not person.mandates.exists():
                writer.delete(person)
    except (ProtectedError, RestrictedError) as error:
        raise MemberTookPart(name) from error


def _office_row(row: Office, office: OfficeFacts) -> Office:
    row.kind, row.title, row.address = office.kind, office.title, office.address
    row.order, row.since, row.until = office.order, office.since, office.until
    return row


@transaction.atomic
def save_office(*, row: Office, office: OfficeFacts, by: User | None, reason: str = OFFICE) -> Office:
    """Write an office, new or not. Raises ``RowRefused``."""
    return Writer(by=by, reason=reason).write(_office_row(row, office), "")


@transaction.atomic
def remove_office(*, row: Office, by: User | None) -> None:
    """Erase an office entered by mistake; its history stays."""
    Writer(by=by, reason=OFFICE_REMOVED).delete(row)


@transaction.atomic
def save_contact(*, person: Person, details: ContactDetails, by: User | None) -> Contact:
    """Replace how a person is reached. Raises ``RowRefused``."""
    row = _contact(person)
    row.email, row.phone = details.email, details.phone
    row.postal_address, row.wants_paper = details.postal_address, details.wants_paper
    return Writer(by=by, reason=CONTACT).write(row, "")


@transaction.atomic
def fill_contact(*, person: Person, details: ContactDetails, by: User | None) -> Contact:
    """Write an address or a telephone where none is known; those that are known stay. Raises ``RowRefused``."""
    row = _contact(person)
    row.email, row.phone = row.email or details.email, row.phone or details.phone
    return Writer(by=by, reason=CONTACT).write(row, "")


def _contact(person: Person) -> Contact:
    return Contact.objects.filter(person=person).first() or Contact(person=person)


@transaction.atomic
def save_interest(*, row: Interest, by: User | None) -> Interest:
    """Write an interest that a member has told (CGCT art. L. 2131-11). Raises ``RowRefused``."""
    return Writer(by=by, reason=INTEREST).write(row, "")


@transaction.atomic
def save_delegation(*, row: Delegation, by: User | None) -> Delegation:
    """Write a delegation (CGCT art. L. 2122-18). Raises ``RowRefused``."""
    return Writer(by=by, reason=DELEGATION).write(row, "")


@transaction.atomic
def remove_part(*, row: Interest | Delegation, by: User | None) -> None:
    """Erase an interest or a delegation entered by mistake; its history stays."""
    Writer(by=by, reason=INTEREST if isinstance(row, Interest) else DELEGATION).delete(row)


def entry_of(mandate: Mandate) -> MemberEntry:
    """What is recorded of a member, as a form shows it; offices and contact are shown elsewhere."""
    facts = mandate_facts(mandate)
    person = person_facts(mandate.person) if mandate.person else None
    entry = MemberEntry(
        label=facts.label,
        seat=facts.seat,
        substitute_for=facts.substitute_for,
        since=facts.since,
        elected_on=facts.elected_on,
        votes_obtained=facts.votes_obtained,
        electoral_list=facts.electoral_list,
        group=facts.group,
        college=facts.college,
        represents=facts.represents,
        recorded_rank=facts.recorded_rank,
    )
    if person is None:
        return entry
    return replace(
        entry,
        given_name=person.given_name,
        family_name=person.family_name,
        civility=person.civility,
        gender=person.gender,
        birth_date=person.birth_date,
    )
