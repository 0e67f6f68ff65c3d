"""A row that the database refuses is told in French, at its place, and the transaction goes on."""

from datetime import date

import pytest
from django.db import transaction

from councils.domain.errors import RowRefused
from councils.models import Council, Mandate, Population
from councils.services.writing import Writer
from tests.builders import make_user, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SINCE = date(2020, 1, 1)


@pytest.fixture
def writer() -> Writer:
    return Writer(by=make_user(), reason="essai")


def refused(writer: Writer, row) -> tuple[str, str]:
    with pytest.raises(RowRefused) as caught:
        writer.write(row, "ici")
    return caught.value.path, caught.value.message_fr


def test_second_row_of_one_day_is_refused_and_the_transaction_goes_on(writer):
    council = store_council()
    with transaction.atomic():
        writer.write(Population(council=council, value=400, since=SINCE), "là")
        place, told = refused(writer, Population(council=council, value=500, since=SINCE))
        writer.write(Population(council=council, value=600, since=date(2021, 1, 1)), "là")
    assert "Une valeur existe déjà à cette date." in told
    assert place.startswith("ici")
    assert [each.value for each in council.populations.filter(since__gte=SINCE)] == [400, 600]


def test_row_that_breaks_a_rule_of_its_table_stays_as_it_was_stored(writer):
    mandate = store_council().mandates.first()
    mandate.since, mandate.until = date(2020, 2, 1), SINCE
    _, told = refused(writer, mandate)
    assert "La fin ne peut pas précéder le début." in told
    assert Mandate.objects.get(pk=mandate.pk).until is None
    assert mandate.history.count() == 1


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"siren": "12"}, "ici", "Un SIREN compte neuf chiffres."),
        ({"uid": "exemple"}, "ici", "Un conseil porte déjà cet identifiant."),
        ({"place_name": ""}, "ici.place_name", "Ce champ ne peut pas être vide."),
        ({"place_name": "", "siren": "12"}, "ici.place_name", "Ce champ ne peut pas être vide."),
    ],
)
def test_refusal_is_the_one_of_the_whole_validation(writer, fields, place, message):
    store_council("exemple")
    told = refused(writer, Council(**{"uid": "autre", "place_name": "Autre", **fields}))
    with pytest.raises(RowRefused) as checked:
        writer.check(Council(**{"uid": "autre", "place_name": "Autre", **fields}), "ici")
    assert told == (checked.value.path, checked.value.message_fr)
    assert told[0].startswith(place)
    assert message in told[1]
