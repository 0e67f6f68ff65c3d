"""A look as plain data: what differs from the usual one, and every variant with its words."""

import pytest

from councils.domain.look_blocks import BLOCK_NAMES, OPTIONAL, USUAL_ORDER, ActBlock
from councils.domain.look_data import FLAGS, VARIANTS, look_data, look_of
from councils.domain.look_variants import NameSeparator, PresentWording
from councils.domain.looks import HouseLook, look_faults
from councils.domain.ready_looks import READY_LOOKS
from councils.forms.look_words import CHOICES
from councils.forms.look_words import FLAGS as FLAG_WORDS

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("look", [HouseLook(), *(ready.look for ready in READY_LOOKS.values())])
def test_look_is_kept_as_what_differs(look: HouseLook) -> None:
    assert look_of(look_data(look)) == look
    assert look_faults(look) == ()
    assert look_data(HouseLook()) == {}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"inconnu": "x"},
        {"opening": "AUTRE"},
        {"shows_republic": "oui"},
        {"order": "DECISION"},
        {"titles": [{"block": "OBJECT"}]},
        {"titles": [{"block": "VOTES", "text": "x"}]},
        {"hidden": ["DECISION"]},
        {"letterhead_lines": [""]},
        {"document_title": "a\nb"},
    ],
)
def test_what_no_look_is_kept_as(data: object) -> None:
    with pytest.raises(ValueError, match=r"[A-ZÀ-Ý«]"):
        look_of(data)


def test_every_variant_has_its_words() -> None:
    assert set(CHOICES) == set(VARIANTS)
    assert {name: set(words) for name, (_, words) in CHOICES.items()} == {
        name: set(kind) for name, kind in VARIANTS.items()
    }
    assert set(FLAG_WORDS) == set(FLAGS)
    assert set(BLOCK_NAMES) == set(USUAL_ORDER)


@pytest.mark.parametrize("block", [b for b in ActBlock if b not in OPTIONAL])
def test_what_makes_an_act_is_always_printed(block: ActBlock) -> None:
    assert [field for field, _ in look_faults(HouseLook(hidden=(block,)))] == ["hidden"]


def test_usual_look_separator_and_present_are_those_of_the_reference() -> None:
    usual = HouseLook()
    assert (usual.separator, usual.present) == (NameSeparator.AND, PresentWording.SENTENCE)
