"""What a careful reader finds on each real paper: the facts of ``tests/dossiers``, which were entered by hand.

Where the dossier of a paper holds more, or less, than the paper prints, the difference is told here.
"""

from dataclasses import dataclass
from datetime import date

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.sittings import Sitting
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, StatedResult, Vote
from deliberations.dossier.reader import read_dossier
from tests.support.past_layouts import SAMPLES, TESTS

HELD_OUT = frozenset(sorted(SAMPLES)[2::3])
"""Every third paper, in the order of the alphabet. None of their words was looked at until the first measure told in
``docs/benchmarks.md``; the heads of Seloncourt, Bagneux and Neuilly-sur-Marne were, afterwards."""
WITHOUT_ACT = frozenset({"chelles-convocation-2020-11-17", "boussy-saint-antoine-odj-2023-11-30"})
"""Convocations: nothing is decided in them, nothing must be found."""


@dataclass(frozen=True, slots=True)
class TrueAct:
    """An act as its paper prints it. ``against`` and the others are ``None`` where nobody counted."""

    number: str
    held_on: date
    title: tuple[str, ...]
    visas: int
    considerants: int
    decisions: int
    stated: StatedResult | None
    against: int | None
    abstentions: int | None
    is_voted: bool


def truth_of(name: str) -> list[TrueAct]:
    """The acts of a paper, in its order."""
    path = next((p for p in (TESTS / "dossiers").glob("*.json") if name.startswith(p.stem)), None)
    if name in WITHOUT_ACT or path is None:
        return []
    (sitting,) = read_dossier(path.read_bytes()).sittings
    return [_act(sitting, act) for act in sitting.deliberations]


def _act(sitting: Sitting, act: Deliberation) -> TrueAct:
    title = act.title_html or next(item.title_html for item in sitting.agenda if item.uid == act.item)
    vote = next((vote for vote in sitting.votes if act.item in vote.items and vote.decides), None)
    kinds = [clause.kind.value for clause in act.clauses]
    return TrueAct(
        act.printed_number,
        sitting.held_on,
        tuple(word for word in folded_words(text_of(title)) if len(word) > 3),
        kinds.count("VU"),
        kinds.count("CONSIDERANT"),
        sum(len(part.blocks_html) for part in act.operative),
        vote.stated if vote else None,
        _count(vote, Choice.AGAINST),
        _count(vote, Choice.ABSTENTION),
        vote is not None,
    )


def _count(vote: Vote | None, choice: Choice) -> int | None:
    if vote is None or (not vote.ballots and vote.tally is None):
        return None
    if vote.tally is not None:
        return vote.tally.against if choice is Choice.AGAINST else vote.tally.abstentions
    return sum(1 if each.count is None else each.count for each in vote.ballots if each.choice is choice)
