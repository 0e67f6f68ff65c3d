"""Whether a document is signed, how, when and by whom, and who is awaited: the only place that answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, Prefetch, QuerySet

from councils.domain.days import council_day
from councils.models import Council, CouncilRole, User
from councils.permissions import Anybody
from deliberations.domain.duties.agenda import SIGNING_PATIENCE
from deliberations.domain.issued import DocumentKind, SignatureLevel
from deliberations.domain.signing_order import (
    SEALED_COPIES,
    Place,
    PlaceEvent,
    PlaceEventKind,
    SignedKind,
    SignerRole,
    waiting_places,
)
from deliberations.models import (
    Deliberation,
    HandSignature,
    IssuedDocument,
    PlaceSignature,
    SignatureProofs,
    SigningPaper,
    SigningPlace,
    Sitting,
)
from deliberations.models.signing import PAPER_IN_FORCE, PAPER_OPEN


class Means(StrEnum):
    """CERTIFICATE: the file itself is signed. HAND: the paper is, as the town hall declares."""

    CERTIFICATE = "CERTIFICATE"
    HAND = "HAND"


@dataclass(frozen=True, slots=True)
class Signed:
    """How an act is signed. ``by`` begins with the capacity; ``on`` is the civil day of the council."""

    means: Means
    on: date
    by: str


def how_signed(act: Deliberation) -> Signed | None:
    """How ``act`` is signed, the file first; ``None`` when nobody signed it."""
    document = signed_copies_of(act).first()
    if document is not None:
        row = document.signatures.all()[0]
        on = council_day(act.council, row.signed_at)
        return Signed(Means.CERTIFICATE, on, _named(row.capacity, row.signer_name))
    paper = hand_signature_of(act)
    if paper is None:
        return None
    return Signed(Means.HAND, paper.signed_on, _named(paper.capacity, str(paper.signatory)))


def signed_copies_of(act: Deliberation) -> QuerySet[IssuedDocument]:
    """The signed certified copies kept here, the one in force first."""
    copies = IssuedDocument.objects.filter(
        deliberation=act, kind=DocumentKind.CERTIFIED, signatures__isnull=False
    ).exclude(path="")
    return copies.distinct().order_by("-version").prefetch_related("signatures")


def hand_signature_of(act: Deliberation) -> HandSignature | None:
    """The signature by hand that counts: the latest noted that was not undone."""
    rows = HandSignature.objects.filter(deliberation=act, undone__isnull=True)
    row: HandSignature | None = (
        rows.select_related("signatory__person", "secretary__person", "file", "by").order_by("pk").last()
    )
    return row


def signed_acts(sitting: Sitting) -> frozenset[int]:
    """Keys of the acts of a sitting whose certified copy is signed, by whatever means."""
    files = IssuedDocument.objects.filter(
        deliberation__sitting=sitting, kind=DocumentKind.CERTIFIED, signatures__isnull=False
    )
    papers = HandSignature.objects.filter(deliberation__sitting=sitting, undone__isnull=True)
    keys = [rows.values_list("deliberation_id", flat=True) for rows in (files, papers)]
    return frozenset(key for some in keys for key in some)


def _named(capacity: str, name: str) -> str:
    return f"{capacity}, {name}" if capacity else name


# --- documents put to signature


def papers_in_force(council: Council) -> QuerySet[SigningPaper]:
    """The version in force of each document put to signature, with its places and what happened there."""
    return _papers_in_force().filter(council=council)


def _papers_in_force() -> QuerySet[SigningPaper]:
    rows = SigningPaper.objects.filter(PAPER_IN_FORCE)
    places = SigningPlace.objects.select_related("member__person").prefetch_related("events__signature")
    subjects = (
        *("council", "sitting__council", "deliberation__item", "decision__council"),
        "volume__council",
    )
    return rows.select_related(*subjects).prefetch_related(Prefetch("places", places), "completions")


def papers_of_sitting(sitting: Sitting) -> list[SigningPaper]:
    """What was put to signature of a sitting: its acts in the order of their numbers, then its minutes."""
    rows = papers_in_force(sitting.council).filter(sitting=sitting)
    return list(rows.order_by(F("deliberation__sequence").asc(nulls_last=True), "kind", "pk"))


def paper_in_force(council: Council, kind: SignedKind, subject: str) -> SigningPaper | None:
    """The version in force of one document; ``None`` when it was never put to signature."""
    return papers_in_force(council).filter(kind=kind, subject=subject).first()


def are_minutes_signed(sitting: Sitting) -> bool:
    """Whether all have signed the minutes put to signature, by whatever means."""
    paper = paper_in_force(sitting.council, SignedKind.MINUTES, sitting.uid)
    return paper is not None and not paper.is_open


def has_issued_paper(sitting: Sitting) -> bool:
    """Whether all have signed a document of ``sitting``, by whatever means: its facts then stay.

    A copy that the seal certifies is nobody's signature: made again, it is the next version.
    """
    closed = papers_in_force(sitting.council).filter(sitting=sitting).exclude(PAPER_OPEN)
    return closed.exclude(kind__in=SEALED_COPIES).exists()


def places_of(paper: SigningPaper) -> tuple[Place, ...]:
    """What happened at each place of ``paper``, in the order of signing."""
    return tuple(place_facts(row) for row in paper.places.all())


def place_facts(row: SigningPlace) -> Place:
    """One place as the rules read it."""
    events = sorted(row.events.all(), key=lambda event: event.pk)
    return Place(
        row.order,
        SignerRole(row.role),
        row.name,
        row.capacity,
        tuple(PlaceEvent(PlaceEventKind(each.kind), each.on, each.reason) for each in events),
        row.right,
    )


def persons_of(user: Anybody, council: Council) -> frozenset[int]:
    """The persons of the council that an active user is, whatever his roles there."""
    return frozenset(person for _, person in _persons_in(user, [council]))


def _persons_in(user: Anybody, councils: Iterable[Council]) -> set[tuple[int, int]]:
    """Pairs of council and person."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    rows = CouncilRole.objects.filter(user=user, council__in=list(councils), person__isnull=False)
    return set(rows.values_list("council_id", "person_id"))


