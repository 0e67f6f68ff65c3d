"""Who presents an item is in the room."""

import pytest

from deliberations.domain.checks.rapporteurs import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.sittings import ItemOutcome, Origin
from tests.facts import debate, make_council, make_item, make_record, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit


def found(*moves, items=1, outcome=ItemOutcome.EXAMINED, **facts):
    """m9 is the rapporteur of every item; m1 to m8 are in the room."""
    agenda = tuple(make_item(f"p{n}", n, rapporteur="m9", outcome=outcome) for n in range(1, items + 1))
    sitting = make_sitting(8, moves=moves, agenda=agenda, votes=(make_vote(),), **facts)
    return [f for rule in RULES for f in rule.findings(make_record(make_council(), sitting))]


CASES = {
    "absent": ([], {}, 1),
    "excused": ([move(K.EXCUSED, "m9")], {}, 1),
    "represented": ([move(K.GIVES_PROXY, "m9", "m2")], {}, 1),
    "present": ([move(K.PRESENT, "m9")], {}, 0),
    "comes-before-the-vote": ([move(K.ARRIVES, "m9", on=voting("p1"))], {}, 0),
    "leaves-before-the-vote": ([move(K.PRESENT, "m9"), move(K.LEAVES, "m9", on=voting("p1"))], {}, 0),
    "steps-aside": ([move(K.STEPS_ASIDE, "m9", on=debate("p1"))], {}, 0),
    "withdrawn": ([], {"outcome": ItemOutcome.WITHDRAWN}, 0),
    "adjourned": ([], {"outcome": ItemOutcome.ADJOURNED}, 0),
    "attendance-not-noted": ([], {"attendance_recorded": False}, 0),
    "sitting-to-come": ([], {"movements": ()}, 0),
    "old-paper": ([], {"origin": Origin.RECORDED}, 1),
}


@pytest.mark.parametrize(("moves", "facts", "times"), CASES.values(), ids=CASES)
def test_rapporteur_is_there(moves, facts, times):
    assert [(f.code, f.severity) for f in found(*moves, **facts)] == [
        ("rapporteur.absent", Severity.WARNING)
    ] * times


def test_rapporteur_of_several_items_is_told_once():
    (finding,) = found(items=3)
    assert finding.message == (
        "Prénom M9, rapporteur(e) (points 1, 2 et 3), n'est pas dans la salle d'après les présences enregistrées."
    )
    assert (finding.item, finding.items) == (None, ("p1", "p2", "p3"))


def test_rapporteur_of_one_item_of_two():
    (finding,) = found(move(K.ARRIVES, "m9", on=debate("p2")), items=2)
    assert (finding.item, finding.article) == ("p1", "")
