"""The text typed in the editor: rows in the order of the page, each in its canonical form."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.renewal import Suggestion, SuggestionKind
from deliberations.forms.act_text import MOST_PIECES, ActTextForm
from deliberations.forms.starting import RenewalForm
from deliberations.forms.word_import import PiecesForm

pytestmark = pytest.mark.integration


def data(*pairs: tuple[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def text_of(*pairs: tuple[str, str]) -> ActText:
    form = ActTextForm(data(*pairs))
    assert form.is_valid(), form.errors
    return form.cleaned_data["text"]


CLAUSES = (
    ("clause_kind", "VU"), ("clause_text", "un"),
    ("clause_kind", "VU"), ("clause_text", " "),
    ("clause_kind", "CONSIDERANT"), ("clause_text", "deux"),
)  # fmt: skip


def test_plain_text_and_html_give_the_same_text():
    typed = text_of(("statement_html", "Un.\n\nDeux & trois."), ("title_html", "Le <b>prix</b>"))
    assert typed == ActText(
        title_html="Le <strong>prix</strong>", statement_html="<p>Un.</p><p>Deux &amp; trois.</p>"
    )


def test_blank_rows_are_no_rows():
    assert text_of(*CLAUSES).clauses == (Clause(ClauseKind.VU, "un"), Clause(ClauseKind.CONSIDERANT, "deux"))


@pytest.mark.parametrize(
    ("gesture", "expected"),
    [
        ("clause-up-2", ["un", "deux"]),
        ("clause-down-0", ["un", "deux"]),
        ("clause-drop-0", ["deux"]),
        ("clause-up-0", ["un", "deux"]),
        ("clause-drop-9", ["un", "deux"]),
        ("clause-drop-99999", ["un", "deux"]),
        ("n'importe quoi", ["un", "deux"]),
    ],
)
def test_gestures_count_the_rows_of_the_page(gesture, expected):
    found = text_of(*CLAUSES, ("gesture", gesture))
    assert [clause.text_html for clause in found.clauses] == expected


def test_clause_goes_up_over_another():
    rows = [("clause_kind", "VU"), ("clause_text", "un"), ("clause_kind", "VU"), ("clause_text", "deux")]
    assert [c.text_html for c in text_of(*rows, ("gesture", "clause-up-1")).clauses] == ["deux", "un"]


def test_parts_keep_their_own_rows_whatever_the_names_of_their_fields():
    found = text_of(
        ("part", "b"), ("verb_b", "DÉCIDE :"), ("layout_b", "ARTICLES"), ("block_b", "un ;"), ("block_b", "deux"),
        ("part", "a"), ("verb_a", "Autorise"), ("layout_a", "?"), ("block_a", "trois"), ("block_a", ""),
        ("part", "c"), ("verb_c", ""), ("block_c", ""),
    )  # fmt: skip
    assert found.operative == (
        OperativePart(("un", "deux"), "", OperativeLayout.ARTICLES),
        OperativePart(("trois",), "Autorise", OperativeLayout.BULLETS),
    )


@pytest.mark.parametrize(
    ("gesture", "expected"), [("block-down-0-1", ["deux", "un"]), ("block-drop-1-1", ["un"])]
)
def test_decision_moves_inside_its_part(gesture, expected):
    found = text_of(
        ("part", "0"),
        ("block_0", "zéro"),
        ("part", "1"),
        ("block_1", "un"),
        ("block_1", "deux"),
        ("gesture", gesture),
    )
    assert list(found.operative[1].blocks_html) == expected


def test_annexes_are_plain_titles_in_order():
    found = text_of(
        ("annex", " Grille  des <b>tarifs</b> "), ("annex", ""), ("annex", "Plan"), ("gesture", "annex-up-2")
    )
    assert found.annexes == ("Grille des tarifs", "Plan")


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("annex", "x")] * (MOST_PIECES + 1), "301 visas, décisions et annexes"),
        ([("part", "0"), ("verb_0", "x" * 201), ("block_0", "y")], "trop long : 200 signes"),
    ],
)
def test_too_much_is_refused_in_words(pairs, said):
    form = ActTextForm(data(*pairs))
    assert not form.is_valid()
    assert said in form.non_field_errors()[0]


NAMES = st.sampled_from(
    ["clause_kind", "clause_text", "part", "verb_0", "block_0", "layout_0", "annex", "gesture", "base"]
)
VALUES = st.one_of(
    st.text(max_size=40), st.sampled_from(["0", "VU", "\x00", "\ud800", "<mark>x", "clause-up-1", "<table>"])
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(NAMES, VALUES), max_size=20))
def test_hostile_rows_never_break_the_form(pairs):
    form = ActTextForm(data(*pairs))
    if form.is_valid():
        again = ActTextForm(text=form.cleaned_data["text"])
        assert len(again.rows.clauses) == len(form.cleaned_data["text"].clauses)
        assert "\x00" not in repr(form.cleaned_data["text"])
    else:
        assert form.errors


YEAR = Suggestion(SuggestionKind.YEAR, "objet", "2023", 0, "2024", "exercice ", "")


def test_suggestions_are_not_ticked_beforehand():
    form = RenewalForm((YEAR,))
    assert (form["accept_0"].value(), form["new_0"].value()) == (None, "2024")


def test_accepted_suggestion_needs_its_new_words():
    form = RenewalForm((YEAR,), data(("accept_0", "on"), ("new_0", " ")))
    assert form.errors == {"new_0": ["Écrivez ce qui remplace « 2023 », ou décochez."]}
    form = RenewalForm((YEAR,), data(("accept_0", "on"), ("new_0", "2025")))
    assert form.is_valid()
    assert form.choices == ((YEAR, "2025"),)


def test_piece_not_understood_must_be_placed():
    pieces = [("target", "TITLE"), ("html", "Objet"), ("target", "UNKNOWN"), ("html", "perdu")]
    form = PiecesForm(data(*pieces))
    assert form.non_field_errors() == [
        "Un morceau n'est pas encore placé : choisissez sa place, ou « Ne pas reprendre »."
    ]
    assert [piece.html for piece in form.pieces] == ["Objet", "perdu"]
    form = PiecesForm(data(*pieces[:2], ("target", "IGNORED"), ("html", "perdu")))
    assert form.is_valid()
    assert form.cleaned_data["text"] == ActText(title_html="Objet")
