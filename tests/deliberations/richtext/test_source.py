"""Whatever a text holds it is cleaned, and what is too deep stays private (its time: benchmarks/hostile.py)."""

import pytest

from deliberations.richtext import parse_blocks, plain_text, sanitise, sanitise_inline

pytestmark = pytest.mark.unit

LENGTH = 20_000
UNITS = [
    *("<a ", '<a "', "<!", "<![x", "<!--", "<?", "</", "<", "&", "&amp", "&#9", "\u00a0", "\n", "x ", "\x00"),
    *("<br>", "</p>", "<svg>", "<select>", "<script>", "<div>", "<ul><li>", "<p>x", "<i>x</p>", "<b><a>"),
    *("<mark>", "<table><td>", "<tr><td>x", "<td rowspan=9>", "<u></p>", "<a href='http://e.example/?a&b'>x"),
]


@pytest.mark.parametrize("before", ["", "<table><tr>", "<b><b><i><i><u><u>", "<ul>" * 90])
@pytest.mark.parametrize("unit", UNITS)
def test_what_is_clean_stays_as_it_is(unit, before):
    clean = sanitise(before + unit * (LENGTH // len(unit)))
    assert sanitise(clean) == clean


def test_tag_with_every_attribute_loses_them():
    html = "<td " + " ".join(f"a{n}" for n in range(150_000)) + ">x</td>"
    assert sanitise(html) == "<p>x</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<B>a</B> <I>b</I>", "<p><strong>a</strong> <em>b</em></p>"),
        ("a<b et la suite", "<p>a</p>"),
        ("<span>a</span><svg><text>b</text></svg>", "<p>ab</p>"),
        ("<<x>div>a</<x>div>b", "<p>&lt;div&gt;adiv&gt;b</p>"),
        ("a&l<x>t;b>c", "<p>a&amp;lt;b&gt;c</p>"),
        ("<textarea><p>a</p></textarea>", "<p>&lt;p&gt;a&lt;/p&gt;</p>"),
        ("<script>if (a<b) {}</script>c<style>", "<p>c</p>"),
        ("&amp;lt;p&amp;gt; &lt;p&gt; &copy; &#233; &#xE9; &eacute", "<p>&amp;lt;p&amp;gt; &lt;p&gt; © é é é</p>"),
        (f"a&#{'9' * 5000};b&#{'0' * 5000}65;c", "<p>a\ufffdbAc</p>"),
        ("a\u00a0b&nbsp;c\ufdd0\ufdd1\ufdd2d", "<p>a\u00a0b\u00a0cd</p>"),
        (f"<a href='https://e.example/{'x' * 1900}'>a</a>", f'<p><a href="https://e.example/{"x" * 1900}">a</a></p>'),
        (f"<a href='https://e.example/{'x' * 2000}'>a</a>", "<p>a</p>"),
        ("<a href='https://e.example/\u00a0x'>a</a>", "<p>a</p>"),
        ("<mark>a<p>b</mark>c", "<p><mark data-private>a</mark></p><p><mark data-private>bc</mark></p>"),
    ],
)  # fmt: skip
def test_source_is_cleaned_as_a_browser_reads_it(html, expected):
    assert sanitise(html) == expected
    assert sanitise(expected) == expected


def test_too_deep_a_text_keeps_its_words_and_paragraphs():
    html = "<div>" * 101 + "<p>a &amp; b</p><p>c <em>d</em></p>"
    assert sanitise(html) == "<p>a &amp; b</p><p>c d</p>"
    assert sanitise("<div>" * 100 + "<p>c <em>d</em></p>" + "</div>" * 100) == "<p>c d</p>"


def test_a_hundred_levels_keep_their_formats():
    html = "<div>" * 99 + "<p>c <em>d</em></p>" + "</div>" * 99
    assert sanitise(html) == "<p>c <em>d</em></p>"


@pytest.mark.parametrize("before", ["<p><mark>x</p>" * 101, "<div>" * 101 + "<mark>x</mark>"])
def test_too_deep_a_text_with_a_private_part_is_private_as_a_whole(before):
    runs = [run for block in parse_blocks(f"{before}<p>nom</p>") for run in block.runs]
    assert {run.format.private for run in runs} == {True}
    assert "nom" in "".join(run.text for run in runs)


def test_empty_lines_of_a_plain_text_part_paragraphs():
    assert sanitise("a\r\n\r\n \n\t\nb\nc") == "<p>a</p><p>b c</p>"
    assert plain_text("a\n\n\n\nb") == "a\n\nb"


def test_inline_text_of_many_words_is_one_run():
    words = "mot " * 50_000
    assert sanitise_inline(f"<b>{words}</b>") == f"<strong>{words.strip()}</strong>"
