"""A duty of the calendar: when it falls, whether it is done, and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from councils.domain.bodies import BodyType, Council, Territory
from councils.domain.days import council_day
from deliberations.domain.articles import lent
from deliberations.domain.findings import Override
from deliberations.domain.rulebook import EVERY_TERRITORY, Certainty, territory_of

FactsT = TypeVar("FactsT")


class DutyState(StrEnum):
    """DUE until the last day, included; LATE after it. A window that has closed is DONE."""

    DONE = "DONE"
    DUE = "DUE"
    LATE = "LATE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts say of one duty, before today is known.

    ``is_done`` without ``done_on`` is done on a day nobody noted. ``not_applicable`` says why it is not one.
    ``is_window`` is a time during which others may act: it is over, not late, after its last day. ``article`` and
    ``certainty`` are those of the case, where they are not those of the rule.
    """

    first: date | None = None
    last: date | None = None
    done_on: date | None = None
    is_done: bool = False
    next_action: str = ""
    not_applicable: str = ""
    is_window: bool = False
    article: str | None = None
    certainty: Certainty | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a sitting, an act or a year, on the day it was read.

    ``subject`` is the uid of the sitting or of the act, or the year. ``first`` and ``last`` are the first and last
    days to do it, both included; ``was_late`` tells one that was done after its last day. ``consequence`` is what
    follows when nothing is done. ``next_action`` is what to do now, why it does not apply, or how it was closed.
    ``is_window`` is a time during which others may act, or something must last: nobody has to do anything by its
    last day.
    """

    code: str
    title: str
    article: str
    certainty: Certainty
    subject: str
    first: date | None
    last: date | None
    done_on: date | None
    state: DutyState
    was_late: bool
    next_action: str
    consequence: str
    is_window: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.state in (DutyState.DUE, DutyState.LATE)

    def spared(self, reason: str) -> "Duty":
        """The same, no longer asked for when it is not done: ``reason`` says why."""
        if not self.is_waiting:
            return self
        return replace(self, state=DutyState.NOT_APPLICABLE, next_action=reason)


@dataclass(frozen=True, slots=True)
class DutyRule(Generic[FactsT]):
    """One duty of the law: its article, since when, for whom, and how it is read from the facts.

    ``article`` is that of a commune; a duty cites the one of the body.
    """

    code: str
    title: str
    article: str
    says: str
    read: Callable[[FactsT], Reading]
    bodies: frozenset[BodyType]
    consequence: str = ""
    certainty: Certainty = Certainty.ESTABLISHED
    territories: frozenset[Territory] = EVERY_TERRITORY
    since: date | None = None
    until: date | None = None

    def concerns(self, council: Council) -> bool:
        """Whether such a council may ever have that duty; the others never hear of it."""
        is_local = self.territories == frozenset({Territory.ALSACE_MOSELLE})
        is_there = territory_of(council) in self.territories
        return council.body_type in self.bodies and (not is_local or is_there)

    def duty(
        self, facts: FactsT, council: Council, on: date, subject: str, override: Override | None, today: date
    ) -> Duty:
        """The duty as it stands ``today``; ``on`` is the day whose law applies."""
        reading = _overridden(self._reading(facts, council, on), override, council)
        state = _state(reading, today)
        return Duty(
            code=self.code,
            title=self.title,
            article=lent(council, self.article) if reading.article is None else reading.article,
            certainty=reading.certainty or self.certainty,
            subject=subject,
            first=reading.first,
            last=reading.last,
            done_on=reading.done_on,
            state=state,
            was_late=bool(reading.done_on and reading.last and reading.done_on > reading.last),
            next_action=_next_action(reading, state),
            consequence=self.consequence,
            is_window=reading.is_window,
        )

    def _reading(self, facts: FactsT, council: Council, on: date) -> Reading:
        if territory_of(council) not in self.territories:
            return Reading(not_applicable="Le droit local ne prévoit pas cette obligation sous cette forme.")
        if (self.since and on < self.since) or (self.until and on > self.until):
            return Reading(not_applicable="Le texte n'était pas en vigueur ce jour-là.")
        return self.read(facts)


def _overridden(reading: Reading, override: Override | None, council: Council) -> Reading:
    """A duty whose fulfilment nothing records is closed by hand, with a reason that is kept.

    The day is that of the council: late in the evening, it is already the day after elsewhere.
    """
    if override is None or reading.done_on is not None:
        return reading
    done_on = council_day(council, override.at) if override.at else None
    return replace(reading, is_done=True, done_on=done_on, next_action=override.reason)


def _next_action(reading: Reading, state: DutyState) -> str:
    """Nothing more where it is done, unless somebody said how."""
    if state is DutyState.DONE and not reading.is_done:
        return ""
    return reading.not_applicable or reading.next_action


def _state(reading: Reading, today: date) -> DutyState:
    if reading.not_applicable:
        return DutyState.NOT_APPLICABLE
    if reading.is_done or reading.done_on is not None:
        return DutyState.DONE
    if reading.last is None or today <= reading.last:
        return DutyState.DUE
    return DutyState.DONE if reading.is_window else DutyState.LATE
