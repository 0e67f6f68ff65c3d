"""What the engine says of a sitting: findings that advise, and refusals of a gesture of ours."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """REFUSAL blocks one of our gestures; on a recorded fact every severity is only a remark."""

    REFUSAL = "REFUSAL"
    WARNING = "WARNING"
    NOTICE = "NOTICE"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a sitting. ``item`` is the agenda item's uid, ``where`` a place a reader can find.

    ``message`` says what is seen, ``consequence`` why it matters, ``remedy`` what to do; ``correction`` is a
    replacement text, when one can be proposed.
    """

    code: str
    severity: Severity
    article: str
    message: str
    where: str = ""
    item: str | None = None
    consequence: str = ""
    remedy: str = ""
    correction: str = ""
