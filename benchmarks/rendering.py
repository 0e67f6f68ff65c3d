"""What every peer shares: the act to render, the clock, and how to say that a program is missing."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from deliberations.documents.view import DeliberationView

ROOT = Path(__file__).resolve().parents[1]
STYLE = ROOT / "static" / "documents" / "act.css"
DOSSIER = ROOT / "tests" / "dossiers" / "gruson-2023-12-19.json"


@dataclass(frozen=True, slots=True)
class Rendering:
    """``seconds`` for one document, ``size`` of its PDF in bytes."""

    seconds: float
    size: int


Render = Callable[[], Rendering]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a peer receives: the act, how many documents LibreOffice converts at once, and what to close."""

    view: DeliberationView
    office_batch: int
    stack: ExitStack


class PeerMissing(RuntimeError):
    """The program is not installed; the message says what to install."""


def timed(render: Callable[[], bytes]) -> Render:
    """``render``, measured."""

    def measured() -> Rendering:
        start = time.perf_counter()
        content = render()
        return Rendering(time.perf_counter() - start, len(content))

    return measured


def reference_view() -> DeliberationView:
    """The certified copy of the reference act, from its committed facts. Django must be set up."""
    from deliberations.documents.builder import view_deliberation
    from deliberations.documents.view import Rendition
    from deliberations.domain.record import Record
    from deliberations.dossier.reader import read_dossier
    from deliberations.services.rendering import edition_date

    dossier = read_dossier(DOSSIER.read_bytes())
    record = Record(dossier.council, dossier.sittings[0])
    act = record.sitting.deliberations[0]
    edited_on = edition_date(record, act, Rendition.CERTIFIED)
    return view_deliberation(record, act, rendition=Rendition.CERTIFIED, edited_on=edited_on)
