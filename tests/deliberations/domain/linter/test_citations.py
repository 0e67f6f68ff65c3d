"""The form of the articles and laws that an act cites."""

import pytest

from deliberations.domain.findings import Severity
from deliberations.domain.linter.citations import RULES, check_citations
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit

CODE = "code général des collectivités territoriales"


def findings_in(text, **facts):
    act = make_act(statement_html=f"<p>{text}</p>", **facts)
    return list(check_citations(make_record(sitting=make_sitting(deliberations=(act,)))))


def found_in(text):
    """What is quoted, and what is proposed."""
    return [(f.message.split(" »")[0].removeprefix("« "), f.correction) for f in findings_in(text)]


@pytest.mark.parametrize(
    ("text", "quoted", "correction"),
    [
        ("l'article L.212129 du CGCT", "L.212129", "L. 2121-29"),
        ("l'article L. 212222 du CGCT", "L. 212222", "L. 2122-22"),
        ("le R 21219 du CGCT", "R 21219", "R. 2121-9"),
        ("l'article L 2121 29 du CGCT", "L 2121 29", "L. 2121-29"),
        ("l'article 2121-29 du CGCT", "2121-29", "L. 2121-29"),
        (f"l'article 2122-22 du {CODE}", "2122-22", "L. 2122-22"),
        ("l'article 2121-9", "2121-9", ""),
        ("l'article L. 2121--29", "L. 2121--29", "L. 2121-29"),
        ("l'article L.. 2121-29", "L.. 2121-29", "L. 2121-29"),
        ("l'article L. L. 2121-29", "L. L. 2121-29", "L. 2121-29"),
        ("l'article 1. 2121-29", "1. 2121-29", "L. 2121-29"),
        ("les articles L. 2121-29 et L. 2121-29", "L. 2121-29 et L. 2121-29", "L. 2121-29"),
        ("la loi n° n° 82-213 du 2 mars 1982", "n° n°", "n°"),
        ("vu l'article article L. 2121-29", "article article", "article"),
        (
            "la loi n° 2021-1310 du 7 octobre 2020",
            "loi n° 2021-1310 du 7 octobre 2020",
            "",
        ),
        ("la loi n° 82-213 du 2 mars 1983", "loi n° 82-213 du 2 mars 1983", ""),
        ("l'ordonnance 2021-1310 du 07/10/2022", "ordonnance 2021-1310 du 07/10/2022", ""),
        ("le décret n° 2024-719 du 31 juin 2024", "décret n° 2024-719 du 31 juin 2024", ""),
        ("la loi n° 82213 du 2 mars 1982", "82213", "82-213"),
        ("le décret n° 2024 719 du 5 juillet 2024", "2024 719", "2024-719"),
        (
            "le code général des collectivités territoriale",
            "code général des collectivités territoriale",
            CODE,
        ),
        (
            "le Code Générale des Collectivités Territoriales",
            "Code Générale des Collectivités Territoriales",
            "Code Général des Collectivités Territoriales",
        ),
        ("le code général des collectivités locales", "code général des collectivités locales", CODE),
        (
            "LE CODE GÉNÉRAL DE COLLECTIVITÉS TERRITORIALES",
            "CODE GÉNÉRAL DE COLLECTIVITÉS TERRITORIALES",
            CODE.upper(),
        ),
        ("l'article L. 2121-29 du CGTC", "CGTC", "CGCT"),
    ],
)
def test_citation_in_a_form_that_does_not_exist(text, quoted, correction):
    assert found_in(text) == [(quoted, correction)]


@pytest.mark.parametrize(
    "text",
    [
        "les articles L2121-29, L.2121-29, L. 2121-29 et L 2121-15 du CGCT",
        "l'article L. 2121-22-1 du CGCT et l'article R. 2121-9",
        "l'article 1240-1 du code civil et l'article 2121-29 du code civil",
        "la loi n° 82-213 du 2 mars 1982 et la loi 82-213 du 2 mars 1982",
        "la loi n°2013-595 du 8 juillet 2013",
        "la loi n° 2022-217 du 21 février 2022",
        "l'ordonnance n° 45-2658 du 2 novembre 1945",
        "la loi organique n° 2001-692 du 1er août 2001",
        "le décret n° 2024-719 modifié, en date du 5 juillet 2024",
        "la loi du 5 avril 1884 et le décret du 30 mars 1808",
        "le Code Général des Collectivités Territoriales (CGCT) et le C.G.C.T.",
        "le CODE GENERAL DES COLLECTIVITES TERRITORIALES",
        "au chapitre 21, article 2121, la somme de 2121 29 euros",
        "la parcelle L 212129 et le lot R 21219A",
        "à l'article 2121 29 mars",
        "la délibération n° 2022-14 du 16 juin 2021",
        "les articles L. 2121-2 et L. 2121-29",
    ],
)
def test_citation_none(text):
    assert found_in(text) == []


def test_citation_of_an_article_without_any_code():
    act = make_act(statement_html="<p>Vu l'article L.2121-29 et l'article R2121-9</p>", clauses=())
    [finding] = check_citations(make_record(sitting=make_sitting(deliberations=(act,))))
    assert (finding.severity, finding.correction) == (Severity.NOTICE, f"L. 2121-29 du {CODE}")


def test_citation_of_an_article_whose_code_is_named_elsewhere():
    assert found_in("conformément à l'article L. 2121-15") == []


def test_citation_of_a_wrong_year_tells_both_years():
    [finding] = findings_in("la loi n° 82-213 du 2 mars 1983")
    assert "le numéro est de l'année 1982 et la date de 1983" in finding.message
    assert (finding.severity, finding.where, finding.item) == (Severity.WARNING, "exposé", "p1")


@pytest.mark.parametrize(
    ("number", "year", "told"), [("45-1", 1946, "1945"), ("99-1", 2001, "1999"), ("2020-1", 2021, "2020")]
)
def test_citation_year_of_a_number(number, year, told):
    [finding] = findings_in(f"la loi n° {number} du 2 mars {year}")
    assert f"l'année {told} et" in finding.message


def test_citation_of_a_footer_is_told_once():
    footer = "l'article L.212129 du CGCT"
    assert len(findings_in(f"{footer}</p><p>Un.</p><p>{footer}")) == 1


def test_citation_is_a_rule_of_the_house():
    assert [rule.codes for rule in RULES] == [("text.citation",)]


HOSTILE = {
    "article ": 7,
    "L. 2121-29 et ": 5,
    "article L. 2121 ": 0,
    "loi n° 82-213 du ": 0,
    "code général ": 0,
    "L.": 0,
    "2": 0,
    "L. 2121--": 0,
}
"""A piece said again and again, and how many different faults 100 000 characters of it show."""


@pytest.mark.parametrize(("piece", "count"), HOSTILE.items())
def test_citation_long_texts_take_a_time_that_grows_like_them(piece, count):
    """In the square of the length this would take minutes."""
    assert len(findings_in(piece * (100_000 // len(piece)))) == count
