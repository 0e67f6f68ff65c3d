"""The text of an act as one JSON, and what changed between two."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.text_versions import digest_of, text_as_json, text_from_json
from deliberations.domain.word_diff import Change, ChangeKind, changes_only, text_changes, word_changes

pytestmark = pytest.mark.unit

TEXT = ActText(
    title_html="Tarifs <em>2024</em>",
    statement_html="<p>Un.</p>",
    clauses=(Clause(ClauseKind.VU, "le code"), Clause(ClauseKind.CONSIDERANT, "la hausse")),
    operative=(OperativePart(("d'adopter", "d'inscrire"), layout=OperativeLayout.ARTICLES),),
    annexes=("Grille",),
)
SAME, ADDED, REMOVED = ChangeKind.SAME, ChangeKind.ADDED, ChangeKind.REMOVED


def test_text_comes_back_from_its_json():
    assert text_from_json(text_as_json(TEXT)) == TEXT


def test_json_is_canonical():
    content = json.loads(text_as_json(TEXT))
    assert list(content) == sorted(content)
    assert digest_of(TEXT) == digest_of(text_from_json(text_as_json(TEXT)))
    assert digest_of(TEXT) != digest_of(ActText(title_html="Tarifs 2024"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ()),
        ("le prix", "le prix", (Change(SAME, "le prix"),)),
        ("", "le prix", (Change(ADDED, "le prix"),)),
        ("le prix", "", (Change(REMOVED, "le prix"),)),
        (
            "exercice 2023 clos",
            "exercice 2024 clos",
            (
                Change(SAME, "exercice "),
                Change(REMOVED, "2023"),
                Change(ADDED, "2024"),
                Change(SAME, " clos"),
            ),
        ),
        ("a b", "a c b", (Change(SAME, "a "), Change(ADDED, "c "), Change(SAME, "b"))),
    ],
)
def test_word_changes(old, new, expected):
    assert word_changes(old, new) == expected


WORDS = st.lists(st.sampled_from(["le", "prix", "2024", "l'école", " ", "\n", ",", "€"]), max_size=30).map(
    " ".join
)


@settings(max_examples=25, deadline=None)
@given(WORDS, WORDS)
def test_changes_hold_both_texts(old, new):
    found = word_changes(old, new)
    assert "".join(c.text for c in found if c.kind is not ADDED) == old
    assert "".join(c.text for c in found if c.kind is not REMOVED) == new


def test_huge_texts_are_replaced_whole_in_little_time():
    old, new = "un " * 3000, "deux " * 3000
    assert [change.kind for change in word_changes(f"{old}x", f"{new}y")] == [REMOVED, ADDED]


def test_pieces_that_changed_are_named():
    new = ActText(
        title_html="Tarifs 2024",
        statement_html="<p>Un.</p>",
        clauses=(Clause(ClauseKind.VU, "le code"), Clause(ClauseKind.VU, "la loi"), TEXT.clauses[1]),
        operative=TEXT.operative,
    )
    found = changes_only(TEXT, new)
    assert [(piece.label, piece.only_format) for piece in found] == [
        ("Objet", True),
        ("Visa ou considérant n° 2 (ajouté)", False),
        ("Annexe n° 1 (retiré)", False),
    ]
    assert found[1].changes == (Change(ADDED, "Vu la loi ;"),)
    assert [piece.has_changed for piece in text_changes(TEXT, TEXT)] == [False] * 8
