"""The notice of appeal of an act: two months, from the publication, before the court of the department."""

import pytest

from councils.domain.bodies import Territory
from deliberations.domain.findings import Severity
from deliberations.domain.linter.appeals import RULES
from tests.facts import make_act, make_council, make_item, make_record, make_sitting

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


TWO_MONTHS = NOTICE.format(*OURS)


@pytest.mark.parametrize(
    ("title", "text", "is_found"),
    [
        ("Élection du maire", TWO_MONTHS, True),
        ("Élection des adjoints", "Cette délibération peut être attaquée dans les deux mois.", True),
        ("Élection du maire", NOTICE.format("trois mois", *OURS[1:]), True),
        ("Élection du maire", f"Les électeurs disposent de cinq jours. {TWO_MONTHS}", False),
        ("Élection du maire", "Le procès-verbal est conservé dans un délai de deux mois.", False),
        ("Élection d'un délégué", TWO_MONTHS, False),
        ("Nombre d'adjoints", TWO_MONTHS, False),
    ],
)
def test_appeal_of_the_election_of_heads_is_its_own_l2122_13(title, text, is_found):
    act = make_act(statement_html=f"<p>{text}</p>")
    sitting = make_sitting(agenda=(make_item(title_html=title),), deliberations=(act,))
    record = make_record(make_council(department_code="27"), sitting)
    found = [f.code for rule in RULES for f in rule.findings(record)]
    assert found == (["text.appeal_of_election"] if is_found else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NOTICE.format("deux mois", "sa transmission au préfet", OURS[2]), ["à compter de sa publication"]),
        ("Voies de recours : elle peut être attaquée dans le délai d'un mois.", ["délai de deux mois"]),
        (
            "Le délai de recours est de deux mois à compter de la transmission.",
            ["à compter de sa publication"],
        ),
        (NOTICE.format("deux mois", "sa transmission et de sa publication", OURS[2]), []),
        ("Le préfet peut déférer cette délibération dans les deux mois à compter de sa transmission.", []),
        ("Cette délibération a recours à un expert, qui rend son avis dans un délai d'un mois.", []),
    ],
)
def test_appeal_notice_in_words_and_from_the_transmission(text, told):
    assert [correction for _, correction in found_in(text)] == told


def test_appeal_court_is_quoted_without_the_words_that_follow():
    act = make_act(
        statement_html=f"<p>{NOTICE.format(*OURS[:2], 'tribunal administratif de Lille dans un')}</p>"
    )
    record = make_record(make_council(department_code="27"), make_sitting(deliberations=(act,)))
    [finding] = [f for rule in RULES for f in rule.findings(record)]
    assert finding.message.startswith("« tribunal administratif de Lille » :")
