"""The first sitting of a new council: prepared from the law, then its results entered in the table."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction

from councils.domain.bodies import BodyType
from councils.domain.errors import Refusal
from councils.domain.people import OfficeKind
from councils.domain.tables import oldest_member
from councils.models import Council, Mandate, Office, User
from councils.queries import council_facts
from councils.services.writing import Writer
from deliberations.domain.elections import Winner, result_of
from deliberations.domain.posts import PostKind, kind_of_election
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Origin, Subject
from deliberations.domain.votes import Election, NominationBasis
from deliberations.models import AgendaItem, Sitting
from deliberations.queries import record_of
from deliberations.services.changes import SittingChange, announce, changing

OPENED, RECORDED = "installation.opened", "installation.recorded"

MAYOR_TITLE, DEPUTIES_TITLE = "Élection du maire", "Élection des adjoints"
_AGENDA = (
    ("Installation du conseil municipal", ItemKind.INFORMATION, Subject.INSTALLATION, False),
    (MAYOR_TITLE, ItemKind.ELECTION, Subject.OFFICERS, True),
    ("Détermination du nombre d'adjoints", ItemKind.DELIBERATION, Subject.NONE, False),
    (DEPUTIES_TITLE, ItemKind.ELECTION, Subject.OFFICERS, True),
    ("Lecture de la charte de l'élu local", ItemKind.INFORMATION, Subject.NONE, False),
)
"""Title, kind, subject and whether the secrecy of the vote is imposed (CGCT art. L. 2121-7, L. 2122-4, L. 2122-7)."""


class OnlyForCommunes(Refusal):
    """The guide follows the rules of a municipal council."""

    def __init__(self) -> None:
        super().__init__(
            "installation.other_body",
            "Cette installation guidée suit les règles d'un conseil municipal. Pour une autre assemblée, préparez une "
            "séance ordinaire.",
        )


class NothingToRecord(Refusal):
    """No post of mayor or deputy is filled yet."""

    def __init__(self) -> None:
        super().__init__(
            "installation.nothing",
            "Aucun résultat n'est encore acquis : enregistrez d'abord les tours de l'élection du maire.",
        )


class UnknownWinner(Refusal):
    """A candidate elected is not one of the members recorded."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "installation.unknown_winner",
            f"« {name} » n'est relié à aucun membre du conseil : corrigez le dernier tour en choisissant ses membres "
            "dans la liste.",
        )


@dataclass(frozen=True, slots=True)
class FirstSitting:
    """When and where the new council meets first."""

    held_on: date
    starts_at: time | None = None
    place: str = ""


@transaction.atomic
def open_installation(*, council: Council, first: FirstSitting, by: User | None) -> Sitting:
    """The sitting of installation, with its agenda, chaired by the oldest member (CGCT art. L. 2122-8).

    The chair is left open where birth dates do not tell who is the oldest. Raises ``OnlyForCommunes`` or
    ``RowRefused``. Side effect: ``sitting_changed`` after the commit.
    """
    if council.body_type != BodyType.COMMUNE:
        raise OnlyForCommunes
    writer = Writer(by=by, reason=OPENED)
    oldest = oldest_member(council_facts(council), first.held_on)
    sitting = Sitting(
        council=council,
        held_on=first.held_on,
        starts_at=first.starts_at,
        place=first.place,
        origin=Origin.LIVE,
        chair=Mandate.objects.get(council=council, uid=oldest.uid) if oldest else None,
    )
    writer.write(sitting, "")
    for order, (title, kind, subject, is_secret) in enumerate(_AGENDA, start=1):
        item = AgendaItem(sitting=sitting, order=order, title_html=title, kind=kind, subject=subject)
        item.nomination_basis = NominationBasis.IMPOSED if is_secret else ""
        item.is_transmissible = kind is not ItemKind.INFORMATION
        writer.write(item, "")
    announce(sitting)
    return sitting


def is_installation(sitting: Sitting) -> bool:
    """Whether an item of the sitting installs the council."""
    return sitting.agenda.filter(subject=Subject.INSTALLATION).exists()


