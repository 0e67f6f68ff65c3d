"""How much of the truth a reading finds, and how much of what it says is true: per field."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from deliberations.domain.acts import ClauseKind
from deliberations.domain.linter.folding import folded_words
from deliberations.pastacts import ReadAct
from deliberations.pastacts.numbers import squeezed
from tests.support.past_truth import TrueAct

FIELDS = ("acts", "number", "date", "title", "visas", "considerants", "decisions", "vote")


@dataclass(slots=True)
class Score:
    """For each field: what is true, what was read, what was read rightly."""

    true: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, true: int, read: int, right: int) -> None:
        self.true[name] += true
        self.read[name] += read
        self.right[name] += right

    def recall(self, name: str) -> float:
        return self.right[name] / self.true[name] if self.true[name] else 1.0

    def precision(self, name: str) -> float:
        return self.right[name] / self.read[name] if self.read[name] else 1.0


def score_paper(score: Score, truth: Iterable[TrueAct], read: Iterable[ReadAct]) -> None:
    """Pair each true act with the act read that looks most like it, then count field by field."""
    left = list(read)
    for true in truth:
        best = max(left, key=lambda act: _likeness(true, act), default=None)
        if best is None or _likeness(true, best) < 1:
            _missed(score, true)
            continue
        left.remove(best)
        score.add("acts", 1, 1, 1)
        _compare(score, true, best)
    score.add("acts", 0, len(left), 0)


def _likeness(true: TrueAct, act: ReadAct) -> float:
    same = (
        bool(true.number) and act.number is not None and squeezed(act.number.value) == squeezed(true.number)
    )
    return (
        2 * same
        + _title_share(true, act)
        + 0.5 * (act.held_on is not None and act.held_on.value == true.held_on)
    )


def _title_share(true: TrueAct, act: ReadAct) -> float:
    words = set(folded_words(act.title.value)) if act.title else set()
    return len(words & set(true.title)) / len(set(true.title)) if true.title else 0.0


def _missed(score: Score, true: TrueAct) -> None:
    score.add("acts", 1, 0, 0)
    score.add("number", bool(true.number), 0, 0)
    score.add("date", 1, 0, 0)
    score.add("title", bool(true.title), 0, 0)
    for name in ("visas", "considerants", "decisions"):
        score.add(name, getattr(true, name), 0, 0)
    score.add("vote", true.is_voted, 0, 0)


def _compare(score: Score, true: TrueAct, act: ReadAct) -> None:
    same = act.number is not None and squeezed(act.number.value) == squeezed(true.number)
    score.add("number", bool(true.number), act.number is not None, same)
    score.add(
        "date", 1, act.held_on is not None, act.held_on is not None and act.held_on.value == true.held_on
    )
    if true.title:
        score.add("title", 1, act.title is not None, _title_share(true, act) >= 0.6)
    kinds = [found.value.kind for found in act.clauses]
    for name, kind in (("visas", ClauseKind.VU), ("considerants", ClauseKind.CONSIDERANT)):
        _counted(score, name, getattr(true, name), kinds.count(kind))
    _counted(score, "decisions", true.decisions, len(act.decisions))
    _voted(score, true, act)


def _counted(score: Score, name: str, true: int, read: int) -> None:
    score.add(name, true, read, min(true, read))


def _voted(score: Score, true: TrueAct, act: ReadAct) -> None:
    vote = act.vote.value if act.vote else None
    is_told = true.is_voted
    right = vote is not None and is_told
    if right and vote is not None:
        right = (
            true.stated is None
            or vote.stated in (true.stated, None)
            or bool(true.against or true.abstentions)
        )
        right = right and (vote.against or 0) == (true.against or 0)
        right = right and (vote.abstentions or 0) == (true.abstentions or 0)
        right = right and (vote.stated is not None or vote.in_favour is not None)
    score.add("vote", is_told, vote is not None, right)
