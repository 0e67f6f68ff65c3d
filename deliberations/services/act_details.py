"""What an act says beside its text: who signs it, whether it is individual, its other numbers and its links."""

from dataclasses import dataclass
from datetime import date

from councils.domain.errors import Refusal
from councils.domain.numbering import read_number
from councils.models import Mandate, User
from deliberations.domain.acts import ActLink
from deliberations.domain.sittings import Origin
from deliberations.models import Deliberation, Identifier, Link
from deliberations.services.changes import changing
from deliberations.services.sequences import free_slug

DETAILS_SAVED = "act.details_saved"
LINK_ADDED = "act.link_added"
LINK_REMOVED = "act.link_removed"


@dataclass(frozen=True, slots=True)
class ActDetails:
    """``signatory`` is ``None`` for the one who chairs; ``identifiers`` are pairs of a kind and a value.

    ``number`` is the one that the paper of a recorded act bears; ``None`` where we give it ourselves.
    """

    signatory: Mandate | None = None
    capacity: str = ""
    is_individual: bool = False
    identifiers: tuple[tuple[str, str], ...] = ()
    number: str | None = None


def save_details(act: Deliberation, details: ActDetails, *, by: User | None) -> None:
    """Store the details. Raises ``SittingFinished``, or ``RowRefused`` (nothing is written).

    The number of an act held with the product is never told here: it is given when its sitting is closed.
    """
    with changing(act.sitting, by=by, reason=DETAILS_SAVED) as change:
        row = Deliberation.objects.select_related("sitting", "signatory_member", "council").get(pk=act.pk)
        told = (details.signatory, details.capacity if details.signatory else "", details.is_individual)
        is_numbered_anew = _tell_number(row, details.number)
        if is_numbered_anew or (row.signatory_member, row.signatory_capacity, row.is_individual) != told:
            row.signatory_member, row.signatory_capacity, row.is_individual = told
            change.writer.write(row, "")
        rows = list(row.identifiers.all())
        for index, (kind, value) in enumerate(details.identifiers):
            found = rows[index] if index < len(rows) else Identifier(deliberation=row)
            if (found.kind, found.value) != (kind, value):
                found.kind, found.value = kind, value
                change.writer.write(found, f"identifiers[{index}]")
        for extra in rows[len(details.identifiers) :]:
            change.writer.delete(extra)


def _tell_number(row: Deliberation, number: str | None) -> bool:
    """Put on ``row`` the number that its paper bears; whether it changed. Its address is set once, and stays."""
    if number is None or row.sitting.origin != Origin.RECORDED or number == row.number:
        return False
    read = read_number(row.council.number_pattern, number)
    row.printed_number = "" if read else number
    row.year, row.sequence = read or (row.sitting.held_on.year if number else None, None)
    row.slug = row.slug or free_slug(Deliberation, row.council_id, row.number)
    return True


def link_acts(
    act: Deliberation, kind: ActLink, *, other: Deliberation | None = None, number: str = "",
    adopted_on: date | None = None, by: User | None,
) -> Link:  # fmt: skip
    """Say that ``act`` amends, replaces or withdraws another: one of the council, or an older one by its number.

    Raises ``Refusal`` for the act itself or an act without number, and ``SittingFinished``.
    """
    if other is not None:
        number, adopted_on = other.number, other.sitting.held_on
    if other == act:
        raise Refusal(
            "act.link_self", "Une délibération ne se modifie pas elle-même : choisissez-en une autre."
        )
    if not number:
        raise Refusal(
            "act.link_unnumbered",
            "Cette délibération n'a pas encore de numéro : elle ne peut pas être citée.",
        )
    with changing(act.sitting, by=by, reason=LINK_ADDED) as change:
        found = act.links.filter(kind=kind, number=number).first()
        if found is not None:
            return found
        return change.writer.write(
            Link(deliberation=act, kind=kind.value, number=number, adopted_on=adopted_on), ""
        )


def unlink_acts(link: Link, *, by: User | None) -> None:
    """Remove a link entered by mistake. Raises ``SittingFinished``."""
    with changing(link.deliberation.sitting, by=by, reason=LINK_REMOVED) as change:
        change.writer.delete(link)
