"""The number that an old act bears: told by the secretary, read by the pattern when it follows it."""

import pytest

from deliberations.models import Deliberation, Sitting
from deliberations.services.act_details import ActDetails, save_details
from deliberations.services.texts import open_act
from tests.builders import first_sitting, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def draft(origin: str) -> Deliberation:
    sitting = first_sitting(store_council())
    Sitting.objects.filter(pk=sitting.pk).update(origin=origin)
    return open_act(Sitting.objects.get(pk=sitting.pk).agenda.get(), by=None)


def told(act: Deliberation) -> tuple[object, ...]:
    row = Deliberation.objects.get(pk=act.pk)
    return (row.number, row.printed_number, row.year, row.sequence, row.slug, row.is_allocated)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2024-12", ("2024-12", "", 2024, 12, "2024-12", False)),
        ("DCM 12 bis", ("DCM 12 bis", "DCM 12 bis", 2024, None, "dcm-12-bis", False)),
        ("", ("", "", None, None, "", False)),
        (None, ("", "", None, None, "", False)),
    ],
)
def test_number_of_a_recorded_act_is_kept_as_its_paper_bears_it(number, expected) -> None:
    act = draft("RECORDED")
    save_details(act, ActDetails(number=number), by=None)
    assert told(act) == expected


def test_number_told_again_corrects_the_first_and_keeps_the_address() -> None:
    act = draft("RECORDED")
    for number in ("2024-12", "2024-21"):
        save_details(Deliberation.objects.get(pk=act.pk), ActDetails(number=number), by=None)
    assert told(act) == ("2024-21", "", 2024, 21, "2024-12", False)


def test_number_of_an_act_held_with_the_product_is_never_told() -> None:
    act = draft("LIVE")
    save_details(act, ActDetails(number="2024-12"), by=None)
    assert told(act) == ("", "", None, None, "", False)