def record_table(*, sitting: Sitting, by: User | None) -> tuple[Office, ...]:
    """Write the offices that the elections of ``sitting`` give, from its day on; those written already are left.

    A mayor elected ends the offices of the mayor and deputies before. Deputies elected on one list take its order; one
    elected in mid-term comes last (CGCT art. L. 2122-10). From the mayor's election on, the mayor chairs the items that
    name nobody else. Raises ``NothingToRecord``, ``UnknownWinner`` or ``SittingFinished``, and writes nothing then.
    """
    with changing(sitting, by=by, reason=RECORDED) as change:
        record = record_of(change.sitting)
        elected = _elected(record)
        if not elected:
            raise NothingToRecord
        mandates = {m.uid: m for m in Mandate.objects.filter(council=change.sitting.council)}
        if any(kind is OfficeKind.MAYOR for kind, _ in elected):
            _end_former(change)
        written = tuple(_give(change, mandates[uid], kind) for kind, uid in elected)
        _give_chair(change, next((mandates[uid] for kind, uid in elected if kind is OfficeKind.MAYOR), None))
        return written


def is_table_recorded(sitting: Sitting, record: Record) -> bool:
    """Whether every office that the elections of ``sitting`` give is in the table already."""
    try:
        elected = _elected(record)
    except UnknownWinner:
        return False
    there = Office.objects.filter(mandate__council=sitting.council, since=sitting.held_on)
    return bool(elected) and set(there.values_list("kind", "mandate__uid")).issuperset(elected)


_KINDS = {PostKind.MAYOR: OfficeKind.MAYOR, PostKind.DEPUTY: OfficeKind.DEPUTY}


def _elected(record: Record) -> list[tuple[OfficeKind, str]]:
    """Offices and the mandates they go to: the mayor first, then the deputies in their order."""
    found: list[tuple[OfficeKind, str]] = []
    for election in record.sitting.elections:
        kind = _KINDS.get(kind_of_election(record, election))
        result = result_of(election, record)
        if kind is None or not result.is_determined:
            continue
        found += [(kind, uid) for winner in result.winners for uid in _members(election, winner)]
    return sorted(found, key=lambda each: each[0] is not OfficeKind.MAYOR)


def _members(election: Election, winner: Winner) -> tuple[str, ...]:
    wanted = election.seats if election.by_list else 1
    if len(winner.members) < min(wanted, winner.seats) or not winner.members:
        raise UnknownWinner(winner.name)
    return winner.members[:wanted]


def _end_former(change: SittingChange) -> None:
    """The offices of the mayor and deputies before, on the eve: not those of this very sitting."""
    kinds = [OfficeKind.MAYOR, OfficeKind.DEPUTY]
    day = change.sitting.held_on
    former = Office.objects.filter(mandate__council=change.sitting.council, kind__in=kinds, until=None)
    for office in former.exclude(since=day).select_related("mandate"):
        eve = day - timedelta(days=1)
        office.until = eve if office.since is None else max(eve, office.since)
        change.writer.write(office, "")


def _give(change: SittingChange, mandate: Mandate, kind: OfficeKind) -> Office:
    day = change.sitting.held_on
    known = mandate.offices.filter(kind=kind, since=day).first()
    if known is not None:
        return known
    order = _next_order(change.sitting, day) if kind is OfficeKind.DEPUTY else None
    return change.writer.write(Office(mandate=mandate, kind=kind, order=order, since=day), "")


def _next_order(sitting: Sitting, day: date) -> int:
    """After the deputies who stay (CGCT art. L. 2122-10)."""
    deputies = Office.objects.filter(mandate__council=sitting.council, kind=OfficeKind.DEPUTY)
    orders = [o.order or 0 for o in deputies if o.until is None or o.until >= day]
    return max(orders, default=0) + 1


def _give_chair(change: SittingChange, mayor: Mandate | None) -> None:
    """The items after the mayor's election are chaired by the mayor just elected."""
    items = list(change.sitting.agenda.order_by("order"))
    place = next((n for n, item in enumerate(items) if item.title_html == MAYOR_TITLE), None)
    if mayor is None or place is None:
        return
    for item in items[place + 1 :]:
        if item.chair_id is None:
            item.chair = mayor
            change.writer.write(item, "")
