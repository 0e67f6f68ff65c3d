"""Where a fact falls in a sitting: an agenda item, a phase of it, and the number of the ballot."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """DEBATE is read when the debate of an item opens (quorum), VOTE when ballot ``n`` is taken."""

    DEBATE = "DEBATE"
    VOTE = "VOTE"
    AFTER = "AFTER"


_PHASE_ORDER = {Phase.DEBATE: 0, Phase.VOTE: 1, Phase.AFTER: 2}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the sitting. A movement placed at a moment takes effect just before it.

    ``ballot`` counts from 1 the votes (or rounds) taken on the item.
    """

    item: str
    phase: Phase = Phase.DEBATE
    ballot: int = 1

    def key(self, examination_order: Mapping[str, int]) -> tuple[int, int, int]:
        """Sort key, given the place of each item in the order of examination. ``KeyError`` if unknown."""
        return (examination_order[self.item], _PHASE_ORDER[self.phase], self.ballot)
