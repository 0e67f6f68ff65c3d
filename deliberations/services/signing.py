"""Having the certified executory copy of an act signed by its signatory, with their own certificate."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.looks import HouseLook
from councils.models import User
from deliberations import models
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.pdf import render_appearance
from deliberations.domain import acts
from deliberations.domain.certifying import certifier
from deliberations.domain.profile import act_profile
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.dossier.schema import Dossier, digest
from deliberations.permissions import may_sign_act
from deliberations.queries import record_of
from deliberations.services.changes import lock_sitting
from deliberations.services.issuing import (
    FactsChanged,
    FrozenAct,
    add_version,
    frozen_act,
    latest_certified_copy,
    require_unchanged,
)
from deliberations.services.storage import DamagedDocument, read_document
from deliberations.signing.holders import is_holder
from deliberations.signing.keys import Key
from deliberations.signing.ports import SignatureRequest, SignedDocument, SigningFailed
from deliberations.signing.registry import open_signer
from deliberations.signing.soundness import require_sound
from deliberations.signing.trust import is_demonstration


class OtherHolder(Refusal):
    """The certificate is not in the signatory's name: to be confirmed, since it may bear a usage name."""

    def __init__(self, holder: str, signatory: str) -> None:
        super().__init__(
            "certificate.other_holder",
            f"Le certificat est au nom de « {holder} » ; l'acte est signé par {signatory}. "
            "Si ce certificat est bien le vôtre, confirmez-le ; sinon choisissez-en un autre.",
        )
        self.holder = holder


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs an act and as what; ``person`` is a uid, ``None`` where only an office is known."""

    name: str
    capacity: str
    person: str | None


def signatory_of(record: Record, act: acts.Deliberation, on: date) -> Signatory | None:
    """Who signs the certified copy of an act on a day: who signed the act while he has his office, else the head.

    ``None`` where neither a signatory nor a chair is recorded.
    """
    member = certifier(record, act, on)
    if member is None:
        return None
    is_first = member == record.signatory(act)
    words = MemberWords(record, BodyWords(record.council), None if is_first else on)
    person = record.person_of(member)
    told = act.signatory
    capacity = words.capacity(member, told.capacity if told and told.member == member else "")
    return Signatory(words.name(member), capacity, person.uid if person else None)


def require_signatory(by: User, deliberation: models.Deliberation, record: Record, on: date) -> Signatory:
    """Who signs the copy of an act that day, who must be the person of ``by``. Raises ``Refusal`` with the way out."""
    signatory = _known_signatory(record, record.act(deliberation.uid), on)
    if not may_sign_act(by, deliberation, signatory.person):
        raise Refusal(
            "signature.not_the_signatory",
            f"L'acte est signé par {signatory.name} : seul le compte relié à cette personne peut le signer. "
            "Demandez à l'administrateur de la commune de relier votre compte à votre fiche, ou faites corriger le "
            "signataire de l'acte.",
        )
    return signatory


def _known_signatory(record: Record, act: acts.Deliberation, on: date) -> Signatory:
    signatory = signatory_of(record, act, on)
    if signatory is None:
        raise Refusal("act.no_signatory", "Aucun signataire : enregistrez qui présidait la séance.")
    return signatory


def open_certificate(*, pkcs12: bytes, passphrase: str) -> Key:
    """Open a PKCS#12 key. Slow on purpose, so never inside a transaction. Raises ``Refusal``."""
    try:
        return open_signer("pkcs12", content=pkcs12, passphrase=passphrase)
    except SigningFailed as failure:
        raise Refusal("signature.failed", failure.message_fr) from failure


@transaction.atomic
def sign_certified_copy(
    *,
    document: models.IssuedDocument,
    by: User,
    signer: Key,
    expected: str,
    at: datetime,
    confirmed_holder: str = "",
    reauthenticated_at: datetime | None = None,
) -> models.IssuedDocument:
    """Sign a certified copy (PAdES baseline B) and issue it as its next version.

    ``at`` is aware and becomes the claimed signing time. ``expected`` is the ``facts_digest`` of what ``by`` read,
    ``confirmed_holder`` the name on the certificate that ``by`` confirmed as their own, ``reauthenticated_at`` when
    they proved who they are. A copy already signed is given back as it is. Raises ``FactsChanged``, ``OtherHolder``,
    or ``Refusal`` when ``by`` is not the signatory, when the key may not sign, when the file to sign is damaged, or
    when the file signed does not verify. Side effects: an issued document that supersedes the first, a signature row,
    a file in the store.
    """
    locked = models.Deliberation.objects.get(pk=document.deliberation_id)
    lock_sitting(locked.sitting)  # what is read here does not change meanwhile
    frozen = _frozen(document)
    signatory = require_signatory(by, locked, frozen.record, _issued_on(document, at))
    latest = latest_certified_copy(locked)
    if latest is not None and latest.signatures.exists():
        return latest
    _require_latest(document, latest)
    _require_read(document, locked, expected)
    _require_holder(signer, signatory, confirmed_holder)
    request, signed = signed_copy(document, signer=signer, at=at)
    issued = add_version(locked, document.snapshot, signed.content, document, by=by, at=at)
    _record_signature(issued, signed, request, by, reauthenticated_at)
    return issued


