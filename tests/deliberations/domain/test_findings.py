"""A warning is set aside by a reason, for its own place; a refusal never is."""

import pytest

from deliberations.domain.findings import Finding, Override, Severity

pytestmark = pytest.mark.unit

WARNING = Finding("vote.tie", Severity.WARNING, "", "Partage.", where="vote n° 2", item="p1")
REFUSAL = Finding("vote.tie", Severity.REFUSAL, "", "Partage.", where="vote n° 2", item="p1")


@pytest.mark.parametrize(
    ("override", "finding", "expected"),
    [
        (Override("vote.tie", "Vu", item="p1"), WARNING, True),
        (Override("vote.tie", "Vu", item="p1", where="vote n° 2"), WARNING, True),
        (Override("vote.tie", "Vu", item="p1", where="vote n° 1"), WARNING, False),
        (Override("vote.tie", "Vu", item="p2"), WARNING, False),
        (Override("vote.tie", "Vu"), WARNING, False),
        (Override("vote.rejected", "Vu", item="p1"), WARNING, False),
        (Override("vote.tie", " ", item="p1"), WARNING, False),
        (Override("vote.tie", "Vu", item="p1"), REFUSAL, False),
    ],
)
def test_override_sets_aside_the_warning_it_names(override, finding, expected):
    assert override.sets_aside(finding) is expected


@pytest.mark.parametrize(
    ("severity", "override", "is_open"),
    [
        (Severity.WARNING, None, True),
        (Severity.REFUSAL, None, True),
        (Severity.NOTICE, None, False),
        (Severity.WARNING, Override("c", "Vu"), False),
    ],
)
def test_finding_is_open_until_set_aside(severity, override, is_open):
    assert Finding("c", severity, "", "m", override=override).is_open is is_open


@pytest.mark.parametrize(
    ("item", "items", "expected"),
    [
        (None, (), (True, True)),
        ("p1", (), (True, False)),
        (None, ("p1", "p2"), (True, True)),
        (None, ("p2", "p3"), (False, True)),
        ("p2", ("p2", "p3"), (False, True)),
    ],
    ids=["sitting", "item", "several-with-it", "several-without-it", "first-of-several"],
)
def test_finding_concerns_its_items_and_no_other(item, items, expected):
    finding = Finding("c", Severity.REFUSAL, "", "m", item=item, items=items)
    assert (finding.concerns("p1"), finding.concerns("p2")) == expected
