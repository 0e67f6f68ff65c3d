"""Second convocation: what makes it regular, what it says, what it frees (CGCT art. L. 2121-17, L. 2541-4)."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.second_call import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation
from tests.facts import make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

SECOND = Convocation(date(2024, 6, 21), second_of="premiere")
SAME = (make_item("a", title_html="Tarifs"),)


def found(first, council=None, title="Tarifs", **facts):
    earlier = make_sitting(uid="premiere", **{"held_on": date(2024, 6, 18), "agenda": SAME, **first})
    item = make_item("a", title_html=title)
    base = {"present": 5, "agenda": (item,), "votes": (make_vote("a"),), "convocation": SECOND}
    record = Record(council or make_council(15), make_sitting(**{**base, **facts}), (earlier,))
    return [finding for rule in RULES for finding in rule.findings(record)]


FIRST_NOTICE = Convocation(date(2024, 6, 10))
CASES = {
    "regular": ({"present": 5}, []),
    "had-the-quorum": ({"present": 9}, ["second_call.had_quorum"]),
    "attendance-of-the-first-not-recorded": ({"attendance_recorded": False}, []),
    "agenda-of-the-first-not-recorded": ({"present": 9, "agenda": ()}, ["second_call.new_item"]),
}


@pytest.mark.parametrize(("first", "codes"), CASES.values(), ids=CASES)
def test_second_call_follows_a_sitting_without_quorum_l2121_17(first, codes):
    assert [f.code for f in found({"convocation": FIRST_NOTICE, **first})] == codes


@pytest.mark.parametrize(
    ("title", "is_new"),
    [("Tarifs", False), ("TARIFS", False), ("Tarifs de la cantine", False), ("Emprunt", True)],
)
def test_second_call_compares_titles_not_uids(title, is_new):
    codes = [f.code for f in found({"present": 5, "convocation": FIRST_NOTICE}, title=title)]
    assert codes == (["second_call.new_item"] if is_new else [])


BODIES = {
    "epci": ({"body_type": BodyType.EPCI}, Severity.REFUSAL, "CGCT art. L. 5211-1 et L. 2121-17, al. 2"),
    "ccas": ({"body_type": BodyType.CCAS}, Severity.WARNING, "CASF art. R. 123-17"),
    "alsace-moselle": ({"territory": Territory.ALSACE_MOSELLE}, Severity.WARNING, "CGCT art. L. 2541-4"),
}


@pytest.mark.parametrize(("council", "severity", "article"), BODIES.values(), ids=BODIES)
def test_second_call_new_item_by_body(council, severity, article):
    findings = found(
        {"present": 5, "convocation": Convocation(date(2024, 6, 1))},
        make_council(15, **council),
        title="Emprunt",
    )
    (new,) = [f for f in findings if f.code == "second_call.new_item"]
    assert (new.severity, new.article) == (severity, article)


def test_second_call_recalls_its_effect_under_the_local_law_l2541_4():
    (finding,) = found({"present": 5}, make_council(15, territory=Territory.ALSACE_MOSELLE))
    assert (finding.code, finding.severity) == ("second_call.recall", Severity.NOTICE)


def test_second_call_under_exceptional_laws_is_only_a_notice():
    held_on = date(2020, 12, 22)
    first = {"present": 5, "held_on": date(2020, 12, 15), "convocation": Convocation(date(2020, 12, 1))}
    second = Convocation(date(2020, 12, 18), second_of="premiere")
    (finding,) = found(first, title="Emprunt", held_on=held_on, convocation=second)
    assert (finding.code, finding.severity) == ("second_call.new_item", Severity.NOTICE)
