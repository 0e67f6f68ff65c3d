"""In what order a document is signed, by which means, and when it counts as issued.

The secretaries certify, then who presides or heads the body approves (CGCT art. R. 2121-9: the deliberations are
signed by the mayor and the secretary). Each signs electronically or by hand, in any mix. A secretary's signature that
is missing is a defect of form, told and never a block (art. L. 2121-23); nothing follows the last signature but a new
version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.errors import Refusal
from deliberations.domain.wording.dates import long_date

ARTICLE_OF_SECRETARY = "CGCT art. L. 2121-23"


class SignedKind(StrEnum):
    """What is put to signature. VOLUME, LIST and SCAN bear the council's seal alone."""

    REGISTER_ACT = "REGISTER_ACT"
    MINUTES = "MINUTES"
    EXTRACT = "EXTRACT"
    CERTIFIED = "CERTIFIED"
    DECISION = "DECISION"
    VOLUME = "VOLUME"
    LIST = "LIST"
    SCAN = "SCAN"


SEAL_FIELD = "sig_cachet"
"""The signature field of the council's seal, in every file that has one."""
SEALED_COPIES = frozenset({SignedKind.VOLUME, SignedKind.LIST, SignedKind.SCAN})
"""A closed volume of the register, the list of a sitting, the scan of an act signed by hand: nobody signs them, the
seal certifies the copy."""


class SignerRole(StrEnum):
    """As what a place is signed. SEAL is the council's: no person signs there."""

    SECRETARY = "SECRETARY"
    HEAD = "HEAD"
    SEAL = "SEAL"


class MeansKind(StrEnum):
    """SEAL belongs to the council; PERSON to one signatory, who alone uses it."""

    SEAL = "SEAL"
    PERSON = "PERSON"


class MeansProvider(StrEnum):
    """Where a key lives: a file kept here, a device of this server, a service elsewhere, the signatory's own token."""

    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"
    CSC = "csc"
    TOKEN = "token"


class PlaceEventKind(StrEnum):
    """What happened at one place. TAKEN_BACK annuls what stands before it."""

    ELECTRONIC = "ELECTRONIC"
    HAND = "HAND"
    REFUSED = "REFUSED"
    IMPEDED = "IMPEDED"
    TAKEN_BACK = "TAKEN_BACK"


class PaperState(StrEnum):
    """TO_COMPLETE: signed, and its lasting proofs are still to be added. BY_HAND: every signature is on paper."""

    TO_SECRETARY = "TO_SECRETARY"
    TO_HEAD = "TO_HEAD"
    TO_SEAL = "TO_SEAL"
    SIGNED = "SIGNED"
    TO_COMPLETE = "TO_COMPLETE"
    BY_HAND = "BY_HAND"
    REFUSED = "REFUSED"


OPEN_STATES = frozenset({PaperState.TO_SECRETARY, PaperState.TO_HEAD, PaperState.TO_SEAL, PaperState.REFUSED})
"""Not issued yet: a signature may still be taken back."""

_SIGNED = frozenset({PlaceEventKind.ELECTRONIC, PlaceEventKind.HAND})


