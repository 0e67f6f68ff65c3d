"""Entering facts in the proof register: chained, committed to by a salted hash, within the transaction of the gesture.

Every row of ``PROVED`` enters by itself when it is created, whoever creates it: no gesture can forget it.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.db.models.signals import post_save
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.permissions import council_of
from councils.services.locking import lock, lock_council
from deliberations import models
from deliberations.domain.hiding import HIDDEN
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import (
    GENESIS,
    SALT_BYTES,
    canonical,
    commitment_of,
    entry_hash,
    entry_text,
    utc_text,
)
from deliberations.domain.signing_order import PlaceEventKind, SignerRole
from deliberations.models import ProofChain, ProofEntry, ProofFact
from deliberations.models.proof import Frozen
from deliberations.services.backup_rows import path_to_council

PROVED: Mapping[type[Model], ProofKind] = {
    models.IssuedDocument: ProofKind.ISSUED,
    models.SittingDocument: ProofKind.ISSUED,
    models.DecisionCopy: ProofKind.ISSUED,
    models.Signature: ProofKind.SIGNED,
    models.HandSignature: ProofKind.SIGNED_BY_HAND,
    models.HandSignatureUndone: ProofKind.SIGNATURE_UNDONE,
    models.SigningEvent: ProofKind.SIGNED,
    models.SignatureProofs: ProofKind.COMPLETED,
    models.MinutesSignature: ProofKind.SIGNED_BY_HAND,
    models.DecisionSignature: ProofKind.SIGNED_BY_HAND,
    models.Deposit: ProofKind.DEPOSITED,
    models.DecisionDeposit: ProofKind.DEPOSITED,
    models.Transmission: ProofKind.TRANSMITTED,
    models.DecisionTransmission: ProofKind.TRANSMITTED,
    models.Publication: ProofKind.PUBLISHED,
    models.DecisionPublication: ProofKind.PUBLISHED,
    models.PaperPublication: ProofKind.PUBLISHED,
    models.Unpublication: ProofKind.UNPUBLISHED,
    models.DecisionUnpublication: ProofKind.UNPUBLISHED,
    models.Rectification: ProofKind.RECTIFIED,
    models.DecisionRectification: ProofKind.RECTIFIED,
    models.RegisterEntry: ProofKind.ENTERED,
    models.OriginalDocument: ProofKind.RESUMED,
    models.LegalityEvent: ProofKind.LEGALITY,
}
"""What enters the register when it is created, and as what."""
NOT_TOLD = frozenset({"id", "path"})
"""Columns that depend on where the row is kept."""
FILLED_LATER: Mapping[type[Model], frozenset[str]] = {
    models.OriginalDocument: frozenset({"file"}),
    models.LegalityEvent: frozenset({"answered_on"}),
}
"""Columns that a row gets once it is there: the file of an old act, whose digest is told; the day of an answer."""
_ERASED_ROWS = "Ces faits sont déjà effacés."
_TELLS_NOBODY = "Cette inscription ne dit rien de personne : il n'y a rien à y effacer."
_resuming: ContextVar[bool] = ContextVar("resuming", default=False)


@contextmanager
def resuming() -> Iterator[None]:
    """What is created within comes from elsewhere: it enters as « repris », whatever it tells."""
    token = _resuming.set(True)
    try:
        yield
    finally:
        _resuming.reset(token)


@transaction.atomic(savepoint=False)
def prove(
    council: Council,
    kind: ProofKind,
    fact: Mapping[str, Any],
    at: datetime,
    *,
    row: Model | None = None,
    subject: str = "",
) -> ProofEntry:
    """Enter ``fact`` (values of JSON) at the end of the chain of ``council``; ``at`` is aware.

    Called within the transaction of the gesture, which has locked the council; the end of the chain is locked last.
    ``row`` is what was written, ``subject`` the uid of what it is about. Side effects: an entry, its facts.
    """
    chain = _locked_chain(council)
    salt, text = secrets.token_bytes(SALT_BYTES), canonical(fact)
    commitment = commitment_of(salt, text).hex()
    told = entry_text(seq=chain.size + 1, at=at, kind=kind, commitment=commitment)
    entry: ProofEntry = ProofEntry.objects.create(
        council=council,
        seq=chain.size + 1,
        at=at,
        kind=kind,
        commitment=commitment,
        previous=chain.last,
        hash=entry_hash(bytes.fromhex(chain.last), told).hex(),
    )
    ProofFact.objects.create(
        entry=entry,
        salt=salt,
        canonical_json=text,
        table=row._meta.label_lower if row is not None else "",
        row=row.pk if row is not None else None,
        subject=subject,
    )
    chain.size, chain.last = entry.seq, entry.hash
    chain.save(update_fields=["size", "last"])
    return entry


def _locked_chain(council: Council) -> ProofChain:
    """The end of the chain, locked; made with the first entry, which somebody else may be making too."""
    found = lock(ProofChain).filter(council=council).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            ProofChain.objects.create(council=council, last=GENESIS.hex())
    except IntegrityError:
        pass
    return lock(ProofChain).get(council=council)


def prove_row(row: Model, kind: ProofKind | None = None, *, at: datetime | None = None) -> ProofEntry:
    """Enter what ``row``, of a model of ``PROVED``, tells; ``at`` is aware, now by default."""
    return prove(
        council_holding(row),
        kind or kind_of(row),
        told_of(row),
        at or timezone.now(),
        row=row,
        subject=subject_of(row),
    )


def resuming_kind(kind: ProofKind) -> ProofKind:
    """``kind``, or « repris » for what comes from elsewhere."""
    return ProofKind.RESUMED if _resuming.get() else kind


def kind_of(row: Model) -> ProofKind:
    """As what ``row`` enters when it is created."""
    if _resuming.get() or (isinstance(row, models.IssuedDocument) and not row.path):
        return ProofKind.RESUMED
    kind = PROVED[type(row)]
    if kind is ProofKind.RECTIFIED and getattr(row, "after", "") == HIDDEN:
        return ProofKind.HIDDEN
    if isinstance(row, models.SigningEvent):
        return _kind_of_event(row)
    if isinstance(row, models.SignatureProofs) and _lasted_already(row):
        return ProofKind.RENEWED
    return kind


_OF_EVENTS = {
    PlaceEventKind.ELECTRONIC: ProofKind.SIGNED,
    PlaceEventKind.HAND: ProofKind.SIGNED_BY_HAND,
    PlaceEventKind.REFUSED: ProofKind.NOT_SIGNED,
    PlaceEventKind.IMPEDED: ProofKind.NOT_SIGNED,
    PlaceEventKind.TAKEN_BACK: ProofKind.SIGNATURE_UNDONE,
}


def _kind_of_event(event: models.SigningEvent) -> ProofKind:
    kind = _OF_EVENTS[PlaceEventKind(event.kind)]
    is_seal = kind is ProofKind.SIGNED and event.place.role == SignerRole.SEAL
    return ProofKind.SEALED if is_seal else kind


def _lasted_already(proofs: models.SignatureProofs) -> bool:
    """Whether the file had all that its signatures need to last before ``proofs`` were added."""
    if proofs.paper.completions.exclude(pk=proofs.pk).exists():
        return True
    signed = models.PlaceSignature.objects.filter(place__paper=proofs.paper, event__isnull=False)
    levels = list(signed.order_by("pk").values_list("level", flat=True))
    lasting = {SignatureLevel.B_LT, SignatureLevel.B_LTA}
    return bool(levels) and levels[-1] == SignatureLevel.B_LTA and lasting.issuperset(levels)


# --- what a row tells


def told_of(row: Model) -> dict[str, Any]:
    """Every column of ``row`` as JSON; a row it points to is told by its uid or its digest, a user by name.

    A row without either is told whole, save for the users, where it never changes, else by what it is of.
    """
    told: dict[str, Any] = {"table": row._meta.label_lower}
    not_told = NOT_TOLD | FILLED_LATER.get(type(row), frozenset())
    for column in row._meta.concrete_fields:
        if column.name not in not_told:
            told[column.name] = _told_value(row, column)
    return told


def _told_value(row: Model, column: Any) -> Any:
    value = getattr(row, column.name)
    if isinstance(column, ForeignKey):
        return None if value is None else _named(value)
    # Read as the database will give it back: a row just created may still hold a text for a date.
    return _plain(column.to_python(value))


def _named(row: Model) -> Any:
    if isinstance(row, User):
        return str(row)
    for name in ("uid", "sha256"):
        if hasattr(row, name):
            return getattr(row, name)
    if isinstance(row, Frozen):
        people = columns_of_people(type(row))
        return {name: value for name, value in told_of(row).items() if name not in people}
    return {"table": row._meta.label_lower, "of": subject_of(row), "order": getattr(row, "order", None)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):  # a certificate: its digest is told
        return hashlib.sha256(value).hexdigest()
    return value if value is None or isinstance(value, str | int | float) else str(value)


@cache
def columns_of_people(model: type[Model]) -> frozenset[str]:
    """Columns that name a user, whose name may change afterwards."""
    return frozenset(
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, ForeignKey) and column.related_model is User
    )


_STEPS = ("deliberation", "decision", "document", "signature", "place", "paper", "sitting", "volume")


def about(row: Model) -> Model | None:
    """The act, the sitting or the volume that ``row`` is about; ``None`` for none of these."""
    for step in _STEPS:
        target = getattr(row, step, None)
        if isinstance(target, Model):
            is_final = hasattr(target, "uid") and step != "paper"
            return target if is_final else about(target) or target
    return None


def subject_of(row: Model) -> str:
    """The uid of what ``row`` is about."""
    target = about(row)
    return str(getattr(target, "uid", ""))


def council_holding(row: Model) -> Council:
    """The council whose register tells ``row``."""
    if hasattr(row, "council"):
        return council_of(row)
    target = about(row)
    if target is None:
        raise TypeError(f"{type(row).__name__} n'appartient à aucun conseil")
    return council_of(target)


# --- entering by itself


def connect_proofs() -> None:
    """Have each created row of ``PROVED`` enter, within the transaction that creates it."""
    for model in PROVED:
        post_save.connect(_on_created, sender=model, dispatch_uid=f"proof.{model._meta.label_lower}")


def _on_created(instance: Model, *, created: bool, raw: bool, **_: Any) -> None:
    """``raw``: a backup brings its own register back with the rows."""
    if created and not raw:
        prove_row(instance)


# --- rows and their facts


def proved_rows(model: type[Model], council: Council) -> QuerySet[Any]:
    """The rows of ``model`` that belong to ``council``, oldest first."""
    return model._base_manager.filter(**{str(path_to_council(model)): council.pk}).order_by("pk")


def rows_without_proof(model: type[Model], council: Council) -> QuerySet[Any]:
    """Those that no entry tells."""
    known = ProofFact.objects.filter(entry__council=council, table=model._meta.label_lower)
    return proved_rows(model, council).exclude(pk__in=known.exclude(row=None).values("row"))


NEVER_ERASED = frozenset({ProofKind.ERASED, ProofKind.REMOVED})
"""They tell of another entry and of nobody: without them, a control could not tell an erasure from a fraud."""


def erase_fact(*, fact: ProofFact, by: User | None, at: datetime, why: str) -> ProofFact:
    """Erase the personal data behind an entry: its salt and its text go, the chain stays whole.

    ``at`` is aware. Raises ``Refusal`` without a reason, for facts erased already or that tell of nobody. Side effect:
    an entry that says so, with the digest of the reason.
    """
    if not why.strip():
        raise Refusal("proof.reason", "Dites pourquoi ces données sont effacées : le motif est conservé.")
    with transaction.atomic():
        council = lock_council(fact.entry.council_id)
        row = lock(ProofFact).select_related("entry").get(pk=fact.pk)
        if row.is_erased:
            raise Refusal("proof.erased", _ERASED_ROWS)
        if row.entry.kind in NEVER_ERASED:
            raise Refusal("proof.tells_nobody", _TELLS_NOBODY)
        row.salt, row.canonical_json = b"", ""
        row.erased_at, row.erased_by, row.erased_why = at, by, why.strip()
        row.save()
        prove(council, ProofKind.ERASED, told_of_erasure(row), at, subject=row.subject)
    return row


def told_of_erasure(fact: ProofFact) -> dict[str, Any]:
    """What the entry of an erasure tells: which facts, of which row, when, and the digest of the reason."""
    at = fact.erased_at
    return {
        "entry": fact.entry.seq,
        "hash": fact.entry.hash,
        "of": fact.table,
        "subject": fact.subject,
        "erased_at": None if at is None else utc_text(at),
        "why_sha256": hashlib.sha256(fact.erased_why.encode()).hexdigest(),
    }
