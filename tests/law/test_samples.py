"""Real acts examined: every figure that a paper prints is the one computed, or its contradiction is found."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.paper_words import FIGURES, said_verdict
from deliberations.domain.examination import ItemExamination, RoomCount, examine
from deliberations.domain.findings import Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, SourceStatement
from deliberations.dossier.reader import read_dossier

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[1] / "dossiers"

NO_SECRETARY = ("secretary.missing", None)
EXPECTED: dict[str, set[tuple[str, str | None]]] = {
    # A summary of votes tells neither who came nor who was secretary; point 7 names a signatory, how is not told.
    "aiglun-2023-02-27": {("nomination.no_waiver", "point-7")},
    # Twelve times « approuvée », nobody present: two names sign, mayor and secretary, and which is which is lost.
    "arthun-liste-2022-12-09": set(),
    # Two acts of a truncated collection: a secretary was named, his name is not in what is left of them.
    "bagneux-2022-06-28": set(),
    # 19 present and 8 represented make the 27 voters and the 27 members, printed twice.
    "bailly-2024-06": set(),
    # The accounts are « noted and approved »: no vote, no withdrawal of the mayor, no other chair; no secretary.
    "boismorand-2023-03-17-ca": {NO_SECRETARY, ("accounts.not_voted", "point-1")},
    # Delegates named without secrecy nor waiver; no secretary.
    "coeur-de-brenne-2020-01-20": {NO_SECRETARY, ("nomination.no_waiver", "point-7")},
    # Invented: an item added that evening, and a proxy given to one who leaves.
    "commune-exemple-2024-06-28": {
        ("agenda.added_item", "voeu"),
        ("proxy.holder_not_in_room", "compte-administratif"),
        ("proxy.passed_on", "voeu"),
    },
    # Sixteen names and fifteen voices, at each vote; no secretary but the « secrétaire de mairie », an agent.
    "couthenans-2021-04-09": {NO_SECRETARY, *(("vote.fewer_than_voters", f"point-{n}") for n in (1, 2, 3))},
    # « Commune de XX » left by the model; members named by a show of hands.
    "gruson-2023-12-19": {("nomination.no_waiver", "point-1"), ("text.placeholder", "point-1")},
    # « À l'unanimité », of voters that no figure counts; no secretary; no date of convocation.
    "guingamp-paimpol-bureau-2023-02-12": {NO_SECRETARY},
    # 23 members, 18 named present, 5 absent of whom 2 gave a proxy; the voters are not counted on the paper.
    "ibos-2023-009": set(),
    # Invented: an installation, its mayor elected at the third round.
    "installation": set(),
    # 28 present and 7 absent, excused or not, make 35; without proxies, 28 vote.
    "le-gosier-2015-11-30": set(),
    # 20 present with the mayor, who chairs and is not in the list, 3 proxies, 4 excused: 27.
    "mazeres-2022-7-4": set(),
    # 21, 5 excused and 3 proxies make 29. The council « names » its secretary, how is not told; the agent who helps
    # her is an auxiliary, as the law allows.
    "montreverd-2022-03-31": {("nomination.no_waiver", "point-1")},
    # Represented without a holder: notices, in the time of the special laws; no secretary.
    "neuilly-sur-marne-2022-03-16": {NO_SECRETARY},
    # 15, 15 and 15; the decision is lost.
    "poissons-2022-41": set(),
    # The secretary is to be elected, then is « named ». 15 and 5 give 20 voices; 19 on the accounts, the mayor out,
    # Invented: an evening of comings and goings, whatever the paper could ask of it told.
    "seance-mouvementee": set(),
    # under a chair who is « named » too.
    "sebazac-concoures-2023-03-27": {("nomination.no_waiver", "secretaire")},
    # One title and « adoptée »: a list tells neither who came nor how they voted.
    "seloncourt-liste-2026-07-27": set(),
    # The president is not in the list of those present, and no figure is printed: nothing contradicts.
    "siaep-condom-caussens-2021-03-03": set(),
    # 10 present and 4 proxies make the 14 voters, all for.
    "tronget-36-2023": set(),
    # 8 present and 1 proxy make 9. « Exécutoire » is certified on the 8th, before the 13th when it is received and
    # published.
    "unias-2024-03": {("paper.executory", "point-1")},
    # The mayor himself names the secretary, under the title « Election ». « Absents : / » while two members are
    # represented, whom no figure sets apart.
    "varennes-sur-allier-2026-06-05": {("nomination.not_voted", "point-1"), ("paper.absent", None)},
    # The secretary is named by a show of hands.
    "villeneuve-sur-yonne-2023-02-23": {("nomination.no_waiver", "point-1")},
}


@cache
def record_of(stem: str) -> Record:
    dossier = read_dossier((FOLDER / f"{stem}.json").read_bytes())
    (sitting,) = dossier.sittings
    return Record(dossier.council, sitting)


def found_in(stem: str) -> set[tuple[str, str | None]]:
    """What waits for somebody in a dossier, and all that its paper contradicts."""
    return {
        (finding.code, finding.item)
        for finding in examine(record_of(stem)).all_findings
        if finding.severity is not Severity.NOTICE or finding.code.startswith("paper.")
    }


def room_at_opening(record: Record) -> RoomCount | None:
    room = record.attendance()
    if not room.seats or not room.is_known:
        return None
    states = {
        name: room.count(SeatState[name.upper()])
        for name in ("present", "substituted", "remote", "represented", "excused", "absent", "stepped_aside")
    }
    return RoomCount(seats=None, in_office=room.in_office, vacant=None, **states)


def examined(record: Record, item: str | None) -> ItemExamination | None:
    return next((i for i in examine(record).items if i.uid == item), None)


def computed(record: Record, statement: SourceStatement) -> set[int | None]:
    """The figure that the examination gives for a statement, in each sense the word has on papers."""
    item = examined(record, statement.item)
    room = item.room if item else room_at_opening(record)
    vote = next((v for v in reversed(item.votes) if v.decides), None) if item else None
    if statement.about == "quorum":
        return {item.quorum.required} if item and item.quorum else set()
    if vote is not None and statement.about != "voters" and hasattr(vote, statement.about):
        return {getattr(vote, statement.about)}
    if room is None or not room.in_office:
        return set()
    printed = {s.about for s in record.sitting.statements if s.item == statement.item}
    is_apart = bool(statement.number) or "represented" in printed
    excused = sum(seat.is_excused for seat in record.attendance_at(statement.item).seats) if item else None
    return {
        "present": {room.present + room.substituted},
        "absent": {room.absent + room.excused + (0 if is_apart else room.represented)},
        "excused": {room.excused, excused},
        "voters": {room.present + room.substituted + room.remote + room.represented},
    }.get(statement.about) or {getattr(room, statement.about)}


def is_compared(statement: SourceStatement) -> bool:
    return statement.number is not None and statement.confidence is not Confidence.ILLEGIBLE


FIGURES_PRINTED = [
    pytest.param(stem, statement, id=f"{stem}-{statement.item}-{statement.about}-{number}")
    for stem in EXPECTED
    for number, statement in enumerate(record_of(stem).sitting.statements)
    if is_compared(statement)
]
VERDICTS_PRINTED = [
    pytest.param(stem, statement, id=f"{stem}-{statement.item}-{number}")
    for stem in EXPECTED
    for number, statement in enumerate(record_of(stem).sitting.statements)
    if statement.about == "verdict" and said_verdict(statement.text) is not None
]


def test_samples_are_all_expected() -> None:
    assert sorted(p.stem for p in FOLDER.glob("*.json")) == sorted(EXPECTED)


@pytest.mark.parametrize("stem", EXPECTED)
def test_sample_findings_are_those_its_paper_deserves(stem: str) -> None:
    assert found_in(stem) == EXPECTED[stem]


@pytest.mark.parametrize(("stem", "statement"), FIGURES_PRINTED)
def test_sample_figure_is_computed_or_its_difference_is_found(stem: str, statement: SourceStatement) -> None:
    assert statement.about in FIGURES
    given = computed(record_of(stem), statement)
    is_found = (f"paper.{statement.about}", statement.item) in EXPECTED[stem]
    assert (statement.number in given) is not is_found


@pytest.mark.parametrize(("stem", "statement"), FIGURES_PRINTED)
def test_sample_figure_misread_is_found(stem: str, statement: SourceStatement) -> None:
    """The same paper, with that one figure printed fifty more than it is."""
    record = record_of(stem)
    misread = replace(statement, number=(statement.number or 0) + 50)
    statements = tuple(misread if s is statement else s for s in record.sitting.statements)
    examined_again = examine(replace(record, sitting=replace(record.sitting, statements=statements)))
    found = [f for f in examined_again.all_findings if f.code.startswith("paper.")]
    assert (f"paper.{statement.about}", statement.item) in {(f.code, f.item) for f in found}
    as_printed = {code for code, _ in EXPECTED[stem]}
    assert {f.code for f in found} <= {f"paper.{statement.about}", "paper.arithmetic", *as_printed}


@pytest.mark.parametrize(("stem", "statement"), VERDICTS_PRINTED)
def test_sample_verdict_is_computed_or_its_difference_is_found(stem: str, statement: SourceStatement) -> None:
    item = examined(record_of(stem), statement.item)
    assert item is not None
    is_found = ("paper.verdict", statement.item) in EXPECTED[stem]
    agrees = item.verdict in (None, Verdict.UNDETERMINED, said_verdict(statement.text))
    assert agrees is not is_found


def test_samples_print_many_figures() -> None:
    assert len(FIGURES_PRINTED) > 60
    assert len(VERDICTS_PRINTED) > 10
