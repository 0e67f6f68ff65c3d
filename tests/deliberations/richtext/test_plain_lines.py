"""A line that is already canonical is kept as it is: the short way gives what the long one gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberations.richtext import sanitise_inline
from deliberations.richtext.reader import parse_inline
from deliberations.richtext.writer import write_runs

pytestmark = pytest.mark.unit


@given(st.text(max_size=40) | st.text(alphabet="aé<>&;/p \u00a0\u202f\t\n'\"«»’…\u200b", max_size=40))
def test_inline_text_is_the_same_by_the_short_way(text):
    assert sanitise_inline(text) == write_runs(parse_inline(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d'adopter les tarifs", "d'adopter les tarifs"),
        (" deux  espaces ", "deux espaces"),
        ("a < b", "a &lt; b"),
        ("R&amp;D", "R&amp;D"),
        ("une\nligne", "une ligne"),
    ],
)
def test_inline_text_is_canonical(text, expected):
    assert sanitise_inline(text) == expected
