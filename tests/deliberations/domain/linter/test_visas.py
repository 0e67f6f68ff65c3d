"""The visa of the power that the act uses."""

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.visas import RULES
from deliberations.domain.sittings import Origin, Subject
from tests.facts import make_act, make_council, make_item, make_record, make_sitting

pytestmark = pytest.mark.unit

CODE = "code général des collectivités territoriales"
THE_CODE = "le Code Général des Collectivités Territoriales"


def found_in(*visas, subject=Subject.NONE, origin=Origin.LIVE, council=None, **facts):
    clauses = tuple(Clause(ClauseKind.VU, visa) for visa in visas)
    act = make_act(**{"clauses": clauses, **facts})
    sitting = make_sitting(deliberations=(act,), agenda=(make_item(subject=subject),), origin=origin)
    record = make_record(council or make_council(), sitting)
    return [(f.severity, f.correction) for rule in RULES for f in rule.findings(record)]


def visa(article):
    return f"Vu l'article {article} du {CODE}"


@pytest.mark.parametrize(
    ("visas", "expected"),
    [
        ((THE_CODE,), []),
        (("le CGCT",), []),
        (("le C.G.C.T., notamment son article L. 2121-29",), []),
        (("l'article L.2121-29",), []),
        (("la loi n° 82-213 du 2 mars 1982",), [(Severity.WARNING, visa("L. 2121-29"))]),
        (("le budget 2024", "l'avis de la commission"), [(Severity.WARNING, visa("L. 2121-29"))]),
        (("le code de l'urbanisme",), [(Severity.NOTICE, visa("L. 2121-29"))]),
        ((), [(Severity.NOTICE, visa("L. 2121-29"))]),
    ],
)
def test_visa_of_the_code_l2121_29(visas, expected):
    assert found_in(*visas) == expected


@pytest.mark.parametrize(
    ("subject", "article"),
    [
        (Subject.BUDGET, "L. 1612-2"),
        (Subject.BUDGET_DEBATE, "L. 2312-1"),
        (Subject.ACCOUNTS, "L. 1612-12"),
        (Subject.RULES_OF_PROCEDURE, "L. 2121-8"),
        (Subject.MINUTES, "L. 2121-15"),
        (Subject.DELEGATED_DECISIONS, "L. 2122-23"),
    ],
)
def test_visa_of_the_subject(subject, article):
    letter, number = article.split(". ")
    assert found_in(THE_CODE, subject=subject) == [(Severity.NOTICE, visa(article))]
    assert found_in(f"{THE_CODE}, articles {letter}{number} et suivants", subject=subject) == []
    assert found_in(f"les articles L. 1 et {number} du CGCT", subject=subject) == []


def test_visa_of_the_subject_is_not_a_longer_number():
    assert found_in("l'article L. 1612-20 du CGCT", subject=Subject.BUDGET) == [
        (Severity.NOTICE, visa("L. 1612-2"))
    ]


def test_visa_of_a_delegation_named_in_the_text():
    text = "<p>En vertu de l'article L2122-22, le maire peut…</p>"
    assert found_in(THE_CODE, statement_html=text) == [(Severity.NOTICE, visa("L. 2122-22"))]
    assert found_in(f"{THE_CODE}, article L. 2122-22", statement_html=text) == []
    assert (
        found_in("l'article L. 2122-23 du CGCT", statement_html=text, subject=Subject.DELEGATED_DECISIONS)
        == []
    )


def test_visas_written_in_the_statement_count():
    assert found_in(statement_html=f"<p>Exposé</p><p>Vu {THE_CODE}</p>") == []
    assert found_in(statement_html="<p>VU la loi</p>") == [(Severity.WARNING, visa("L. 2121-29"))]


def test_visa_of_a_recorded_act_is_a_notice():
    """Its visas can no longer be changed."""
    assert found_in("l'avis de la commission", origin=Origin.RECORDED) == [(Severity.NOTICE, "")]


def test_visa_that_is_a_sentence_of_the_debate_is_none():
    told = "<p>Vu la délibération du 3 mai 2023, Madame le Maire informe le conseil de la fin des travaux</p>"
    assert found_in(statement_html=told, origin=Origin.RECORDED) == []


def test_visa_stamped_on_an_annex_is_none():
    assert (
        found_in(statement_html="<p>Vu pour être annexé à la délibération</p>", origin=Origin.RECORDED) == []
    )


def test_visa_of_a_recorded_act_may_stand_elsewhere_in_its_text():
    told = {"statement_html": f"<p>En application du {CODE}</p>", "origin": Origin.RECORDED}
    assert found_in("l'avis de la commission", **told) == []


def test_visas_none_where_the_text_names_the_code():
    assert found_in(statement_html="<p>Conformément au CGCT, il est proposé d'agir.</p>") == []


def test_visas_none_of_a_recorded_act_are_not_asked_for():
    assert found_in(origin=Origin.RECORDED) == []


def test_visas_of_an_act_that_decides_nothing_are_not_asked_for():
    assert found_in(operative=()) == []
    assert found_in(operative=(OperativePart(("d'agir",)),)) != []


@pytest.mark.parametrize(
    "council",
    [make_council(body_type=BodyType.EPCI), make_council(territory=Territory.ALSACE_MOSELLE)],
    ids=["grouping", "local law"],
)
def test_visa_of_l2121_29_is_only_asked_where_it_applies(council):
    assert found_in("la loi", council=council) == []


@pytest.mark.parametrize("piece", ["L. 2122-2", "Vu ", "code général ", " "])
def test_visas_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert len(found_in("le CGCT", statement_html=piece * (100_000 // len(piece)))) == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("l'article L. 123-4 du code de l'action sociale et des familles", 0),
        ("le code de l'urbanisme, et notamment ses articles", 1),
        ("l'article L. 153-1", 1),
    ],
)
def test_visa_of_an_article_of_another_code_may_give_the_power(text, count):
    assert len(found_in(text)) == count
