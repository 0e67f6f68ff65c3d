"""An act tells who came or went between two ballots on its item, since it prints one room for all of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from deliberations.documents.builder import view_deliberation
from deliberations.documents.text import render_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.votes import CandidateTally, Election, Round, Vote, VotePurpose
from deliberations.dossier.reader import read_dossier
from tests.facts import debate, make_act, make_council, make_person, make_sitting, make_vote, move, voting

pytestmark = [pytest.mark.integration, pytest.mark.once]

EDITED = date(2024, 7, 2)
MARTIN = make_person("m9", given_name="Paul", family_name="Martin")
AMENDMENT = make_vote(uid="v1", purpose=VotePurpose.AMENDMENT)
WHOLE = make_vote(uid="v2", ballot=2)
ARRIVES, LEAVES = MovementKind.ARRIVES, MovementKind.LEAVES


def election(rounds: int = 2) -> Election:
    turns = tuple(Round(n, (CandidateTally("Firmin EXEMPLE", 8),), envelopes=8) for n in range(1, rounds + 1))
    return Election("e1", "p1", "premier adjoint", rounds=turns)


def act_with(
    moves: Sequence[Movement], *, elections: tuple[Election, ...] = (), votes: tuple[Vote, ...] = ()
) -> DeliberationView:
    council = make_council(15)
    council = replace(council, persons=tuple(MARTIN if p.uid == "m9" else p for p in council.persons))
    sitting = make_sitting(moves=moves, elections=elections, votes=votes, deliberations=(make_act(),))
    return view_of(Record(council, sitting))


def view_of(record: Record) -> DeliberationView:
    act = record.sitting.deliberations[0]
    return view_deliberation(record, act, rendition=Rendition.EXTRACT, edited_on=EDITED)


def told(view: DeliberationView) -> list[str]:
    """The sentences without a label, wherever they stand."""
    counts = [line for each in view.other_votes if not each.lead for line in each.lines]
    groups = [line for group in view.absences if not group.heading for line in group.lines]
    return [line.replace("\u00a0", " ") for line in (*groups, *counts)]


IN_THE_ROUNDS = {
    "arrival": ((move(ARRIVES, "m9", on=voting("p1", 2)),),
                ["Paul MARTIN arrive et prend part aux votes à compter du 2e tour."]),
    "departure with a proxy": (
        (move(LEAVES, "m8", on=voting("p1", 2)), move(MovementKind.GIVES_PROXY, "m8", "m7", on=voting("p1", 2))), []),
    "departure": ((move(LEAVES, "m8", on=voting("p1", 2)),), ["Prénom M8 quitte la séance."]),
    "before the first round": ((move(ARRIVES, "m9", on=voting("p1")),),
                               ["Paul MARTIN arrive et prend part aux votes à compter du 1er tour."]),
    "before the debate": ((move(ARRIVES, "m9", on=debate("p1")),), []),
    "excused": ((move(MovementKind.EXCUSED, "m9", on=voting("p1", 2)),), []),
}  # fmt: skip


@pytest.mark.parametrize(("moves", "expected"), IN_THE_ROUNDS.values(), ids=IN_THE_ROUNDS)
def test_rounds_tell_who_changes_the_voters(moves, expected):
    assert told(act_with(moves, elections=(election(),))) == expected


def test_sentence_stands_between_the_two_rounds():
    text = render_text(act_with((move(ARRIVES, "m9", on=voting("p1", 2)),), elections=(election(),)))
    places = [text.index(words) for words in ("1er tour", "arrive", "2e tour de scrutin")]
    assert places == sorted(places)


IN_THE_VOTES = {
    "between the two": (voting("p1", 2), ["Paul MARTIN arrive et prend part au vote."]),
    "before the first": (voting("p1"), []),
    "before the debate": (debate("p1"), []),
}


@pytest.mark.parametrize(("moment", "expected"), IN_THE_VOTES.values(), ids=IN_THE_VOTES)
def test_votes_tell_who_came_between_them(moment, expected):
    view = act_with((move(ARRIVES, "m9", on=moment),), votes=(AMENDMENT, WHOLE))
    assert told(view) == expected
    assert view.votes.lead.replace("\u00a0", " ") == "Nombre de votants : 9"


CARRIED = {
    "rounds": {"moves": (move(ARRIVES, "m9", on=voting("p1", 2)),), "elections": (election(3),)},
    "votes": {"moves": (move(LEAVES, "m8", on=voting("p1", 2)),), "votes": (AMENDMENT, WHOLE)},
    "proxy that ends": {
        "moves": (move(MovementKind.GIVES_PROXY, "m9", "m8", until=voting("p1", 2)),),
        "elections": (election(),),
    },
    "proxy of who left that ends": {
        "moves": (
            move(LEAVES, "m8", on=debate("p1")),
            move(MovementKind.GIVES_PROXY, "m8", "m7", on=debate("p1"), until=voting("p1", 2)),
        ),
        "votes": (AMENDMENT, WHOLE),
    },
    "holder who comes back": {
        "moves": (
            move(MovementKind.GIVES_PROXY, "m9", "m8"),
            move(LEAVES, "m8", on=debate("p1")),
            move(MovementKind.RETURNS, "m8", on=voting("p1", 2)),
        ),
        "votes": (AMENDMENT, WHOLE),
    },
    "out for one round": {
        "moves": (move(LEAVES, "m8", on=voting("p1", 2), until=voting("p1", 3)),),
        "elections": (election(3),),
    },
    "aside until a round": {
        "moves": (move(MovementKind.STEPS_ASIDE, "m8", until=voting("p1", 2)),),
        "elections": (election(),),
    },
    "aside, then back": {
        "moves": (
            move(MovementKind.STEPS_ASIDE, "m8"),
            move(MovementKind.COMES_BACK, "m8", on=voting("p1", 2)),
        ),
        "votes": (AMENDMENT, WHOLE),
    },
}


@pytest.mark.parametrize("facts", CARRIED.values(), ids=CARRIED)
def test_data_of_the_act_print_the_same_sentences(facts):
    found = act_with(**facts)
    carried = read_dossier(found.document.profile.json.encode())
    again = view_of(Record(carried.council, carried.sittings[0]))
    assert told(found)
    assert render_text(again) == render_text(found)


@pytest.mark.parametrize("at", [debate("p1"), voting("p1")], ids=["debate", "vote"])
def test_data_of_the_act_tell_aside_from_the_debate_or_from_the_vote(at):
    found = act_with((move(MovementKind.STEPS_ASIDE, "m8", on=at),), votes=(make_vote(),))
    carried = read_dossier(found.document.profile.json.encode())
    told_aside = "pas part au vote" if at == voting("p1") else "part ni au débat ni au vote"
    assert f"Ne prend {told_aside}\u00a0: 1" in render_text(found)
    assert render_text(view_of(Record(carried.council, carried.sittings[0]))) == render_text(found)
