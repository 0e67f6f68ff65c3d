"""No text, however made, takes more than its length to typeset."""

import time

import pytest

from deliberations.domain.wording.typography import plain, strip_accents, typeset, typeset_html

pytestmark = pytest.mark.unit

LENGTH = 200_000
UNITS = [
    *("x", "1", "1 ", "1 000 ", "a@", "a.", "a@b.", "a@b-", "a'", "+", "1:", "&a", "&#", "www.", "www.a,"),
    *(
        "https://",
        "mailto:",
        "«",
        "« ",
        " ",
        "\u00a0",
        "\n",
        " \n",
        "a\t",
        " !",
        "!",
        "a ;",
        "n° ",
        "n°",
        "12 ",
    ),
    *("M. ", "A. ", "L. ", "article ", "art. L. ", "1er ", "mai ", "12 janvier ", "1 h ", "1 €", ": ", " »"),
    *(
        "<a ",
        '<a "',
        "<!",
        "<![x",
        "<!--",
        "<?",
        "<",
        "<b>",
        "<script>",
        "é",
        "\u0301",
        "\u0301\u0316",
        "\ue000",
    ),
]


@pytest.mark.parametrize("function", [typeset, typeset_html, plain, strip_accents])
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_only(function, unit):
    text = "a" + unit * (LENGTH // len(unit)) + "z"
    start = time.process_time()
    function(text)
    assert time.process_time() - start < 3


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
