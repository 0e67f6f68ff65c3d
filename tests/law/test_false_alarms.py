"""The text checks on real papers: what is wrong is found, and nothing is said of what is right."""

import pytest

from deliberations.domain.checks.book import TEXT_RULES
from deliberations.domain.record import Record
from tests.law.expected_alarms import EXPECTED, is_expected
from tests.support.papers import DOSSIERS, PAPERS, record_of_dossier, record_of_paper

pytestmark = pytest.mark.unit

READ = {f"papier {p.stem}": (record_of_paper, p) for p in PAPERS} | {
    f"dossier {p.stem}": (record_of_dossier, p) for p in DOSSIERS
}


def findings_on(record: Record):
    return [finding for rule in TEXT_RULES for finding in rule.findings(record)]


@pytest.mark.parametrize("name", READ)
def test_texts_raise_no_false_alarm(name):
    reader, path = READ[name]
    found = findings_on(reader(path))
    assert [(f.code, f.message) for f in found if not is_expected(name, f)] == []
    told = {(code, words) for code, words in EXPECTED.get(name, ())}
    assert {(c, w) for c, w in told if any(f.code == c and w in f.message for f in found)} == told


def test_expected_alarms_are_of_texts_that_are_read():
    assert set(EXPECTED) <= set(READ)
    assert len(PAPERS) >= 20
