from zoneinfo import ZoneInfo

import pytest

from councils.models import Council
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import MovementKind
from deliberations.domain.votes import StatedResult
from deliberations.models import ItemModel, Override, Tally
from deliberations.queries.history import FieldChange
from deliberations.views.shown.agenda import agenda_items
from deliberations.views.shown.attendance import attendance_table
from deliberations.views.shown.history import shown_change
from deliberations.views.shown.renditions import file_name
from tests.facts import debate, make_council, make_record, make_sitting, make_vote, move

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("field", "stored", "told"),
    [
        (Council._meta.get_field("number_pattern"), "{year}-{sequence:03d}", "[année]-[rang sur 3 chiffres]"),
        (Override._meta.get_field("code"), "proxy.paper", "Écrit du pouvoir"),
        (Override._meta.get_field("code"), "gone.rule", "Un autre constat"),
        (ItemModel._meta.get_field("months"), [1, 12], "janvier, décembre"),
        (Tally._meta.get_field("in_favour"), 3, "3"),
    ],
)
def test_history_tells_no_code(field, stored, told):
    change = FieldChange(field, None, stored)
    assert shown_change(change, ZoneInfo("Europe/Paris")).after == told


@pytest.mark.parametrize(
    ("number", "uid", "name"),
    [
        ("2023-57", "x", "deliberation-2023-57-extrait.pdf"),
        ("2022-12-09/01", "x", "deliberation-2022-12-09-01-extrait.pdf"),
        ("N°36/2023", "x", "deliberation-n36-2023-extrait.pdf"),
        ("DEL_20220628_1", "x", "deliberation-del_20220628_1-extrait.pdf"),
        ("", "deliberation-a1", "deliberation-a1-extrait.pdf"),
        ('"; rm -rf', "x", "deliberation-rm-rf-extrait.pdf"),
        ("../../x", "y", "deliberation-x-extrait.pdf"),
        ("№ é", "x", "deliberation-no-e-extrait.pdf"),
    ],
)
def test_file_name_is_plain(number, uid, name):
    assert file_name(number, uid, "extrait", "pdf") == name


def labels(moves, items):
    sitting = make_sitting(present=5, members=5, items=items, moves=moves)
    return [period.label for period in attendance_table(make_record(make_council(5), sitting)).periods]


@pytest.mark.parametrize(
    ("moves", "items", "expected"),
    [
        ((), 0, ["À l'ouverture"]),
        ((), 1, ["Point 1"]),
        ((), 2, ["Points 1 et 2"]),
        ((), 4, ["Points 1 à 4"]),
        ((move(MovementKind.LEAVES, "m3", on=debate("p2")),), 3, ["Point 1", "Points 2 et 3"]),
    ],
)
def test_attendance_is_grouped_while_nobody_moves(moves, items, expected):
    assert labels(moves, items) == expected


def test_attendance_is_read_at_the_vote():
    """m3 arrives between the debate and the vote: the act prints them present, so does the table."""
    late = move(MovementKind.ARRIVES, "m3", on=Moment("p1", Phase.VOTE))
    sitting = make_sitting(present=2, members=3, moves=(late,), votes=(make_vote(),))
    table = attendance_table(make_record(make_council(3), sitting))
    assert [member.seats[0].label for member in table.members] == ["Présent(e)"] * 3
    assert (table.periods[0].present, table.periods[0].quorum) == (3, "2 requis, atteint")


@pytest.mark.parametrize(
    ("kind", "other", "label", "detail"),
    [
        (MovementKind.GIVES_PROXY, "m1", "Représenté(e)", "pouvoir à Prénom M1"),
        (MovementKind.GIVES_PROXY, None, "Représenté(e)", "pouvoir sans mandataire nommé"),
        (MovementKind.GIVES_PROXY, "m4", "Absent(e)", "pouvoir à Prénom M4, sans effet"),
        (MovementKind.EXCUSED, None, "Excusé(e)", ""),
        (MovementKind.STEPS_ASIDE, None, "Ne prend pas part", ""),
        (MovementKind.ATTENDS_REMOTELY, None, "À distance", ""),
    ],
)
def test_seat_says_state_and_holder(kind, other, label, detail):
    sitting = make_sitting(present=2, members=4, moves=(move(kind, "m3", other),))
    seat = attendance_table(make_record(make_council(4), sitting)).members[2].seats[0]
    assert (seat.label, seat.detail) == (label, detail)


@pytest.mark.parametrize(
    ("vote", "verdict", "reason"),
    [
        (make_vote(), "Adopté", "à l'unanimité des suffrages exprimés"),
        (make_vote(against=["m2"]), "Adopté", ""),
        (make_vote(against=["m2", "m3"]), "Adopté", "par la voix prépondérante du président"),
        (make_vote(against=["m1", "m3"]), "Rejeté", "par la voix prépondérante du président"),
        (make_vote(against=["m1", "m2", "m3"]), "Rejeté", ""),
        (make_vote(abstaining=["m1", "m2", "m3", "m4"]), "Rejeté", "aucun suffrage exprimé"),
        (make_vote(everyone=None), "Résultat non établi", "voix non connues"),
        (
            make_vote(everyone=None, stated=StatedResult.UNANIMOUS),
            "Proclamé adopté à l'unanimité",
            "voix non connues",
        ),
    ],
)
def test_vote_says_verdict_and_reason(vote, verdict, reason):
    sitting = make_sitting(present=4, members=4, votes=(vote,))
    shown = agenda_items(make_record(make_council(4), sitting))[0].votes[0]
    assert (shown.heading, shown.verdict, shown.reason) == ("", verdict, reason)
