"""The nomenclature of the matters of acts: one reader for every page."""

import pytest

from deliberations.domain.matters import matter_label, matters, read_matter

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("code", "label"),
    [("5.7", "Intercommunalité"), ("7.5.3", "Subventions"), ("7", "Finances locales"), ("99", ""), ("", "")],
)
def test_matter_is_named_even_when_a_prefecture_makes_it_finer(code, label):
    assert matter_label(code) == label


def test_only_the_matters_of_the_second_level_are_proposed():
    assert {matter.code.count(".") for matter in matters()} == {1}
    assert len(matters()) == 57


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("5.7", "5.7"),
        ("7.5.3", "7.5.3"),
        ("7.5 Subventions", "7.5"),
        ("7.5 – Subventions", "7.5"),
        ("subvention", "7.5"),
        ("  ", ""),
    ],
)
def test_matter_is_read_as_it_is_typed(typed, code):
    assert read_matter(typed) == code


@pytest.mark.parametrize("typed", ["99.99", "7", "a", "introuvable"])
def test_matter_that_no_list_holds_is_refused(typed):
    with pytest.raises(ValueError, match="no such matter"):
        read_matter(typed)
