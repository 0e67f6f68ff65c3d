"""Putting documents to signature, and what may happen there before they are issued, but the electronic signature
itself.

By hand, refused, impeded, taken back: each is kept with its day and its reason. Nothing here waits for a key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from councils.services.locking import lock
from deliberations.domain.enforceability import is_enforceable
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.signing_order import (
    PaperState,
    Place,
    PlaceEventKind,
    SignedKind,
    SignerRole,
    require_impediment,
    require_open,
    state_of,
    taken_back_with,
)
from deliberations.models import (
    MinutesSignature,
    SigningEvent,
    SigningPaper,
    SigningPlace,
    Sitting,
    StoredFile,
)
from deliberations.queries import record_of
from deliberations.queries.signatures import (
    counted_signatures,
    paper_in_force,
    papers_in_force,
    persons_of,
    place_facts,
    places_of,
)
from deliberations.services.days import require_possible_day
from deliberations.services.signing_changing import PaperChange, changing_paper, changing_subject
from deliberations.services.signing_drafts import (
    PaperDraft,
    draft_certified,
    draft_extract,
    draft_minutes,
    draft_register_act,
)
from deliberations.services.signing_engine import are_lasting
from deliberations.services.signing_heads import HeadSigner
from deliberations.services.signing_issue import issue_signed
from deliberations.services.storage import DamagedDocument, read_document, receive_file, store_pdf
from deliberations.services.uploads import CheckedFile
from deliberations.signing.completing import archive_state

PREPARED, NOTED = "signing.prepared", "signing.noted"


@dataclass(frozen=True, slots=True)
class Told:
    """What is noted at a place; ``on`` is the day when the paper was signed, ``reason`` why it was not."""

    kind: PlaceEventKind
    on: date | None = None
    reason: str = ""
    scan: CheckedFile | None = None


def prepare_sitting(
    *,
    sitting: Sitting,
    kinds: Iterable[SignedKind],
    by: User | None,
    at: datetime,
    head: HeadSigner,
) -> list[SigningPaper]:
    """Put to signature the documents of those kinds that a closed sitting gives. What already waits stays as it is.

    The certified copies are those of the acts that are executory.

    ``at`` is aware. Raises ``Refusal``, and nothing of the document that it is about is written. Side effects: those of
    ``put_to_signature``.
    """
    wanted = frozenset(kinds)
    acts = sitting.deliberations.select_related("council", "sitting__council", "item").order_by(
        "sequence", "pk"
    )
    record = record_of(sitting)
    made = []
    for act in acts:
        if not act.number:
            continue
        if SignedKind.REGISTER_ACT in wanted:
            made.append(put_to_signature(draft=draft_register_act(act, at=at, head=head), by=by, at=at))
        if SignedKind.CERTIFIED in wanted and is_enforceable(record, record.act(act.uid)):
            draft = draft_certified(act, by=by, at=at, is_sealed=False)
            made.append(put_to_signature(draft=draft, by=by, at=at))
        if SignedKind.EXTRACT in wanted:
            made.append(put_to_signature(draft=draft_extract(act, at=at, head=head), by=by, at=at))
    if SignedKind.MINUTES in wanted:
        made.append(put_to_signature(draft=draft_minutes(sitting, at=at, head=head), by=by, at=at))
    return made


def put_to_signature(*, draft: PaperDraft, by: User | None, at: datetime) -> SigningPaper:
    """Keep the file of ``draft`` and the places to sign it. The same file again gives back the one that waits or is
    signed; another one replaces it, as its next version.

    Side effects: a stored file, history ``signing.prepared`` of the sitting.
    """
    with changing_subject(draft.sitting, draft.decision, draft.volume, by=by, reason=PREPARED) as change:
        rows = lock(SigningPaper).filter(council_id=draft.council.pk, kind=draft.kind, subject=draft.subject)
        earlier = list(rows.order_by("number"))
        live = next((row for row in earlier if row.set_aside_at is None), None)
        stored = store_pdf(draft.content)
        if live is not None and live.master_sha256 == stored.sha256 and _same_places(live, draft):
            return live
        if live is not None:
            live.set_aside_at = at
            change.writer.write(live, "")
        paper = SigningPaper(
            council=draft.council,
            kind=draft.kind,
            subject=draft.subject,
            number=earlier[-1].number + 1 if earlier else 1,
            sitting=draft.sitting,
            deliberation=draft.deliberation,
            decision=draft.decision,
            volume=draft.volume,
            title=draft.title,
            made_from=draft.made_from,
            snapshot=draft.snapshot,
            master_sha256=stored.sha256,
            master_size=stored.size,
            sha256=stored.sha256,
            size=stored.size,
            pages=stored.pages,
            path=stored.path,
            state=_first_state(draft),
            prepared_at=at,
            prepared_by=by,
        )
        change.writer.write(paper, "")
        _write_places(change, paper, draft)
        return paper


def _same_places(live: SigningPaper, draft: PaperDraft) -> bool:
    """Whether the same people are asked: another delegate is another version."""
    asked = [(row.role, row.member.uid if row.member else "") for row in live.places.all()]
    return asked == [(place.role, place.member) for place in draft.places]


def _first_state(draft: PaperDraft) -> PaperState:
    return state_of([Place(n, each.role, each.name) for n, each in enumerate(draft.places, start=1)])


def _write_places(change: PaperChange, paper: SigningPaper, draft: PaperDraft) -> None:
    uids = [place.member for place in draft.places if place.member]
    members = {row.uid: row for row in Mandate.objects.filter(council_id=paper.council_id, uid__in=uids)}
    for order, place in enumerate(draft.places, start=1):
        row = SigningPlace(
            paper=paper,
            order=order,
            role=place.role,
            member=members.get(place.member),
            name=place.name,
            capacity=place.capacity,
            right=place.right,
            field=place.field,
        )
        change.writer.write(row, "")


def note_place(
    *, place: SigningPlace, told: Told, by: User | None, at: datetime, as_signatory: bool = False
) -> SigningPaper:
    """Note what happened at ``place``: signed by hand, refused, or who was to sign is kept from it.

    ``as_signatory``: ``by`` must be the person of the place. Twice is once. Raises ``Refusal`` out of turn, on an
    impossible day, without a reason, or when somebody else speaks for the signatory. Side effects: an event, perhaps a
    stored file; where all have now signed, the document is issued.
    """
    with changing_paper(place.paper, by=by, reason=NOTED) as change:
        paper = locked_paper(place.paper)
        row = paper.places.get(pk=place.pk)
        if as_signatory:
            require_own_place(by, row)
        places = places_of(paper)
        known = next(each for each in places if each.order == row.order)
        if known.last is not None and known.last.kind is told.kind:
            return paper
        _require_notable(places, known, told)
        on = told.on or council_day(paper.council, at)
        if told.kind is PlaceEventKind.HAND:
            _require_hand(change, on, at)
        event = SigningEvent(place=row, kind=told.kind, on=on, reason=told.reason.strip(), at=at, by=by)
        change.writer.check(event, "")
        event.file = _kept_scan(paper, told.scan, by) if told.scan else None
        change.writer.write(event, "")
        if paper.kind == SignedKind.MINUTES and told.kind is PlaceEventKind.HAND:
            _tell_minutes(change, event)
        return settle_state(change, paper, by=by, at=at)


def _tell_minutes(change: PaperChange, event: SigningEvent) -> None:
    """The page of the minutes tells who signed them on paper, whatever page noted it."""
    place = event.place
    rows = MinutesSignature.objects.filter(sitting=change.sitting, member=place.member, signed_on=event.on)
    if change.sitting is None or place.member is None or rows.exists():
        return
    row = MinutesSignature(
        sitting=change.sitting,
        member=place.member,
        capacity=place.capacity,
        signed_on=event.on,
        file=event.file,
        at=event.at,
        by=event.by,
    )
    change.writer.write(row, "")


def note_minutes_signed(*, signature: MinutesSignature) -> None:
    """The minutes put to signature learn that somebody signed them on paper, as their page noted it."""
    paper = paper_in_force(signature.sitting.council, SignedKind.MINUTES, signature.sitting.uid)
    waiting = [] if paper is None or not paper.is_open else list(paper.places.all())
    for place in waiting:
        if place.member_id == signature.member_id and place_facts(place).last is None:
            told = Told(PlaceEventKind.HAND, signature.signed_on)
            note_place(place=place, told=told, by=signature.by, at=signature.at)


def _require_hand(change: PaperChange, on: date, at: datetime) -> None:
    if change.sitting is None:
        raise Refusal(
            "signing.decision_by_hand",
            "Une décision signée sur papier se note sur sa page, « Faire signer » : elle prend alors effet.",
        )
    require_possible_day(change.sitting, on, at=at, topic="signature")


def _kept_scan(paper: SigningPaper, scan: CheckedFile, by: User | None) -> StoredFile:
    return receive_file(
        council=paper.council,
        content=scan.content,
        name=scan.name,
        media_type=scan.media_type,
        by=by,
        pages=scan.pages,
    )


def _require_notable(places: tuple[Place, ...], place: Place, told: Told) -> None:
    if place.role is SignerRole.SEAL:
        raise Refusal("seal.only", "Seul le cachet du conseil s'appose ici : ce n'est la place de personne.")
    require_open(places, place)
    if told.kind is PlaceEventKind.HAND:
        return
    if not told.reason.strip():
        raise Refusal("signing.reason", "Dites pourquoi : le motif est conservé et montré.")
    if told.kind is PlaceEventKind.IMPEDED:
        require_impediment(place)


def take_back(*, place: SigningPlace, reason: str, by: User | None, at: datetime) -> SigningPaper:
    """Take back what stands at ``place`` before the document is issued; the file is then the one first made.

    The other electronic signatures of the file are to be put again. Raises ``Refusal`` without a reason, after the
    issue, or when nothing stands there.
    """
    if not reason.strip():
        raise Refusal("signing.reason", "Dites pourquoi : le motif est conservé et montré.")
    with changing_paper(place.paper, by=by, reason=NOTED) as change:
        paper = locked_paper(place.paper)
        rows = {row.order: row for row in paper.places.all()}
        places = {row.order: place_facts(row) for row in rows.values()}
        own = next(order for order, row in rows.items() if row.pk == place.pk)
        gone = taken_back_with(list(places.values()), places[own])
        day = council_day(paper.council, at)
        for each in gone:
            change.writer.write(
                SigningEvent(
                    place=rows[each.order],
                    kind=PlaceEventKind.TAKEN_BACK,
                    on=day,
                    reason=reason.strip(),
                    at=at,
                    by=by,
                ),
                "",
            )
        if any(each.is_electronic for each in gone):
            _back_to_master(paper)
        return settle_state(change, paper, by=by, at=at)


def _back_to_master(paper: SigningPaper) -> None:
    """A signed file begins with the bytes that were signed."""
    try:
        stored = store_pdf(read_document(paper)[: paper.master_size])
    except DamagedDocument as damage:
        raise Refusal(
            "document.damaged",
            "Le fichier signé est manquant ou altéré : prévenez l'assistance, qui le rétablira depuis une sauvegarde.",
        ) from damage
    paper.sha256, paper.size, paper.path = stored.sha256, stored.size, stored.path


def locked_paper(paper: SigningPaper) -> SigningPaper:
    """Within a transaction whose sitting is locked: the paper as it now stands, locked. Raises ``Refusal``."""
    lock(SigningPaper).get(pk=paper.pk)
    row: SigningPaper | None = papers_in_force(paper.council).filter(pk=paper.pk).first()
    if row is None:
        raise Refusal(
            "signing.replaced", "Une autre version de ce document est à la signature : rouvrez la page."
        )
    return row


def require_own_place(user: User | None, place: SigningPlace) -> None:
    """Raise ``Refusal`` unless the account of ``user`` is linked to who signs at ``place``."""
    person = place.member.person_id if place.member else None
    if user is None or person is None or person not in persons_of(user, place.paper.council):
        raise Refusal(
            "signing.not_yours",
            f"C'est à {place.name} de signer ici : seul le compte relié à sa fiche le peut. L'administrateur de la "
            "commune relie un compte à une fiche.",
        )


def settle_state(change: PaperChange, paper: SigningPaper, *, by: User | None, at: datetime) -> SigningPaper:
    """Within a change: the state of ``paper`` after what was just written; issued when all have signed.

    Signed by hand throughout, it has no file of its own: its scan is the copy of the original. The fact of a signature
    that others must be able to check is told from here, last of the transaction.
    """
    fresh = papers_in_force(paper.council).get(pk=paper.pk)
    fresh.sha256, fresh.size, fresh.path = paper.sha256, paper.size, paper.path
    places = places_of(fresh)
    levels = [SignatureLevel(each.level) for each in counted_signatures(fresh)]
    fresh.state = state_of(places, is_lasting=are_lasting(levels))
    if fresh.state == PaperState.TO_COMPLETE:
        fresh.next_attempt_at = fresh.next_attempt_at or at
    if SignatureLevel.B_LTA in levels:
        fresh.lasts_until = archive_state(read_document(fresh)).ends_at
    if fresh.state in {PaperState.SIGNED, PaperState.TO_COMPLETE} and fresh.issued_at is None:
        issue_signed(change, fresh, by=by, at=at)
    fresh.save()
    return fresh
