"""What the pages of the signing desk show."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from councils.domain.days import council_day
from deliberations.domain.signing_order import (
    MeansProvider,
    PaperState,
    Place,
    PlaceEventKind,
    SignerRole,
    form_defects,
    told_of,
    waiting_places,
)
from deliberations.domain.signing_weight import (
    LABELS,
    CertificateFacts,
    Weight,
    ends_soon,
    weight_of,
    weight_told,
)
from deliberations.domain.wording.bodies import capitalised
from deliberations.models import SigningMeans, SigningPaper, SigningPlace
from deliberations.models.choices import PAPER_STATES, SIGNER_ROLES
from deliberations.queries.signatures import ToSign, place_facts, places_of, signed_level, waits_since
from deliberations.services.trust import is_listed
from deliberations.signing.certificates import certificate_facts

TONES = {
    PaperState.TO_SECRETARY: "warning",
    PaperState.TO_HEAD: "warning",
    PaperState.TO_SEAL: "warning",
    PaperState.SIGNED: "success",
    PaperState.TO_COMPLETE: "info",
    PaperState.BY_HAND: "success",
    PaperState.REFUSED: "danger",
}


WEIGHT_TONES = {
    Weight.QUALIFIED: "success",
    Weight.ADVANCED: "success",
    Weight.DECLARED: "warning",
    Weight.SIMPLE: "warning",
    Weight.DEMONSTRATION: "danger",
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One signatory of a document: what is noted, what may be."""

    row: SigningPlace
    role: str
    told: str
    is_waiting: bool
    is_noted: bool
    has_scan: bool
    is_seal: bool = False


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """One document put to signature; ``level`` is that of its file, ``failure`` why it is not completed yet."""

    row: SigningPaper
    state: str
    tone: str
    places: tuple[ShownPlace, ...]
    defects: tuple[str, ...]
    level: str
    failure: str


def shown_papers(rows: Iterable[SigningPaper]) -> list[ShownPaper]:
    """Each document with its state and its places."""
    return [shown_paper(row) for row in rows]


def shown_paper(row: SigningPaper) -> ShownPaper:
    """One of them."""
    places, state = places_of(row), PaperState(row.state)
    level = signed_level(row)
    return ShownPaper(
        row,
        _state(state, places),
        TONES[state],
        tuple(_places(row, places)),
        tuple(form_defects(places)),
        f"PAdES {level}" if level else "",
        row.last_failure,
    )


def _state(state: PaperState, places: tuple[Place, ...]) -> str:
    """What the seal alone was put on is signed by nobody."""
    is_sealed = all(place.role is SignerRole.SEAL for place in places)
    return (_SEALED if is_sealed else {}).get(state, PAPER_STATES[state])


_SEALED = {PaperState.SIGNED: "Cachet apposé", PaperState.TO_COMPLETE: "Cachet apposé, à compléter"}


def _places(row: SigningPaper, facts: tuple[Place, ...]) -> Iterator[ShownPlace]:
    awaited = {place.order for place in waiting_places(facts)}
    for place, fact in zip(row.places.all(), facts, strict=True):
        told = capitalised(told_of(fact)) if fact.last else fact.who
        scans = [each.file_id for each in place.events.all() if each.kind == PlaceEventKind.HAND]
        yield ShownPlace(
            place,
            SIGNER_ROLES[fact.role],
            told,
            is_waiting=place.order in awaited,
            is_noted=fact.last is not None,
            has_scan=bool(scans and scans[-1]),
            is_seal=fact.role is SignerRole.SEAL,
        )


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One document that waits for this user, with a box to tick: ``value`` names its place and its file.

    ``has_moved``: it is no longer the file that was read when it was ticked. ``waits_since``: told when it is long.
    """

    value: str
    title: str
    held_on: date | None
    pages: int
    sha256: str
    paper: str
    place: int
    as_told: str
    about: str
    has_moved: bool
    waits_since: date | None


@dataclass(frozen=True, slots=True)
class OwnWaiting:
    """How many documents wait for a user in one council, and how many of them for too long."""

    count: int
    long: int


def own_waiting(found: Sequence[ToSign], today: date) -> OwnWaiting:
    """What waits for a user, on a day."""
    return OwnWaiting(len(found), sum(waits_since(each.paper, today) is not None for each in found))


def shown_choice(each: ToSign, *, today: date | None = None, has_moved: bool = False) -> ShownChoice:
    """What the box of a document says; since when it waits, if that is long, where ``today`` is given."""
    paper, facts = each.paper, place_facts(each.place)
    return ShownChoice(
        each.value,
        paper.title,
        paper.sitting.held_on if paper.sitting else None,
        paper.pages,
        paper.sha256,
        paper.uid,
        each.place.order,
        facts.who,
        paper.deliberation.title if paper.deliberation else paper.decision.title if paper.decision else "",
        has_moved,
        waits_since(paper, today) if today else None,
    )


@dataclass(frozen=True, slots=True)
class ShownMeans:
    """A means of signature: whose, until when, what it is worth, and what to say when it ends soon."""

    row: SigningMeans
    weight: str
    tone: str
    told: tuple[str, ...]
    warning: str
    is_in_service: bool


def shown_means(row: SigningMeans, today: date) -> ShownMeans:
    """The weight is read from the certificate, and from the European trusted lists loaded here."""
    certificate = bytes(row.certificate or b"")
    facts = (
        certificate_facts(certificate, is_listed=is_listed(certificate))
        if certificate
        else CertificateFacts()
    )
    facts = replace(facts, in_file=row.provider == MeansProvider.PKCS12)
    weight, is_seal = weight_of(facts), row.person_id is None
    ends = council_day(row.council, row.not_after) if row.not_after else None
    in_service = row.secret is not None
    return ShownMeans(
        row,
        LABELS[weight],
        WEIGHT_TONES[weight],
        weight_told(facts, is_seal=is_seal),
        ends_soon(ends, today) if ends and in_service else "",
        in_service,
    )
