"""A fault of ours in the reading of a file is logged with its place in the code, and nothing of the file."""

import pytest

from councils.untrusted.causes import LONGEST, cause_of
from deliberations.annexes import AnnexRefused
from deliberations.received import asking, worker

pytestmark = [pytest.mark.unit, pytest.mark.once]

REQUEST = {"task": "past", "is_pdf": True, "name": "acte.pdf"}


def failing(_content):
    raise ValueError("Mme Untel, 3 rue Haute")


def test_fault_of_the_cleaning_is_told_without_what_was_read(monkeypatch):
    monkeypatch.setattr(worker, "clean", failing)
    told, _ = worker.answer(REQUEST, b"%PDF")
    assert told["unfit"] == "damaged"
    assert told["cause"].startswith("ValueError: worker.py:")
    assert told["cause"].endswith(" failing")
    assert "Untel" not in told["cause"]


def test_cause_is_logged_and_the_answer_stays_the_same(monkeypatch, caplog):
    answered = {"unfit": "damaged", "cause": "ValueError: worker.py:88 _cleaned"}
    monkeypatch.setattr(asking, "ask", lambda *_, **__: (answered, b""))
    with pytest.raises(AnnexRefused):
        asking.read_past_file(b"%PDF", name="actes/Mme Untel.pdf", is_pdf=True)
    assert caplog.messages == ["A file received cannot be read: ValueError: worker.py:88 _cleaned"]


def test_cause_keeps_the_deepest_calls_in_bounded_room():
    def deeper(times):
        return deeper(times - 1) if times else failing(b"")

    with pytest.raises(ValueError, match="Untel") as raised:
        deeper(100)
    told = cause_of(raised.value)
    assert len(told) <= LONGEST
    assert told.endswith(" failing")
