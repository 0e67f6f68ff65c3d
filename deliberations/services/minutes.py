"""Writing the minutes: what the secretary adds to the facts of the evening (CGCT art. L. 2121-15).

Everything here may be written while the sitting is held or after its closing, and no more once the minutes are settled:
a remark is then recorded beside them.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.votes import VoteMethod
from deliberations.models import (
    AgendaItem,
    BallotRequest,
    DebateSummary,
    Minutes,
    MinutesIncident,
    Sitting,
)
from deliberations.services.changes import SittingChange, changing
from deliberations.services.editing import Saved, Seen, require_no_conflict

WRITTEN = "minutes.written"
PASSAGES = ("introduction_html", "closing_html", "prints_names")
DEBATE = ("debate_html", "is_silent")


class MinutesSettled(Refusal):
    """The assembly has settled the minutes: their text is what it settled."""

    def __init__(self) -> None:
        super().__init__(
            "minutes.settled",
            "Ce procès-verbal est arrêté : son texte ne change plus. Inscrivez une remarque, elle sera imprimée à sa "
            "suite.",
            "CGCT art. L. 2121-15",
        )


def minutes_of(sitting: Sitting) -> Minutes:
    """The row of the minutes, a new one (not stored) when nothing was written yet."""
    return Minutes.objects.filter(sitting=sitting).first() or Minutes(sitting=sitting)


def debate_of(item: AgendaItem) -> DebateSummary:
    """The summary of the debate of ``item``, a new one (not stored) when nobody wrote any."""
    return DebateSummary.objects.filter(item=item).first() or DebateSummary(item=item)


def values_of(row: Minutes | DebateSummary) -> dict[str, Any]:
    """What is stored of a text, by column: what a page shows, and compares when it comes back."""
    names = PASSAGES if isinstance(row, Minutes) else DEBATE
    return {name: getattr(row, name) for name in names}


@contextmanager
def writing(sitting: Sitting, *, by: User | None, reason: str = WRITTEN) -> Iterator[SittingChange]:
    """Change the text of the minutes. Raises ``MinutesSettled``. Side effects: those of ``changing``."""
    with changing(sitting, by=by, reason=reason, even_finished=True) as change:
        if change.sitting.minutes_settled_in:
            raise MinutesSettled
        yield change


def save_passages(sitting: Sitting, wanted: Mapping[str, Any], *, seen: Seen, by: User | None) -> Saved:
    """Write the opening and closing passages, and whether names are printed.

    Raises ``MinutesSettled``, or ``ChangedMeanwhile`` when somebody changed the same passage: nothing is written then.
    """
    with writing(sitting, by=by) as change:
        return _merged(change, minutes_of(change.sitting), wanted, seen)


def save_debate(item: AgendaItem, *, debate_html: str, is_silent: bool, seen: Seen, by: User | None) -> Saved:
    """Write the summary of the discussion of ``item``.

    Raises ``MinutesSettled``, ``Refusal`` when it is said both that nobody spoke and what was said, or
    ``ChangedMeanwhile``: nothing is written then.
    """
    if is_silent and debate_html.strip():
        raise Refusal(
            "minutes.silent",
            "Vous avez coché « aucune observation » et écrit un résumé : gardez l'un des deux.",
        )
    with writing(item.sitting, by=by) as change:
        wanted = {"debate_html": debate_html, "is_silent": is_silent}
        return _merged(change, debate_of(item), wanted, seen)


def _merged(
    change: SittingChange, row: Minutes | DebateSummary, wanted: Mapping[str, Any], seen: Seen
) -> Saved:
    current = values_of(row)
    merged = require_no_conflict(row, current, wanted, seen)
    if merged.values == current and row.pk is not None:
        return Saved(row, merged.kept)
    for name, value in merged.values.items():
        setattr(row, name, value)
    return Saved(change.writer.write(row, ""), merged.kept)


def silence_the_rest(sitting: Sitting, *, by: User | None) -> int:
    """Say of every item examined without a summary that nobody spoke; return how many. The secretary's word."""
    with writing(sitting, by=by) as change:
        waiting = [item for item in _examined(change.sitting) if not _is_told(item)]
        for item in waiting:
            row = debate_of(item)
            row.is_silent = True
            change.writer.write(row, "")
        return len(waiting)


def _examined(sitting: Sitting) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(sitting=sitting, outcome=ItemOutcome.EXAMINED)
    return list(rows.select_related("debate").order_by("order"))


def _is_told(item: AgendaItem) -> bool:
    debate = getattr(item, "debate", None)
    return debate is not None and (debate.is_silent or bool(debate.debate_html))


def save_requests(
    item: AgendaItem, method: VoteMethod, members: Collection[Mandate], *, by: User | None
) -> tuple[BallotRequest, ...]:
    """Record the members who asked for that form of ballot on ``item``: these and no other (CGCT art. L. 2121-21).

    Raises ``MinutesSettled``.
    """
    with writing(item.sitting, by=by) as change:
        known = {row.member_id: row for row in BallotRequest.objects.filter(item=item, method=method)}
        wanted = {member.pk: member for member in members}
        for key, row in known.items():
            if key not in wanted:
                change.writer.delete(row)
        new = [BallotRequest(item=item, method=method, member=m) for k, m in wanted.items() if k not in known]
        for row in new:
            change.writer.write(row, "")
        return tuple(BallotRequest.objects.filter(item=item, method=method).order_by("pk"))


def add_incident(
    sitting: Sitting,
    *,
    incident_html: str,
    by: User | None,
    item: AgendaItem | None = None,
    at: datetime | None = None,
) -> MinutesIncident:
    """Record an incident, on an item or on none. ``at`` is aware. Raises ``MinutesSettled``, ``Refusal`` when empty."""
    if not incident_html.strip():
        raise Refusal("minutes.incident", "Dites ce qui s'est passé.")
    with writing(sitting, by=by) as change:
        row = MinutesIncident(sitting=change.sitting, item=item, incident_html=incident_html, at=at)
        return change.writer.write(row, "")


def remove_incident(incident: MinutesIncident, *, by: User | None) -> None:
    """Take an incident out of the draft; its history stays. Raises ``MinutesSettled``."""
    with writing(incident.sitting, by=by) as change:
        change.writer.delete(incident)