@dataclass(frozen=True, slots=True)
class PlaceEvent:
    """``on`` is the civil day of the council; ``reason`` why it was refused, impeded or taken back."""

    kind: PlaceEventKind
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one signatory signs; ``events`` in the order in which they were noted. ``order`` is that of signing."""

    order: int
    role: SignerRole
    name: str
    capacity: str = ""
    events: tuple[PlaceEvent, ...] = ()

    @property
    def last(self) -> PlaceEvent | None:
        """What counts there; ``None`` while it waits."""
        found = self.events[-1] if self.events else None
        return None if found is None or found.kind is PlaceEventKind.TAKEN_BACK else found

    @property
    def is_signed(self) -> bool:
        return self.last is not None and self.last.kind in _SIGNED

    @property
    def is_electronic(self) -> bool:
        return self.last is not None and self.last.kind is PlaceEventKind.ELECTRONIC

    @property
    def who(self) -> str:
        """« La Maire, Jeanne PETIT »."""
        return f"{self.capacity}, {self.name}" if self.capacity else self.name

    @property
    def within(self) -> str:
        """The same inside a sentence: « la Maire, Jeanne PETIT »."""
        has_article = self.who.startswith(("Le ", "La ", "L'", "L’"))
        return self.who[0].lower() + self.who[1:] if has_article else self.who


def waiting_places(places: Sequence[Place]) -> tuple[Place, ...]:
    """Who may sign now: the secretaries first, then the head, once no secretary is awaited any more."""
    secretaries = [p for p in places if p.role is SignerRole.SECRETARY and p.last is None]
    if secretaries:
        return tuple(secretaries)
    return tuple(p for p in places if p.role is not SignerRole.SECRETARY and p.last is None)


def is_complete(places: Sequence[Place]) -> bool:
    """Whether nobody is awaited and whoever must sign did: the document is issued with that signature.

    A secretary who refused or was kept from signing stops nothing.
    """
    return all(p.is_signed if p.role is not SignerRole.SECRETARY else p.last is not None for p in places)


def state_of(places: Sequence[Place], *, is_lasting: bool = True) -> PaperState:
    """The state of a document; ``is_lasting`` says whether its electronic signatures have all their proofs.

    A place refused by who must sign stops the document, whoever else is awaited.
    """
    if is_complete(places):
        if not any(p.is_electronic for p in places):
            return PaperState.BY_HAND
        return PaperState.SIGNED if is_lasting else PaperState.TO_COMPLETE
    if any(p.role is not SignerRole.SECRETARY and p.last is not None and not p.is_signed for p in places):
        return PaperState.REFUSED
    role = waiting_places(places)[0].role
    return {
        SignerRole.SECRETARY: PaperState.TO_SECRETARY,
        SignerRole.HEAD: PaperState.TO_HEAD,
        SignerRole.SEAL: PaperState.TO_SEAL,
    }[role]


def require_open(places: Sequence[Place], place: Place) -> None:
    """Raise ``Refusal`` unless ``place`` still waits: on paper, people sign in the order they want."""
    if is_complete(places):
        raise Refusal(
            "signing.issued",
            "Ce document est signé par tous et émis : une correction est une nouvelle version, à signer de nouveau.",
        )
    if place.last is not None:
        raise Refusal("signing.done", f"Cette place n'attend plus rien : {told_of(place)}.")


def require_turn(places: Sequence[Place], place: Place) -> None:
    """Raise ``Refusal`` unless ``place`` may be signed in the file now, with the way out."""
    require_open(places, place)
    awaited = waiting_places(places)
    if place not in awaited:
        names = ", ".join(p.name for p in awaited)
        raise Refusal(
            "signing.secretary_first",
            f"Le secrétaire de séance signe avant ({names}). S'il a signé à la main, s'il refuse ou s'il est empêché, "
            "notez-le : vous pourrez signer ensuite.",
            ARTICLE_OF_SECRETARY,
        )


def require_impediment(place: Place) -> None:
    """Only a secretary may be passed over: without the head nothing is signed."""
    if place.role is not SignerRole.SECRETARY:
        raise Refusal(
            "signing.head_needed",
            "Le document n'est pas valable sans cette signature : si cette personne est empêchée, reprenez la mise à "
            "la signature avec son délégataire ou son remplaçant.",
            "CGCT art. L. 2122-17, L. 2122-18",
        )


def taken_back_with(places: Sequence[Place], place: Place) -> tuple[Place, ...]:
    """The places that are to be signed again when ``place`` is taken back.

    A file is signed over by whoever signs next: one electronic signature taken back takes the others of the file with
    it. Raises ``Refusal`` when the document is issued, or when nothing stands there.
    """
    if place.last is None:
        raise Refusal("signing.nothing", "Il n'y a rien à reprendre à cette place.")
    if is_complete(places):
        raise Refusal(
            "signing.issued",
            "Tous ont signé : le document est émis et ne change plus. Une correction est une nouvelle version.",
        )
    if not place.is_electronic:
        return (place,)
    return tuple(p for p in places if p.is_electronic)


def form_defects(places: Sequence[Place]) -> Iterator[str]:
    """What is missing and blocks nothing: each secretary who did not sign (art. L. 2121-23)."""
    for place in places:
        if place.role is SignerRole.SECRETARY and place.last is not None and not place.is_signed:
            yield (
                f"La signature de {place.name}, secrétaire de séance, manque ({told_of(place)}) : c'est un défaut de "
                f"forme, qui n'empêche ni l'émission ni l'exécution ({ARTICLE_OF_SECRETARY})."
            )


def told_of(place: Place) -> str:
    """« signé à la main par la Maire, Jeanne PETIT le 12 mars 2026 », or what else stands there."""
    event = place.last
    if event is None:
        return f"attend {place.within}"
    day = long_date(event.on)
    if event.kind is PlaceEventKind.HAND:
        return f"signé à la main par {place.within} le {day}"
    if event.kind is PlaceEventKind.ELECTRONIC:
        if place.role is SignerRole.SEAL:
            return f"cachet apposé ({place.name}) le {day}"
        return f"signé électroniquement par {place.within} le {day}"
    verb = "refusé par" if event.kind is PlaceEventKind.REFUSED else "empêchement de"
    return f"{verb} {place.within} le {day} : {event.reason}"


def told(places: Sequence[Place]) -> str:
    """How a document is signed, in one line: « signé à la main par … le …, électroniquement par … le … »."""
    said = [told_of(p) for p in places if p.is_signed]
    first, *others = said or [""]
    return ", ".join((first, *(other.removeprefix("signé ") for other in others)))
