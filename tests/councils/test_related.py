"""What is attached to rows is what ``prefetch_related`` finds, in the same order and in as many queries."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from councils import related
from councils.models import Council, Mandate
from councils.queries import COUNCIL_FACTS
from councils.related import attach
from deliberations.models import MayorDecision, Sitting
from deliberations.queries.decisions import DECISION_FACTS
from deliberations.queries.sittings import SITTING_FACTS
from tests.builders import store_council
from tests.deliberations.decisions.world import signed, store
from tests.deliberations.finishing import recent, store_evening
from tests.deliberations.views.world import load

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FACTS = [(Council, COUNCIL_FACTS), (Sitting, SITTING_FACTS), (MayorDecision, DECISION_FACTS)]


@pytest.fixture
def world():
    load("gruson-2023-12-19")
    load("couthenans-2021-04-09")
    store_evening("soir", held_on=recent())
    signed(store("decisions"))


def told(row: Model | None, path: list[str]) -> object:
    """A row and, through the relations of ``path``, all that follows it."""
    if row is None or not path:
        return row and {name: value for name, value in vars(row).items() if not name.startswith("_")}
    relation = type(row)._meta.get_field(path[0])
    found = getattr(row, path[0], None)
    rows = found.all() if relation.one_to_many else [found]
    return [(told(each, []), told(each, path[1:])) for each in rows]


def queries_of(read) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize(("model", "paths"), FACTS, ids=lambda each: getattr(each, "__name__", ""))
def test_rows_are_those_of_django(world, model, paths):
    rows = list(model.objects.order_by("pk"))
    expected = list(model.objects.order_by("pk").prefetch_related(*paths))
    attach(rows, paths)
    for path in paths:
        names = path.split("__")
        assert [told(row, names) for row in rows] == [told(row, names) for row in expected]
    assert rows


@pytest.mark.parametrize(("model", "paths"), FACTS, ids=lambda each: getattr(each, "__name__", ""))
def test_relations_answer_without_a_query_once_attached(world, model, paths):
    rows = list(model.objects.order_by("pk"))
    attach(rows, paths)
    assert queries_of(lambda: [told(row, path.split("__")) for row in rows for path in paths]) == 0
    prefetched = queries_of(lambda: list(model.objects.prefetch_related(*paths)))
    assert queries_of(lambda: attach(list(model.objects.all()), paths)) == prefetched


def test_pointing_rows_know_whom_they_point_at(world):
    council = Council.objects.get(uid="gruson")
    attach([council], ["mandates__offices"])
    assert {mandate.council is council for mandate in council.mandates.all()} == {True}
    offices = [
        (office.mandate, mandate) for mandate in council.mandates.all() for office in mandate.offices.all()
    ]
    assert offices
    assert [pointed for pointed, mandate in offices if pointed is not mandate] == []


def test_nothing_is_asked_for_no_row():
    assert queries_of(lambda: attach([], ["mandates__offices"])) == 0


def test_keys_beyond_what_one_query_takes_are_asked_in_several(monkeypatch):
    store_council("exemple", members=5)
    monkeypatch.setattr(related, "AT_ONCE", 2)
    mandates = list(Mandate.objects.order_by("pk"))
    assert queries_of(lambda: attach(mandates, ["person"])) == 3
    assert [mandate.person.pk for mandate in mandates] == [mandate.person_id for mandate in mandates]
