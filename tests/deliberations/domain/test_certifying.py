"""Who certifies that an act is executory: the head of that day, never whoever is no longer what he was."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.people import Office, OfficeKind
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.certifying import certification_day, certifier, certifier_on
from deliberations.domain.delegated import certifier_of_decision
from tests.deliberations.decisions.world import DECIDED, commune, decided
from tests.facts import make_act, make_council, make_record, make_sitting
from tests.support.sitting_papers import record_of_dossier

pytestmark = pytest.mark.unit

ACTED, CERTIFIED = date(2024, 6, 20), date(2024, 9, 1)
ENDED = date(2024, 8, 31)


def council(*, mayor_until=None, next_mayor=False, deputy_until=None, gone=None):
    """m1 is the mayor, m2 the first deputy, and the next mayor where told."""
    offices = {
        "m1": (Office(OfficeKind.MAYOR, "Maire", until=mayor_until),),
        "m2": (Office(OfficeKind.DEPUTY, "Premier adjoint", order=1, until=deputy_until),),
    }
    if next_mayor:
        offices["m2"] += (Office(OfficeKind.MAYOR, "Maire", since=CERTIFIED),)
    base = make_council(5)
    return replace(
        base,
        mandates=tuple(
            replace(m, offices=offices.get(m.uid, ()), until=ENDED if m.uid == gone else None)
            for m in base.mandates
        ),
    )


@pytest.mark.parametrize(
    ("facts", "signatory", "who"),
    [
        ({}, "m1", "m1"),
        ({}, "m2", "m2"),
        ({"mayor_until": ENDED, "next_mayor": True, "deputy_until": ENDED}, "m1", "m2"),
        ({"mayor_until": ENDED}, "m1", "m2"),
        ({"gone": "m1"}, "m1", "m2"),
        ({"deputy_until": ENDED}, "m2", "m1"),
        ({"gone": "m2"}, "m2", "m1"),
        ({}, "m3", "m3"),
        ({"gone": "m3"}, "m3", "m1"),
        ({}, None, None),
    ],
)
def test_head_of_the_day_certifies_l2131_1(facts, signatory, who):
    assert certifier_on(council(**facts), signatory, acted_on=ACTED, on=CERTIFIED) == who


def test_day_is_that_of_the_last_fact_unless_told():
    changed = council(mayor_until=ENDED, next_mayor=True, deputy_until=ENDED)
    sent, posted = (PublicFact(day, Source.DECLARED, "préfecture") for day in (ACTED, CERTIFIED))
    act = make_act("p1", transmission=sent, publications=(replace(posted, channel="affichage"),))
    sitting = make_sitting(5, members=5, deliberations=(act,), held_on=ACTED)
    record = make_record(changed, sitting)
    assert certification_day(changed, act, ACTED) == CERTIFIED
    assert certifier(record, act) == "m2"
    assert certifier(record, act, ACTED) == "m1"


def test_decision_is_certified_by_the_next_mayor():
    changed = replace(
        commune(),
        mandates=tuple(
            replace(m, offices=(Office(OfficeKind.MAYOR, until=ENDED),) if m.uid == "m1" else ())
            if m.uid != "m2"
            else replace(m, offices=(Office(OfficeKind.MAYOR, since=CERTIFIED),))
            for m in commune().mandates
        ),
    )
    assert certifier_of_decision(changed, decided()) == "m1"
    assert certifier_of_decision(changed, decided(), CERTIFIED) == "m2"
    assert certifier_of_decision(changed, decided(signatory=None), DECIDED) is None


def test_mayor_elected_certifies_the_act_of_the_election_l2131_1():
    """The eldest chaired and signed it; what follows the election is the mayor's."""
    record = record_of_dossier("installation")
    act = record.acts_on("maire")[0]
    assert (record.signatory(act), certifier(record, act)) == ("huet", "corbin")
