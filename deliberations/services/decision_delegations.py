"""What the council delegated to its mayor, recorded (CGCT art. L. 2122-22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.services.writing import Writer
from deliberations.domain.delegated import Power
from deliberations.models import DelegatedPower, Deliberation, MayorDelegation
from deliberations.queries.lists import deliberations_numbered

SAVED, REMOVED = "mayor_delegation.saved", "mayor_delegation.removed"


@dataclass(frozen=True, slots=True)
class DelegationTold:
    """A delegation as it is typed; ``number`` finds our deliberation when there is one of that number."""

    number: str = ""
    decided_on: date | None = None
    since: date | None = None
    until: date | None = None
    allows_signature: bool = True
    allows_replacement: bool = False
    powers: tuple[Power, ...] = ()


@transaction.atomic
def save_mayor_delegation(
    *, council: Council, told: DelegationTold, by: User | None, row: MayorDelegation | None = None
) -> MayorDelegation:
    """Write a delegation, new or corrected. Raises ``Refusal`` without any paragraph, or ``RowRefused``.

    A deliberation of ours that bears that number is linked, and gives its day when none was told.
    """
    if not told.powers:
        raise Refusal("delegation.empty", "Cochez au moins une matière déléguée.")
    writer = Writer(by=by, reason=SAVED)
    row = row or MayorDelegation(council=council)
    act = deliberation_of(council, told.number)
    row.deliberation, row.number = act, told.number
    row.decided_on = told.decided_on or (act.sitting.held_on if act else None)
    row.since, row.until = told.since, told.until
    row.allows_signature, row.allows_replacement = told.allows_signature, told.allows_replacement
    writer.write(row, "")
    _write_powers(writer, row, told.powers)
    return row


def deliberation_of(council: Council, number: str) -> Deliberation | None:
    """Our deliberation of that number; ``None`` when there is none, or several."""
    if not number.strip():
        return None
    found = deliberations_numbered(number.strip(), council_uid=council.uid)
    return found[0] if len(found) == 1 else None


def _write_powers(writer: Writer, row: MayorDelegation, powers: Sequence[Power]) -> None:
    stored = {each.paragraph: each for each in row.powers.all()}
    for power in powers:
        kept = stored.pop(power.paragraph, None)
        each = kept or DelegatedPower(delegation=row, paragraph=power.paragraph)
        if kept is None or (each.limit, each.limit_cents) != (power.limit, power.limit_cents):
            each.limit, each.limit_cents = power.limit, power.limit_cents
            writer.write(each, "")
    for each in stored.values():
        writer.delete(each)


@transaction.atomic
def remove_mayor_delegation(*, row: MayorDelegation, by: User | None) -> None:
    """Erase a delegation entered by mistake. Raises ``Refusal`` once a decision names it."""
    if row.decisions.exists():
        raise Refusal(
            "delegation.used",
            "Des décisions sont prises sur cette délégation : elle reste enregistrée. Indiquez plutôt sa fin.",
        )
    writer = Writer(by=by, reason=REMOVED)
    for power in row.powers.all():
        writer.delete(power)
    writer.delete(row)