def signed_copy(
    document: models.IssuedDocument, *, signer: Key, at: datetime
) -> tuple[SignatureRequest, SignedDocument]:
    """What was asked of the key and the file it gives back, checked; nothing is written. Raises ``Refusal``."""
    request = _request(document, _frozen(document), signer, at)
    try:
        content = read_document(document)
        signed = signer.sign(content, request)
        require_sound(content, signed, request)
    except SigningFailed as failure:
        raise Refusal("signature.failed", failure.message_fr) from failure
    except DamagedDocument as damage:
        raise Refusal(
            "document.damaged",
            "Le fichier à signer est manquant ou altéré : il ne peut pas être signé. Prévenez l'assistance, qui le "
            "rétablira depuis une sauvegarde.",
        ) from damage
    return request, signed


def has_changed_since(document: models.IssuedDocument, record: Record) -> bool:
    """Whether what the act prints differs now from what ``document`` was rendered from.

    Other acts of the sitting and later mandates do not count. A document issued elsewhere tells nothing.
    """
    return document.snapshot is not None and is_stale(document.snapshot, record)


def is_stale(snapshot: models.Snapshot, record: Record) -> bool:
    """Whether what the act prints differs now from those facts."""
    now = FrozenAct(record, record.act(snapshot.deliberation.uid))
    return _printed_digest(now) != _printed_digest(frozen_act(snapshot))


def _printed_digest(frozen: FrozenAct) -> str:
    """Digest of the facts that the act prints, private passages included; how they look is no fact of the act."""
    council, sitting = act_profile(frozen.record, frozen.act, mask=str)
    plain = replace(council, look=HouseLook())
    return digest(Dossier.of(plain, [sitting], profile="ACT"))


def _frozen(document: models.IssuedDocument) -> FrozenAct:
    if document.snapshot is None:
        raise Refusal(
            "document.without_facts", "Ce document a été émis ailleurs : il ne peut pas être signé ici."
        )
    return frozen_act(document.snapshot)


def _require_latest(document: models.IssuedDocument, latest: models.IssuedDocument | None) -> None:
    if latest is None or latest.pk != document.pk:
        raise Refusal(
            "document.superseded", "Une version plus récente de ce document existe : rouvrez la page."
        )


def _require_read(document: models.IssuedDocument, deliberation: models.Deliberation, expected: str) -> None:
    """What was read is what the document holds, and still what the facts are."""
    if document.snapshot is None or document.snapshot.sha256 != expected:
        raise FactsChanged
    require_unchanged(record_of(deliberation.sitting), expected)


def _require_holder(signer: Key, signatory: Signatory, confirmed: str) -> None:
    if not is_holder(signer.holder, signatory.name) and confirmed != signer.holder:
        raise OtherHolder(signer.holder, signatory.name)


def _issued_on(document: models.IssuedDocument, at: datetime) -> date:
    """The day whose certifier the copy bears. A copy that waited for another is issued anew before it is signed."""
    return council_day(document.deliberation.council, document.issued_at or at)


def _request(
    document: models.IssuedDocument, frozen: FrozenAct, signer: Key, at: datetime
) -> SignatureRequest:
    """Who signs, with the capacity frozen in the snapshot, and how the signature looks."""
    signatory = _known_signatory(frozen.record, frozen.act, _issued_on(document, at))
    council = frozen.record.council
    signed_at = at.astimezone(ZoneInfo(council.time_zone))
    subject = f"Délibération n° {document.deliberation.number}"
    return SignatureRequest(
        field_name=SIGNATURE_FIELD,
        signer_name=signatory.name,
        capacity=signatory.capacity,
        reason=f"{subject}, copie certifiée exécutoire",
        location=council.place_name,
        signed_at=signed_at,
        appearance=render_appearance(
            signatory.name,
            signatory.capacity,
            signed_at,
            subject,
            is_demonstration=is_demonstration(signer.certificate.public_bytes(Encoding.DER)),
        ),
    )


def _record_signature(
    issued: models.IssuedDocument,
    signed: SignedDocument,
    request: SignatureRequest,
    by: User,
    reauthenticated_at: datetime | None,
) -> None:
    models.Signature.objects.create(
        document=issued,
        sha256_before=signed.sha256_before,
        sha256_after=signed.sha256_after,
        signer_name=request.signer_name,
        capacity=request.capacity,
        signed_at=signed.signed_at,
        provider=signed.provider,
        reauthenticated_at=reauthenticated_at,
        certificate=signed.certificate,
        certificate_subject=signed.certificate_subject,
        certificate_serial=signed.certificate_serial,
        level=signed.level,
        user=by,
    )
