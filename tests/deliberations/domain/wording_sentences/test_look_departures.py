"""Who left before the vote, under the looks that list the absent or count them."""

import pytest

from councils.domain.look_variants import AbsenceWording, MemberCounts
from councils.domain.looks import HouseLook
from deliberations.domain.attendance import SeatState
from deliberations.domain.moments import Moment
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.domain.wording import tallies
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.presence import PresenceWords
from tests.facts import HELD_ON, make_council, make_item

pytestmark = pytest.mark.unit


def one_left(look: HouseLook) -> Record:
    """Two members, one of whom left before the item."""
    moves = (
        *(Movement(n, MovementKind.PRESENT, f"m{n}") for n in (1, 2)),
        Movement(3, MovementKind.LEAVES, "m2", moment=Moment("p1")),
    )
    sitting = Sitting("seance", HELD_ON, attendance_recorded=True, agenda=(make_item(),), movements=moves)
    return Record(make_council(2, look=look), sitting)


def test_who_left_is_not_told_as_nobody_absent() -> None:
    look = HouseLook(tells_nobody_absent=True, absences=AbsenceWording.BRACKETS)
    facts = one_left(look)
    attendance = facts.attendance_at("p1")
    said = PresenceWords(MemberWords(facts, BodyWords(facts.council)), look)
    assert attendance.having(SeatState.ABSENT, SeatState.EXCUSED)
    assert not [g for g in said.absences(attendance, attendance) if g.heading.startswith("Absents :")]


def test_who_left_is_counted_so_that_the_figures_make_up_those_in_office() -> None:
    facts = one_left(HouseLook(member_counts=MemberCounts.WITH_ABSENT))
    found = tallies.members_tally(BodyWords(facts.council), facts.attendance_at("p1"), None)
    assert [figure for _, figure in found.pairs] == ["2", "1", "0", "1"]
