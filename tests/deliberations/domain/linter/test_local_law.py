"""Articles of the general law that the local law of Alsace-Moselle sets aside."""

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.linter.local_law import RULES
from deliberations.domain.sittings import SourceStatement
from tests.facts import make_act, make_council, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(visa, statement="", **council):
    act = make_act(clauses=(Clause(ClauseKind.VU, visa),))
    statements = (SourceStatement("secretary", statement),) if statement else ()
    facts = {"territory": Territory.ALSACE_MOSELLE, **council}
    record = make_record(make_council(**facts), make_sitting(deliberations=(act,), statements=statements))
    return [f.message.partition(" :")[0] for rule in RULES for f in rule.findings(record)]


def test_local_law_articles_set_aside_l2541_1():
    visa = "les articles L. 2121-10, L2121-15 et L. 2121-29 du CGCT"
    assert found_in(visa) == ["« L. 2121-10 »", "« L2121-15 »"]
    assert found_in("", "selon l'article L.2121-15") == ["« L.2121-15 »"]


@pytest.mark.parametrize("visa", ["l'article L. 2121-17", "les articles L. 2121-22-1 et L. 2121-150"])
def test_local_law_articles_that_apply(visa):
    assert found_in(visa) == []


def test_local_law_is_that_of_its_communes():
    assert found_in("l'article L. 2121-10", territory=Territory.ORDINARY) == []
    assert found_in("l'article L. 2121-10", body_type=BodyType.EPCI) == []
