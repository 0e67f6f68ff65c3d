"""Who signs for the head of the body: the member named, a delegate, or a replacement, as it is printed and recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.membership import mandates_in_office, offices_held
from councils.domain.people import Mandate as MandateFacts
from councils.domain.ranks import HEADS
from councils.models import Council, Delegation, Mandate
from councils.queries import council_facts
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.view import HeadReplaced
from deliberations.domain.delegated_signing import SigningPower
from deliberations.domain.record import Record
from deliberations.domain.signing_order import SignerRole
from deliberations.domain.signing_power import (
    BY_ORDER,
    IN_PLACE,
    Right,
    SignatureDelegation,
    SignatureRight,
    replacement_doubt,
    right_of,
)
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.decisions import signing_capacity
from deliberations.domain.wording.members import MemberWords
from deliberations.models import SigningPaper


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where somebody is to sign; ``member`` is the uid of a mandate, empty for the seal.

    ``is_named``: the document says so by itself; otherwise who signs is printed instead of who it names.
    """

    role: SignerRole
    field: str
    name: str
    capacity: str = ""
    right: str = ""
    member: str = ""
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class HeadSigner:
    """Who signs in the place of the head, where it is not who the document names; ``replaces``: why he is away."""

    member: Mandate | None = None
    replaces: str = ""


USUAL = HeadSigner()


def require_right(
    council: Council, member: str, on: date, *, chairs: frozenset[str] = frozenset(), replaces: str = ""
) -> str:
    """What is printed of the right by which ``member`` signs ``on`` a day. Raises ``Refusal``."""
    return _right(council, member, on, chairs=chairs, replaces=replaces).told


def doubt_about(council: Council, head: HeadSigner, on: date) -> str:
    """What to check of who signs as the replacement of the head, in French; empty when there is nothing to."""
    if head.member is None or not head.replaces:
        return ""
    right = _right(council, head.member.uid, on, replaces=head.replaces)
    if right.kind is not SignatureRight.REPLACEMENT:
        return ""
    return replacement_doubt(council_facts(council), head.member.uid, on)


def _right(
    council: Council, member: str, on: date, *, chairs: frozenset[str] = frozenset(), replaces: str = ""
) -> Right:
    rows = Delegation.objects.filter(council=council).select_related("mandate")
    delegations = [
        SignatureDelegation(row.mandate.uid, row.since, row.until, row.includes_signature, row.order_number)
        for row in rows
    ]
    facts = council_facts(council)
    return right_of(facts, member, on, delegations=delegations, chairs=chairs, replaces=replaces)


def head_place(
    council: Council, record: Record, signatory: str, told: str, *, at: datetime, head: HeadSigner
) -> DraftPlace:
    day = council_day(council, at)
    member = head.member.uid if head.member else signatory
    chairs = frozenset(filter(None, (signatory, record.sitting.chair)))
    right = require_right(council, member, day, chairs=chairs, replaces=head.replaces)
    is_named = member == signatory
    words = MemberWords(record, BodyWords(record.council), None if is_named else day)
    capacity = words.capacity(member, told if is_named else "")
    return DraftPlace(
        SignerRole.HEAD, SIGNATURE_FIELD, words.name(member), capacity, right, member, is_named=is_named
    )


def replaced_head(record: Record, place: DraftPlace, on: date) -> HeadReplaced | None:
    """What is printed of who signs ``on`` a day where the document names somebody else."""
    if place.is_named:
        return None
    words = MemberWords(record, BodyWords(record.council), on)
    heads = (m.uid for m in mandates_in_office(record.council, on) if _is_head(m, on))
    title = signing_capacity(words, next(heads, None), place.member, _power(place.right))
    return HeadReplaced(title or place.capacity, place.name)


def _is_head(mandate: MandateFacts, on: date) -> bool:
    return any(office.kind in HEADS for office in offices_held(mandate, on))


def _power(right: str) -> SigningPower | None:
    """From what is printed of the right: neither for the head of that day, nor for who chaired."""
    if right.startswith(BY_ORDER):
        return SigningPower.ORDER
    return SigningPower.REPLACEMENT if right.startswith(IN_PLACE) else None


def replaced_again(paper: SigningPaper, record: Record, signatory: str | None) -> HeadReplaced | None:
    """The same, of a document put to signature earlier."""
    row = paper.places.select_related("member").get(role=SignerRole.HEAD)
    member = row.member.uid if row.member else ""
    place = DraftPlace(
        SignerRole.HEAD, row.field, row.name, row.capacity, row.right, member, is_named=member == signatory
    )
    return replaced_head(record, place, council_day(paper.council, paper.prepared_at))
