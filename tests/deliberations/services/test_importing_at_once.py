"""Two requests at once on the same acts of earlier years: each act is taken once, each file too."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connections

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.importing import FileStatus
from deliberations.models import Deliberation, ImportBatch, ImportedAct, ImportedFile, OriginalDocument
from deliberations.services.importing import open_batch
from deliberations.services.importing_acts import accept_act, accept_clear, undo_batch
from deliberations.services.storage import receive_file
from tests.builders import store_council
from tests.support.threads import own_connection

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.4 acte"


def read_act() -> ImportedAct:
    """An act read in a file that is kept, that nobody has looked at."""
    council = store_council()
    batch = ImportBatch.objects.create(council=council, name="Actes de 2019")
    file = receive_file(council=council, content=PDF, name="acte.pdf", media_type="application/pdf", by=None)
    source = ImportedFile.objects.create(
        batch=batch, position=0, path="2019/acte.pdf", status=FileStatus.READ, file=file
    )
    made: ImportedAct = ImportedAct.objects.create(
        source=source,
        position=0,
        number="2019-34",
        held_on=date(2019, 6, 12),
        title="Tarifs de la cantine",
        decisions="DÉCIDE :\n- de fixer le prix du repas à 3,80 €.",
        confidence="CLEAR",
    )
    return made


def at_once(folder: Path, *gestures: Callable[[], object]) -> tuple[list[object], list[object]]:
    """Run the gestures together, each on its own connection: what they give, then what is told on that database."""
    connect, barrier = own_connection(folder), Barrier(len(gestures))
    given: list[object] = []
    told: list[tuple[int, int, int]] = []

    def run(gesture: Callable[[], object]) -> None:
        try:
            connect()
            connections["default"].ensure_connection()
            barrier.wait(60)
            given.append(gesture())
            told.append(
                (
                    Deliberation.objects.count(),
                    OriginalDocument.objects.count(),
                    ImportedFile.objects.filter(status=FileStatus.KNOWN).count(),
                )
            )
        except Refusal as refusal:
            given.append(refusal.code)
        except (DatabaseError, BrokenBarrierError) as failure:
            given.append(failure)
        finally:
            connections["default"].close()

    threads = [Thread(target=run, args=(gesture,)) for gesture in gestures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given, list(max(told))


def test_an_act_accepted_twice_at_once_is_one_act(tmp_path):
    act = read_act()
    accept = lambda: accept_act(act=act, by=None).pk  # noqa: E731
    given, told = at_once(tmp_path, accept, accept)
    assert len(set(given)) == 1
    assert told == [1, 1, 0]


def test_an_act_accepted_alone_and_with_the_clear_ones_is_one_act(tmp_path):
    act = read_act()
    given, told = at_once(
        tmp_path,
        lambda: bool(accept_act(act=act, by=None).pk),
        lambda: accept_clear(batch=act.source.batch, by=None).refused == (),
    )
    assert given == [True, True]
    assert told == [1, 1, 0]


def test_an_act_accepted_while_its_batch_is_taken_back_is_not_left_half(tmp_path):
    act = read_act()

    def undo() -> str:
        undo_batch(batch=act.source.batch, by=None, at=NOW)
        return "undone"

    def accept() -> str:
        accept_act(act=act, by=None)
        return "accepted"

    given, told = at_once(tmp_path, undo, accept)
    # Accepted before, it is taken back; after, it is refused. Either way the archive is as it was.
    assert sorted(map(str, given)) in (["accepted", "undone"], ["past.undone", "undone"])
    assert told[:2] in ([0, 0], [1, 1])


def test_the_same_file_given_twice_at_once_is_known_the_second_time(tmp_path, monkeypatch):
    council = store_council()
    monkeypatch.setattr(
        "deliberations.services.importing.read_batch", SimpleNamespace(enqueue=lambda key: None)
    )

    def give() -> str:
        row = Council.objects.get(pk=council.pk)
        uploads = [("acte.pdf", io.BytesIO(PDF))]
        return open_batch(council=row, name="Actes", uploads=uploads, by=None, at=NOW).name

    given, told = at_once(tmp_path, give, give)
    assert given == ["Actes", "Actes"]
    assert told == [0, 0, 1]
