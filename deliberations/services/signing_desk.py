"""Signing electronically: one document after the other, each on its own, in three steps.

The document is read and made again to see that its facts did not change; the key signs it, outside any transaction
since it may be far away; then, the sitting locked for a moment, the signature is written only if nothing moved
meanwhile. A stop anywhere leaves a document either untouched or signed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.serialization import Encoding

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations.documents.pdf import render_appearance
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.signing_order import (
    MeansKind,
    PlaceEventKind,
    SignerRole,
    require_turn,
)
from deliberations.domain.signing_power import IN_PLACE
from deliberations.models import (
    PlaceSignature,
    SigningEvent,
    SigningMeans,
    SigningPaper,
    SigningPlace,
    Sitting,
)
from deliberations.queries.signatures import papers_in_force, place_facts, places_of, signers_of
from deliberations.services.issuing import FactsChanged
from deliberations.services.signing_changing import changing_paper
from deliberations.services.signing_drafts import is_still_made
from deliberations.services.signing_engine import ToPut, put_signatures
from deliberations.services.signing_heads import require_right
from deliberations.services.signing_papers import locked_paper, require_own_place, settle_state
from deliberations.services.storage import DamagedDocument, read_document, store_pdf
from deliberations.signing.holders import is_holder
from deliberations.signing.keys import Key
from deliberations.signing.ports import SignatureRequest, SignedDocument, SigningFailed
from deliberations.signing.trust import is_demonstration

SIGNED = "signing.signed"
PUT_OFF = "Ce document attend le prochain code."
WRITTEN_TOGETHER = 20
"""Documents signed before they are written: a server stopped meanwhile loses no more signatures than that."""


class OtherHolder(Refusal):
    """The certificate is not in the signatory's name: to be confirmed, since it may bear a usage name."""

    def __init__(self, holder: str, signatory: str) -> None:
        super().__init__(
            "certificate.other_holder",
            f"Le certificat est au nom de « {holder} » ; l'acte est signé par {signatory}. "
            "Si ce certificat est bien le vôtre, confirmez-le ; sinon choisissez-en un autre.",
        )
        self.holder = holder