@dataclass(frozen=True, slots=True)
class ToSign:
    """A place that waits for the signature of somebody, now."""

    paper: SigningPaper
    place: SigningPlace

    @property
    def name(self) -> str:
        """What names the place in a form."""
        return f"{self.paper.uid}.{self.place.order}"

    @property
    def value(self) -> str:
        """The same with its file as it now stands."""
        return f"{self.name}.{self.paper.sha256}"


def awaiting(user: Anybody, council: Council) -> list[ToSign]:
    """What ``user`` may sign now in ``council``, the oldest sitting first: places that bear their own person."""
    return awaiting_in(user, [council]).get(council.pk, [])


def awaiting_in(user: Anybody, councils: Iterable[Council]) -> dict[int, list[ToSign]]:
    """The same in several councils at once, by the key of each; those where nothing waits are left out."""
    persons = _persons_in(user, councils)
    if not persons:
        return {}
    own = frozenset(person for _, person in persons)
    rows = _papers_in_force().filter(PAPER_OPEN, council__in={council for council, _ in persons})
    rows = rows.filter(places__member__person__in=own).distinct()
    order = ("sitting__held_on", F("deliberation__sequence").asc(nulls_last=True), "pk")
    found: dict[int, list[ToSign]] = {}
    for paper in rows.order_by(*order):
        for place in _open_to(paper, own):
            found.setdefault(paper.council_id, []).append(ToSign(paper, place))
    return found


def waits_since(paper: SigningPaper, today: date) -> date | None:
    """The day when ``paper`` was put to signature, where it waits for too long."""
    since = council_day(paper.council, paper.prepared_at)
    return since if today - since > SIGNING_PATIENCE else None


def _open_to(paper: SigningPaper, persons: frozenset[int]) -> list[SigningPlace]:
    awaited = {place.order for place in waiting_places(places_of(paper))}
    return [
        place
        for place in paper.places.all()
        if place.order in awaited and place.member is not None and place.member.person_id in persons
    ]


def signed_level(paper: SigningPaper) -> SignatureLevel | None:
    """How far the file of ``paper`` goes: what completed it last, else its last signature; ``None`` without any."""
    completions = sorted(paper.completions.all(), key=lambda each: each.pk)
    if completions:
        return SignatureLevel(completions[-1].level)
    signed = counted_signatures(paper)
    return SignatureLevel(signed[-1].level) if signed else None


def signers_of(paper: SigningPaper) -> tuple[bytes, ...]:
    """The certificates (DER) of those who signed ``paper`` electronically, in their order."""
    return tuple(bytes(each.certificate) for each in counted_signatures(paper) if each.certificate)


def counted_signatures(paper: SigningPaper) -> list[PlaceSignature]:
    """The electronic signatures that the file of ``paper`` bears, in their order: those not taken back."""
    rows = []
    for place in paper.places.all():
        events = sorted(place.events.all(), key=lambda event: event.pk)
        if events and events[-1].signature is not None:
            rows.append(events[-1].signature)
    return rows


def is_signed_file(sha256: str) -> bool:
    """Whether the file of that digest bears an electronic signature made here, completed since or not."""
    signed = PlaceSignature.objects.filter(sha256_after=sha256).exists()
    return signed or SignatureProofs.objects.filter(sha256_after=sha256).exists()


def paper_at(council: Council, uid: str) -> SigningPaper | None:
    """The document of that uid among those in force."""
    found: SigningPaper | None = papers_in_force(council).filter(uid=uid).first()
    return found
