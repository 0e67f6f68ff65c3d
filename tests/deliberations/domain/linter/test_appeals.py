"""The notice of appeal of an act: two months, from the publication, before the court of the department."""

import pytest

from councils.domain.bodies import Territory
from deliberations.domain.findings import Severity
from deliberations.domain.linter.appeals import RULES
from tests.facts import make_act, make_council, make_record, make_sitting

pytestmark = pytest.mark.unit

NOTICE = "La présente délibération peut faire l'objet d'un recours dans un délai de {} à compter de {} devant le {}."
OURS = ("deux mois", "sa publication", "tribunal administratif de Rouen")


def found_in(text, act=(), **council):
    the_act = make_act(statement_html=f"<p>{text}</p>", **dict(act))
    facts = {"department_code": "27", **council}
    record = make_record(make_council(**facts), make_sitting(deliberations=(the_act,)))
    return [(f.severity, f.correction) for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("quatre mois", *OURS[1:]), (Severity.NOTICE, "délai de deux mois")),
        ((OURS[0], "sa notification", OURS[2]), (Severity.NOTICE, "à compter de sa publication")),
        (
            (*OURS[:2], "tribunal administratif de Lille"),
            (Severity.WARNING, "tribunal administratif de Rouen"),
        ),
    ],
)
def test_appeal_notice_wrong_r421_1(parts, told):
    assert found_in(NOTICE.format(*parts)) == [told]


@pytest.mark.parametrize(
    "text",
    [
        NOTICE.format(*OURS),
        NOTICE.format("2 mois", "sa publication ou de sa notification", "tribunal administratif compétent"),
        "Vu le jugement du tribunal administratif de Lille",
        "La délibération peut faire l'objet d'un recours ; sans réponse dans un délai de quatre mois, il est rejeté.",
        "Le dossier est déposé dans un délai de six mois à compter de la notification de la subvention.",
    ],
)
def test_appeal_notice_right_or_of_something_else(text):
    assert found_in(text) == []


def test_appeal_notice_of_an_individual_act_starts_with_its_notification():
    assert found_in(NOTICE.format(OURS[0], "sa notification", OURS[2]), {"is_individual": True}) == []


def test_appeal_notice_court_is_the_one_recorded_or_that_of_the_department():
    lille = NOTICE.format(*OURS[:2], "tribunal administratif de Lille")
    assert found_in(lille, tribunal="Lille") == []
    assert found_in(lille, department_code="") == []
    cergy = NOTICE.format(*OURS[:2], "tribunal administratif de Cergy")
    assert found_in(cergy, department_code="95") == []


def test_appeal_notice_limit_is_longer_overseas():
    text = NOTICE.format("trois mois", *OURS[1:])
    assert found_in(text, territory=Territory.OVERSEAS) == []