class KeyFailed(Refusal):
    """The key, or what judges it, refused: of no document of that use of the key. Its cause is a ``SigningFailed``."""

    def __init__(self, message_fr: str) -> None:
        super().__init__("signature.failed", message_fr)


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key ready to sign, the means that it comes from where it is kept here, and who was checked, when.

    ``confirmed_holder`` is the name on the certificate that the signatory said to be his.
    """

    key: Key
    means: SigningMeans | None = None
    user: User | None = None
    reauthenticated_at: datetime | None = None
    confirmed_holder: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place to sign and the digest of the file that was shown for it."""

    place: SigningPlace
    sha256: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. ``message`` says why it is not signed, empty when it is.

    ``is_put_off``: nothing is wrong, it waits for another code of the signatory.
    """

    title: str
    message: str = ""
    article: str = ""
    refusal: Refusal | None = None
    is_put_off: bool = False

    @property
    def is_signed(self) -> bool:
        return not self.message


class PaperMoved(FactsChanged):
    """Its file is no longer the one that was read."""


@dataclass(frozen=True, slots=True)
class ReadyPlace:
    """A document read, made again to the byte, and what is asked of the key about it."""

    paper: SigningPaper
    place: SigningPlace
    revision: int | None
    to_put: ToPut


def sign_places(*, chosen: Sequence[Chosen], key: OpenKey, at: datetime) -> list[Outcome]:
    """Sign each place: one that is refused stops none of the others.

    In as many lots as ``key`` needs; where each use asks its holder for another code, only the first lot is signed and
    the others are put off. What was signed stays signed when a later lot fails, which stops the lots after it.

    ``at`` is aware. Never inside a transaction. A place already signed by the same hand is told as signed. Side
    effects, for each: a signature and its event, the file with it; a document is issued when all have signed.
    """
    size = _lot_size(key.key, len(chosen))
    outcomes: list[Outcome] = []
    failure: KeyFailed | None = None
    for first in range(0, len(chosen), size):
        lot = chosen[first : first + size]
        if failure is not None:
            outcomes += _all_told(lot, failure.message_fr, failure)
        elif first and key.key.asks_each_time:
            outcomes += [Outcome(each.place.paper.title, PUT_OFF, is_put_off=True) for each in lot]
        else:
            told, failure = _sign_lot(lot, key, at)
            outcomes += told
    return outcomes


def _lot_size(key: Key, wanted: int) -> int:
    """How many documents one use of ``key`` signs; what a use signed is written before the next begins."""
    limit = wanted if key.batch_limit is None else key.batch_limit
    return max(1, limit if key.asks_each_time else min(limit, WRITTEN_TOGETHER))


def _all_told(lot: Iterable[Chosen], message: str, refusal: Refusal) -> list[Outcome]:
    return [Outcome(each.place.paper.title, message, "", refusal) for each in lot]


def _sign_lot(lot: Sequence[Chosen], key: OpenKey, at: datetime) -> tuple[list[Outcome], KeyFailed | None]:
    """Sign in one use of the key; with what became of each document, why the key failed if it did."""
    told: dict[int, Outcome] = {}
    ready: dict[int, ReadyPlace] = {}
    for number, each in enumerate(lot):
        with _telling(told, number, each.place.paper.title):
            found = ready_place(each, key, at)
            if found is not None:
                ready[number] = found
    try:
        signed = put_signatures([each.to_put for each in ready.values()], key.key) if ready else ()
    except SigningFailed as cause:
        failure = KeyFailed(cause.message_fr)
        failure.__cause__ = cause
        stopped = dict(zip(ready, _all_told([lot[n] for n in ready], cause.message_fr, failure), strict=True))
        return _in_order(told | stopped, lot), failure
    revisions = Revisions()
    for (number, prepared), made in zip(ready.items(), signed, strict=True):
        with _telling(told, number, prepared.paper.title):
            write_signed(prepared, made, key, at=at, revisions=revisions)
    return _in_order(told, lot), None


@contextmanager
def _telling(told: dict[int, Outcome], number: int, title: str) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        told[number] = Outcome(title, refusal.message_fr, refusal.article, refusal)
    else:
        told[number] = Outcome(title)


def _in_order(told: dict[int, Outcome], chosen: Sequence[Chosen]) -> list[Outcome]:
    return [told[number] for number in range(len(chosen))]


def sign_place(*, chosen: Chosen, key: OpenKey, at: datetime) -> None:
    """The same for one place. Raises ``Refusal``: out of turn, another file than the one read, facts changed since, no
    right that day, another holder, a key that refuses. Nothing is then written.
    """
    (outcome,) = sign_places(chosen=[chosen], key=key, at=at)
    if outcome.refusal is not None:
        raise outcome.refusal


def ready_place(chosen: Chosen, key: OpenKey, at: datetime) -> ReadyPlace | None:
    """What to sign; ``None`` when the same hand did. Raises ``Refusal``."""
    paper = fresh_paper(chosen.place.paper)
    place = paper.places.get(pk=chosen.place.pk)
    if _is_done(place, key):
        return None
    _require_ready(paper, place, key, chosen.sha256, at)
    revision = paper.sitting.revision if paper.sitting else None
    if not is_still_made(paper):
        raise FactsChanged
    return ReadyPlace(
        paper, place, revision, ToPut(read_paper(paper), _request(paper, place, key, at), signers_of(paper))
    )


def fresh_paper(paper: SigningPaper) -> SigningPaper:
    row: SigningPaper | None = papers_in_force(paper.council).filter(pk=paper.pk).first()
    if row is None:
        raise Refusal(
            "signing.replaced", "Une autre version de ce document est à la signature : rouvrez la page."
        )
    return row


def _is_done(place: SigningPlace, key: OpenKey) -> bool:
    """A second click: the same user signed that place already."""
    last = max(place.events.all(), key=lambda event: event.pk, default=None)
    return last is not None and last.kind == PlaceEventKind.ELECTRONIC and last.by == key.user


def _require_ready(paper: SigningPaper, place: SigningPlace, key: OpenKey, sha256: str, at: datetime) -> None:
    if place.role != SignerRole.SEAL:
        require_own_place(key.user, place)
    elif key.means is None or key.means.kind != MeansKind.SEAL:
        raise Refusal("seal.only", "Seul le cachet du conseil s'appose ici : ce n'est la place de personne.")
    require_turn(places_of(paper), place_facts(place))
    if paper.sha256 != sha256:
        raise PaperMoved
    if place.role == SignerRole.HEAD and place.member is not None:
        _require_right(paper, place, at)
    holder = key.key.holder
    if place.role != SignerRole.SEAL and not is_holder(holder, place.name) and key.confirmed_holder != holder:
        raise OtherHolder(holder, place.name)


def _require_right(paper: SigningPaper, place: SigningPlace, at: datetime) -> None:
    """A delegation may have ended since the document was put to signature. Who signs what he chaired needs none."""
    if place.member is not None and place.right:
        replaces = place.right if place.right.startswith(IN_PLACE) else ""
        require_right(paper.council, place.member.uid, council_day(paper.council, at), replaces=replaces)


def read_paper(paper: SigningPaper) -> bytes:
    try:
        return read_document(paper)
    except DamagedDocument as damage:
        raise Refusal(
            "document.damaged",
            "Le fichier à signer est manquant ou altéré : il ne peut pas être signé. Prévenez l'assistance, qui le "
            "rétablira depuis une sauvegarde.",
        ) from damage


def _request(paper: SigningPaper, place: SigningPlace, key: OpenKey, at: datetime) -> SignatureRequest:
    """The first secretary certifies and allows the others to sign; the last signature locks, by its field."""
    is_seal, is_secretary = place.role == SignerRole.SEAL, place.role == SignerRole.SECRETARY
    signed_at = at.astimezone(ZoneInfo(paper.council.time_zone))
    capacity = ", ".join(filter(None, (place.capacity, place.right)))
    return SignatureRequest(
        field_name=place.field,
        signer_name=place.name,
        capacity=capacity,
        reason=paper.title,
        location=paper.council.place_name,
        signed_at=signed_at,
        appearance=render_appearance(
            place.name,
            capacity,
            signed_at,
            paper.title,
            is_seal=is_seal,
            is_demonstration=is_demonstration(key.key.certificate.public_bytes(Encoding.DER)),
        ),
        certifies=is_secretary and not any(each.is_electronic for each in places_of(paper)),
        level=SignatureLevel.B_LT if is_secretary else SignatureLevel.B_LTA,
    )


class Revisions:
    """What the revision of each sitting became by our own signatures alone: nothing is then made again for them."""

    def __init__(self) -> None:
        self._now: dict[tuple[int, int], int] = {}

    def is_as_read(self, sitting: Sitting | None, read: int | None) -> bool:
        """Whether nothing but us changed the sitting since its revision was ``read``."""
        if sitting is None or read is None:
            return False
        is_same = bool(sitting.revision == self._now.get((sitting.pk, read), read))
        if is_same:
            self._now[sitting.pk, read] = sitting.revision + 1
        return is_same


def write_signed(
    ready: ReadyPlace,
    signed: SignedDocument,
    key: OpenKey,
    *,
    at: datetime,
    revisions: Revisions | None = None,
) -> None:
    """The short transaction: the sitting or the decision, and the paper, locked and still as they were read."""
    request = ready.to_put.request
    with changing_paper(ready.paper, by=key.user, reason=SIGNED) as change:
        locked = locked_paper(ready.paper)
        row = locked.places.get(pk=ready.place.pk)
        if locked.sha256 != signed.sha256_before:
            raise PaperMoved
        require_turn(places_of(locked), place_facts(row))
        is_as_read = (revisions or Revisions()).is_as_read(change.sitting, ready.revision)
        if not is_as_read and not is_still_made(locked):
            raise FactsChanged
        stored = store_pdf(signed.content)
        signature = PlaceSignature(
            place=row,
            sha256_before=signed.sha256_before,
            sha256_after=signed.sha256_after,
            signer_name=request.signer_name,
            capacity=request.capacity,
            signed_at=signed.signed_at,
            proven_at=signed.timestamped_at,
            reauthenticated_at=key.reauthenticated_at,
            order=row.order,
            provider=signed.provider,
            means=key.means,
            certificate=signed.certificate,
            certificate_subject=signed.certificate_subject,
            certificate_serial=signed.certificate_serial,
            level=signed.level,
            user=key.user,
        )
        change.writer.write(signature, "")
        day = council_day(locked.council, at)
        event = SigningEvent(
            place=row, kind=PlaceEventKind.ELECTRONIC, on=day, signature=signature, at=at, by=key.user
        )
        change.writer.write(event, "")
        locked.sha256, locked.size, locked.path = stored.sha256, stored.size, stored.path
        settle_state(change, locked, by=key.user, at=at)
