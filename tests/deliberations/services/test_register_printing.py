"""Layouts of the register for paper: not too large for one request, and forgotten after a week."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from councils.domain.errors import Refusal
from deliberations.models import RegisterEntry
from deliberations.services.recurring import DUTIES
from deliberations.services.register_files import FOLDER, PRINT_FOLDER
from deliberations.services.register_printing import KEPT, MOST_PAGES, purge_prints, require_printable
from deliberations.services.storage import is_made, made_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
OLD, FRESH = "a" * 64, "b" * 64


def made(key: str, folder: str, at: datetime) -> None:
    made_once(key, lambda: b"%PDF", folder=folder)
    path = default_storage.path(f"{folder}/{key[:2]}/{key[2:4]}/{key}.pdf")
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_old_layouts_are_forgotten_and_volumes_are_not():
    made(OLD, PRINT_FOLDER, NOW - KEPT - timedelta(minutes=1))
    made(FRESH, PRINT_FOLDER, NOW - KEPT + timedelta(minutes=1))
    made(OLD, FOLDER, NOW - timedelta(days=900))
    assert purge_prints(NOW) == "Mises en page pour l'impression, effacées : 1."
    assert (is_made(OLD, folder=PRINT_FOLDER), is_made(FRESH, folder=PRINT_FOLDER)) == (False, True)
    assert is_made(OLD, folder=FOLDER)
    assert purge_prints(NOW) == ""
    assert purge_prints in [duty.run for duty in DUTIES]


def entries(*sheets: tuple[int, int]) -> list[RegisterEntry]:
    return [RegisterEntry(sitting_id=sitting, pages=pages) for sitting, pages in sheets]


def test_too_many_sheets_are_printed_sitting_by_sitting():
    require_printable(entries((1, MOST_PAGES - 1), (2, 1)))
    require_printable(entries((1, MOST_PAGES), (1, MOST_PAGES)))
    with pytest.raises(Refusal, match="Ces feuillets font 501 pages, et 500 au plus") as refused:
        require_printable(entries((1, MOST_PAGES), (2, 1)))
    assert "séance par séance" in refused.value.message_fr
