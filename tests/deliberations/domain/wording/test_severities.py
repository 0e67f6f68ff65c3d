"""One word for what the law forbids on an old act, on the pages and in a terminal."""

import pytest

from deliberations.domain.findings import Severity
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.severities import label_in_terminal, label_on_page

pytestmark = pytest.mark.unit

LIVE, RECORDED = Origin.LIVE, Origin.RECORDED


@pytest.mark.parametrize(
    ("severity", "origin", "on_page", "in_terminal"),
    [
        (Severity.REFUSAL, LIVE, "Bloquant", "refus"),
        (Severity.REFUSAL, RECORDED, "Irrégularité", "irrégularité"),
        (Severity.WARNING, LIVE, "À vérifier", "alerte"),
        (Severity.WARNING, RECORDED, "À vérifier", "alerte"),
        (Severity.NOTICE, RECORDED, "Pour information", "note"),
    ],
)
def test_label_of_a_severity(severity, origin, on_page, in_terminal):
    assert label_on_page(severity, origin) == on_page
    assert label_in_terminal(severity, origin) == in_terminal
