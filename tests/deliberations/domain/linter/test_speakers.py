"""Those whom the text makes speak, or keep the minutes, while they are away."""

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.linter.speakers import RULES
from deliberations.domain.movements import MovementKind
from deliberations.domain.sittings import Origin
from tests.facts import (
    debate,
    make_act,
    make_council,
    make_item,
    make_person,
    make_record,
    make_sitting,
    make_vote,
    move,
    voting,
)

pytestmark = pytest.mark.unit

PEOPLE = [
    make_person("m1", given_name="Jeanne", family_name="Maireau"),
    make_person("m2", given_name="Léon", family_name="Scribe"),
    make_person("m3", given_name="Zoé", family_name="Absent"),
    make_person("m4", given_name="Zita", family_name="Homonyme"),
    make_person("m5", given_name="Zacharie", family_name="Homonyme"),
]


def found_in(text, *moves, present=2, body=None, **facts):
    """m1 and m2 in the room, m3 to m5 away, unless told otherwise."""
    act = make_act(statement_html=f"<p>{text}</p>")
    council = body or make_council(5, people=PEOPLE)
    sitting = make_sitting(present, members=5, moves=moves, **{"deliberations": (act,), "items": 2, **facts})
    record = make_record(council, sitting)
    return [f for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(
    "text",
    [
        "Mme ABSENT expose le projet",
        "Madame Zoé ABSENT, adjointe aux finances, présente le budget",
        "Mme Zoé Absent nous rappelle que",
        "Mme Z. ABSENT demande si le prix est fixe",
        "Rapporteur : Mme ABSENT",
        "Ayant entendu l'exposé de Mme ABSENT",
        "Entendu Mme ABSENT en son rapport",
        "Ouï l'exposé de Mme ABSENT",
        "Sur le rapport de Mme ABSENT, adjointe",
        "Sur rapport de Mme Zoé ABSENT",
        "Après exposé de Mme ABSENT",
        "M. HOMONYME propose un vote",
    ],
)
def test_speaker_absent(text):
    assert [f.code for f in found_in(text)] == ["text.speaker_absent"]


@pytest.mark.parametrize(
    "text",
    [
        "Mme MAIREAU expose le projet",
        "Madame la Maire expose le projet",
        "M. VISITEUR, architecte, présente les plans",
        "Mme ABSENT, excusée, demande par courrier un report",
        "Mme ABSENT est déléguée à la culture",
        "Mme ABSENT avait présenté le projet",
        "Rapporteur : Mme ABSENT, lu par M. SCRIBE",
        "Rapporteur : M. SCRIBE, en remplacement de Mme ABSENT",
        "Rapporteur : Monsieur le Maire",
        "Sur proposition de Mme ABSENT",
        "Lors de la commission, Mme ABSENT rappelle les règles",
        "le rapport de la société ABSENT présente les comptes",
    ],
)
def test_speaker_none(text):
    assert found_in(text) == []


def test_speaker_absent_head_gives_the_chair_as_a_correction():
    moves = (move(MovementKind.LEAVES, "m1"), move(MovementKind.CHAIR_TAKEN, "m2"))
    [finding] = found_in("Monsieur le Maire expose le projet", *moves)
    assert (finding.code, finding.correction) == ("text.speaker_absent", "Léon SCRIBE")
    assert "Jeanne MAIREAU n'est pas dans la salle à ce point" in finding.message


def test_speaker_heard_in_a_clause_whose_first_word_is_printed():
    clauses = (
        Clause(ClauseKind.ENTENDU, "l'exposé de Mme ABSENT"),
        Clause(ClauseKind.SUR_RAPPORT, "de Mme ABSENT"),
        Clause(ClauseKind.SUR_PROPOSITION, "de Mme ABSENT"),
        Clause(ClauseKind.VU, "l'exposé de Mme ABSENT"),
    )
    found = found_in("", deliberations=(make_act(clauses=clauses),))
    assert [f.where for f in found] == ["visas et considérants, n° 1", "visas et considérants, n° 2"]
    assert found[0].message.startswith("« Entendu l'exposé de Mme ABSENT » : Zoé ABSENT")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Rapporteur : Monsieur le Maire", 1),
        ("Entendu l'exposé de Madame la Maire", 1),
        ("Rapporteur : Monsieur le Maire adjoint", 0),
        ("Entendu l'exposé de Monsieur le Maire de Voisine", 0),
        ("Sur rapport de Monsieur le Maire", 0),
    ],
)
def test_speaker_absent_head_reports(text, times):
    assert [f.code for f in found_in(text, move(MovementKind.LEAVES, "m1"))] == [
        "text.speaker_absent"
    ] * times


