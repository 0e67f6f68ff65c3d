"""The certified copy of one act, put to the signature of who signs it from the page of the act."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import User
from deliberations import models
from deliberations.domain import acts
from deliberations.domain.certifying import certifier
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.models import SigningPaper
from deliberations.permissions import may_sign_act
from deliberations.queries import record_of
from deliberations.queries.signatures import signed_copies_of
from deliberations.services.signing_drafts import draft_certified
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.staleness import has_changed_since


class AlreadySigned(Refusal):
    """The certified copy is signed, and nothing that it prints has changed since."""

    def __init__(self) -> None:
        super().__init__(
            "signature.already",
            "Cette délibération est déjà signée : vous pouvez télécharger la copie signée.",
        )


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


def put_copy_to_signature(*, act: models.Deliberation, by: User, at: datetime, expected: str) -> SigningPaper:
    """Issue the certified copy of ``act`` as it was read, and have it wait for ``by``, who signs it.

    ``at`` is aware, ``expected`` the ``facts_digest`` of what was read. Raises ``AlreadySigned``, ``FactsChanged``, or
    ``Refusal`` when ``by`` is not the signatory or the act may not be certified; nothing is then written. Side effects:
    those of ``draft_certified`` and of ``put_to_signature``: the same copy asked again is the one that waits.
    """
    record = record_of(act.sitting)
    require_signatory(by, act, record, council_day(act.council, at))
    signed = signed_copies_of(act).first()
    if signed is not None and not has_changed_since(signed, record):
        raise AlreadySigned
    draft = draft_certified(act, by=by, at=at, is_sealed=False, expected=expected)
    return put_to_signature(draft=draft, by=by, at=at)
