"""Attendance at any moment, from a table of timelines: who sits, who is represented by whom, who is out."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.timeline import Timeline, examination_order
from tests.facts import debate, make_item, make_sitting, member_names, move, timeline, voting

pytestmark = pytest.mark.unit

LETTERS = {
    SeatState.PRESENT: "P",
    SeatState.REMOTE: "D",
    SeatState.REPRESENTED: "R",
    SeatState.SUBSTITUTED: "S",
    SeatState.EXCUSED: "E",
    SeatState.ABSENT: "A",
    SeatState.STEPPED_ASIDE: "O",
    SeatState.UNKNOWN: "?",
}
OPENING = None
AFTER_1 = Moment("p1", Phase.AFTER)


def attendance_at(sitting, members, moment=None):
    return Timeline(sitting, members).at(moment)


def seats(sitting, moment, members=4):
    """One word per seat: its state, then who sits or votes for it."""
    attendance = attendance_at(sitting, member_names(members), moment)
    return " ".join(LETTERS[s.state] + (f":{s.by}" if s.by else "") for s in attendance.seats)


def sitting_of(*moves, present=3, items=6):
    """m1, m2 and m3 in the room, m4 absent, six items; then ``moves``."""
    return make_sitting(present, members=4, items=items, moves=moves)


TIMELINES = {
    "nothing-happens": ([], {OPENING: "P P P A", debate("p1"): "P P P A", voting("p6"): "P P P A"}),
    "arrival-between-two-items": (
        [move(K.ARRIVES, "m4", on=debate("p2"))],
        {OPENING: "P P P A", voting("p1"): "P P P A", debate("p2"): "P P P P", voting("p2"): "P P P P"},
    ),
    "arrival-between-debate-and-vote": (
        [move(K.ARRIVES, "m4", on=voting("p2"))],
        {debate("p2"): "P P P A", voting("p2"): "P P P P"},
    ),
    "arrival-between-two-ballots-of-one-item": (
        [move(K.ARRIVES, "m4", on=voting("p2", 2))],
        {voting("p2", 1): "P P P A", voting("p2", 2): "P P P P", voting("p2", 3): "P P P P"},
    ),
    "arrival-after-the-vote": (
        [move(K.ARRIVES, "m4", on=AFTER_1)],
        {voting("p1", 9): "P P P A", AFTER_1: "P P P P", debate("p2"): "P P P P"},
    ),
    "departure-and-return": (
        [move(K.LEAVES, "m3", on=debate("p2")), move(K.RETURNS, "m3", on=debate("p4"))],
        {debate("p1"): "P P P A", debate("p2"): "P P A A", voting("p3"): "P P A A", debate("p4"): "P P P A"},
    ),
    "departure-that-ends-by-itself": (
        [move(K.LEAVES, "m3", on=debate("p2"), until=debate("p4"))],
        {debate("p1"): "P P P A", voting("p3"): "P P A A", debate("p4"): "P P P A"},
    ),
    "presence-that-ends-by-itself": (
        [move(K.ARRIVES, "m4", on=debate("p2"), until=debate("p3"))],
        {debate("p1"): "P P P A", voting("p2"): "P P P P", debate("p3"): "P P P A"},
    ),
    "excused-until-arrival": (
        [move(K.EXCUSED, "m4", until=debate("p3"))],
        {OPENING: "P P P E", voting("p2"): "P P P E", debate("p3"): "P P P P"},
    ),
    "excused-with-proxy-l2121_20": (
        [move(K.EXCUSED, "m4"), move(K.GIVES_PROXY, "m4", "m2")],
        {OPENING: "P P P R:m2", voting("p6"): "P P P R:m2"},
    ),
    "proxy-given-on-leaving-rep_min_1540": (
        [move(K.LEAVES, "m3", on=debate("p2")), move(K.GIVES_PROXY, "m3", "m1")],
        {voting("p1"): "P P P A", debate("p2"): "P P R:m1 A", voting("p5"): "P P R:m1 A"},
    ),
    "proxy-given-before-leaving-waits": (
        [move(K.GIVES_PROXY, "m3", "m1"), move(K.LEAVES, "m3", on=debate("p2"))],
        {OPENING: "P P P A", voting("p1"): "P P P A", debate("p2"): "P P R:m1 A"},
    ),
    "proxy-lapses-on-arrival-of-the-giver": (
        [
            move(K.GIVES_PROXY, "m4", "m2"),
            move(K.ARRIVES, "m4", on=debate("p2")),
            move(K.LEAVES, "m4", on=debate("p4")),
        ],
        {voting("p1"): "P P P R:m2", debate("p2"): "P P P P", debate("p4"): "P P P A"},
    ),
    "proxy-revoked": (
        [move(K.GIVES_PROXY, "m4", "m2"), move(K.PROXY_ENDS, "m4", on=debate("p2"))],
        {voting("p1"): "P P P R:m2", debate("p2"): "P P P A"},
    ),
    "proxy-of-another-holder-is-not-revoked": (
        [
            move(K.GIVES_PROXY, "m4", "m2"),
            move(K.GIVES_PROXY, "m4", "m3"),
            move(K.PROXY_ENDS, "m4", "m2", on=debate("p2")),
        ],
        {debate("p2"): "P P P R:m3"},
    ),
    "holder-leaves-both-votes-are-lost": (
        [move(K.GIVES_PROXY, "m4", "m2"), move(K.LEAVES, "m2", on=debate("p2"))],
        {voting("p1"): "P P P R:m2", debate("p2"): "P A P A"},
    ),
    "holder-comes-back-and-the-proxy-serves-again": (
        [move(K.GIVES_PROXY, "m4", "m2"), move(K.LEAVES, "m2", on=debate("p2"), until=debate("p3"))],
        {debate("p2"): "P A P A", debate("p3"): "P P P R:m2"},
    ),
    "holder-leaves-and-the-proxy-is-redirected": (
        [
            move(K.GIVES_PROXY, "m4", "m2"),
            move(K.LEAVES, "m2", on=debate("p2")),
            move(K.GIVES_PROXY, "m4", "m1"),
        ],
        {debate("p2"): "P A P R:m1"},
    ),
    "holder-steps-aside-l2131_11": (
        [
            move(K.GIVES_PROXY, "m4", "m2"),
            move(K.STEPS_ASIDE, "m2", on=debate("p2"), until=debate("p3")),
        ],
        {voting("p1"): "P P P R:m2", debate("p2"): "P O P A", debate("p3"): "P P P R:m2"},
    ),
    "giver-steps-aside-an_20278": (
        [
            move(K.GIVES_PROXY, "m4", "m2"),
            move(K.STEPS_ASIDE, "m4", on=debate("p2")),
            move(K.COMES_BACK, "m4", on=debate("p3")),
        ],
        {debate("p2"): "P P P O", debate("p3"): "P P P R:m2"},
    ),
    "stepped-aside-gives-no-proxy": (
        [move(K.STEPS_ASIDE, "m3", on=debate("p2")), move(K.GIVES_PROXY, "m3", "m1")],
        {debate("p2"): "P P O A"},
    ),
    "stepped-aside-for-two-disjoint-items": (
        [
            move(K.STEPS_ASIDE, "m3", on=debate("p2"), until=debate("p3")),
            move(K.STEPS_ASIDE, "m3", on=debate("p5"), until=debate("p6")),
        ],
        {
            debate("p1"): "P P P A",
            voting("p2"): "P P O A",
            debate("p3"): "P P P A",
            voting("p5"): "P P O A",
            debate("p6"): "P P P A",
        },
    ),
    "proxy-for-two-disjoint-items": (
        [
            move(K.GIVES_PROXY, "m4", "m1", on=debate("p1"), until=debate("p2")),
            move(K.GIVES_PROXY, "m4", "m2", on=debate("p4"), until=debate("p5")),
        ],
        {
            OPENING: "P P P A",
            voting("p1"): "P P P R:m1",
            debate("p2"): "P P P A",
            debate("p4"): "P P P R:m2",
            debate("p5"): "P P P A",
        },
    ),
    "successive-holders-without-a-gap": (
        [
            move(K.GIVES_PROXY, "m4", "m1", on=debate("p1"), until=debate("p3")),
            move(K.GIVES_PROXY, "m4", "m2", on=debate("p3"), until=debate("p5")),
        ],
        {voting("p2"): "P P P R:m1", debate("p3"): "P P P R:m2", debate("p5"): "P P P A"},
    ),
    "later-holder-outlives-the-end-of-the-first": (
        [
            move(K.GIVES_PROXY, "m4", "m1", on=debate("p1"), until=debate("p4")),
            move(K.GIVES_PROXY, "m4", "m2", on=debate("p2")),
        ],
        {voting("p1"): "P P P R:m1", debate("p2"): "P P P R:m2", debate("p4"): "P P P R:m2"},
    ),
    "effect-that-ends-where-it-begins": (
        [move(K.STEPS_ASIDE, "m3", on=debate("p2"), until=debate("p2"))],
        {debate("p1"): "P P P A", debate("p2"): "P P P A", debate("p3"): "P P P A"},
    ),
    "effect-that-ends-before-it-begins": (
        [move(K.LEAVES, "m3", on=debate("p3"), until=debate("p2"))],
        {debate("p2"): "P P P A", debate("p3"): "P P P A", debate("p4"): "P P P A"},
    ),
    "proxy-without-holder-is-counted-as-on-the-paper": (
        [move(K.ABSENT, "m4"), move(K.GIVES_PROXY, "m4")],
        {OPENING: "P P P R"},
    ),
    "no-moment-falls-with-the-one-before": (
        [move(K.LEAVES, "m3", on=debate("p4")), move(K.ARRIVES, "m4")],
        {voting("p3"): "P P P A", debate("p4"): "P P A P"},
    ),
    "earlier-moment-cannot-go-back-in-time": (
        [move(K.LEAVES, "m3", on=debate("p4")), move(K.ARRIVES, "m4", on=debate("p2"))],
        {debate("p2"): "P P P A", debate("p4"): "P P A P"},
    ),
    "mayor-leaves-for-the-vote-of-the-accounts-l2121_14": (
        [
            move(K.LEAVES, "m1", on=voting("p2"), until=Moment("p2", Phase.AFTER)),
            move(K.GIVES_PROXY, "m4", "m1", on=debate("p3")),
        ],
        {debate("p2"): "P P P A", voting("p2"): "A P P A", debate("p3"): "P P P R:m1"},
    ),
    "mayor-out-with-the-proxy-he-holds-l2121_14": (
        [
            move(K.GIVES_PROXY, "m4", "m1"),
            move(K.LEAVES, "m1", on=voting("p2"), until=Moment("p2", Phase.AFTER)),
        ],
        {debate("p2"): "P P P R:m1", voting("p2"): "A P P A", debate("p3"): "P P P R:m1"},
    ),
    "remote-member-votes-and-is-not-present": (
        [move(K.ATTENDS_REMOTELY, "m4"), move(K.LEAVES, "m4", on=debate("p2"))],
        {OPENING: "P P P D", debate("p2"): "P P P A"},
    ),
    "remote-member-holds-a-proxy": (
        [
            move(K.ATTENDS_REMOTELY, "m4"),
            move(K.LEAVES, "m3", on=debate("p2")),
            move(K.GIVES_PROXY, "m3", "m4"),
        ],
        {debate("p2"): "P P R:m4 D"},
    ),
    "substitute-sits-for-the-titular-l5211_6": (
        [move(K.EXCUSED, "m4"), move(K.SUBSTITUTE_SEATED, "m4", "s1")],
        {OPENING: "P P P S:s1", voting("p6"): "P P P S:s1"},
    ),
    "titular-arrives-and-takes-back-the-seat": (
        [move(K.SUBSTITUTE_SEATED, "m4", "s1"), move(K.ARRIVES, "m4", on=debate("p2"))],
        {voting("p1"): "P P P S:s1", debate("p2"): "P P P P"},
    ),
    "substitute-for-some-items": (
        [move(K.SUBSTITUTE_SEATED, "m4", "s1", on=debate("p2"), until=debate("p3"))],
        {debate("p1"): "P P P A", voting("p2"): "P P P S:s1", debate("p3"): "P P P A"},
    ),
    "substitute-holds-a-proxy": (
        [
            move(K.SUBSTITUTE_SEATED, "m4", "s1"),
            move(K.LEAVES, "m3", on=debate("p2")),
            move(K.GIVES_PROXY, "m3", "s1"),
        ],
        {debate("p2"): "P P R:s1 S:s1"},
    ),
    "substitute-prevails-over-a-proxy": (
        [move(K.GIVES_PROXY, "m4", "m2"), move(K.SUBSTITUTE_SEATED, "m4", "s1", on=debate("p2"))],
        {voting("p1"): "P P P R:m2", debate("p2"): "P P P S:s1"},
    ),
    "substitute-leaves": (
        [move(K.SUBSTITUTE_SEATED, "m4", "s1"), move(K.LEAVES, "s1", on=debate("p2"))],
        {voting("p1"): "P P P S:s1", debate("p2"): "P P P A:s1"},
    ),
    "substitute-leaves-and-returns": (
        [move(K.SUBSTITUTE_SEATED, "m4", "s1"), move(K.LEAVES, "s1", on=debate("p2"), until=debate("p3"))],
        {voting("p1"): "P P P S:s1", debate("p2"): "P P P A:s1", debate("p3"): "P P P S:s1"},
    ),
    "seat-held-by-a-substitute-is-left": (
        [move(K.SUBSTITUTE_SEATED, "m4", "s1"), move(K.LEAVES, "m4", on=debate("p2"))],
        {voting("p1"): "P P P S:s1", debate("p2"): "P P P A:s1"},
    ),
    "substitute-steps-aside": (
        [
            move(K.SUBSTITUTE_SEATED, "m4", "s1"),
            move(K.STEPS_ASIDE, "s1", on=debate("p2"), until=debate("p3")),
        ],
        {voting("p1"): "P P P S:s1", debate("p2"): "P P P O", debate("p3"): "P P P S:s1"},
    ),
    "substitute-gone-loses-the-proxy-he-holds": (
        [
            move(K.SUBSTITUTE_SEATED, "m4", "s1"),
            move(K.LEAVES, "m3", on=debate("p2")),
            move(K.GIVES_PROXY, "m3", "s1"),
            move(K.LEAVES, "s1", on=debate("p3")),
        ],
        {debate("p2"): "P P R:s1 S:s1", debate("p3"): "P P A A:s1"},
    ),
    "stranger-moves-nobody": (
        [move(K.LEAVES, "s9", on=debate("p2")), move(K.ARRIVES, "s9", on=debate("p3"))],
        {debate("p2"): "P P P A", debate("p3"): "P P P A"},
    ),
}


@pytest.mark.parametrize(
    ("moves", "moment", "expected"),
    [
        pytest.param(
            moves, moment, expected, id=f"{name}-{moment.item + moment.phase if moment else 'opening'}"
        )
        for name, (moves, states) in TIMELINES.items()
        for moment, expected in states.items()
    ],
)
def test_attendance_of_a_timeline(moves, moment, expected):
    assert seats(sitting_of(*moves), moment) == expected


def test_attendance_counts_present_represented_voters():
    moves = [
        move(K.SUBSTITUTE_SEATED, "m5", "s1"),
        move(K.ATTENDS_REMOTELY, "m6"),
        move(K.GIVES_PROXY, "m7", "m1"),
        move(K.EXCUSED, "m8"),
        move(K.STEPS_ASIDE, "m2"),
    ]
    attendance = attendance_at(make_sitting(4, members=9, moves=moves), member_names(9))
    assert (attendance.in_office, attendance.present, attendance.represented, attendance.voters) == (
        9,
        4,
        1,
        6,
    )
    assert attendance.is_known


def test_attendance_not_recorded_is_unknown_everywhere():
    sitting = replace(sitting_of(), attendance_recorded=False)
    attendance = attendance_at(sitting, member_names(4), debate("p1"))
    assert seats(sitting, debate("p1")) == "? ? ? ?"
    assert (attendance.is_known, attendance.present, attendance.voters) == (False, 0, 0)


def test_attendance_follows_the_order_of_examination_not_of_the_agenda():
    agenda = (make_item("p1", 1, examined=3), make_item("p2", 2, examined=1), make_item("p3", 3, examined=2))
    sitting = replace(sitting_of(move(K.LEAVES, "m3", on=debate("p3"))), agenda=agenda)
    assert examination_order(sitting) == {"p2": 0, "p3": 1, "p1": 2}
    assert [seats(sitting, debate(p)) for p in ("p2", "p3", "p1")] == ["P P P A", "P P A A", "P P A A"]


def test_examination_order_items_added_in_sitting_keep_the_agenda_between_equals():
    agenda = (make_item("b", 2), make_item("a", 1), make_item("c", 3, examined=1))
    assert examination_order(make_sitting(agenda=agenda)) == {"a": 0, "c": 1, "b": 2}


def test_attendance_reads_positions_not_the_order_of_the_file():
    sitting = sitting_of(move(K.LEAVES, "m3", on=debate("p2")), move(K.RETURNS, "m3", on=debate("p3")))
    backwards = replace(sitting, movements=tuple(reversed(sitting.movements)))
    assert seats(backwards, debate("p2")) == "P P A A"
    assert Timeline(backwards, ()).placed == Timeline(sitting, ()).placed


def test_attendance_unknown_item_is_a_key_error():
    with pytest.raises(KeyError):
        attendance_at(sitting_of(), member_names(4), debate("p9"))


def test_attendance_excused_survives_a_proxy_and_an_idle_holder_is_named():
    moves = [move(K.EXCUSED, "m4"), move(K.GIVES_PROXY, "m4", "m2"), move(K.LEAVES, "m2", on=debate("p2"))]
    opening = attendance_at(sitting_of(*moves), member_names(4)).seat_of("m4")
    later = attendance_at(sitting_of(*moves), member_names(4), debate("p2")).seat_of("m4")
    assert (opening.state, opening.is_excused, opening.idle_holder) == (SeatState.REPRESENTED, True, None)
    assert (later.state, later.is_excused, later.idle_holder) == (SeatState.EXCUSED, True, "m2")


def test_attendance_tells_who_left_from_who_never_came():
    attendance = attendance_at(
        sitting_of(move(K.LEAVES, "m3", on=debate("p2"))), member_names(4), debate("p2")
    )
    assert [s.has_left for s in attendance.seats] == [False, False, True, False]


def test_attendance_past_midnight_keeps_positions():
    paris = timezone(timedelta(hours=2))
    before, after = datetime(2024, 6, 28, 23, 50, tzinfo=paris), datetime(2024, 6, 29, 0, 10, tzinfo=paris)
    late = replace(move(K.LEAVES, "m3", on=debate("p2")), at=before)
    later = replace(move(K.RETURNS, "m3", on=debate("p3")), at=after)
    sitting = replace(sitting_of(late, later), closed_at=after)
    assert [seats(sitting, debate(p)) for p in ("p1", "p2", "p3")] == ["P P P A", "P P A A", "P P P A"]
    assert (sitting.held_on, sitting.closed_at.date()) == (date(2024, 6, 28), date(2024, 6, 29))


def test_timeline_numbers_movements_from_one():
    assert [m.position for m in timeline([move(K.ARRIVES, "a"), move(K.LEAVES, "a")])] == [1, 2]


def test_without_gives_no_voice_and_uses_no_proxy_l2121_14():
    """The officer in the room keeps his seat; the proxy that he holds is idle, and every seat is counted once."""
    seats = (
        Seat("m1", SeatState.PRESENT),
        Seat("m2", SeatState.PRESENT),
        Seat("m3", SeatState.REPRESENTED, by="m1", is_excused=True),
        Seat("m4", SeatState.REPRESENTED, by="m2"),
    )
    room = Attendance(seats).without({"m1"})
    assert (room.present, room.represented, room.voters, room.in_office) == (2, 1, 2, 4)
    assert (room.is_mute("m1"), room.is_mute("m2")) == (True, False)
    assert room.seat_of("m3") == Seat("m3", SeatState.EXCUSED, is_excused=True, idle_holder="m1")


def test_proxy_to_whom_the_law_keeps_out_is_idle_and_its_giver_absent():
    room = Attendance((Seat("m1", SeatState.PRESENT), Seat("m2", SeatState.REPRESENTED, by="m1")))
    assert room.without({"m1"}).seat_of("m2") == Seat("m2", SeatState.ABSENT, idle_holder="m1")


@pytest.mark.parametrize(("counts_remote", "voters"), [(True, 2), (False, 1)])
def test_voice_at_a_distance_only_where_it_is_allowed_l5211_11_1(counts_remote, voters):
    seats = (Seat("m1", SeatState.PRESENT), Seat("m2", SeatState.REMOTE))
    assert Attendance(seats, counts_remote=counts_remote).voters == voters


def test_attendance_excused_titular_whose_substitute_left_stays_excused():
    moves = [
        move(K.EXCUSED, "m4"),
        move(K.SUBSTITUTE_SEATED, "m4", "s4"),
        move(K.LEAVES, "s4", on=debate("p2")),
    ]
    later = attendance_at(sitting_of(*moves), member_names(4), debate("p2")).seat_of("m4")
    assert later == Seat("m4", SeatState.EXCUSED, by="s4", is_excused=True)


def test_attendance_substitute_who_left_is_still_named_where_the_titular_gave_an_idle_proxy():
    moves = [
        move(K.SUBSTITUTE_SEATED, "m4", "s4"),
        move(K.GIVES_PROXY, "m4", "m2"),
        move(K.LEAVES, "s4", on=debate("p2")),
        move(K.LEAVES, "m2", on=debate("p2")),
    ]
    later = attendance_at(sitting_of(*moves), member_names(4), debate("p2")).seat_of("m4")
    assert later == Seat("m4", SeatState.ABSENT, by="s4", idle_holder="m2")
