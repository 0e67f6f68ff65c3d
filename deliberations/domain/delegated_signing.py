"""Who may sign a decision taken by delegation of the council: computed from the facts of that day, never chosen.

CGCT art. L. 2122-23: the mayor; a deputy or a councillor whom an order of the mayor delegated (art. L. 2122-18), unless
the deliberation is opposed to it. When the mayor is kept from acting the council decides: who replaces him
(art. L. 2122-17) signs only where the deliberation says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.bodies import Council
from councils.domain.errors import Refusal
from councils.domain.membership import is_in_force, mandates_in_office, offices_held
from councils.domain.people import Mandate
from councils.domain.ranks import DEPUTIES
from deliberations.domain.delegated import CONCERNED, CouncilDelegation, head_on
from deliberations.domain.wording.dates import long_date

ARTICLE_OF_SIGNATURE = "CGCT art. L. 2122-23"
ARTICLE_OF_POWERS = "CGCT art. L. 2122-17, L. 2122-18, L. 2122-23"


class SigningPower(StrEnum):
    """By what right somebody signs a decision."""

    HEAD = "HEAD"
    ORDER = "ORDER"
    REPLACEMENT = "REPLACEMENT"


@dataclass(frozen=True, slots=True)
class Powers:
    """All that tells who may sign a decision ``on`` a day.

    ``given`` is the delegation of the council that it names; ``ordered`` the mandates that an order of the mayor
    delegated, in force that day.
    """

    council: Council
    on: date
    given: CouncilDelegation | None = None
    ordered: Collection[str] = ()

    @property
    def head(self) -> Mandate | None:
        return head_on(self.council, self.on)

    def of(self, member: str) -> SigningPower | None:
        """By what right ``member`` signs, or ``None``."""
        mandate = next((m for m in self.council.mandates if m.uid == member), None)
        if mandate is None or not is_in_force(mandate, self.on):
            return None
        if self.head is not None and self.head.uid == member:
            return SigningPower.HEAD
        if member in self.ordered and (self.given is None or self.given.allows_signature):
            return SigningPower.ORDER
        is_open = self.given is not None and self.given.allows_replacement
        return SigningPower.REPLACEMENT if is_open and self._may_replace(mandate) else None

    def _may_replace(self, mandate: Mandate) -> bool:
        """A deputy; a councillor where there is none (art. L. 2122-17). Who else was away is not known here."""
        others = mandates_in_office(self.council, self.on)
        return self._is_deputy(mandate) or not any(self._is_deputy(other) for other in others)

    def _is_deputy(self, mandate: Mandate) -> bool:
        return any(office.kind in DEPUTIES for office in offices_held(mandate, self.on))

    def signers(self) -> tuple[tuple[Mandate, SigningPower], ...]:
        """Everybody who may sign that day, the mayor first."""
        found = [(m, power) for m in self.council.mandates if (power := self.of(m.uid)) is not None]
        return tuple(sorted(found, key=lambda each: list(SigningPower).index(each[1])))


def require_power(powers: Powers, member: str, name: str) -> SigningPower | None:
    """By what right ``member``, called ``name``, signs. Raises ``Refusal`` with the article and the way out.

    ``None`` for a body whose head follows other texts than the mayor: it is not judged here.
    """
    power = powers.of(member)
    if power is not None or powers.council.body_type not in CONCERNED:
        return power
    day = long_date(powers.on)
    if powers.head is None:
        raise Refusal(
            "decision.no_mayor",
            f"Aucun maire n'est enregistré en fonction le {day} : inscrivez sa fonction et ses dates sur sa fiche.",
            "CGCT art. L. 2122-22",
        )
    if member in powers.ordered and powers.given is not None:
        raise Refusal(
            "decision.signature_forbidden",
            f"{name} a un arrêté de délégation, mais la délibération qui donne la délégation au maire s'oppose à ce "
            "qu'un autre élu signe. Faites signer le maire, ou inscrivez l'affaire à l'ordre du jour du conseil.",
            ARTICLE_OF_SIGNATURE,
        )
    raise Refusal(
        "decision.no_power",
        f"{name} n'était, le {day}, ni maire en fonction ni titulaire d'un arrêté de délégation du maire. Si l'arrêté "
        "existe, enregistrez-le sur la fiche de l'élu. Si le maire était empêché, le conseil décide, sauf si sa "
        "délibération laisse décider le remplaçant du maire : notez-le alors sur la délégation du conseil.",
        ARTICLE_OF_POWERS,
    )
