"""Two clicks at once on the same act, each on its own connection: what they tell is told once."""

from datetime import timedelta

import pytest

from deliberations.domain.publishing import Way
from deliberations.services.publishing import publish_act, unpublish_act
from deliberations.services.transmitting import declare_deposit
from tests.deliberations.finishing import AT, act_of, closed_evening
from tests.deliberations.services.test_importing_at_once import at_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


def test_an_act_taken_off_our_pages_twice_at_once_is_taken_off_once(tmp_path):
    act, later = act_of(closed_evening(), "p1"), AT + timedelta(days=90)
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    take_off = lambda: unpublish_act(act=act, by=None, at=later, reason="Ancien").pk  # noqa: E731
    given, _ = at_once(tmp_path, take_off, take_off)
    assert len(set(given)) == 1


def test_a_deposit_declared_twice_at_once_is_one_deposit(tmp_path):
    act = act_of(closed_evening(), "p1")
    told = {"number": "2026_1", "subject": "Tarifs p1", "matter_code": "7.5", "nature": 1}
    declare = lambda: declare_deposit(act=act, by=None, at=AT, deposited_on=AT.date(), **told).pk  # noqa: E731
    given, _ = at_once(tmp_path, declare, declare)
    assert len(set(given)) == 1
