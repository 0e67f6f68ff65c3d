"""The page of the rules is the rules of the code, and every rule can be read."""

from collections import Counter
from pathlib import Path

import pytest

from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.delegated_checks import DECISION_RULES
from deliberations.domain.duties import DUTIES
from deliberations.domain.handbook import handbook
from deliberations.domain.rulebook import Certainty

pytestmark = pytest.mark.unit

PAGE = Path(__file__).parents[2] / "docs" / "legalite.md"


def test_legalite_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == handbook(), "make it again: python manage.py legalite"


def test_legalite_says_each_rule_and_each_duty_once():
    titles = [line for line in handbook().splitlines() if line.startswith("### ")]
    assert len(titles) == len(RULE_BOOK) + len(DECISION_RULES) + len(DUTIES)


@pytest.mark.parametrize("rule", [*RULE_BOOK, *DECISION_RULES, *DUTIES], ids=lambda rule: rule.title)
def test_rule_is_said_in_a_sentence_with_its_text(rule):
    assert rule.title
    assert rule.says.endswith(".")
    assert rule.article or rule.certainty is Certainty.HOUSE
    assert rule.bodies


def test_rule_codes_belong_to_one_rule_at_a_time():
    """The same code may serve two versions of a rule, never on the same day for the same body."""
    for code, times in Counter(code for rule in RULE_BOOK for code in rule.codes).items():
        versions = [rule for rule in RULE_BOOK if code in rule.codes]
        for i, one in enumerate(versions):
            for other in versions[i + 1 :]:
                assert not _overlap(one, other), (code, times)


def _overlap(one, other):
    starts = max(filter(None, [one.since, other.since]), default=None)
    ends = min(filter(None, [one.until, other.until]), default=None)
    meet = starts is None or ends is None or starts <= ends
    return meet and bool(one.bodies & other.bodies) and bool(one.territories & other.territories)


def test_duty_codes_are_unique():
    assert max(Counter(duty.code for duty in DUTIES).values()) == 1
