"""Cutting HTML into tags and texts: the cuts of the standard, in one pass whatever comes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberations.domain.markup import TokenKind, tokens

pytestmark = pytest.mark.unit

PIECES = [*"< </ > ! -- [ a = ' \" / script TITLE ? é".split(), "b ", " ", "\n"]
HOSTILE = [
    *("<a ", '<a "', "<a ='", '<a = "', "<!", "<!--", "<![x", "<?", "</", "</a ", "<", "<b>", "<script>"),
    *("<title>x</titl", "= ", "<a b=c=", "--!", "é"),
]


def cut(source: str) -> list[str]:
    return [f"{token.kind.value} {token.source}" for token in tokens(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("a <b c='>'>d</B >", ["TEXT a ", "START <b c='>'>", "TEXT d", "END </B >"]),
        ("1 < 2 << 3 <", ["TEXT 1 < 2 << 3 <"]),
        ("a</", ["TEXT a</"]),
        ("a<b", ["TEXT a", "START <b"]),
        ("<p a= \"1>2\" b='>' c>x", ["START <p a= \"1>2\" b='>' c>", "TEXT x"]),
        ('<p a"b>x', ['START <p a"b>', "TEXT x"]),
        ('<p a=b="c>x', ['START <p a=b="c>', "TEXT x"]),
        ('<p ="c>x', ['START <p ="c>', "TEXT x"]),
        ('<p a="b>x', ['START <p a="b>x']),
        ("<br/>x", ["START <br/>", "TEXT x"]),
        ("<!-- a > b -->c", ["COMMENT <!-- a > b -->", "TEXT c"]),
        ("<!--->c<!-->d", ["COMMENT <!--->", "TEXT c", "COMMENT <!-->", "TEXT d"]),
        ("<!-- a", ["COMMENT <!-- a"]),
        ("<!x><?y></ z>t", ["COMMENT <!x>", "COMMENT <?y>", "COMMENT </ z>", "TEXT t"]),
        ("<![CDATA[a>b]]>", ["COMMENT <![CDATA[a>", "TEXT b]]>"]),
        (
            "<script>a<b>c</SCRIPT >d",
            ["START <script>", "RAW a<b>c", "END </SCRIPT >", "TEXT d"],
        ),
        ("<title>a</titles>b", ["START <title>", "RAW a</titles>b"]),
        ("<style></style>", ["START <style>", "END </style>"]),
    ],
)
def test_tokens_are_cut_as_the_standard_says(source, expected):
    assert cut(source) == expected


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_tokens_joined_are_the_source(source):
    found = list(tokens(source))
    assert "".join(token.source for token in found) == source
    kinds = [token.kind for token in found]
    assert (TokenKind.TEXT, TokenKind.TEXT) not in set(pairwise(kinds))


@pytest.mark.parametrize(
    ("source", "closed"),
    [
        *(
            ("<b>", True),
            ("<b", False),
            ('<b a=">', False),
            ("<b a='>'", False),
            ("</b", False),
            ("</b>", True),
        ),
        *(("<!-- x -->", True), ("<!-- x >", False), ("<!-->", True), ("<!x", False), ("<?x>", True)),
        *(("x", True), ("<", True)),
    ],
)
def test_token_is_closed(source, closed):
    assert [token.is_closed for token in tokens(source)] == [closed]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("before", ["", "<a ", "x"])
def test_tokens_of_a_megabyte_are_the_source(unit, before):
    source = before + unit * (1_000_000 // len(unit))
    assert sum(len(token.source) for token in tokens(source)) == len(source)
