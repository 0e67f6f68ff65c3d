"""The passages of a text: found one by one, hidden by words, corrected without losing what is hidden."""

import pytest

from deliberations.richtext import (
    hidden_words,
    passages_of,
    rewritten,
    runs_as_text,
    with_passage,
    without_private,
    words_of,
)

pytestmark = pytest.mark.unit

PAGE = (
    "<p>Vu la demande de <strong>Mme Une</strong></p><ul><li>premier</li><li>second</li></ul>"
    "<table><caption>Titre</caption><tbody><tr><td>un</td><td></td></tr></tbody></table>"
)


def hide(html, *words, number=0):
    return with_passage(html, number, lambda runs: hidden_words(runs, words))


def rewrite(html, text, number=0):
    return with_passage(html, number, lambda runs: rewritten(runs, text))


def test_passages_are_those_that_say_something_in_the_order_of_reading():
    said = [runs_as_text(runs) for runs in passages_of(PAGE)]
    assert said == ["Vu la demande de Mme Une", "premier", "second", "Titre", "un"]


@pytest.mark.parametrize(("number", "kept"), [(1, "premier"), (2, "second"), (4, "un")])
def test_one_passage_is_hidden_and_the_others_stay(number, kept):
    found = hide(PAGE, 0, number=number)
    assert found == PAGE.replace(kept, f"<mark data-private>{kept}</mark>")


@pytest.mark.parametrize(
    ("html", "words", "expected"),
    [
        ("a b c", (0, 1), "<mark data-private>a b</mark> c"),
        ("a b c", (0, 2), "<mark data-private>a</mark> b <mark data-private>c</mark>"),
        ("a b c", (7, -1), "a b c"),
        ("a <strong>b</strong>", (0, 1), "<mark data-private>a <strong>b</strong></mark>"),
        ("a &lt;b&gt; c", (1,), "a <mark data-private>&lt;b&gt;</mark> c"),
    ],
)
def test_neighbours_are_hidden_together(html, words, expected):
    assert hide(html, *words) == expected


def test_a_mark_that_stands_alone_goes_with_the_word_before_it():
    (runs,) = passages_of("le « Nord » – est <mark data-private>Une,</mark>")
    assert [(word.text, word.is_private) for word in words_of(runs)] == [
        ("le «", False),
        ("Nord » –", False),
        ("est", False),
        ("Une,", True),
    ]


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        ("un <strong>deux</strong> trois", "un deux quatre", "un <strong>deux</strong> quatre"),
        ("un <strong>deux</strong>", "un dix", "un <strong>dix</strong>"),
        ("un deux", "un & deux", "un &amp; deux"),
        ("de <mark data-private>Une</mark> ici", "de Deux ici", "de <mark data-private>Deux</mark> ici"),
        (
            "M. <mark data-private>Un</mark> a",
            "Mme Une a",
            "<mark data-private>Mme</mark> <mark data-private>Une</mark> a",
        ),
        ("<mark data-private>Un</mark>", "Une Deux", "<mark data-private>Une Deux</mark>"),
    ],
)
def test_what_is_rewritten_keeps_its_format_and_stays_hidden(html, text, expected):
    assert rewrite(html, text) == expected


@pytest.mark.parametrize(
    "text", ["Xavier", "de Xavier", "Xavier ici", "de Xavier la", "Xavier Xavier Xavier"]
)
def test_no_correction_of_a_hidden_name_is_ever_public(text):
    html = "de <mark data-private>Zoé Zut</mark> ici"
    assert "Xavier" not in without_private(rewrite(html, text)).replace("[occulté]", "")
