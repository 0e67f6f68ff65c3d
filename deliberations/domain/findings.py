"""What the engine says of a sitting: findings that advise, and refusals of a gesture of ours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """REFUSAL blocks one of our gestures; on a recorded fact every severity is only a remark."""

    REFUSAL = "REFUSAL"
    WARNING = "WARNING"
    NOTICE = "NOTICE"


@dataclass(frozen=True, slots=True)
class Override:
    """A warning set aside: which one, why, by whom (a name) and when (aware). The reason is kept for good.

    ``item`` is that of the finding; ``where`` narrows it to one place, any place of the item when empty.
    """

    code: str
    reason: str
    by: str = ""
    at: datetime | None = None
    item: str | None = None
    where: str = ""

    def sets_aside(self, finding: "Finding") -> bool:
        """Whether it speaks of that finding. A refusal is never set aside, nor anything without a reason."""
        is_same = (self.code, self.item) == (finding.code, finding.item)
        is_there = not self.where or self.where == finding.where
        return is_same and is_there and bool(self.reason.strip()) and finding.severity is not Severity.REFUSAL


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a sitting. ``item`` is the agenda item's uid, ``where`` a place a reader can find.

    A remark on several ``items`` is told once: ``item`` is then ``None``, or the first of them. Without either, it
    is about the whole sitting.

    ``message`` says what is seen, ``consequence`` why it matters, ``remedy`` what to do; ``correction`` is a
    replacement text, when one can be proposed. ``override`` is the reason for which it was set aside.
    """

    code: str
    severity: Severity
    article: str
    message: str
    where: str = ""
    item: str | None = None
    items: tuple[str, ...] = ()
    consequence: str = ""
    remedy: str = ""
    correction: str = ""
    override: Override | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody: a notice, or a warning set aside, no longer does."""
        return self.severity is not Severity.NOTICE and self.override is None

    def concerns(self, item: str) -> bool:
        """Whether it holds the act of an item: its own, one of those it names, or the whole sitting's."""
        return item in self.items if self.items else self.item in (None, item)
