from dataclasses import astuple
from itertools import product

import pytest

from councils.domain.people import Gender
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms, agree, counted, plural_of

pytestmark = pytest.mark.unit

F, M, U = Gender.FEMININE, Gender.MASCULINE, None


@pytest.mark.parametrize(
    ("genders", "form"),
    [
        ([], "excusé"),
        ([F], "excusée"),
        ([M], "excusé"),
        ([U], "excusé(e)"),
        ([F, F], "excusées"),
        ([F, M], "excusés"),
        ([M, M], "excusés"),
        ([F, U], "excusé(e)s"),
        ([U, U], "excusé(e)s"),
        ([M, U], "excusés"),
        ([F, U, M], "excusés"),
    ],
)
def test_agree_excused(genders, form):
    assert agree(agreement.EXCUSED, genders) == form


def test_agree_every_combination_up_to_four_persons():
    forms = Forms("m", "f", "mm", "ff", "n", "nn")
    for size in range(1, 5):
        for genders in product((F, M, U), repeat=size):
            letter = "m" if M in genders else "n" if U in genders else "f"
            assert agree(forms, genders) == letter * (1 if size == 1 else 2)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (agreement.EXCUSED, ("excusé", "excusée", "excusés", "excusées", "excusé(e)", "excusé(e)s")),
        (agreement.ABSENT, ("absent", "absente", "absents", "absentes", "absent(e)", "absent(e)s")),
        (agreement.PRESENT, ("présent", "présente", "présents", "présentes", "présent(e)", "présent(e)s")),
        (
            agreement.REPRESENTED,
            (
                "représenté",
                "représentée",
                "représentés",
                "représentées",
                "représenté(e)",
                "représenté(e)s",
            ),
        ),
        (agreement.DELEGATE, ("délégué", "déléguée", "délégués", "déléguées", "délégué(e)", "délégué(e)s")),
        (agreement.DEPUTY, ("adjoint", "adjointe", "adjoints", "adjointes", "adjoint(e)", "adjoint(e)s")),
        (
            agreement.VICE_PRESIDENT,
            (
                "vice-président",
                "vice-présidente",
                "vice-présidents",
                "vice-présidentes",
                "vice-président(e)",
                "vice-président(e)s",
            ),
        ),
        (
            agreement.PRESIDENT,
            ("président", "présidente", "présidents", "présidentes", "président(e)", "président(e)s"),
        ),
        (
            agreement.SECRETARY,
            ("secrétaire", "secrétaire", "secrétaires", "secrétaires", "secrétaire", "secrétaires"),
        ),
        (agreement.MAYOR, ("maire", "maire", "maires", "maires", "maire", "maires")),
        (
            agreement.MUNICIPAL_COUNCILLOR,
            (
                "conseiller municipal",
                "conseillère municipale",
                "conseillers municipaux",
                "conseillères municipales",
                "conseiller(ère) municipal(e)",
                "conseillers(ères) municipaux(ales)",
            ),
        ),
        (
            agreement.COMMUNITY_COUNCILLOR,
            (
                "conseiller communautaire",
                "conseillère communautaire",
                "conseillers communautaires",
                "conseillères communautaires",
                "conseiller(ère) communautaire",
                "conseillers(ères) communautaires",
            ),
        ),
    ],
)
def test_forms_of_our_words(forms, expected):
    assert astuple(forms) == expected


@pytest.mark.parametrize("word", ["maire", "exclus", "voix", "nez"])
def test_forms_regular_refuses_other_words(word):
    with pytest.raises(ValueError, match="not a regular word"):
        Forms.regular(word)


@pytest.mark.parametrize(("word", "plural"), [("vote", "votes"), ("voix", "voix"), ("avis", "avis")])
def test_plural_of(word, plural):
    assert plural_of(word) == plural


@pytest.mark.parametrize(
    ("n", "singular", "plural", "digits", "text"),
    [
        (0, "abstention", None, 2, "00 abstention"),
        (1, "abstention", None, 2, "01 abstention"),
        (2, "abstention", None, 2, "02 abstentions"),
        (15, "voix", None, 2, "15 voix"),
        (0, "voix", "voix", 2, "00 voix"),
        (3, "bulletin nul", "bulletins nuls", 1, "3 bulletins nuls"),
        (1, "bulletin nul", "bulletins nuls", 1, "1 bulletin nul"),
        (104, "membre", None, 2, "104 membres"),
    ],
)
def test_counted(n, singular, plural, digits, text):
    assert counted(n, singular, plural, digits=digits) == text


def test_counted_negative():
    with pytest.raises(ValueError, match="negative"):
        counted(-1, "voix")
