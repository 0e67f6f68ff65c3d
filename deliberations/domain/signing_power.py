"""By what right somebody signs for the body on a day: its head, who chaired, a delegate, or who replaces the head.

CGCT art. L. 2122-18: the mayor may delegate by order, and only within its dates and what it names. Art. L. 2122-17:
absent or kept from acting, he is replaced by a deputy in the order of appointment, failing that by a councillor whom
the council named, or the first of the table. Who comes before may be away too, or passed over by the council: that is
told, never refused.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.bodies import Council
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force, offices_held
from councils.domain.ranks import DEPUTIES, HEADS, table_order
from deliberations.domain.wording.dates import long_date

ARTICLES = "CGCT art. L. 2122-17, L. 2122-18"
BY_ORDER, IN_PLACE = "par délégation", "en remplacement"
"""How what is printed of a right begins."""


class SignatureRight(StrEnum):
    """HEAD: the mayor or the president of that day. CHAIR: who chaired what is signed."""

    HEAD = "HEAD"
    CHAIR = "CHAIR"
    DELEGATE = "DELEGATE"
    REPLACEMENT = "REPLACEMENT"


@dataclass(frozen=True, slots=True)
class SignatureDelegation:
    """One order of the mayor, as recorded. Both days are included; ``None`` is open."""

    mandate: str
    since: date | None = None
    until: date | None = None
    includes_signature: bool = False
    order_number: str = ""

    @property
    def told(self) -> str:
        """« par délégation, arrêté n° 12, du 1er mars 2026 au 31 mars 2026 »."""
        order = f", arrêté n° {self.order_number}" if self.order_number else ""
        since = f", du {long_date(self.since)}" if self.since else ""
        until = f" au {long_date(self.until)}" if self.until else ""
        if since and not until:
            since = since.replace(", du ", ", depuis le ")
        return f"{BY_ORDER}{order}{since}{until}"


@dataclass(frozen=True, slots=True)
class Right:
    """``told`` is printed beside the signature, empty for the head and for who chaired."""

    kind: SignatureRight
    told: str = ""


def right_of(
    council: Council,
    member: str,
    on: date,
    *,
    delegations: Sequence[SignatureDelegation] = (),
    chairs: Collection[str] = (),
    replaces: str = "",
) -> Right:
    """By what right the mandate ``member`` signs ``on`` a day.

    ``chairs`` are who chaired what is signed; ``replaces`` is why the head is absent or kept from acting, empty when he
    is not (whom the table puts first: see ``replacement_doubt``). Raises ``Refusal`` with the way out: no mandate that
    day, a delegation ended, not begun, or without the signature, nobody to replace.
    """
    mandate = next((m for m in council.mandates if m.uid == member), None)
    if member in chairs:
        return Right(SignatureRight.CHAIR)
    if mandate is None or not is_in_force(mandate, on):
        raise _refused("signing.no_mandate", f"Cette personne n'est pas en fonction le {long_date(on)}.")
    if any(office.kind in HEADS for office in offices_held(mandate, on)):
        return Right(SignatureRight.HEAD)
    own = [each for each in delegations if each.mandate == member]
    given = next((each for each in own if each.includes_signature and is_in_force(each, on)), None)
    if given is not None:
        return Right(SignatureRight.DELEGATE, given.told)
    if replaces:
        return Right(SignatureRight.REPLACEMENT, f"{IN_PLACE} du maire ou du président empêché : {replaces}")
    raise _why_not(own, on)


def replacement_doubt(council: Council, member: str, on: date) -> str:
    """What to check when ``member`` replaces the head ``on`` a day, empty for the first of the table (L. 2122-17)."""
    ranked = [each.mandate for each in table_order(council, on)]
    others = [m for m in ranked if not any(o.kind in HEADS for o in offices_held(m, on))]
    deputies = [m for m in others if any(o.kind in DEPUTIES for o in offices_held(m, on))]
    first = next((m.uid for m in (*deputies, *others)), None)
    if first in (None, member):
        return ""
    return (
        "D'après le tableau, un autre membre vient avant ce remplaçant (CGCT art. L. 2122-17). Le motif doit dire "
        "pourquoi il ne signe pas, ou que le conseil a désigné ce remplaçant : il est imprimé à côté de la signature."
    )


def _why_not(own: Sequence[SignatureDelegation], on: date) -> Refusal:
    day = long_date(on)
    in_force = [each for each in own if is_in_force(each, on)]
    if in_force:
        return _refused(
            "signing.delegation_without_signature",
            f"La délégation en vigueur le {day} ne comprend pas la signature des délibérations.",
        )
    over = [each.until for each in own if each.includes_signature and each.until and each.until < on]
    if over:
        return _refused(
            "signing.delegation_ended",
            f"La délégation a pris fin le {long_date(max(over))} : elle ne permet plus de signer le {day}.",
        )
    begins = [each.since for each in own if each.includes_signature and each.since and each.since > on]
    if begins:
        return _refused(
            "signing.delegation_to_come",
            f"La délégation ne commence que le {long_date(min(begins))} : elle ne permet pas encore de signer.",
        )
    return _refused(
        "signing.no_power",
        f"Le {day}, cette personne n'est ni à la tête de l'assemblée, ni titulaire d'une délégation de signature, et "
        "ne présidait pas. Enregistrez l'arrêté de délégation sur sa fiche s'il existe.",
    )


def _refused(code: str, message: str) -> Refusal:
    return Refusal(code, message, ARTICLES)
