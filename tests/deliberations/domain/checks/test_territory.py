"""The department code and the territory say the same thing."""

import pytest

from councils.domain.bodies import Territory
from deliberations.domain.checks.territory import RULES
from tests.facts import make_council, make_record

pytestmark = pytest.mark.unit

ORDINARY, LOCAL, OVERSEAS = Territory.ORDINARY, Territory.ALSACE_MOSELLE, Territory.OVERSEAS


@pytest.mark.parametrize(
    ("code", "territory", "is_found"),
    [
        ("59", ORDINARY, False),
        ("2A", ORDINARY, False),
        ("", LOCAL, False),
        ("57", LOCAL, False),
        ("974", OVERSEAS, False),
        ("57", ORDINARY, True),
        ("67", ORDINARY, True),
        ("68", ORDINARY, True),
        ("971", ORDINARY, True),
        ("59", LOCAL, True),
        ("67", OVERSEAS, True),
    ],
)
def test_territory_is_that_of_the_department(code, territory, is_found):
    record = make_record(make_council(department_code=code, territory=territory))
    codes = [finding.code for rule in RULES for finding in rule.findings(record)]
    assert codes == (["territory.department"] if is_found else [])
