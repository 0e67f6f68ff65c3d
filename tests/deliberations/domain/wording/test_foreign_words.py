"""What a file says of itself, before our page repeats it."""

import pytest

from deliberations.domain.wording.foreign_words import LONGEST, UNREPEATED, repeated

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "words",
    [
        "Délibération n° 2026-57 – tarifs de la salle des fêtes",
        "Commune de L'Haÿ-les-Roses",
        "Ελληνικά et français, en deux mots",
        "Nº 12 – Œuvre d'été",
        "",
    ],
)
def test_honest_words_are_repeated(words: str):
    assert repeated(words) == words


@pytest.mark.parametrize(
    "words",
    [
        "Ce fichier est authentique",
        "CE FICHIER EST AUTHENTIQUE",
        "a u t h e n t i q u e",
        "authen\u200btique",
        "au\u00adthentique",
        "ａｕｔｈｅｎｔｉｑｕｅ",
        "\u0430uthentique",
        "L'acte publié",
        "cette copie fait foi",
    ],
)
def test_words_that_pass_for_our_verdict_are_not(words: str):
    assert repeated(words) == UNREPEATED


def test_what_turns_or_breaks_the_line_is_taken_out():
    assert repeated("tarif\u202e\r\n\t de\0 la  salle\u2066") == "tarif de la salle"


def test_long_words_are_cut():
    assert repeated("x" * 5_000) == "x" * (LONGEST - 1) + "…"
