"""The restricted HTML: one canonical spelling for a text, and nothing that could harm a page or a file."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberations.richtext import (
    ItemList,
    Paragraph,
    Run,
    Table,
    parse_blocks,
    plain_text,
    printable,
    sanitise,
    sanitise_inline,
    without_private,
)

pytestmark = pytest.mark.unit

ATTRIBUTES = {
    **dict.fromkeys("p br h3 ul ol li table caption thead tbody tr strong em u sub sup".split(), frozenset()),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "a": frozenset({"href"}),
    "mark": frozenset({"data-private"}),
}
INLINE = {"strong", "em", "u", "sub", "sup", "a", "mark"}

TAGS = [*sorted(ATTRIBUTES), *"div b i h2 span script style math svg tfoot".split()]
FORMS = ("<{}>", "</{}>", "<{} onclick=x data-private>")
SOUP = st.lists(
    st.one_of(
        st.sampled_from([form.format(tag) for tag in TAGS for form in FORMS]),
        st.sampled_from(
            [
                "<th scope=row rowspan=3>", "<td colspan='2' rowspan=0>", "<td colspan=99999 rowspan=99999>",
                "<a href='https://mairie.example/?a=1&amp;b=\"2\"'>", "<a href='javascript:alert(1)'>",
                "<a href=' mailto:mairie@mairie.example '>", "<a href='/interne'>", "<br/>",
                "<!-- x -->", "<![CDATA[x]]>",
                "&nbsp;", "&amp;lt;", "&#1;", "&#xD800;", "&lt;script&gt;", " ", "\n\n", "\u00a0", "\u202f",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=25,
).map("".join)  # fmt: skip


class Seen(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def letters(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        (" \n ", ""),
        ("Bonjour", "<p>Bonjour</p>"),
        ("A & B < C\n\nSuite", "<p>A &amp; B &lt; C</p><p>Suite</p>"),
        ("<p></p><p> </p><p>un</p><p><br></p>", "<p>un</p>"),
        ("<p>a<br><br><br>b<br>c<br></p>", "<p>a</p><p>b<br>c</p>"),
        ("<div>a</div>\n<div>b</div><h2>c</h2>", "<p>a</p><p>b</p><h3>c</h3>"),
        ("<h1>a<br>b</h1>c<h4> </h4>", "<h3>a b</h3><p>c</p>"),
        ("<ul><li><h3>a</h3>b</li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<h3><b>a</b> <mark>b</mark></h3>", "<h3><strong>a</strong> <mark data-private>b</mark></h3>"),
        ("<p>un <b>deux </b> <i> trois</i></p>", "<p>un <strong>deux </strong><em>trois</em></p>"),
        ("<p><em><strong>x</strong></em><strong>y</strong></p>", "<p><strong><em>x</em>y</strong></p>"),
        ("<p>caf&eacute; &laquo;&nbsp;x&nbsp;&raquo; \"y\"</p>", "<p>café «\u00a0x\u00a0» \"y\"</p>"),
        ("<p>m<sup>2</sup> CO<sub>2</sub> <u>s</u></p>", "<p>m<sup>2</sup> CO<sub>2</sub> <u>s</u></p>"),
        ("<script>x()</script><style>p{}</style>ok", "<p>ok</p>"),
        ("<p onclick='x' style='color:red' class='y'>z</p>", "<p>z</p>"),
        ("<ul><li><p>x</p></li><li></li></ul>", "<ul><li>x</li></ul>"),
        ("<ul><li><p>x</p><p>y</p></li></ul>", "<ul><li><p>x</p><p>y</p></li></ul>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<ul>t<ul><li>n</li></ul></ul>", "<ul><li>t<ul><li>n</li></ul></li></ul>"),
        ("<li>seul</li><ul></ul>", "<p>seul</p>"),
        ("<a href='javascript:x'>a</a> <a href='/b'>b</a> <a href='ftp://c'>c</a>", "<p>a b c</p>"),
        (
            "<a class=x href='https://e.example/?a=1&b=2'>a</a><a href='mailto:m@e.example'>b</a>",
            '<p><a href="https://e.example/?a=1&amp;b=2">a</a><a href="mailto:m@e.example">b</a></p>',
        ),
        ("<p><mark>x</mark><mark data-private='1'>y</mark></p>", "<p><mark data-private>xy</mark></p>"),
        ("<p>a\u0001b\ufeff\u202ec\ud800</p>", "<p>abc\ufffd</p>"),
        (
            "<table><tr><th>A<th>B<tr><th>c<td rowspan=9 colspan=2>1</table>",
            ('<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
            '<tbody><tr><th scope="row">c</th><td colspan="2">1</td></tr></tbody></table>'),
        ),
        (
            "<table><tr><td rowspan=3>a<td>b<tr><tr><td>c<tfoot><tr><td>t</table>",
            ('<table><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr>'
            "<tr><td>t</td></tr></tbody></table>"),
        ),
        ("<table><caption>Titre</caption></table>", "<p>Titre</p>"),
        (
            "<table><td>a<table><td>b</table>c</table>",
            "<table><tbody><tr><td><p>a</p><p>b</p><p>c</p></td></tr></tbody></table>",
        ),
    ],
)  # fmt: skip
def test_sanitise_canonical(html, expected):
    assert sanitise(html) == expected
    assert sanitise(expected) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("  Vu   le <b>code</b>\n;", "Vu le <strong>code</strong> ;"),
        ("<p>a</p><p>b<br>c</p>", "a b c"),
        (
            "<ul><li>a</li><li><p>b</p></li></ul><table><caption>c</caption><tr><td>d<td>e</table>",
            "a b c d e",
        ),
        ("<mark data-private>x <em>y</em></mark>", "<mark data-private>x <em>y</em></mark>"),
        ("a &lt;b&gt;", "a &lt;b&gt;"),
    ],
)
def test_sanitise_inline_canonical(html, expected):
    assert sanitise_inline(html) == expected
    assert sanitise_inline(expected) == expected


@given(SOUP)
def test_sanitise_idempotent(html):
    once = sanitise(html)
    assert sanitise(once) == once
    inline = sanitise_inline(html)
    assert sanitise_inline(inline) == inline
    assert parse_blocks(once) == parse_blocks(html)


@given(SOUP)
def test_sanitise_allows_only_the_subset(html):
    for tag, attributes in Seen(sanitise(html)).tags:
        assert attributes.keys() <= ATTRIBUTES[tag]
        assert re.match(r"(https?://|mailto:)\S", attributes.get("href") or "mailto:x")
    assert {tag for tag, _ in Seen(sanitise_inline(html)).tags} <= INLINE


@given(st.text())
def test_sanitise_keeps_every_letter_of_plain_text(text):
    """What has neither tag nor entity loses only white space and what cannot be printed."""
    source = text.replace("<", "").replace("&", "")
    assert letters(Seen(sanitise(source)).text) == letters(printable(source))


@pytest.mark.parametrize(
    "tag", ["ul><li", "ol", "table><tr><td", "strong", "mark", "a href='https://e.example'"]
)
def test_sanitise_deep_nesting(tag):
    html = sanitise(f"<{tag}>x" * 2000)
    assert Seen(html).text == "x" * 2000
    assert html.count("<ul>") <= 9


def test_sanitise_list_depth_is_that_of_word():
    html = sanitise("<ul><li>x" * 12)
    assert html.count("<ul>") == 9
    assert plain_text(html).replace(" ", "").replace("-", "").split() == ["x"] * 12


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>Aide à <mark data-private>Jean <strong>D.</strong></mark>, adulte</p>",
            "<p>Aide à [occulté], adulte</p>",
        ),
        ("Aide à <mark data-private>Jean</mark>", "Aide à [occulté]"),
        ("<p>a <mark data-private>b</mark> <mark data-private>c</mark></p>", "<p>a [occulté] [occulté]</p>"),
        ("<ul><li>x<mark>y</mark></li></ul>", "<ul><li>x[occulté]</li></ul>"),
        (
            (
                "<table><caption><mark data-private>t</mark></caption>"
                "<tbody><tr><td><mark data-private>c</mark></td></tr></tbody></table>"
            ),
            "<table><caption>[occulté]</caption><tbody><tr><td>[occulté]</td></tr></tbody></table>",
        ),
        ('<p><mark data-private><a href="https://e.example/jean">x</a></mark></p>', "<p>[occulté]</p>"),
        ("", ""),
    ],
)
def test_without_private_replaces(html, expected):
    assert without_private(html) == expected


@given(SOUP)
def test_without_private_leaves_no_mark(html):
    hidden = without_private(sanitise(html))
    assert "<mark" not in hidden
    assert sanitise(hidden) == without_private(sanitise(hidden))


def test_parse_blocks_values():
    paragraph, items, table = parse_blocks(
        "<p>a<br><b>b</b></p><ol><li>x</li></ol><table><caption>C</caption><tr><th>H</th></tr><tr><td>v</td></tr></table>"
    )
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs] == ["a\n", "b"]
    assert paragraph.runs[1].format.strong
    assert items == ItemList(ordered=True, items=((Paragraph((Run("x"),)),),))
    assert isinstance(table, Table)
    assert table.caption == (Run("C"),)
    assert [cell.scope for cell in table.header_rows[0].cells] == ["col"]
    assert table.rows[0].cells[0].blocks == (Paragraph((Run("v"),)),)


def test_plain_text_layout():
    html = (
        "<p>un<br>deux</p><ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>"
        "<table><caption>T</caption><tr><th>H</th><th>I</th></tr><tr><td><p>1</p><p>2</p></td><td></td></tr></table>"
    )
    assert plain_text(html) == "un\ndeux\n\n- a\n  1. b\n- c\n  d\n\nT\nH | I\n1 2 |"
