"""Broken sources and very long words (their time: benchmarks/hostile.py)."""

import pytest

from deliberations.domain.wording.typography import typeset, typeset_html

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("lot <![2[ x> voirie :", "lot <![2[ x> voirie\u00a0:"),
        ("l'eau <a href='l'eau", "l’eau <a href='l'eau"),
        ("<title>L'eau : le prix</title>", "<title>L’eau\u00a0: le prix</title>"),
        ("<style>a : b", "<style>a : b"),
    ],
)
def test_typeset_html_of_a_broken_source(source, printed):
    assert typeset_html(source) == printed


@pytest.mark.parametrize("text", ["x" * 1001, "1" * 1001, "é" * 5000, "a-" * 1000])
def test_typeset_leaves_a_very_long_word_alone(text):
    assert typeset(text) == text
    assert typeset(f"{text} : {text} !") == f"{text}\u00a0: {text}\u202f!"
