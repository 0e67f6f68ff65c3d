"""Invented papers with what is true of each, and how an act read from them is compared: exactly, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from deliberations.domain.acts import ClauseKind
from deliberations.domain.linter.folding import fold
from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult
from deliberations.pastacts import ReadAct
from deliberations.pastacts.numbers import squeezed
from tests.support.past_layouts import INVENTED

FIELDS = ("acts", "number", "date", "title", "visas", "considerants", "decisions", "vote", "whole")
_STATED = {
    "rejected": StatedResult.REJECTED,
    "unanimous": StatedResult.UNANIMOUS,
    "majority": StatedResult.ADOPTED,
}


@dataclass(frozen=True, slots=True)
class InventedAct:
    """What a careful reader finds. A count that the file does not tell is not compared."""

    number: str
    held_on: date
    title: str
    theme: str
    counts: dict[str, int]
    vote: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Fields compared and read rightly; acts read that no paper holds; acts said to be clear that are not right."""

    true: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)
    invented: int = 0
    clear: int = 0
    clear_and_wrong: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool) -> None:
        self.true[name] = self.true.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + right

    def share(self, name: str) -> float:
        return self.right.get(name, 0) / self.true[name] if self.true.get(name) else 1.0


def names_of(folder: str) -> list[str]:
    return [name for name, path in INVENTED.items() if path.parent.name == folder]


def truth_of(name: str) -> list[InventedAct]:
    head = INVENTED[name].read_text(encoding="utf-8").partition("\n---\n")[0]
    return [_act(block) for block in head.split("\n==")]


def _act(block: str) -> InventedAct:
    told = dict(line.removeprefix("= ").split(": ", 1) for line in block.split("\n") if line.startswith("= "))
    counts = {name: int(told[name]) for name in ("visas", "considerants", "decisions") if name in told}
    return InventedAct(
        told.get("number", ""),
        date.fromisoformat(told["date"]),
        told["title"],
        told.get("theme", ""),
        counts,
        tuple(told["vote"].split()),
    )


def score(tally: Tally, name: str, acts: Iterable[ReadAct]) -> None:
    """Pair each true act with the one read that has its number or its title, then compare them."""
    left = list(acts)
    for true in truth_of(name):
        found = next((act for act in left if _is_same(true, act)), None)
        tally.add("acts", found is not None)
        if found is not None:
            left.remove(found)
        wrong = [field for field, right in _compared(true, found) if not _counted(tally, field, right)]
        tally.add("whole", not wrong)
        if found is not None and found.confidence is Confidence.CLEAR:
            tally.clear += 1
            tally.clear_and_wrong += bool(wrong)
        if wrong:
            tally.missed.append(f"{name} {true.number or true.title}: {', '.join(wrong)}")
    tally.invented += len(left)
    tally.missed += [f"{name}: invented {act.number} {act.title}" for act in left]


def _counted(tally: Tally, name: str, right: bool) -> bool:
    tally.add(name, right)
    return right


def _is_same(true: InventedAct, act: ReadAct) -> bool:
    if true.number and act.number:
        return squeezed(true.number) == squeezed(act.number.value)
    return act.title is not None and fold(true.title) in fold(act.title.value)


def _compared(true: InventedAct, act: ReadAct | None) -> Iterable[tuple[str, bool]]:
    number = squeezed(act.number.value) if act and act.number else ""
    yield "number", act is not None and number == squeezed(true.number)
    yield "date", bool(act and act.held_on and act.held_on.value == true.held_on)
    theme = fold(act.theme.value) if act and act.theme else ""
    is_titled = bool(act and act.title and fold(act.title.value) == fold(true.title))
    yield "title", is_titled and (not true.theme or theme == fold(true.theme))
    kinds = [found.value.kind for found in act.clauses] if act else []
    read = {
        "visas": kinds.count(ClauseKind.VU),
        "considerants": kinds.count(ClauseKind.CONSIDERANT),
        "decisions": len(act.decisions) if act else 0,
    }
    for name, count in true.counts.items():
        yield name, act is not None and read[name] == count
    if true.vote != ("any",):
        yield "vote", act is not None and _is_vote(true.vote, act)


def _is_vote(true: tuple[str, ...], act: ReadAct) -> bool:
    vote = act.vote.value if act.vote else None
    if true == ("none",) or vote is None:
        return vote is None and true == ("none",)
    for word in true:
        name, _, count = word.partition("=")
        if count:
            read = getattr(vote, {"for": "in_favour"}.get(name, name))
            if (read if read is not None else (0 if name != "for" else None)) != int(count):
                return False
        elif vote.stated is not _STATED[name]:
            return False
    return True
