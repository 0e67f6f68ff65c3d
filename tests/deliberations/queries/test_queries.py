"""Facts are read in a number of queries that does not grow with the rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Council
from councils.queries import council_facts
from deliberations.domain import votes
from deliberations.queries import (
    deliberations_numbered,
    dossier_of,
    record_of,
    sittings_of,
    visible_deliberations,
    visible_sittings,
)
from deliberations.services.dossiers import store_dossier
from tests.builders import first_sitting, make_user, store_act, store_council
from tests.facts import make_act, make_council, make_sitting, make_vote

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def grown(rows: int) -> Council:
    """A council with ``rows`` sittings, each with ``rows`` items, votes, elections and acts."""
    items = [f"p{n}" for n in range(1, rows + 1)]
    sitting = {
        "items": rows,
        "votes": tuple(make_vote(item, uid=f"v-{item}", against=("m2",)) for item in items),
        "elections": tuple(
            votes.Election(
                f"e-{item}", item, "adjoint", rounds=(votes.Round(1, (votes.CandidateTally("A", 3),)),)
            )
            for item in items
        ),
        "deliberations": tuple(make_act(item, sequence=None) for item in items),
    }
    sittings = [make_sitting(3, members=3, uid=f"s{n}", **sitting) for n in range(rows)]
    return store_dossier(council=make_council(3, uid=f"conseil-{rows}"), sittings=sittings, by=None)


def queries_of(call: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize(
    "read",
    [
        council_facts,
        dossier_of,
        lambda council: record_of(council.sittings.all()[0]),
        lambda council: [(str(s), s.council.place_name) for s in sittings_of(council)],
    ],
    ids=["council_facts", "dossier_of", "record_of", "sittings_of"],
)
def test_query_count_is_the_same_at_1_and_3_rows(read: Any) -> None:
    one, three = grown(1), grown(3)
    assert queries_of(lambda: read(one)) == queries_of(lambda: read(three)) > 0


def test_record_of_sees_what_was_written_since() -> None:
    sitting = first_sitting(store_council())
    before = record_of(sitting).sitting
    sitting.movements.all()[0].delete()
    assert len(record_of(sitting).sitting.movements) == len(before.movements) - 1


@pytest.mark.parametrize(
    ("printed", "asked", "found"),
    [
        ("DEL_20220628_1", "DEL_20220628_1", True),
        ("2022-12-09/01", "2022-12-09/01", True),
        ("2022-12-09/01", "2022-12-09-01", True),
        ("N°36/2023", "N°36/2023", True),
        ("2023-57", "2023-5", False),
        ("2023-57", "2023", False),
        ("2023-57", "", False),
    ],
)
def test_deliberations_numbered(printed: str, asked: str, found: bool) -> None:
    act = store_act(printed_number=printed)
    assert deliberations_numbered(asked) == ([act] if found else [])


def test_deliberations_numbered_by_pattern_and_council() -> None:
    here = store_act("ici", printed_number="", year=2023, sequence=57)
    there = store_act("ailleurs", printed_number="", year=2023, sequence=57)
    assert deliberations_numbered("2023-57") == [here, there]
    assert deliberations_numbered("2023-57", council_uid="ailleurs") == [there]


def test_lists_stay_inside_the_councils_of_the_user() -> None:
    mine, other = store_act("ici"), store_act("ailleurs")
    user = make_user(council=mine.council)
    assert list(visible_deliberations(user)) == [mine]
    assert list(visible_sittings(user)) == [mine.sitting]
    assert list(visible_deliberations(make_user("chef@exemple.test", is_superuser=True))) == [mine, other]
