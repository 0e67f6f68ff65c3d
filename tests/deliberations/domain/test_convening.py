"""Before sending, the agenda announced, and who may receive a proxy: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from councils.domain.bodies import BodyType, DatedNumber, Territory
from councils.domain.errors import Refusal
from deliberations.domain.convening import (
    AgendaChange,
    GivenProxy,
    HolderDoubt,
    agenda_change,
    announced_agenda,
    before_sending,
    check_proxy,
    holder_doubt,
    if_sent,
    later_days,
    may_plead_urgency,
    open_warnings,
    possible_holders,
    refusals_of,
    runs_of_items,
)
from deliberations.domain.findings import Override
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Derogation, Sitting, Subject
from deliberations.domain.wording.convening import notice_told
from tests.facts import make_council, make_item

pytestmark = pytest.mark.unit

HELD_ON = date(2026, 6, 26)
NAMES = ("m1", "m2", "m3", "m4")


def record(population: int = 800, **facts) -> Record:
    told = {
        "held_on": HELD_ON,
        "starts_at": time(20, 30),
        "place": "à la mairie",
        "agenda": tuple(make_item(f"p{n}", n) for n in (1, 2, 3, 4)),
        **facts,
    }
    council = make_council(4, populations=(DatedNumber(population),))
    return Record(council, Sitting(uid="s", **told))


def codes(record: Record, day: int) -> list[str]:
    return [f.code for f in before_sending(record, NAMES, datetime(2026, 6, day, 12, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("population", "day", "expected"),
    [
        (800, 22, []),
        (800, 23, ["notice.too_short"]),
        (4000, 20, ["notice.no_note"]),
        (4000, 21, ["notice.too_short", "notice.no_note"]),
    ],
    ids=["3 days", "2 days", "5 days L2121-12", "4 days"],
)
def test_before_sending(population, day, expected) -> None:
    assert codes(record(population), day) == expected


@pytest.mark.parametrize(("day", "expected"), [(24, []), (25, ["notice.too_short"])])
def test_before_sending_in_urgency(day, expected) -> None:
    urgent = record(convocation=Convocation(is_urgent=True, urgency_reason="Crue"))
    assert codes(urgent, day) == expected


def test_before_sending_counts_the_last_member_called() -> None:
    early = datetime(2026, 6, 15, tzinfo=UTC)
    told = if_sent(record(convocation=Convocation(sent_on=early.date())), NAMES[:2], early)
    findings = before_sending(told, NAMES[2:], datetime(2026, 6, 24, tzinfo=UTC))
    assert [f.code for f in refusals_of(findings)] == ["notice.too_short"]
    assert "à Prénom M3 et Prénom M4" in findings[0].message


def test_warning_set_aside_waits_no_more() -> None:
    told = record(4000, overrides=(Override("notice.no_note", "Documents remis", where="convocation"),))
    findings = before_sending(told, NAMES, datetime(2026, 6, 1, tzinfo=UTC))
    assert ([f.code for f in findings], open_warnings(findings)) == (["notice.no_note"], ())


@pytest.mark.parametrize(
    ("subject", "days"),
    [(Subject.NONE, (date(2026, 6, 29), date(2026, 7, 3))), (Subject.INSTALLATION, ())],
    ids=["L2121-11", "L2121-7"],
)
def test_later_days(subject, days) -> None:
    told = record(agenda=(make_item("p1", 1, subject=subject),))
    assert later_days(told, date(2026, 6, 25)) == days


@pytest.mark.parametrize(
    ("day", "second_of", "expected"), [(24, "", True), (25, "", False), (20, "premiere", False)]
)
def test_urgency_may_be_pleaded(day, second_of, expected) -> None:
    told = record(convocation=Convocation(second_of=second_of))
    assert may_plead_urgency(told, date(2026, 6, day)) is expected


@pytest.mark.parametrize(
    ("changes", "last"),
    [
        ({"territory": Territory.ALSACE_MOSELLE}, 25),
        ({"body_type": BodyType.OPEN_SYNDICATE}, 25),
        ({"body_type": BodyType.CCAS}, None),
        ({"body_type": BodyType.EPCI, "territory": Territory.ALSACE_MOSELLE}, 24),
    ],
    ids=["L2541-2 la veille", "statuts", "R123-16 CASF", "L5211-1"],
)
def test_urgency_by_body(changes, last) -> None:
    found = record()
    told = replace(found, council=replace(found.council, **changes))
    pleaded = [day for day in range(20, 27) if may_plead_urgency(told, date(2026, 6, day))]
    assert max(pleaded, default=None) == last


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "3 jours francs avant la séance"),
        ({"territory": Territory.ALSACE_MOSELLE}, "4 jours avant la séance"),
        ({"body_type": BodyType.CCAS}, "4 jours avant la séance"),
    ],
)
def test_notice_is_told_in_the_days_of_the_body(changes, said) -> None:
    found = record()
    told = replace(found, council=replace(found.council, **changes))
    assert notice_told(told, date(2026, 6, 22)) == said


def test_announced_agenda_leaves_out_what_is_added_in_sitting() -> None:
    agenda = (
        make_item("p2", 2, title_html="<em>Deux</em>"),
        make_item("p1", 1),
        make_item("p3", 3, added_in_sitting=True),
    )
    assert list(announced_agenda(record(agenda=agenda)).items()) == [("p1", "Objet p1"), ("p2", "Deux")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ({"a": "A", "b": "B"}, AgendaChange()),
        ({"a": "A", "b": "B", "c": "C"}, AgendaChange(added=("C",))),
        ({"b": "B"}, AgendaChange(removed=("A",))),
        ({"a": "A2", "b": "B"}, AgendaChange(reworded=("A2",))),
        ({"b": "B", "a": "A"}, AgendaChange(is_reordered=True)),
    ],
)
def test_agenda_change(now, expected) -> None:
    found = agenda_change({"a": "A", "b": "B"}, now)
    assert found == expected
    assert bool(found) is (expected != AgendaChange())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), ("m1", "m3", "m4")),
        ((GivenProxy("m4", "m3"),), ("m1", "m4")),
        ((GivenProxy("m4", "m3", ("p1",)),), ("m1", "m4")),
        ((GivenProxy("m2", "m3"),), ("m1", "m3", "m4")),
    ],
    ids=["all", "holder of one", "holder of one item", "his own former one"],
)
def test_possible_holders_l2121_20(given, expected) -> None:
    assert possible_holders(record(), "m2", given) == expected


@pytest.mark.parametrize(
    ("holder", "doubt"),
    [("m1", None), ("m3", HolderDoubt.EXCUSED), ("m4", HolderDoubt.GAVE_HIS_OWN)],
    ids=["expected", "excused", "gave his own"],
)
def test_holder_who_is_not_expected_is_doubtful(holder, doubt) -> None:
    given = (GivenProxy("m4", "m1"), GivenProxy("m1", "m3", ("p1",)))
    assert holder_doubt(holder, given, {"m3", "m4"}) is doubt


def test_possible_holders_under_a_derogation() -> None:
    two = record(derogation=Derogation(proxies_per_holder=2))
    assert "m3" in possible_holders(two, "m2", (GivenProxy("m4", "m3"),))


@pytest.mark.parametrize(
    ("proxy", "code"),
    [
        (GivenProxy("m9", "m1"), "proxy.grantor"),
        (GivenProxy("m2", "m9"), "proxy.holder"),
        (GivenProxy("m2", "m2"), "proxy.holder"),
        (GivenProxy("m2", "m3"), "proxy.holder_taken"),
    ],
)
def test_check_proxy_refuses(proxy, code) -> None:
    with pytest.raises(Refusal) as caught:
        check_proxy(record(), proxy, (GivenProxy("m4", "m3"),))
    assert (caught.value.code, caught.value.article) == (code, "CGCT art. L. 2121-20")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (set(), ()),
        ({"p1"}, (("p1", "p1"),)),
        ({"p1", "p2"}, (("p1", "p2"),)),
        ({"p1", "p3", "p4"}, (("p1", "p1"), ("p3", "p4"))),
    ],
)
def test_runs_of_items(items, expected) -> None:
    assert runs_of_items(record(), items) == expected
