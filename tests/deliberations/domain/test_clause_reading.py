"""The opening word of a clause told from its text; the common clauses of the library."""

import pytest

from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.clause_reading import read_clause, typed_clause
from deliberations.domain.common_clauses import COMMON_CLAUSES

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Vu le code ;", Clause(ClauseKind.VU, "le code")),
        ("VU le code,", Clause(ClauseKind.VU, "le code")),
        ("<strong>VU</strong> le <em>code</em>", Clause(ClauseKind.VU, "le <em>code</em>")),
        ("<strong>V</strong>u le code", Clause(ClauseKind.VU, "le code")),
        ("CONSIDÉRANT que l'école", Clause(ClauseKind.CONSIDERANT, "que l'école")),
        ("Considerant : la hausse", Clause(ClauseKind.CONSIDERANT, "la hausse")),
        ("Entendu le rapport", Clause(ClauseKind.ENTENDU, "le rapport")),
        ("Sur proposition de M. le Maire", Clause(ClauseKind.SUR_PROPOSITION, "de M. le Maire")),
        ("SUR LE RAPPORT de Mme Un", Clause(ClauseKind.SUR_RAPPORT, "de Mme Un")),
        ("Après avoir entendu le maire,", Clause(ClauseKind.OTHER, "Après avoir entendu le maire")),
        ("Après en avoir délibéré,", None),
        ("Vue d'ensemble", None),
        ("Vu", None),
        ("Le budget", None),
    ],
)
def test_clause_read(html, expected):
    assert read_clause(html) == expected


@pytest.mark.parametrize(
    ("kind", "html", "expected"),
    [
        (ClauseKind.VU, "le code ;", Clause(ClauseKind.VU, "le code")),
        (ClauseKind.VU, "Vu le code", Clause(ClauseKind.VU, "le code")),
        (ClauseKind.VU, "Considérant que", Clause(ClauseKind.CONSIDERANT, "que")),
        (ClauseKind.OTHER, "Vu le code", Clause(ClauseKind.OTHER, "Vu le code")),
        (ClauseKind.CONSIDERANT, "que R&amp;D &amp;", Clause(ClauseKind.CONSIDERANT, "que R&amp;D &amp;")),
    ],
)
def test_opening_word_typed_again_is_not_printed_twice(kind, html, expected):
    assert typed_clause(kind, html) == expected


def test_common_clauses_have_names_and_subjects_of_their_own():
    assert len({clause.uid for clause in COMMON_CLAUSES}) == len(COMMON_CLAUSES)
    assert all(clause.about and clause.kind is ClauseKind.VU for clause in COMMON_CLAUSES)
    assert [c.text_html for c in COMMON_CLAUSES if c.uid == "cgct-l2121-29"] == [
        "le Code général des collectivités territoriales, notamment son article L.\u00a02121-29"
    ]
