"""When an act becomes executory, what keeps it from it, and how and until when it may be challenged."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from councils.domain.bodies import BodyType, Council, PublicationMode
from deliberations.domain.acts import ActState, Deliberation, PublicFact
from deliberations.domain.holidays_fr import next_working_day
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.domain.votes import Election

APPEAL_MONTHS = 2

_MODES = (
    (
        PublicationMode.ELECTRONIC,
        re.compile(r"^$|site|internet|en ligne|numérique|électronique|https?:", re.IGNORECASE),
    ),
    (PublicationMode.POSTING, re.compile(r"affich", re.IGNORECASE)),
    (PublicationMode.PAPER, re.compile(r"papier", re.IGNORECASE)),
)
"""How each way of publication is named; a publication without a name is that of our own site."""
_HEADS_OF_COMMUNE = re.compile(r"\b(?:maire|adjoint)", re.IGNORECASE)


class Obstacle(StrEnum):
    """What keeps an act from being executory."""

    NOT_EXAMINED = "NOT_EXAMINED"
    NO_DECISION = "NO_DECISION"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    NOT_TRANSMITTED = "NOT_TRANSMITTED"


class Appeal(StrEnum):
    """Which appeal an act is open to: the ordinary one, that of the election of a mayor, or not established."""

    ORDINARY = "ORDINARY"
    ELECTION_OF_HEADS = "ELECTION_OF_HEADS"
    NOT_ESTABLISHED = "NOT_ESTABLISHED"


def enforceable_from(
    *, published_on: date | None, transmitted_on: date | None, is_transmissible: bool
) -> date | None:
    """First day the act is executory (CGCT art. L. 2131-1), or ``None`` while a condition is missing.

    An act that need not be transmitted (art. L. 2131-3) is executory once published.
    """
    if published_on is None:
        return None
    if not is_transmissible:
        return published_on
    return None if transmitted_on is None else max(published_on, transmitted_on)


def obstacle_of(record: Record, act: Deliberation) -> Obstacle | None:
    """What keeps ``act`` from being executory, or ``None`` (CGCT art. L. 2131-1).

    An act referred to the court (art. L. 2131-6) stays executory until it is suspended or annulled.
    """
    item = record.item(act.item)
    holds = {
        Obstacle.NOT_EXAMINED: item.outcome is not ItemOutcome.EXAMINED,
        Obstacle.NO_DECISION: not act.operative and not record.elections_on(act.item),
        Obstacle.SUSPENDED: act.state is ActState.SUSPENDED,
        Obstacle.ANNULLED: act.state is ActState.ANNULLED,
        Obstacle.NOT_PUBLISHED: first_publication(record.council, act) is None,
        Obstacle.NOT_TRANSMITTED: item.is_transmissible and act.transmission is None,
    }
    return next((obstacle for obstacle, is_there in holds.items() if is_there), None)


def executory_since(record: Record, act: Deliberation) -> date | None:
    """First day ``act`` is executory, or ``None`` while something keeps it from it."""
    published = first_publication(record.council, act)
    if obstacle_of(record, act) is not None or published is None:
        return None
    return enforceable_from(
        published_on=published.effective_on,
        transmitted_on=act.transmission.effective_on if act.transmission else None,
        is_transmissible=record.item(act.item).is_transmissible,
    )


def is_enforceable(record: Record, act: Deliberation) -> bool:
    """Whether ``act`` is executory (CGCT art. L. 2131-1)."""
    return executory_since(record, act) is not None


def first_publication(council: Council, act: Deliberation) -> PublicFact | None:
    """The earliest publication made in the way the council had chosen that day, else the earliest of all.

    Another way than the chosen one is reported by the checks, never refused (art. L. 2131-1, IV).
    """
    published = sorted(act.publications, key=lambda fact: fact.effective_on)
    return next(
        (fact for fact in published if is_in_mode(council, fact)), published[0] if published else None
    )


def is_in_mode(council: Council, fact: PublicFact) -> bool:
    """Whether a publication follows the mode in force that day; true while the council has recorded none."""
    since = [(m.since or date.min, m.mode) for m in council.publication_modes]
    in_force = [mode for start, mode in sorted(since) if start <= fact.effective_on]
    return not in_force or in_force[-1] is publication_mode(fact)


def publication_mode(fact: PublicFact) -> PublicationMode | None:
    """The way of a publication, by its channel; ``None`` when its name is none of those of the law."""
    channel = fact.channel.strip()
    return next((mode for mode, name in _MODES if name.search(channel)), None)


def appeal_of(record: Record, act: Deliberation) -> Appeal:
    """Which appeal an act is open to.

    The election of a mayor or deputies has an appeal of its own (CGCT art. L. 2122-13, D. 2122-2). That of
    other elections is not established here: nothing is said of it.
    """
    item, elections = record.item(act.item), record.elections_on(act.item)
    if item.kind is not ItemKind.ELECTION and not elections:
        return Appeal.ORDINARY
    if record.council.body_type is BodyType.COMMUNE and _fills_heads(elections):
        return Appeal.ELECTION_OF_HEADS
    return Appeal.NOT_ESTABLISHED


def _fills_heads(elections: Iterable[Election]) -> bool:
    """« maire », « deuxième adjointe »: all that is filled, for the sentence to be true of the whole act."""
    posts = [election.posts for election in elections]
    return bool(posts) and all(_HEADS_OF_COMMUNE.search(post) for post in posts)


def appeal_deadline(published_on: date) -> date:
    """Last day of the ordinary two-month appeal after publication (CJA art. R. 421-1).

    The limit is clear, counted from date to date: the last day is the day after the same day two months later;
    it is carried to the next working day when it falls on a Saturday, a Sunday or a public holiday.
    Local holidays (Alsace-Moselle, overseas) are not counted: their effect on this limit is not established,
    so the earlier date is given.
    """
    return next_working_day(add_months(published_on, APPEAL_MONTHS) + timedelta(days=1))


def decision_list_due(held_on: date) -> date:
    """Last day to post and put online the list of deliberations of a sitting (CGCT art. L. 2121-25)."""
    return held_on + timedelta(days=7)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, clamped to the end of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
