"""Text typed in a plain box becomes restricted HTML, and comes back as it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.richtext import (
    from_typed,
    from_typed_line,
    sanitise,
    sanitise_inline,
    to_type,
    to_type_line,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        ("   \n ", ""),
        ("Un seul paragraphe", "<p>Un seul paragraphe</p>"),
        ("Un\n\nDeux", "<p>Un</p><p>Deux</p>"),
        ("Un\r\n\r\nDeux", "<p>Un</p><p>Deux</p>"),
        ("Une ligne\nune autre", "<p>Une ligne<br>une autre</p>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("• un\n– deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("1. un\n2) deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("Voici :\n- un\n- deux\nVoilà", "<p>Voici :</p><ul><li>un</li><li>deux</li></ul><p>Voilà</p>"),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
        ("<p>Déjà <strong>riche</strong></p>", "<p>Déjà <strong>riche</strong></p>"),
        ("<p onclick='x()'>ok</p><script>x()</script>", "<p>ok</p>"),
        ("Écrire <nom> ici", "<p>Écrire &lt;nom&gt; ici</p>"),
        ("19,5 €", "<p>19,5 €</p>"),
    ],
)
def test_typed_text(typed, html):
    assert from_typed(typed) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Travaux & voirie", "Travaux &amp; voirie"),
        ("Règle du 1<sup>er</sup> janvier", "Règle du 1<sup>er</sup> janvier"),
        ("a < b", "a &lt; b"),
        ("<em></em>", ""),
    ],
)
def test_typed_line(typed, html):
    assert from_typed_line(typed) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Un</p><p>Deux</p>",
        "<ul><li>un</li><li>deux</li></ul>",
        "<p>Voici :</p><ul><li>un</li></ul>",
        "<p>Déjà <strong>riche</strong></p>",
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "",
    ],
)
def test_stored_text_is_shown_and_saved_unchanged(html):
    assert from_typed(to_type(html)) == html


def test_plain_text_is_shown_without_tags():
    assert to_type("<p>Un</p><ul><li>a</li><li>b</li></ul>") == "Un\n\n- a\n- b"
    assert to_type_line("Travaux &amp; voirie") == "Travaux & voirie"
    assert to_type_line("1<sup>er</sup>") == "1<sup>er</sup>"


@settings(max_examples=25)
@given(st.text(max_size=80))
def test_anything_typed_is_canonical_and_stable(text):
    html, line = from_typed(text), from_typed_line(text)
    assert (sanitise(html), sanitise_inline(line)) == (html, line)
    assert from_typed(to_type(html)) == html
    assert from_typed_line(to_type_line(line)) == line
