"""Facts that contradict each other."""

from dataclasses import replace
from datetime import date

import pytest

from deliberations.domain.checks.attendance_facts import RULES
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import Ballot, Choice
from tests.facts import debate, make_council, make_item, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit


def run(*moves, council=None, **facts):
    sitting = make_sitting(8, moves=moves, **{"items": 2, "origin": Origin.RECORDED, **facts})
    record = Record(council or make_council(), sitting)
    found = [f for rule in RULES for f in rule.findings(record)]
    assert all(f.consequence and f.remedy for f in found)
    return [f.code for f in found]


def with_mandate(uid, **facts):
    council = make_council()
    return replace(
        council, mandates=tuple(replace(m, **facts) if m.uid == uid else m for m in council.mandates)
    )


def test_sound_facts_are_silent():
    assert run(move(K.GIVES_PROXY, "m9", "m1"), votes=(make_vote(), make_vote(uid="v2", ballot=2))) == []


def test_items_with_one_order_are_found():
    assert run(agenda=(make_item("p1"), make_item("p2", 1))) == ["agenda.doubled_order"]


def test_deciding_votes_with_one_rank_are_found():
    votes = (make_vote(), make_vote(uid="v2"))
    assert run(votes=votes) == ["vote.same_ballot"]
    assert run(votes=(votes[0], replace(votes[1], decides=False))) == []


def test_member_called_twice_is_found_on_a_recorded_act():
    assert run(move(K.PRESENT, "m2")) == ["attendance.called_twice"]
    assert run(move(K.PRESENT, "m2", on=debate("p2"))) == []
    assert run(move(K.PRESENT, "m2"), origin=Origin.LIVE) == []


@pytest.mark.parametrize(
    ("bounds", "is_found"),
    [
        ({"until": date(2024, 6, 27)}, True),
        ({"since": date(2024, 6, 29)}, True),
        ({"until": date(2024, 6, 28)}, False),
        ({"since": date(2024, 6, 28)}, False),
    ],
)
def test_member_present_without_mandate_is_found(bounds, is_found):
    assert run(council=with_mandate("m3", **bounds)) == (["attendance.without_mandate"] if is_found else [])


def test_member_voting_without_mandate_is_found_once():
    over = with_mandate("m9", until=date(2023, 1, 1))
    votes = (make_vote(against=["m9"]), make_vote("p2", uid="v2", ballots=(Ballot(Choice.AGAINST, "m9"),)))
    assert run(council=over) == []
    assert run(council=over, votes=votes) == ["attendance.without_mandate"]


def test_giver_with_two_holders_at_one_moment_is_found():
    first, second = move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m9", "m2")
    assert run(first, second) == ["proxy.two_holders"]
    assert run(first, first) == []
    assert run(first, move(K.PROXY_ENDS, "m9"), second) == []
    assert run(first, replace(second, moment=voting("p2"))) == []
