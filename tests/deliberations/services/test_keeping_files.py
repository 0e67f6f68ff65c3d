"""Files that no row names are swept, and no other."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.utils import timezone

from deliberations.services.keeping_files import KEPT_MODELS, PATIENCE, sweep_files
from deliberations.services.storage import receive_file, store_document
from tests.deliberations.finishing import store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


def age(path: str, by: timedelta) -> None:
    instant = (timezone.now() - by).timestamp()
    os.utime(Path(default_storage.path(path)), (instant, instant))


def sweep() -> str:
    now: datetime = timezone.now()
    return sweep_files(now)


def test_every_table_that_names_files_is_looked_at():
    """A table that is forgotten would lose its files a day later."""
    models = [m for label in ("councils", "deliberations") for m in apps.get_app_config(label).get_models()]
    naming = {
        model
        for model in models
        if {"path", "sha256", "size"} <= {column.name for column in model._meta.concrete_fields}
    }
    assert naming == set(KEPT_MODELS)


def test_old_file_without_a_row_is_swept_and_the_others_stay():
    old, recent = store_document(b"old").path, store_document(b"recent").path
    kept = receive_file(
        council=store_evening().council, content=b"kept", name="a.pdf", media_type="application/pdf", by=None
    ).path
    for path in (old, kept):
        age(path, 2 * PATIENCE)
    assert sweep() == "1 fichier sans document effacé."
    assert [default_storage.exists(path) for path in (old, recent, kept)] == [False, True, True]
    assert sweep() == ""


def test_bytes_stored_again_are_recent():
    path = store_document(b"again").path
    age(path, 2 * PATIENCE)
    assert store_document(b"again").path == path
    assert sweep() == ""
    assert default_storage.exists(path)
