"""Which duties are put before the secretary, and how soon: late, this week, next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deliberations.domain.acts import Deliberation
from deliberations.domain.closing import is_put_to_the_vote
from deliberations.domain.duties.model import Duty
from deliberations.domain.enforceability import is_enforceable
from deliberations.domain.minutes_completing import completed
from deliberations.domain.minutes_lacks import LackKind, minutes_lacks
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.minutes import signatories

WEEK = timedelta(days=7)
HORIZON = timedelta(days=30)
_CONSEQUENCES_OF_OTHERS = frozenset(
    {
        "act.executory",
        "act.online",
        "act.referral",
        "act.appeal",
        "act.election_referral",
    }
)
"""Until the act is sent and published they only say again to send and to publish it."""


_AFTER_THE_NEXT_SITTING = frozenset(
    {"sitting.minutes_settled", "sitting.minutes_published", "sitting.minutes_to_members"}
)
"""Nobody can do anything of these while the sitting that settles the minutes is not known."""


class Urgency(StrEnum):
    LATE = "LATE"
    WEEK = "WEEK"
    NEXT = "NEXT"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that no text dates, and that the rest waits for: closing the sitting, signing the copy."""

    code: str
    title: str
    next_action: str


CLOSE = Step(
    "step.close",
    "Clôturer la séance",
    "Vérifier ce qui manque, donner leurs numéros aux délibérations et figer la séance.",
)
SIGN = Step(
    "step.sign",
    "Faire signer la copie certifiée",
    "Le maire ou le président signe la copie certifiée exécutoire.",
)


SIGN_DECISION = Step(
    "step.decision_sign",
    "Faire signer la décision du maire",
    "Elle porte son numéro et sa date : faire signer l'exemplaire imprimé, puis noter la signature.",
)
SEND_MINUTES = Step(
    "step.minutes_send",
    "Envoyer le projet de procès-verbal",
    "Il est complet : l'envoyer aux membres avant la séance suivante, qui l'arrêtera.",
)
SIGN_MINUTES = Step(
    "step.minutes_sign",
    "Faire signer le procès-verbal",
    "Arrêté, il se signe par le maire ou le président et par chaque secrétaire de séance.",
)
CHASE_SIGNATURE = Step(
    "step.signing_waits",
    "Relancer une signature",
    "Le document attend depuis plus de cinq jours.",
)
SIGNING_PATIENCE = timedelta(days=5)
"""How long a document may wait for its signatures before the secretary and the signatory are told."""
ENTER_REGISTER = Step(
    "step.register_enter",
    "Inscrire la séance au registre",
    "L'inscrire, puis imprimer ses feuillets et les faire signer.",
)
CLOSE_REGISTER = Step(
    "step.register_close",
    "Clore le volume du registre",
    "Sa période est finie : le clore, puis imprimer ses tables et sa page de clôture.",
)


def steps_of_minutes(record: Record, *, is_finished: bool) -> tuple[Step, ...]:
    """Of the minutes of a closed sitting of ours: to be sent once nothing is missing, to be signed once settled."""
    sitting = record.sitting
    if sitting.origin is not Origin.LIVE or not is_finished:
        return ()
    if not sitting.minutes_settled_in:
        is_ready = not sitting.minutes.distributions and not _untold(record)
        return (SEND_MINUTES,) if is_ready else ()
    wanted = {member for member, _ in signatories(completed(record))}
    signed = {signature.member for signature in sitting.minutes.signatures}
    return (SIGN_MINUTES,) if wanted - signed else ()


def _untold(record: Record) -> bool:
    """Whether something that minutes must state is missing; a discussion that is not told too, where nothing binds."""
    return any(lack.blocks or lack.kind is LackKind.DEBATE for lack in minutes_lacks(record))


def urgency_of(last: date | None, today: date) -> Urgency:
    """LATE after the last day; WEEK when it is one of the seven days to come, or when no text gives a day."""
    if last is None:
        return Urgency.WEEK
    if last < today:
        return Urgency.LATE
    return Urgency.WEEK if last <= today + WEEK else Urgency.NEXT


def waiting(duties: Iterable[Duty], record: Record, today: date) -> tuple[Duty, ...]:
    """The duties that still wait, once each.

    Of a sitting taken over from paper only those that can still be kept: what its paper does not tell may have
    been done.
    """
    found = (d for d in duties if d.is_waiting and (d.is_window or d.code not in _CONSEQUENCES_OF_OTHERS))
    found = (d for d in found if _has_begun(d, record, today))
    if record.sitting.origin is Origin.RECORDED:
        found = (d for d in found if d.last is not None and d.last >= today)
    return tuple(found)


def _has_begun(duty: Duty, record: Record, today: date) -> bool:
    """What follows a sitting waits for it to be held, and the minutes for the sitting that settles them."""
    held_on = record.sitting.held_on
    is_after = duty.first is not None and duty.first >= held_on
    if is_after and held_on > today:
        return False
    return duty.code not in _AFTER_THE_NEXT_SITTING or duty.first is not None


def is_to_close(record: Record, *, is_finished: bool, today: date) -> bool:
    """Whether a sitting held with the product waits for its closing."""
    sitting = record.sitting
    return sitting.origin is Origin.LIVE and not is_finished and sitting.held_on <= today


def is_to_sign(record: Record, act: Deliberation, *, is_signed: bool) -> bool:
    """Whether the certified copy of an act waits for its signature: it is executory, and of a sitting of ours."""
    is_live = record.sitting.origin is Origin.LIVE
    is_numbered = bool(number_of(act, record.council.number_pattern))
    is_settled = is_put_to_the_vote(record, record.item(act.item)) or bool(act.operative)
    return is_live and is_numbered and is_settled and not is_signed and is_enforceable(record, act)
