"""Random votes: all in favour with exceptions, by name, by group, by bare totals, secret, tied, or only announced."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from deliberations.domain.votes import (
    Ballot,
    Choice,
    MajorityRule,
    StatedResult,
    Tally,
    Vote,
    VoteMethod,
    VotePurpose,
)

few = st.integers(0, 6)
choices = st.sampled_from(Choice)
majorities = st.sampled_from([MajorityRule.SIMPLE] * 6 + list(MajorityRule))
purposes = st.sampled_from([VotePurpose.WHOLE] * 6 + [VotePurpose.CLOSED_DOORS, VotePurpose.AMENDMENT])
tallies = st.one_of(
    st.builds(Tally, few, few, few, few, few, few),
    few.map(lambda n: Tally(in_favour=n, against=n)),
    st.builds(Tally, st.integers(0, 80), st.integers(0, 80)),
)


@st.composite
def _exceptions(draw: st.DrawFn, members: Sequence[str]) -> dict[str, Any]:
    named = draw(st.dictionaries(st.sampled_from(members), choices, max_size=5))
    ballots = [Ballot(choice, member) for member, choice in named.items()]
    if draw(st.integers(0, 3)) == 0:
        count = draw(st.sampled_from([None, None, 2]))
        ballots.append(Ballot(draw(choices), group=draw(st.sampled_from(["A", "B"])), count=count))
    if draw(st.integers(0, 3)) == 0:
        ballots.append(Ballot(draw(choices), count=draw(few)))
    everyone = draw(st.sampled_from([Choice.FOR] * 4 + [Choice.AGAINST, Choice.ABSTENTION, None]))
    method = draw(st.sampled_from([VoteMethod.ORDINARY, VoteMethod.PUBLIC]))
    return {"method": method, "everyone": everyone, "ballots": tuple(ballots)}


@st.composite
def _by_name(draw: st.DrawFn, members: Sequence[str]) -> dict[str, Any]:
    """As many for as against, save one member at times: the chair may be anywhere, or nowhere."""
    voting = draw(st.lists(st.sampled_from(members), unique=True, max_size=8))
    half = len(voting) // 2
    ballots = [Ballot(Choice.FOR, uid) for uid in voting[:half]]
    ballots += [Ballot(Choice.AGAINST, uid) for uid in voting[half : 2 * half]]
    ballots += [Ballot(draw(choices), uid) for uid in voting[2 * half :]]
    everyone = draw(st.sampled_from([None, Choice.ABSTENTION, Choice.NOT_VOTING]))
    return {"method": VoteMethod.PUBLIC, "everyone": everyone, "ballots": tuple(ballots)}


@st.composite
def _totals(draw: st.DrawFn, members: Sequence[str]) -> dict[str, Any]:
    return {"method": draw(st.sampled_from(VoteMethod)), "tally": draw(tallies)}


@st.composite
def _announced(draw: st.DrawFn, members: Sequence[str]) -> dict[str, Any]:
    return {"stated": draw(st.sampled_from([None, *StatedResult]))}


@st.composite
def tied_votes(draw: st.DrawFn, item: str, voting: Sequence[str]) -> Vote:
    """As many for as against, at least one, by name, by group or without names: ``voting`` are those who may vote."""
    half = max(1, len(voting) // 2)
    sides = draw(st.permutations([Choice.FOR, Choice.AGAINST]))
    members = draw(st.permutations(voting)) if voting else []
    named = [Ballot(sides[n % 2], uid) for n, uid in enumerate(members[: len(members) // 2 * 2])]
    forms: list[dict[str, Any]] = [
        {"ballots": tuple(named), "everyone": draw(st.sampled_from([None, Choice.ABSTENTION]))},
        {"ballots": (Ballot(sides[0], count=half),), "everyone": sides[1]},
        {"ballots": tuple(Ballot(side, group=g, count=half) for side, g in zip(sides, "AB", strict=True))},
        {"tally": Tally(half, half), "method": draw(st.sampled_from(VoteMethod))},
    ]
    purpose = draw(st.sampled_from([VotePurpose.WHOLE, VotePurpose.AMENDMENT]))
    return Vote("vote", (item,), purpose=purpose, **draw(st.sampled_from([*forms, forms[-1]])))


@st.composite
def votes(draw: st.DrawFn, members: Sequence[str], items: Sequence[str]) -> tuple[Vote, ...]:
    """Up to two votes on each item, the last one at times on all items at once."""
    found = []
    for number, item in enumerate(items):
        for ballot in range(1, draw(st.integers(0, 2)) + 1):
            form = draw(st.sampled_from([_exceptions, _exceptions, _by_name, _by_name, _totals, _announced]))
            found.append(
                Vote(
                    uid=f"vote-{item}-{ballot}",
                    items=tuple(items[number:]) if draw(st.integers(0, 7)) == 0 else (item,),
                    ballot=ballot,
                    purpose=draw(purposes),
                    decides=draw(st.integers(0, 4)) > 0,
                    majority=draw(majorities),
                    **draw(form(members)),
                )
            )
    return tuple(draw(st.permutations(found)))
