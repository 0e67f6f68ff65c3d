"""What a council has kept of itself, and what it holds about people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from councils.models import Contact, Council, CouncilRole, Person, Reading
from deliberations.models import Backup, Sitting

REMINDED_AFTER = timedelta(days=7)


def last_backup(council: Council) -> Backup | None:
    """The latest backup of ``council``."""
    return Backup.objects.filter(council=council).select_related("made_by").order_by("-made_at").first()


def backup_is_due(council: Council, now: datetime) -> bool:
    """Whether a backup should be made: none yet though there is something to keep, or the last is a week old."""
    last = last_backup(council)
    if last is None:
        return Sitting.objects.filter(council=council).exists()
    return now - last.made_at > REMINDED_AFTER


@dataclass(frozen=True, slots=True)
class HeldAboutPeople:
    """Numbers told by the processing register."""

    persons: int
    with_birth_date: int
    with_contact: int
    accounts: int
    readings: int


def held_about_people(council: Council) -> HeldAboutPeople:
    """Counted now."""
    reachable = Contact.objects.filter(person=OuterRef("pk")).filter(
        ~Q(email="") | ~Q(phone="") | ~Q(postal_address="")
    )
    persons = Person.objects.filter(council=council)
    return HeldAboutPeople(
        persons=persons.count(),
        with_birth_date=persons.filter(birth_date__isnull=False).count(),
        with_contact=persons.filter(Exists(reachable)).count(),
        accounts=CouncilRole.objects.filter(council=council).values("user").distinct().count(),
        readings=Reading.objects.filter(council=council).count(),
    )
