"""« À la majorité » of a vote where everybody is for."""

import pytest

from deliberations.domain.linter.majorities import RULES
from deliberations.domain.votes import MajorityRule, StatedResult, Tally
from tests.facts import make_act, make_record, make_sitting, make_vote

pytestmark = pytest.mark.unit

STATED = {"everyone": None, "stated": StatedResult.UNANIMOUS}


def found_in(text, *more, **vote):
    act = make_act(statement_html=f"<p>{text}</p>")
    sitting = make_sitting(deliberations=(act,), votes=(make_vote(**vote), *more))
    return [f for rule in RULES for f in rule.findings(make_record(sitting=sitting))]


@pytest.mark.parametrize(
    "text",
    [
        "La délibération est adoptée à la majorité des voix.",
        "Adopté, à la majorité des votants",
        "Le conseil municipal, à la majorité des membres présents et représentés, approuve",
        "Après en avoir délibéré, décide à la majorité des présents",
        "À la majorité des voix, autorise le maire",
    ],
)
@pytest.mark.parametrize("vote", [{}, {"everyone": None, "tally": Tally(8)}, STATED], ids=repr)
def test_majority_of_a_unanimous_vote(text, vote):
    assert [f.code for f in found_in(text, **vote)] == ["text.majority"]


@pytest.mark.parametrize(
    "text",
    [
        "La délibération est adoptée à l'unanimité.",
        "adoptée à la majorité absolue des suffrages exprimés",
        "adoptée à la majorité des suffrages exprimés",
        "décide, à la majorité des membres en exercice, de créer la commission",
        "Les délibérations sont adoptées à la majorité des voix",
        "Le bureau décide à la majorité des voix",
        "La commission, à la majorité des voix, approuve le projet",
        "La délibération du 3 mars 2024 avait été adoptée à la majorité des voix",
        "à la majorité des voix",
    ],
)
@pytest.mark.parametrize("vote", [{}, STATED], ids=repr)
def test_majority_none(text, vote):
    assert found_in(text, **vote) == []


ADOPTED = "La délibération est adoptée à la majorité des voix."


@pytest.mark.parametrize(
    "vote",
    [
        {"against": ["m2"]},
        {"abstaining": ["m2"]},
        {"everyone": None, "stated": StatedResult.ADOPTED},
        {"everyone": None, "tally": Tally(7, not_voting=1)},
        {"majority": MajorityRule.PRESENT_OR_REPRESENTED},
    ],
    ids=repr,
)
def test_majority_of_another_vote(vote):
    assert found_in(ADOPTED, **vote) == []


def test_majority_none_where_the_item_has_two_votes():
    assert found_in(ADOPTED, make_vote(uid="other", ballot=2, against=["m3"])) == []


def test_majority_alone_is_read_here_when_no_voice_is_counted():
    text = "La délibération est adoptée à la majorité."
    assert [f.code for f in found_in(text, **STATED)] == ["text.majority"]
    assert found_in(text) == []


def test_majority_correction_keeps_the_capitals():
    assert [f.correction for f in found_in("ADOPTÉ À LA MAJORITÉ DES VOIX")] == ["À L'UNANIMITÉ"]


@pytest.mark.parametrize("piece", ["à la majorité ", "à la majorité des membres présents ", "adoptée à la "])
def test_majority_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    found_in(piece * (200_000 // len(piece)))
