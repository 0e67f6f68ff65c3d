import pytest

from deliberations.domain.wording.numbers import (
    article_label,
    cardinal,
    ordinal,
    parse_cardinal,
    short_ordinal,
    two_digits,
    year_in_words,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("n", "words", "traditional"),
    [
        (0, "zéro", "zéro"),
        (1, "un", "un"),
        (16, "seize", "seize"),
        (17, "dix-sept", "dix-sept"),
        (21, "vingt-et-un", "vingt et un"),
        (22, "vingt-deux", "vingt-deux"),
        (61, "soixante-et-un", "soixante et un"),
        (70, "soixante-dix", "soixante-dix"),
        (71, "soixante-et-onze", "soixante et onze"),
        (72, "soixante-douze", "soixante-douze"),
        (80, "quatre-vingts", "quatre-vingts"),
        (81, "quatre-vingt-un", "quatre-vingt-un"),
        (90, "quatre-vingt-dix", "quatre-vingt-dix"),
        (91, "quatre-vingt-onze", "quatre-vingt-onze"),
        (100, "cent", "cent"),
        (101, "cent-un", "cent un"),
        (180, "cent-quatre-vingts", "cent quatre-vingts"),
        (200, "deux-cents", "deux cents"),
        (203, "deux-cent-trois", "deux cent trois"),
        (1000, "mille", "mille"),
        (1100, "mille-cent", "mille cent"),
        (2000, "deux-mille", "deux mille"),
        (2021, "deux-mille-vingt-et-un", "deux mille vingt et un"),
        (80_000, "quatre-vingt-mille", "quatre-vingt mille"),
        (200_000, "deux-cent-mille", "deux cent mille"),
        (
            999_999,
            "neuf-cent-quatre-vingt-dix-neuf-mille-neuf-cent-quatre-vingt-dix-neuf",
            "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf",
        ),
    ],
)
def test_cardinal_spelling(n, words, traditional):
    assert cardinal(n) == words
    assert cardinal(n, hyphens=False) == traditional


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "une"),
        (11, "onze"),
        (21, "vingt-et-une"),
        (71, "soixante-et-onze"),
        (81, "quatre-vingt-une"),
        (101, "cent-une"),
        (1000, "mille"),
        (21_000, "vingt-et-un-mille"),
        (21_001, "vingt-et-un-mille-une"),
    ],
)
def test_cardinal_feminine(n, words):
    assert cardinal(n, feminine=True) == words


def test_cardinal_0_to_9999_parses_back_and_is_unique():
    seen = set()
    for n in range(10_000):
        words = cardinal(n)
        seen.add(words)
        assert " " not in words
        assert parse_cardinal(words) == n
        assert parse_cardinal(cardinal(n, hyphens=False)) == n
        assert parse_cardinal(cardinal(n, feminine=True)) == n
        assert parse_cardinal(year_in_words(n)) == n
        assert parse_cardinal(year_in_words(n, hyphens=False)) == n
    assert len(seen) == 10_000


@pytest.mark.parametrize("n", [10_000, 21_021, 71_081, 80_080, 99_999, 100_001, 200_200, 480_980, 999_999])
def test_cardinal_large_parses_back(n):
    assert parse_cardinal(cardinal(n)) == n
    assert parse_cardinal(cardinal(n, hyphens=False)) == n


@pytest.mark.parametrize("n", [-1, 1_000_000])
def test_cardinal_out_of_range(n):
    with pytest.raises(ValueError, match="no words for"):
        cardinal(n)


@pytest.mark.parametrize(
    ("year", "words", "traditional"),
    [
        (1789, "mille-sept-cent-quatre-vingt-neuf", "mille sept cent quatre-vingt-neuf"),
        (1980, "mille-neuf-cent-quatre-vingt", "mille neuf cent quatre-vingt"),
        (1999, "mille-neuf-cent-quatre-vingt-dix-neuf", "mille neuf cent quatre-vingt-dix-neuf"),
        (2000, "deux-mille", "deux mille"),
        (2021, "deux-mille-vingt-et-un", "deux mille vingt et un"),
        (2023, "deux-mille-vingt-trois", "deux mille vingt-trois"),
        (2080, "deux-mille-quatre-vingt", "deux mille quatre-vingt"),
        (2100, "deux-mille-cent", "deux mille cent"),
        (2200, "deux-mille-deux-cent", "deux mille deux cent"),
    ],
)
def test_year_in_words(year, words, traditional):
    assert year_in_words(year) == words
    assert year_in_words(year, hyphens=False) == traditional


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("Deux Mille Vingt-Trois", 2023),
        ("  deux\u00a0mille vingt\u2011trois ", 2023),
        ("mil neuf cent quatre-vingt", 1980),
        ("quatre-vingt", 80),
        ("deux-cents-trois", 203),
        ("VINGT-ET-UNE", 21),
    ],
)
def test_parse_cardinal_tolerates(words, n):
    assert parse_cardinal(words) == n


@pytest.mark.parametrize(
    "words",
    [
        "",
        "et",
        "bonjour",
        "un un",
        "vingt un",
        "vingt-et-deux",
        "dix-vingt",
        "cent-cent",
        "un-mille",
        "zéro-un",
        "quatre-vingt-et-un",
        "mille mille mille mille",
        "soixante-dix-dix",
        "12",
        "trois et",
    ],
)
def test_parse_cardinal_refuses(words):
    with pytest.raises(ValueError, match="not a French number"):
        parse_cardinal(words)


@pytest.mark.parametrize(("n", "text"), [(0, "00"), (7, "07"), (15, "15"), (104, "104")])
def test_two_digits(n, text):
    assert two_digits(n) == text


def test_two_digits_negative():
    with pytest.raises(ValueError, match="negative"):
        two_digits(-1)


@pytest.mark.parametrize(
    ("n", "masculine", "feminine"),
    [
        (1, "premier", "première"),
        (2, "deuxième", "deuxième"),
        (3, "troisième", "troisième"),
        (4, "quatrième", "quatrième"),
        (5, "cinquième", "cinquième"),
        (6, "sixième", "sixième"),
        (9, "neuvième", "neuvième"),
        (11, "onzième", "onzième"),
        (19, "dix-neuvième", "dix-neuvième"),
        (21, "vingt-et-unième", "vingt-et-unième"),
        (30, "trentième", "trentième"),
        (80, "quatre-vingtième", "quatre-vingtième"),
        (100, "centième", "centième"),
        (200, "deux-centième", "deux-centième"),
        (1000, "millième", "millième"),
    ],
)
def test_ordinal(n, masculine, feminine):
    assert ordinal(n) == masculine
    assert ordinal(n, feminine=True) == feminine


def test_ordinal_traditional():
    assert ordinal(21, hyphens=False) == "vingt et unième"


@pytest.mark.parametrize(
    ("n", "masculine", "feminine"), [(1, "1er", "1re"), (2, "2e", "2e"), (11, "11e", "11e")]
)
def test_short_ordinal(n, masculine, feminine):
    assert short_ordinal(n) == masculine
    assert short_ordinal(n, feminine=True) == feminine


@pytest.mark.parametrize(("n", "label"), [(1, "Article 1er"), (2, "Article 2"), (21, "Article 21")])
def test_article_label(n, label):
    assert article_label(n) == label


@pytest.mark.parametrize("function", [ordinal, short_ordinal, article_label])
def test_ordinals_start_at_one(function):
    with pytest.raises(ValueError, match="no "):
        function(0)