def test_speaker_present_for_a_part_of_the_item_is_present():
    text = "Mme ABSENT expose le projet"
    vote = (make_vote("p1"),)
    assert found_in(text, move(MovementKind.ARRIVES, "m3", on=voting("p1")), votes=vote) == []
    assert len(found_in(text, move(MovementKind.ARRIVES, "m3", on=debate("p2")), votes=vote)) == 1
    assert found_in("M. SCRIBE expose", move(MovementKind.LEAVES, "m2", on=voting("p1")), votes=vote) == []


def test_speaker_one_of_two_with_the_same_name_may_be_the_one_present():
    text = "M. HOMONYME propose un vote"
    assert found_in(text, move(MovementKind.ARRIVES, "m5")) == []
    assert len(found_in("Mme Zita HOMONYME propose", move(MovementKind.ARRIVES, "m5"))) == 1


def test_speaker_of_the_notes_of_a_recorded_paper():
    note = "<p>Mme ABSENT : Que devient la maison ?</p><p>Mme ABSENT : pouvoir à M. SCRIBE</p>"
    agenda = (make_item(note_html=note),)
    found = found_in("", agenda=agenda, origin=Origin.RECORDED)
    assert [(f.code, f.where, f.item) for f in found] == [("text.speaker_absent", "note du point", "p1")]
    assert found_in("", agenda=agenda) == []


def test_speaker_represented_is_away():
    assert len(found_in("Mme ABSENT expose", move(MovementKind.GIVES_PROXY, "m3", "m1"))) == 1


def test_speaker_none_where_attendance_is_not_recorded():
    assert found_in("Mme ABSENT expose le projet", attendance_recorded=False) == []


def test_speaker_is_told_once_a_passage():
    assert len(found_in("Mme ABSENT expose le projet. Mme ABSENT propose un vote.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Secrétaire de séance : Zoé ABSENT",
        "Le secrétaire de séance, Mme ABSENT",
        "Mme Zoé ABSENT est désignée secrétaire de séance",
        "Mme ABSENT, secrétaire de séance",
        "désigne Mme ABSENT comme secrétaire de séance",
        "désigne comme secrétaire Mme ABSENT",
    ],
)
def test_secretary_absent_l2121_15(text):
    [finding] = found_in(text)
    assert (finding.code, finding.article) == ("text.secretary_absent", "CGCT art. L. 2121-15")
    assert (finding.correction, finding.where, finding.item) == ("Léon SCRIBE", "exposé", "p1")


@pytest.mark.parametrize(
    "text", ["Secrétaire de séance : Léon SCRIBE", "Le secrétaire de mairie, Mme ABSENT"]
)
def test_secretary_none(text):
    assert found_in(text) == []


@pytest.mark.parametrize("facts", [{"territory": Territory.ALSACE_MOSELLE}, {"body_type": BodyType.CCAS}])
def test_secretary_may_be_an_agent_where_the_law_lets_him(facts):
    assert found_in("Secrétaire de séance : Zoé ABSENT", body=make_council(5, people=PEOPLE, **facts)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "sur rapport ",
        "rapporteur : ",
        "entendu M. ",
        "M. A, ",
        "M. ",
        "Mme A b, ",
        "secrétaire : ",
        "entendu ",
        "Le maire ",
        "Ab ",
    ],
)
def test_speaker_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert found_in(piece * (100_000 // len(piece))) == []
