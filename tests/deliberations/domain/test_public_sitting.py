"""What anybody may read of a sitting: no title, no word and no incident that was not for everybody."""

from dataclasses import replace

import pytest

from deliberations.documents.composed import render_text
from deliberations.documents.sitting.decision_list import view_decision_list
from deliberations.documents.sitting.minutes import PUBLIC, view_minutes
from deliberations.documents.sitting.posted_agenda import view_posted_agenda
from deliberations.domain.acts import OperativePart
from deliberations.domain.minutes import Debate, Incident, Minutes, MinutesRemark
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation
from deliberations.domain.votes import Vote, VotePurpose
from deliberations.domain.wording.typography import plain
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit
MINUTES = Minutes(
    introduction_html="<p>Une introduction.</p>",
    debates=(Debate("p1", "<p>Un débat.</p>"), Debate("p2", "<p>Un autre débat.</p>")),
    incidents=(Incident("<p>Un esclandre.</p>", "p1"), Incident("<p>Une panne.</p>", "p2")),
    remarks=(MinutesRemark("<p>Une remarque.</p>"),),
)
DOORS = Vote("v0", ("p1",), purpose=VotePurpose.CLOSED_DOORS, decides=False, everyone="FOR")
TOLD_APART = ("Une note.", "Un débat.", "Un esclandre.", "Une remarque.")


def evening(*, doors: bool = False, is_public: bool = True, **of_act) -> Record:
    """Two items, of which the first may be apart from the public."""
    basics = {"title_html": "Aide à Mme Untel", "statement_html": "<p>Sa situation.</p>"}
    act = replace(make_act("p1"), **{**basics, "operative": (OperativePart(("d'aider",)),), **of_act})
    sitting = make_sitting(
        8,
        members=8,
        agenda=(
            make_item("p1", 1, title_html="Affaire Untel", note_html="<p>Une note.</p>"),
            make_item("p2", 2, note_html="<p>Une autre note.</p>"),
        ),
        votes=(*((DOORS,) if doors else ()), replace(make_vote("p1"), note="Un aparté.")),
        deliberations=(act,),
        convocation=Convocation(is_urgent=True, urgency_reason="Une urgence secrète."),
        is_public=is_public,
        minutes=MINUTES,
    )
    return Record(make_council(8), sitting)


def minutes_of(record: Record, subject: str = PUBLIC) -> str:
    return plain(render_text(view_minutes(record, edited_on=record.sitting.held_on, subject=subject)))


def list_of(record: Record) -> str:
    return plain(render_text(view_decision_list(record, edited_on=record.sitting.held_on)))


def test_title_of_the_act_hides_that_of_its_item() -> None:
    record = evening(title_html="Aide à <mark data-private>Mme Untel</mark>")
    posted = plain(render_text(view_posted_agenda(record, edited_on=record.sitting.held_on)))
    for told in (minutes_of(record), list_of(record), posted):
        assert "Untel" not in told
        assert "Aide à" in told
    assert "Affaire Untel" in minutes_of(record, "")


def test_item_behind_closed_doors_keeps_its_title_result_and_act_l2121_18() -> None:
    record = evening(doors=True, statement_html="")
    told = minutes_of(record)
    assert all(word in minutes_of(record, "") for word in TOLD_APART)
    assert not [word for word in TOLD_APART if word in told]
    assert all(word in told for word in ("Aide à Mme Untel", "d'aider", "Une panne.", "Un autre débat."))
    assert "sa teneur n'est pas rendue publique" in told


def test_sitting_without_the_public_tells_no_word_of_what_was_said() -> None:
    told = minutes_of(evening(is_public=False, statement_html=""))
    untold = (*TOLD_APART, "Une introduction.", "Une panne.", "Un autre débat.", "Une autre note.")
    assert not [word for word in untold if word in told]


def test_note_of_a_vote_and_reason_of_an_urgency_are_the_town_halls() -> None:
    record = evening()
    assert "Un aparté." in minutes_of(record, "")
    assert "Un aparté." not in minutes_of(record)
    assert "urgence secrète" not in minutes_of(record)
    assert "Une remarque." in minutes_of(record)


@pytest.mark.parametrize(
    ("facts", "is_told"), [({}, True), ({"doors": True}, False), ({"is_individual": True}, False)]
)
def test_object_of_an_amendment_is_told_but_of_what_was_discussed_apart(
    facts: dict[str, bool], is_told: bool
) -> None:
    record = evening(**facts)
    amendment = make_vote(
        "p1", uid="amendement", purpose=VotePurpose.AMENDMENT, decides=False, note="Porter à 1 500 €."
    )
    sitting = replace(record.sitting, votes=(amendment, *record.sitting.votes))
    assert ("Porter à 1 500 €." in minutes_of(replace(record, sitting=sitting))) is is_told


def test_individual_decision_is_told_by_its_result_only() -> None:
    record = evening(is_individual=True)
    untold = ("Untel", "Sa situation.", "d'aider", *TOLD_APART)
    for told in (minutes_of(record), list_of(record)):
        assert not [word for word in untold if word in told]
        assert "Décision individuelle" in told
    assert "Adoptée" in list_of(record)
