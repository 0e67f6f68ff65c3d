"""The act profile: it reads, computes and prints like the whole sitting, and holds nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from councils.domain.bodies import DatedNumber
from councils.domain.people import Mandate, Person, SeatKind
from deliberations.domain.acts import Deliberation, IssuedFile
from deliberations.domain.before_sitting import as_known_at
from deliberations.domain.issued import DocumentKind
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.notices import notice_given
from deliberations.domain.profile import act_profile, hides_nothing
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    Auxiliary,
    Bar,
    BarGround,
    Channel,
    Convocation,
    Dispatch,
    ItemKind,
    SourceStatement,
    Subject,
)
from deliberations.domain.votes import Ballot, Choice, VoteMethod
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.richtext import without_private
from tests.facts import (
    debate,
    make_act,
    make_council,
    make_item,
    make_person,
    make_sitting,
    make_vote,
    member_names,
    move,
)

pytestmark = pytest.mark.unit

SAMPLES = sorted((Path(__file__).parents[2] / "dossiers").glob("*.json"))


def acts() -> list:
    found = []
    for path in SAMPLES:
        dossier = read_dossier(path.read_bytes())
        for sitting in dossier.sittings:
            record = Record(dossier.council, sitting)
            found += [pytest.param(record, act, id=f"{path.stem}-{act.uid}") for act in sitting.deliberations]
    return found


def profile_of(record: Record, act: Deliberation) -> Record:
    council, sitting = act_profile(record, act, mask=without_private)
    return Record(council, sitting)


def computed(record: Record, act: Deliberation) -> tuple:
    """All that an act says of its sitting, computed; the members in the order of the table at its item."""
    record = as_known_at(record, act.item)
    vote = record.deciding_vote(act.item)
    outcome = record.outcome(vote) if vote else None
    room = record.attendance_at(act.item)
    seats = [(s.member, s.state, s.by) for s in room.seats]
    verdict = outcome and (outcome.verdict, outcome.reason, outcome.count)
    return (
        seats,
        verdict,
        record.chair(record.moment_of(act.item)),
        record.secretaries(act.item),
        record.members,
    )


@pytest.mark.parametrize(("record", "act"), acts())
def test_profile_computes_the_same_as_the_sitting(record, act):
    assert computed(profile_of(record, act), act) == computed(record, act)


@pytest.mark.parametrize(("record", "act"), acts())
def test_profile_is_a_sound_canonical_dossier(record, act):
    council, sitting = act_profile(record, act, mask=without_private)
    text = canonical_json(Dossier.of(council, [sitting], profile="ACT"))
    read = read_dossier(text.encode())
    assert (read.council, read.sittings, canonical_json(read)) == (council, (sitting,), text)


GROUPS = {"m1": "A", "m2": "A", "m3": "A", "m4": "B", "m5": "B", "m6": "B"}


def council_with_groups():
    council = make_council(6)
    mandates = tuple(replace(m, group=GROUPS[m.uid]) for m in council.mandates)
    return replace(council, mandates=mandates)


SEVERAL = {
    "named-exceptions-become-counts": (
        make_vote(against=["m4", "m5"]),
        [Ballot(Choice.AGAINST, count=1), Ballot(Choice.AGAINST, count=1)],
    ),
    "group-becomes-its-count": (
        make_vote(ballots=(Ballot(Choice.AGAINST, group="B"), Ballot(Choice.ABSTENTION, "m4"))),
        [Ballot(Choice.AGAINST, count=2), Ballot(Choice.ABSTENTION, count=1)],
    ),
    "public-names-stay": (
        make_vote(ballots=(Ballot(Choice.AGAINST, "m4"),), method=VoteMethod.PUBLIC),
        [Ballot(Choice.AGAINST, "m4")],
    ),
    "public-group-becomes-its-count": (
        make_vote(ballots=(Ballot(Choice.ABSTENTION, group="B"),), method=VoteMethod.PUBLIC),
        [Ballot(Choice.ABSTENTION, count=3)],
    ),
    "casting-vote-of-everyone": (
        make_vote(ballots=(Ballot(Choice.AGAINST, group="B"),)),
        [Ballot(Choice.FOR, "m1"), Ballot(Choice.AGAINST, count=3)],
    ),
    "casting-vote-of-a-group": (
        make_vote(ballots=(Ballot(Choice.AGAINST, group="A"),)),
        [Ballot(Choice.AGAINST, "m1"), Ballot(Choice.AGAINST, count=2)],
    ),
    "casting-vote-named": (
        make_vote(against=["m1", "m2", "m3"]),
        [Ballot(Choice.AGAINST, "m1"), Ballot(Choice.AGAINST, count=1), Ballot(Choice.AGAINST, count=1)],
    ),
}


@pytest.mark.parametrize(("vote", "ballots"), SEVERAL.values(), ids=SEVERAL)
def test_profile_keeps_names_only_where_the_act_prints_them(vote, ballots):
    act = make_act()
    record = Record(council_with_groups(), make_sitting(6, members=6, votes=(vote,), deliberations=(act,)))
    profile = profile_of(record, act)
    assert profile.sitting.votes[0].ballots == tuple(ballots)
    assert computed(profile, act) == computed(record, act)


ROOMS = {
    "left": [move(K.LEAVES, "m3", on=debate("p2"))],
    "left-with-a-proxy": [move(K.LEAVES, "m3", on=debate("p2")), move(K.GIVES_PROXY, "m3", "m1")],
    "idle-proxy": [move(K.EXCUSED, "m5"), move(K.GIVES_PROXY, "m5", "m6")],
    "unnamed-holder": [move(K.EXCUSED, "m5"), move(K.GIVES_PROXY, "m5")],
    "substitute": [move(K.EXCUSED, "m5"), move(K.SUBSTITUTE_SEATED, "m5", "s1")],
    "substitute-with-a-proxy": [
        move(K.SUBSTITUTE_SEATED, "m5", "s1"),
        move(K.EXCUSED, "m6"),
        move(K.GIVES_PROXY, "m6", "s1"),
    ],
    "stepped-aside": [move(K.STEPS_ASIDE, "m2", on=debate("p2"))],
    "remote": [move(K.ATTENDS_REMOTELY, "m6")],
    "chair-taken": [move(K.CHAIR_TAKEN, "m2", on=debate("p2"))],
}


@pytest.mark.parametrize("moves", ROOMS.values(), ids=ROOMS)
def test_profile_keeps_the_room_of_its_vote(moves):
    act = make_act("p2")
    council = make_council(6, more=[Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m5")])
    sitting = make_sitting(4, members=6, items=3, moves=moves, votes=(make_vote("p2"),), deliberations=(act,))
    record = Record(council, sitting)
    assert computed(profile_of(record, act), act) == computed(record, act)


def test_profile_without_attendance_has_no_movement():
    act = make_act()
    record = Record(
        make_council(), make_sitting(attendance_recorded=False, votes=(make_vote(),), deliberations=(act,))
    )
    assert (profile_of(record, act).sitting.movements, computed(profile_of(record, act), act)) == (
        (),
        computed(record, act),
    )


def private_record() -> tuple[Record, Deliberation]:
    """A sitting of two items, full of what the act on p1 must not carry."""
    at, early = datetime(2024, 6, 28, 20, tzinfo=UTC), datetime(2024, 6, 20, 20, tzinfo=UTC)
    act = make_act(
        "p1", issued=(IssuedFile(DocumentKind.EXTRACT, 1, "a" * 64, 10),), public_id="SECRETPUBLICID"
    )
    other = make_act("p2", uid="autre", sequence=2, title_html="SECRET autre point")
    people = [make_person("m1", birth_date=date(1970, 1, 2))]
    stranger = Mandate("sx", until=date(2020, 1, 1), group="SECRET groupe")
    council = make_council(
        4, people=people, more=[stranger], populations=(DatedNumber(4321),), seats=(DatedNumber(1234),)
    )
    council = replace(
        council,
        persons=(*council.persons, Person("inconnue", "SECRET", "personne")),
        mandates=tuple(
            replace(m, votes_obtained=777, electoral_list="SECRET liste") for m in council.mandates
        ),
    )
    sitting = make_sitting(
        4,
        members=4,
        agenda=(
            make_item("p1", note_html="SECRET note", rapporteur="m3"),
            make_item("p2", 2, title_html="SECRET"),
        ),
        votes=(make_vote(against=["m3"], note="SECRET vote"), make_vote("p2", uid="vote-2")),
        deliberations=(act, other),
        opened_at=at,
        closed_at=at,
        auxiliaries=(Auxiliary("SECRET agent"),),
        statements=(SourceStatement("present", "SECRET papier", 4),),
        convocation=Convocation(
            date(2024, 6, 21), (Dispatch("m3", Channel.POST, early),), True, "SECRET urgence"
        ),
    )
    return Record(council, sitting), act


def test_profile_leaves_behind_what_the_act_does_not_print():
    record, act = private_record()
    everything = canonical_json(Dossier.of(record.council, [record.sitting]))
    council, sitting = act_profile(record, act, mask=without_private)
    carried = canonical_json(Dossier.of(council, [sitting], profile="ACT"))
    for secret in ("SECRET", "1970-01-02", "777", "1234", "votes_obtained", "a" * 64):
        assert secret not in carried
    assert all(secret in everything for secret in ("SECRET", "1970-01-02", "777", "1234", "a" * 64))
    assert [i.uid for i in sitting.agenda] == ["p1"]
    assert [v.items for v in sitting.votes] == [("p1",)]
    assert [m.uid for m in council.mandates] == list(member_names(4))
    assert sitting.convocation == Convocation(date(2024, 6, 21), is_urgent=True)


def test_profile_counts_the_accounts_without_their_officer_l2121_14():
    """The officer of the year is not the mayor of today: the record names him, and nobody's interest with him."""
    bars = (Bar("m3", BarGround.AUTHORISING_OFFICER), Bar("m4", BarGround.INTEREST))
    accounts = make_item(kind=ItemKind.ACCOUNTS, subject=Subject.ACCOUNTS, bars=bars)
    sitting = make_sitting(15, agenda=(accounts,), votes=(make_vote(),), deliberations=(make_act(),))
    record = Record(make_council(), sitting)
    profile = profile_of(record, sitting.deliberations[0])
    assert profile.sitting.agenda[0].bars == bars[:1]
    assert computed(profile, sitting.deliberations[0]) == computed(record, sitting.deliberations[0])
    assert record.count(sitting.votes[0]).voters == 14


