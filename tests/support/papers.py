"""Real papers as somebody would paste them: the whole text of one in the statement of an act."""

from dataclasses import replace
from html import escape
from pathlib import Path

from councils.domain.bodies import Council
from deliberations.domain.acts import Deliberation
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, Origin, Sitting
from deliberations.dossier.reader import read_dossier
from tests.facts import HELD_ON, make_council

TESTS = Path(__file__).parents[1]
PAPERS = sorted((TESTS / "law" / "papers").glob("*.txt"))
DOSSIERS = sorted((TESTS / "dossiers").glob("*.json"))
WITHOUT_DOSSIER = {
    "boussy-saint-antoine-odj-2023-11-30": "Boussy-Saint-Antoine",
    "chelles-convocation-2020-11-17": "Chelles",
}
"""Papers that tell no sitting held: their commune."""


def record_of_dossier(path: Path) -> Record:
    """The first sitting of a dossier, as it is."""
    dossier = read_dossier(path.read_bytes())
    return Record(dossier.council, dossier.sittings[0])


def record_of_paper(paper: Path) -> Record:
    """A sitting whose only act says the whole paper.

    The facts are those of its dossier when the paper is that of one act; a paper of several acts would contradict
    the facts of any single one, so those are then left out.
    """
    council, sitting = _facts(paper.stem)
    if len(sitting.deliberations) != 1:
        sitting = replace(sitting, votes=(), elections=(), movements=(), attendance_recorded=False)
    lines = paper.read_text(encoding="utf-8").split("\n")
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    act = Deliberation(uid="papier", item=sitting.agenda[0].uid, statement_html=text)
    return Record(council, replace(sitting, deliberations=(act,)))


def _facts(stem: str) -> tuple[Council, Sitting]:
    path = next((path for path in DOSSIERS if stem.startswith(path.stem)), None)
    if path:
        record = record_of_dossier(path)
        return record.council, record.sitting
    agenda = (AgendaItem("p1", 1, "Objet"),)
    return make_council(place_name=WITHOUT_DOSSIER[stem]), Sitting(
        "s1", HELD_ON, origin=Origin.RECORDED, agenda=agenda
    )
