"""The minutes of a sitting as recorded facts: what the secretary adds to the facts of the evening, and their life.

What the facts of the sitting already say (who came, how they voted, which text) is never typed here. Every ``*_html``
holds the restricted HTML subset.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from deliberations.domain.votes import VoteMethod


class RemarkOutcome(StrEnum):
    """What became of a remark: kept for the record, accepted with a rectification, or refused."""

    NOTED = "NOTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


class MinutesChannel(StrEnum):
    """How the draft reached the members."""

    EMAIL = "EMAIL"
    POST = "POST"
    HAND = "HAND"


@dataclass(frozen=True, slots=True)
class Debate:
    """The substance of the discussions on one item: a summary of opinions, not verbatim (CGCT art. L. 2121-15).

    ``is_silent`` is the secretary's word that nobody spoke: it is never supposed.
    """

    item: str
    debate_html: str = ""
    is_silent: bool = False

    @property
    def is_told(self) -> bool:
        return self.is_silent or bool(self.debate_html.strip())


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened during an item, or on no item in particular. ``at`` is aware."""

    incident_html: str
    item: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BallotRequest:
    """One member present who asked for a form of ballot on an item (CGCT art. L. 2121-21)."""

    item: str
    method: VoteMethod
    member: str


@dataclass(frozen=True, slots=True)
class MinutesRemark:
    """A remark on the draft, recorded beside it.

    ``rectification_html`` is the text that the assembly accepted in its place.
    """

    remark_html: str
    member: str | None = None
    made_on: date | None = None
    outcome: RemarkOutcome = RemarkOutcome.NOTED
    rectification_html: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """The draft sent, or said to be sent, to one member, or to all (``member`` is ``None``)."""

    sent_on: date
    channel: MinutesChannel
    member: str | None = None


@dataclass(frozen=True, slots=True)
class MinutesSignature:
    """A signature by hand on the minutes, as the town hall tells it."""

    member: str
    signed_on: date
    capacity: str = ""


class CompletionKind(StrEnum):
    """Which missing fact of the sitting is completed."""

    HOUR = "HOUR"
    CHAIR = "CHAIR"
    SECRETARY = "SECRETARY"


@dataclass(frozen=True, slots=True)
class Completion:
    """A fact that the record of the sitting lacks, learnt once its acts had left: told in the minutes, and there alone.

    ``reason`` says how it is known. ``hour`` is that of an HOUR, ``member`` the mandate of the others.
    """

    kind: CompletionKind
    completed_on: date
    reason: str
    member: str | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that is known of the minutes of one sitting beside the sitting itself.

    ``prints_names`` puts the names of those who voted against or abstained in an ordinary ballot, at their request;
    a public ballot always names everybody, a secret one nobody. ``settling_sitting`` and ``settling_item`` are the
    uids of the later sitting and of its item by which these minutes are put to the vote; ``settled_on`` is the day of
    the sitting that settled them, ``None`` while they are a draft.
    """

    introduction_html: str = ""
    closing_html: str = ""
    prints_names: bool = False
    debates: tuple[Debate, ...] = ()
    incidents: tuple[Incident, ...] = ()
    requests: tuple[BallotRequest, ...] = ()
    remarks: tuple[MinutesRemark, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    signatures: tuple[MinutesSignature, ...] = ()
    completions: tuple[Completion, ...] = ()
    settling_sitting: str = ""
    settling_item: str = ""
    settled_on: date | None = None

    def debate_on(self, item: str) -> Debate:
        """What is told of the discussion of an item; an empty summary when nobody wrote one."""
        return next((debate for debate in self.debates if debate.item == item), Debate(item))

    def incidents_on(self, item: str | None) -> tuple[Incident, ...]:
        return tuple(incident for incident in self.incidents if incident.item == item)

    def asked_on(self, item: str, method: VoteMethod) -> tuple[str, ...]:
        """The members named as asking for that form of ballot, in the order noted."""
        return tuple(r.member for r in self.requests if (r.item, r.method) == (item, method))


class MinutesStage(StrEnum):
    """How far the minutes have come; each stage supposes those before it, which may be recorded later."""

    DRAFT = "DRAFT"
    DISTRIBUTED = "DISTRIBUTED"
    SETTLED = "SETTLED"
    SIGNED = "SIGNED"
    PUBLISHED = "PUBLISHED"


def stages_reached(
    minutes: Minutes, *, is_settled: bool, is_published: bool, signatories: Iterable[str]
) -> frozenset[MinutesStage]:
    """The stages that the facts show. Signed means by everyone of ``signatories``, one at least."""
    wanted = set(signatories)
    signed = {signature.member for signature in minutes.signatures}
    reached = {
        MinutesStage.DRAFT: True,
        MinutesStage.DISTRIBUTED: bool(minutes.distributions),
        MinutesStage.SETTLED: is_settled,
        MinutesStage.SIGNED: bool(wanted) and wanted <= signed,
        MinutesStage.PUBLISHED: is_published,
    }
    return frozenset(stage for stage, is_reached in reached.items() if is_reached)