def test_profile_of_an_unknown_item_is_a_key_error():
    record, _ = private_record()
    with pytest.raises(KeyError):
        act_profile(record, make_act("p9"), mask=without_private)


def test_profile_keeps_the_late_call_that_makes_the_notice_short():
    calls = [
        Dispatch(f"m{n}", Channel.POST, datetime(2024, 6, day, 8, tzinfo=UTC))
        for n, day in ((2, 21), (3, 27))
    ]
    act = make_act()
    sitting = make_sitting(
        4, members=4, deliberations=(act,), convocation=Convocation(date(2024, 6, 21), tuple(calls))
    )
    profile = profile_of(Record(make_council(4), sitting), act)
    assert profile.sitting.convocation.dispatches == (calls[1],)
    assert notice_given(profile) == notice_given(Record(make_council(4), sitting))


HIDDEN = "Aide à <mark data-private>Mme Confidence</mark>"


@pytest.mark.parametrize(
    ("of_item", "own", "expected"),
    [("Aide", "", True), ("Aide", "Aide", True), (HIDDEN, "", False), ("Aide", HIDDEN, False)],
)
def test_act_hides_nothing_when_neither_its_texts_nor_the_title_of_its_item_do(of_item, own, expected):
    act = make_act("p1", title_html=own)
    sitting = make_sitting(5, agenda=(make_item("p1", title_html=of_item),), deliberations=(act,))
    assert hides_nothing(Record(make_council(5), sitting), act, mask=without_private) is expected
