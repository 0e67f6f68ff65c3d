"""When an act becomes executory, what keeps it from it, and how and until when it may be challenged."""

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from councils.domain.bodies import BodyType, Council, PublicationMode
from councils.domain.membership import number_at
from deliberations.domain.acts import ActState, Deliberation, PublicFact
from deliberations.domain.clear_days import LARGE_COMMUNE
from deliberations.domain.holidays_fr import next_working_day
from deliberations.domain.majority import Verdict
from deliberations.domain.posts import elects_communal_heads
from deliberations.domain.record import Record
from deliberations.domain.rulebook import PUBLICITY_REFORM, RULED
from deliberations.domain.sittings import ItemKind, ItemOutcome

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
_NOTIFIED = re.compile(r"notif|recommandé|mains? propres?|remis", re.IGNORECASE)


class Obstacle(StrEnum):
    """What keeps an act from being executory."""

    NOT_EXAMINED = "NOT_EXAMINED"
    PROPOSAL_REJECTED = "PROPOSAL_REJECTED"
    NO_DECISION = "NO_DECISION"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    NOT_TRANSMITTED = "NOT_TRANSMITTED"


class MadeKnown(Protocol):
    """An act that is published, or notified when it is individual: a deliberation, a decision of the mayor."""

    @property
    def publications(self) -> tuple[PublicFact, ...]: ...

    @property
    def is_individual(self) -> bool: ...


class Appeal(StrEnum):
    """Which appeal an act is open to: the ordinary one, that of the election of a mayor, or not established.

    NOTIFIED is the ordinary one, from the notification of an individual decision.
    """

    ORDINARY = "ORDINARY"
    NOTIFIED = "NOTIFIED"
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

    An act referred to the court (art. L. 2131-6) stays executory until it is suspended or annulled. A proposal
    that was rejected decides nothing, whatever its text says.
    """
    item = record.item(act.item)
    holds = {
        Obstacle.NOT_EXAMINED: item.outcome is not ItemOutcome.EXAMINED,
        Obstacle.PROPOSAL_REJECTED: is_rejected(record, act),
        Obstacle.NO_DECISION: not (act.operative or record.elections_on(act.item)),
        Obstacle.SUSPENDED: act.state is ActState.SUSPENDED,
        Obstacle.ANNULLED: act.state is ActState.ANNULLED,
        Obstacle.NOT_PUBLISHED: first_publication(record.council, act) is None,
        Obstacle.NOT_TRANSMITTED: item.is_transmissible and act.transmission is None,
    }
    return next((obstacle for obstacle, is_there in holds.items() if is_there), None)


def is_rejected(record: Record, act: Deliberation) -> bool:
    """Whether the vote rejected what the act proposes: whether such an act must be transmitted is not established."""
    return record.verdict_on(act.item) is Verdict.REJECTED and not record.elections_on(act.item)


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


def first_publication(council: Council, act: MadeKnown) -> PublicFact | None:
    """The earliest publication made in the way of the law, else the earliest of all (CGCT art. L. 2131-1).

    Another way is reported by the checks, never refused (art. L. 2131-1, IV). An individual decision is notified:
    its publication makes it known to others, not to its addressee.
    """
    published = sorted(act.publications, key=lambda fact: fact.effective_on)
    if act.is_individual:
        return _notification(published)
    return next(
        (fact for fact in published if is_in_mode(council, fact)), published[0] if published else None
    )


def _notification(published: list[PublicFact]) -> PublicFact | None:
    """The first fact said to be a notification, else the first whose channel does not say that it is none."""
    unnamed = (fact for fact in published if not fact.channel.strip() or publication_mode(fact) is None)
    return next((fact for fact in published if is_notification(fact)), next(unnamed, None))


def appeal_start(council: Council, act: MadeKnown) -> PublicFact | None:
    """The publication or notification from which the appeal runs, ``None`` until there is one.

    A publication made in another way than the one that the law or the council's choice sets may make an act
    executory; it does not open the appeal. Where no choice is recorded, any publication is taken at its word.
    """
    first = first_publication(council, act)
    if first is None or act.is_individual or is_in_mode(council, first):
        return first
    return None if _is_mode_sure(council, first.effective_on) else first


def _is_mode_sure(council: Council, on: date) -> bool:
    return must_be_electronic(council, on) or chosen_mode(council, on) is not None


def is_in_mode(council: Council, fact: PublicFact) -> bool:
    """Whether a publication follows the mode in force that day; true where no text sets one."""
    return mode_in_force(council, fact.effective_on) in (None, publication_mode(fact))


def mode_in_force(council: Council, on: date) -> PublicationMode | None:
    """The way acts are published that day: chosen where there is a choice, else electronic (CGCT art. L. 2131-1).

    ``None`` before the reform of 1 July 2022 and in a body without rules of ours: any way counts.
    """
    if on < PUBLICITY_REFORM or council.body_type not in RULED:
        return None
    chosen = None if must_be_electronic(council, on) else chosen_mode(council, on)
    return chosen or PublicationMode.ELECTRONIC


def must_be_electronic(council: Council, on: date) -> bool:
    """Communes of 3,500 inhabitants and EPCI have no choice since the reform; syndicates and CCAS have one."""
    if on < PUBLICITY_REFORM or council.body_type not in (BodyType.COMMUNE, BodyType.EPCI):
        return False
    inhabitants = number_at(council.populations, on)
    is_large = inhabitants is not None and inhabitants >= LARGE_COMMUNE
    return is_large or council.body_type is BodyType.EPCI


def chosen_mode(council: Council, on: date) -> PublicationMode | None:
    """The mode that the council recorded for that day, whether the law leaves it that choice or not."""
    since = [(m.since or date.min, m.mode) for m in council.publication_modes]
    return next((mode for start, mode in sorted(since, reverse=True) if start <= on), None)


def is_notification(fact: PublicFact) -> bool:
    """Whether the channel names a notification: « notification », « remise en main propre », « recommandé »."""
    return _NOTIFIED.search(fact.channel) is not None


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
    if elects_communal_heads(record, item):
        return Appeal.ELECTION_OF_HEADS
    if item.kind is ItemKind.ELECTION or elections:
        return Appeal.NOT_ESTABLISHED
    return Appeal.NOTIFIED if act.is_individual else Appeal.ORDINARY


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
