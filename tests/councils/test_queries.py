"""Reads that several rooms share."""

import pytest

from councils.models import User
from councils.queries import row_named
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def test_row_named_by_its_key():
    user = make_user()
    assert row_named(User.objects.all(), str(user.pk)) == user
    assert row_named(User.objects.exclude(pk=user.pk), str(user.pk)) is None


@pytest.mark.parametrize("key", ["", "-1", "²", "a1", "1" * 40])
def test_row_named_by_what_is_no_key(key):
    assert row_named(User.objects.all(), key) is None
