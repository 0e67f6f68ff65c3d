"""Signing in two steps with a token of one's own: what was chosen, prepared for a certificate, then finished.

The page gives an address that holds a secret; the program ``conforme_signer`` on the signatory's computer opens it. The
files stay here, and the key there. Nothing is written on a document before its signature came back and was checked.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.signing_tickets import TICKET_LASTS, TicketState
from deliberations.models import SigningTicket, TicketPlace
from deliberations.queries.signatures import signers_of
from deliberations.services.links import new_token, token_digest
from deliberations.services.signing_desk import (
    Chosen,
    OpenKey,
    OtherHolder,
    Outcome,
    ReadyPlace,
    fresh_paper,
    read_paper,
    ready_place,
    write_signed,
)
from deliberations.services.signing_engine import ToPut, finish_signature, prepare_signatures
from deliberations.services.storage import store_document
from deliberations.signing.announced import AnnouncedKey, announced_key
from deliberations.signing.hashing import Prepared, request_of, signer_of
from deliberations.signing.ports import SigningFailed

logger = logging.getLogger(__name__)
FOLDER = "waiting"
"""Files prepared for a token: they are forgotten with their ticket."""


class TicketRefused(Refusal):
    """The address opens nothing any more: another one is asked for on the page."""

    def __init__(self) -> None:
        super().__init__(
            "ticket.over",
            "Cette adresse a servi ou n'est plus valable : rouvrez la page de signature, et recopiez la nouvelle.",
        )


@dataclass(frozen=True, slots=True)
class ToSignElsewhere:
    """What the token signs for one document, and where the signature goes in its file."""

    place: TicketPlace
    prepared: Prepared


def open_ticket(
    *, council: Council, user: User, chosen: Sequence[Chosen], reauthenticated_at: datetime, at: datetime
) -> tuple[SigningTicket, str]:
    """A ticket for what ``user`` chose to sign, and its secret, which is known here once and for all."""
    secret = new_token()
    with transaction.atomic():
        ticket = SigningTicket.objects.create(
            council=council,
            user=user,
            secret_sha256=token_digest(secret),
            reauthenticated_at=reauthenticated_at,
            asked_at=at,
            expires_at=at + TICKET_LASTS,
        )
        TicketPlace.objects.bulk_create(
            TicketPlace(ticket=ticket, place=each.place, number=number, sha256=each.sha256)
            for number, each in enumerate(chosen, start=1)
        )
    return ticket, secret


def ticket_at(secret: str, at: datetime) -> SigningTicket:
    """The ticket of a secret, while it may still be finished. Raises ``TicketRefused``."""
    rows = SigningTicket.objects.select_related("council", "user")
    ticket = rows.filter(secret_sha256=token_digest(secret)).first()
    is_over = ticket is None or ticket.expires_at < at or not ticket.user.is_active
    if ticket is None or is_over or ticket.state in {TicketState.FINISHING, TicketState.DONE}:
        raise TicketRefused
    return ticket


def places_of_ticket(ticket: SigningTicket) -> list[TicketPlace]:
    """Its documents, in order."""
    rows = ticket.places.select_related("place__paper__council", "place__paper__sitting", "place__member")
    return list(rows)


def prepare_ticket(
    *, ticket: SigningTicket, certificate: bytes, at: datetime, confirmed_holder: str = ""
) -> list[ToSignElsewhere]:
    """Prepare each document for the key of ``certificate`` (DER): what is refused is left out, and told at the end.

    ``confirmed_holder`` is the name on it that the signatory said to be his. Asked again, all is prepared anew. Slow
    (authorities, timestamps): never inside a transaction. Raises ``TicketRefused``, ``OtherHolder``, or ``Refusal``: a
    certificate that does not do, a service that is away, nothing left to sign. Side effects: files that wait.
    """
    with _refusing():
        key = _opened(ticket, announced_key(certificate), confirmed_holder)
    ready: list[tuple[TicketPlace, ReadyPlace]] = []
    rows = places_of_ticket(ticket)
    for row in rows:
        try:
            found = ready_place(Chosen(row.place, row.sha256), key, at)
        except OtherHolder:
            raise
        except Refusal as refusal:
            row.refusal, row.state = refusal.message_fr, ""
            continue
        row.refusal = ""
        if found is not None:
            ready.append((row, found))
    if not ready:
        told = next((row.refusal for row in rows if row.refusal), "Tout est déjà signé.")
        raise Refusal("ticket.nothing", told)
    with _refusing():
        made = prepare_signatures([found.to_put for _, found in ready], certificate)
    earlier = [row.path for row in rows if row.path]
    for (row, found), prepared in zip(ready, made, strict=True):
        stored = store_document(prepared.content, folder=FOLDER)
        row.path, row.state, row.revision = stored.path, prepared.state, found.revision
    _keep_prepared(ticket, rows, confirmed_holder)
    for path in earlier:
        default_storage.delete(path)
    return [ToSignElsewhere(row, prepared) for (row, _), prepared in zip(ready, made, strict=True)]


def _opened(ticket: SigningTicket, key: AnnouncedKey, confirmed: str) -> OpenKey:
    return OpenKey(
        key, user=ticket.user, reauthenticated_at=ticket.reauthenticated_at, confirmed_holder=confirmed
    )


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except SigningFailed as failure:
        raise Refusal("signature.failed", failure.message_fr) from failure


def _keep_prepared(ticket: SigningTicket, rows: Sequence[TicketPlace], confirmed: str) -> None:
    states = (TicketState.WAITING, TicketState.PREPARED)
    with transaction.atomic():
        open_rows = SigningTicket.objects.filter(pk=ticket.pk, state__in=states)
        if not open_rows.update(state=TicketState.PREPARED, holder=confirmed):
            raise TicketRefused
        TicketPlace.objects.bulk_update(rows, ["path", "state", "revision", "refusal"])


def prepared_file(ticket: SigningTicket, number: int) -> bytes | None:
    """The file prepared at rank ``number`` among those to sign; ``None`` when there is none."""
    rows = [row for row in places_of_ticket(ticket) if row.state]
    return _content(rows[number - 1]) if 0 < number <= len(rows) else None


def _content(row: TicketPlace) -> bytes:
    with default_storage.open(row.path) as stream:
        content: bytes = stream.read()
    return content


def finish_ticket(*, ticket: SigningTicket, signatures: Sequence[bytes], at: datetime) -> list[Outcome]:
    """Put each signature in its file and write it; one that is refused stops none of the others.

    The ticket works once. Slow (timestamps): never inside a transaction. Raises ``TicketRefused``, or ``Refusal`` when
    the number of signatures is not that of the documents prepared. Side effects: those of ``sign_places``; the files
    that waited are deleted.
    """
    rows = places_of_ticket(ticket)
    prepared = [row for row in rows if row.state]
    if len(signatures) != len(prepared):
        raise Refusal(
            "ticket.count", f"Il faut {len(prepared)} signatures : {len(signatures)} sont arrivées."
        )
    taken = SigningTicket.objects.filter(pk=ticket.pk, state=TicketState.PREPARED)
    if not taken.update(state=TicketState.FINISHING):
        raise TicketRefused
    raws = dict(zip((row.pk for row in prepared), signatures, strict=True))
    outcomes = [_outcome(ticket, row, raws.get(row.pk), at) for row in rows]
    _close(ticket, prepared, outcomes)
    return outcomes


def _outcome(ticket: SigningTicket, row: TicketPlace, raw: bytes | None, at: datetime) -> Outcome:
    title = row.place.paper.title
    if raw is None:
        return Outcome(title, row.refusal)
    try:
        with _refusing():
            _finish(ticket, row, raw, at)
    except Refusal as refusal:
        return Outcome(title, refusal.message_fr, refusal.article, refusal)
    return Outcome(title)


def _finish(ticket: SigningTicket, row: TicketPlace, raw: bytes, at: datetime) -> None:
    prepared = Prepared(_content(row), row.state, b"")
    paper = fresh_paper(row.place.paper)
    place = paper.places.get(pk=row.place.pk)
    to_put = ToPut(read_paper(paper), request_of(prepared), signers_of(paper))
    made = finish_signature(to_put, prepared, raw)
    key = _opened(ticket, AnnouncedKey(signer_of(prepared)), ticket.holder)
    write_signed(ReadyPlace(paper, place, row.revision, to_put), made, key, at=at)


def _close(ticket: SigningTicket, prepared: Sequence[TicketPlace], outcomes: Sequence[Outcome]) -> None:
    told = [[each.title, each.message, each.article] for each in outcomes]
    SigningTicket.objects.filter(pk=ticket.pk).update(state=TicketState.DONE, outcomes=told)
    for row in prepared:
        default_storage.delete(row.path)
    ticket.places.update(path="", state="")


def purge_tickets(at: datetime) -> str:
    """Forget the tickets that are over since a day, and the files that waited for them."""
    over = SigningTicket.objects.filter(expires_at__lt=at - timedelta(days=1))
    paths = list(TicketPlace.objects.filter(ticket__in=over).exclude(path="").values_list("path", flat=True))
    gone, _ = over.delete()
    for path in paths:
        default_storage.delete(path)
    if not gone:
        return ""
    return "Demandes de signature par jeton oubliées."
