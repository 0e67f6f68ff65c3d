"""What happened in the room and how votes went, as the minutes say it: one sentence per case."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Civility, Gender
from deliberations.domain.minutes import BallotRequest, Minutes
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import Auxiliary, Convocation, ItemOutcome, Subject, Suspension
from deliberations.domain.votes import (
    Ballot,
    CandidateTally,
    Choice,
    Election,
    MajorityRule,
    NominationBasis,
    Round,
    StatedResult,
    Tally,
    Vote,
    VoteMethod,
    VotePurpose,
)
from deliberations.domain.wording import minutes as words
from deliberations.domain.wording import minutes_votes as vote_words
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes_moves import Narration
from tests.facts import debate, make_council, make_item, make_person, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit

ZONE = timezone(timedelta(hours=2))
COUNCIL = make_council(
    9,
    people=(
        make_person("m1", family_name="Un", civility=Civility.MADAME, gender=Gender.FEMININE),
        make_person("m2", family_name="Deux", civility=Civility.MONSIEUR, gender=Gender.MASCULINE),
        make_person("m3", family_name="Trois"),
    ),
)
UN, DEUX, TROIS = "Mme Prénom UN", "M. Prénom DEUX", "Prénom TROIS"


def at(hour: int, minute: int, day: int = 28) -> datetime:
    return datetime(2024, 6, day, hour, minute, tzinfo=ZONE)


def record_with(*moves: Movement, present: int = 9, **facts: Any) -> Record:
    items = facts.pop("agenda", tuple(make_item(f"p{n}", n) for n in (1, 2, 3)))
    return Record(COUNCIL, make_sitting(present, members=9, agenda=items, moves=moves, **facts))


def members_of(record: Record) -> MemberWords:
    return MemberWords(record, BodyWords(record.council))


def told(record: Record, moment: Moment) -> tuple[str, ...]:
    return Narration(record, members_of(record)).before(moment)


def timed(movement: Movement, when: datetime) -> Movement:
    return Movement(
        0,
        movement.kind,
        movement.member,
        movement.other,
        moment=movement.moment,
        until=movement.until,
        at=when,
    )


K = MovementKind
AFTER = Moment("p2", Phase.AFTER)


@pytest.mark.parametrize(
    ("moves", "moment", "expected"),
    [
        ((move(K.LEAVES, "m2", on=debate("p2")),), debate("p2"), (f"{DEUX} quitte la séance.",)),
        (
            (move(K.LEAVES, "m2", on=debate("p2")), move(K.GIVES_PROXY, "m2", "m3", on=debate("p2"))),
            debate("p2"),
            (f"{DEUX} quitte la séance et donne pouvoir à {TROIS}.",),
        ),
        (
            (move(K.LEAVES, "m2", on=debate("p2")), move(K.GIVES_PROXY, "m2", on=debate("p2"))),
            debate("p2"),
            (f"{DEUX} quitte la séance et donne pouvoir à un mandataire non précisé.",),
        ),
        (
            (move(K.STEPS_ASIDE, "m3", on=debate("p2"), until=AFTER),),
            debate("p2"),
            (f"{TROIS} se déporte et ne prend part ni au débat ni au vote.",),
        ),
        (
            (move(K.STEPS_ASIDE, "m3", on=debate("p2"), until=AFTER),),
            AFTER,
            (f"{TROIS} reprend part à la séance.",),
        ),
        (
            (move(K.STEPS_ASIDE, "m3", on=voting("p2")),),
            voting("p2"),
            (f"{TROIS} se déporte et ne prend pas part au vote.",),
        ),
        ((move(K.CHAIR_TAKEN, "m2", on=debate("p2")),), debate("p2"), (f"{DEUX} prend la présidence.",)),
        (
            (move(K.SUBSTITUTE_SEATED, "m3", "m9", on=debate("p2")),),
            debate("p2"),
            (f"Prénom M9 siège en remplacement de {TROIS}.",),
        ),
        (
            (move(K.ATTENDS_REMOTELY, "m3", on=debate("p2")),),
            debate("p2"),
            (f"{TROIS} prend part à la séance à distance.",),
        ),
    ],
)
def test_movement_is_told(moves: tuple[Movement, ...], moment: Moment, expected: tuple[str, ...]) -> None:
    assert told(record_with(*moves), moment) == expected


def test_member_who_stands_aside_is_not_said_to_leave_the_room_l2131_11() -> None:
    aside = timed(move(K.STEPS_ASIDE, "m3", on=debate("p2"), until=AFTER), at(19, 31))
    assert told(record_with(aside), debate("p2")) == (
        f"{TROIS} se déporte à 19 h 31 et ne prend part ni au débat ni au vote.",
    )


def test_holder_who_leaves_makes_the_proxy_idle_l2121_20() -> None:
    record = record_with(
        move(K.LEAVES, "m2", on=debate("p1")),
        move(K.GIVES_PROXY, "m2", "m3", on=debate("p1")),
        move(K.LEAVES, "m3", on=debate("p2")),
        move(K.RETURNS, "m3", on=debate("p3")),
    )
    assert told(record, debate("p2")) == (
        f"{TROIS} quitte la séance.",
        f"Le pouvoir donné par {DEUX} à {TROIS} ne peut pas être exercé.",
    )
    assert told(record, debate("p3")) == (
        f"{TROIS} rejoint la séance.",
        f"Le pouvoir donné par {DEUX} à {TROIS} peut de nouveau être exercé.",
    )


def test_giver_who_arrives_ends_the_proxy_l2121_20() -> None:
    proxy = move(K.GIVES_PROXY, "m9", "m2")
    arrives = timed(move(K.ARRIVES, "m9", on=voting("p2")), at(20, 58))
    assert told(record_with(proxy, arrives, present=8), voting("p2")) == (
        f"Prénom M9 arrive à 20 h 58 et prend part au vote ; le pouvoir donné à {DEUX} prend fin.",
    )


@pytest.mark.parametrize(
    ("lasting", "ending"),
    [
        (move(K.GIVES_PROXY, "m9", "m2", until=AFTER), move(K.ARRIVES, "m9", on=debate("p2"))),
        (move(K.GIVES_PROXY, "m9", "m2", until=AFTER), move(K.PROXY_ENDS, "m9", on=debate("p2"))),
        (move(K.LEAVES, "m3", on=debate("p1"), until=AFTER), move(K.RETURNS, "m3", on=debate("p2"))),
        (move(K.STEPS_ASIDE, "m3", on=debate("p1"), until=AFTER), move(K.COMES_BACK, "m3", on=debate("p2"))),
    ],
)
def test_what_is_over_is_not_told_to_end_again(lasting: Movement, ending: Movement) -> None:
    record = record_with(lasting, ending, present=8)
    assert len(told(record, debate("p2"))) == 1
    assert told(record, AFTER) == ()


def test_hour_after_midnight_has_its_day() -> None:
    record = record_with(timed(move(K.LEAVES, "m2", on=debate("p3")), at(0, 5, 29)))
    assert told(record, debate("p3")) == (f"{DEUX} quitte la séance le 29 juin 2024 à 0 h 05.",)


def test_suspension_takes_its_place_by_the_hour() -> None:
    leaves = timed(move(K.LEAVES, "m2", on=debate("p2")), at(20, 38))
    arrives = timed(move(K.ARRIVES, "m9", on=debate("p2")), at(20, 50))
    pause = Suspension(debate("p2"), at(20, 40), at(20, 45))
    record = record_with(leaves, arrives, present=8, suspensions=(pause,))
    assert [line.partition(" à ")[0] for line in told(record, debate("p2"))] == [
        f"{DEUX} quitte la séance",
        "La séance est suspendue",
        "Prénom M9 arrive",
    ]


def test_chair_of_one_item_gives_the_chair_back() -> None:
    items = (make_item("p1", 1), make_item("p2", 2, chair="m2"), make_item("p3", 3))
    record = record_with(agenda=items)
    assert told(record, debate("p2")) == (f"{DEUX} prend la présidence.",)
    assert told(record, debate("p3")) == (f"{UN}, Maire, reprend la présidence.",)


def test_attendance_not_recorded_tells_nothing() -> None:
    record = record_with(move(K.LEAVES, "m2", on=debate("p2")), attendance_recorded=False)
    assert told(record, debate("p2")) == ()


# --- the whole sitting


def test_urgent_call_closed_sitting_and_helpers_are_told() -> None:
    record = record_with(
        convocation=Convocation(
            sent_on=date(2024, 6, 27), is_urgent=True, urgency_reason="toiture effondrée"
        ),
        is_public=False,
        opened_at=at(20, 4),
    )
    assert words.opening(record, members_of(record), BodyWords(COUNCIL))[1:] == (
        "La convocation a été faite en urgence : toiture effondrée.",
        "La séance n'est pas publique.",
        "La séance est ouverte à 20 h 04.",
    )
    helpers = (Auxiliary("Agnès Un", "secrétaire de mairie"), Auxiliary("Paul Deux"))
    assert words.auxiliaries(helpers) == (
        "Assistent à la séance sans prendre part aux délibérations : Agnès Un (secrétaire de mairie) et Paul Deux."
    )


def test_quorum_not_met_is_said_with_its_figures_l2121_17() -> None:
    assert words.quorum(record_with(present=4), BodyWords(COUNCIL)) == (
        "Le quorum est de 5 membres présents pour 9 membres en exercice ; 4 membres étant présents, "
        "le conseil municipal ne peut pas délibérer valablement."
    )


def test_second_call_is_freed_from_quorum_l2121_17() -> None:
    first = make_sitting(2, members=9, uid="premiere", held_on=date(2024, 6, 20))
    again = make_sitting(
        2, members=9, convocation=Convocation(sent_on=date(2024, 6, 21), second_of="premiere")
    )
    record = Record(COUNCIL, again, (first,))
    assert "sans condition de quorum" in words.quorum(record, BodyWords(COUNCIL))


def test_head_and_secretaries_sign_once_each_l2121_15() -> None:
    assert words.signatories(record_with()) == (("m1", False), ("m2", True))
    assert words.signatories(record_with(secretaries=("m1", "m3"))) == (("m1", False), ("m3", True))


def test_secretary_of_a_single_item_signs_too_l2121_15() -> None:
    items = (make_item("p1", 1, secretary="m4"), make_item("p2", 2, secretary="m2"))
    assert words.signatories(record_with(agenda=items)) == (("m1", False), ("m2", True), ("m4", True))


def test_outcome_of_an_item_put_off() -> None:
    assert (
        words.outcome(make_item(outcome=ItemOutcome.WITHDRAWN)) == "Ce point est retiré de l'ordre du jour."
    )


# --- votes


def vote_told(vote: Vote, minutes: Minutes | None = None) -> vote_words.VoteTold:
    record = record_with(votes=(vote,))
    return vote_words.vote_told(record, members_of(record), minutes or Minutes(), vote)


@pytest.mark.parametrize(
    ("vote", "figures", "verdict"),
    [
        (
            make_vote("p1"),
            "Votants : 9. Suffrages exprimés : 9. Pour : 9 ; contre : 0 ; abstention : 0.",
            "La proposition est adoptée à l'unanimité.",
        ),
        (
            make_vote("p1", abstaining=("m2", "m3")),
            "Votants : 9. Suffrages exprimés : 7. Pour : 7 ; contre : 0 ; abstentions : 2.",
            "La proposition est adoptée à l'unanimité des suffrages exprimés.",
        ),
        (
            make_vote("p1", against=("m2",)),
            "Votants : 9. Suffrages exprimés : 9. Pour : 8 ; contre : 1 ; abstention : 0.",
            "La proposition est adoptée à la majorité des suffrages exprimés.",
        ),
        (
            Vote("v", ("p1",), method=VoteMethod.SECRET, tally=Tally(in_favour=4, against=4, blank=1)),
            "Votants : 9. Suffrages exprimés : 8. Pour : 4 ; contre : 4 ; abstention : 0 ; bulletin blanc : 1.",
            "La proposition est rejetée, les voix étant également partagées au scrutin secret.",
        ),
        (
            make_vote("p1", against=("m2", "m3", "m4", "m5"), abstaining=("m6",)),
            "Votants : 9. Suffrages exprimés : 8. Pour : 4 ; contre : 4 ; abstention : 1.",
            (
                f"Les voix étant également partagées, la voix prépondérante de {UN}, qui préside, l'emporte : la "
                "proposition est adoptée."
            ),
        ),
        (
            make_vote("p1", purpose=VotePurpose.CLOSED_DOORS, decides=False),
            "Votants : 9. Suffrages exprimés : 9. Pour : 9 ; contre : 0 ; abstention : 0.",
            "Le huis clos est décidé à l'unanimité.",
        ),
    ],
)
def test_ordinary_and_secret_votes_l2121_20(vote: Vote, figures: str, verdict: str) -> None:
    found = vote_told(vote)
    assert (found.lines[-1], found.verdict, found.names) == (figures, verdict, ())


NOT_WAIVED = "La levée du secret n'est pas décidée, l'unanimité n'étant pas réunie."
WAIVED = "La levée du secret est décidée à l'unanimité"


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, f"{WAIVED}."),
        ({"against": ("m2",)}, NOT_WAIVED),
        ({"against": ("m2",), "abstaining": ("m3",)}, NOT_WAIVED),
        ({"abstaining": ("m2",)}, "La levée du secret est décidée sans opposition."),
    ],
    ids=["unanimous", "one-against", "against-and-abstention", "abstention-told-as-recorded"],
)
def test_secrecy_is_waived_by_everybody_or_not_l2121_21(facts: dict[str, Any], verdict: str) -> None:
    vote = make_vote("p1", purpose=VotePurpose.WAIVER_OF_SECRECY, decides=False, **facts)
    assert vote_told(vote).verdict == verdict


def test_closed_doors_need_the_majority_of_those_present_or_represented_l2121_18() -> None:
    vote = make_vote(
        "p1",
        purpose=VotePurpose.CLOSED_DOORS,
        decides=False,
        majority=MajorityRule.PRESENT_OR_REPRESENTED,
        against=("m2",),
    )
    assert vote_told(vote).verdict == (
        "Le huis clos est décidé à la majorité absolue des membres présents ou représentés (8 voix, 5 étant requises)."
    )


def test_vote_of_which_only_the_result_is_known() -> None:
    vote = Vote("v", ("p1",), stated=StatedResult.ADOPTED)
    assert (vote_told(vote).lines, vote_told(vote).verdict) == (
        (),
        "La proposition est adoptée à la majorité.",
    )


def test_public_ballot_names_everybody_l2121_21() -> None:
    found = vote_told(make_vote("p1", against=("m2",), method=VoteMethod.PUBLIC))
    assert found.title == "Vote au scrutin public"
    assert [term for term, _ in found.names] == ["Pour (8) :", "Contre (1) :"]
    assert found.names[1][1] == f"{DEUX}."


def test_names_of_an_ordinary_vote_only_at_their_request() -> None:
    vote = make_vote("p1", against=("m2",), abstaining=("m3",))
    assert vote_told(vote).names == ()
    named = vote_told(vote, Minutes(prints_names=True))
    assert named.names == (("Contre :", f"{DEUX}."), ("Abstention :", f"{TROIS}."))


def test_group_whose_members_are_not_known_stands_for_them() -> None:
    vote = Vote(
        "v", ("p1",), everyone=Choice.FOR, ballots=(Ballot(Choice.ABSTENTION, group="Ensemble", count=3),)
    )
    assert vote_told(vote, Minutes(prints_names=True)).names == (("Abstention :", "groupe « Ensemble »."),)


def test_secret_ballot_never_names_anybody_l2121_21() -> None:
    vote = Vote("v", ("p1",), method=VoteMethod.SECRET, tally=Tally(in_favour=9))
    assert vote_told(vote, Minutes(prints_names=True)).names == ()


@pytest.mark.parametrize(
    ("asking", "expected"),
    [
        (3, ("Le scrutin secret est demandé par M. Prénom DEUX, Prénom TROIS et Prénom M4 (seuil du tiers des 9 "
         "membres présents : 3 membres ; il est atteint).")),
        (2, ("Le scrutin secret est demandé par M. Prénom DEUX et Prénom TROIS (seuil du tiers des 9 membres "
         "présents : 3 membres) ; le seuil n'étant pas atteint, il n'y est pas procédé de droit.")),
    ],
)  # fmt: skip
def test_request_for_a_secret_ballot_l2121_21(asking: int, expected: str) -> None:
    asked = tuple(BallotRequest("p1", VoteMethod.SECRET, f"m{n}") for n in range(2, 2 + asking))
    record = record_with(votes=(make_vote("p1"),))
    told_of = vote_words.requests(
        record, members_of(record), Minutes(requests=asked), record.sitting.agenda[0]
    )
    assert told_of == (expected,)


# --- elections


def election(*rounds: Round, **facts: Any) -> Election:
    return Election("e", "p1", "Délégué", rounds=rounds, **facts)


def rounds_of(found: Election) -> list[vote_words.RoundTold]:
    record = record_with(elections=(found,))
    return list(vote_words.rounds_told(record, members_of(record), found))


def test_rounds_tell_their_papers_and_the_last_who_is_elected_l2121_21() -> None:
    first = Round(
        1, (CandidateTally("Deux", 4, ("m2",)), CandidateTally("Trois", 4, ("m3",))), blank=1, envelopes=9
    )
    second = Round(2, (CandidateTally("Deux", 3, ("m2",)), CandidateTally("Trois", 6, ("m3",))), envelopes=9)
    one, two = rounds_of(election(first, second))
    assert dict(one.figures) == {
        "Votants :": "9",
        "Bulletins trouvés dans l'urne :": "9",
        "Bulletins blancs :": "1",
        "Bulletins nuls :": "0",
        "Suffrages exprimés :": "8",
        "Majorité absolue :": "5",
    }
    assert one.conclusion == "La majorité absolue n'étant pas obtenue, il est procédé à un nouveau tour."
    assert two.candidates == (("Deux", "3"), ("Trois", "6"))
    assert two.conclusion == f"Est élu(e), à la majorité absolue : {TROIS}."


def test_unopposed_candidacy_takes_effect_without_vote_l2121_21() -> None:
    found = election(Round(1, (CandidateTally("Deux", 0, ("m2",)),)), is_unopposed=True)
    record = record_with(elections=(found,))
    text = vote_words.unopposed_told(record, members_of(record), found)
    assert text.startswith(f"Délégué : {DEUX}. Une seule candidature ayant été déposée, la nomination")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (
            {"seats": 2},
            "Une seule candidature ayant été déposée pour chaque poste, les nominations prennent effet",
        ),
        (
            {"proportional": True},
            "Une seule liste ayant été présentée, les nominations prennent effet immédiatement, dans",
        ),
        ({"basis": NominationBasis.IMPOSED}, "Aucun scrutin n'est enregistré."),
    ],
)
def test_who_runs_alone_is_told_as_the_facts_are(facts: dict[str, Any], told: str) -> None:
    found = election(Round(1, (CandidateTally("Deux", 0, ("m2",)),)), is_unopposed=True, **facts)
    record = record_with(elections=(found,))
    assert f"Délégué : {DEUX}. {told}" in vote_words.unopposed_told(record, members_of(record), found)


def test_other_body_has_its_own_words() -> None:
    council = make_council(9, body_type=BodyType.EPCI, authority_name="Communauté d'Exemple")
    record = Record(council, make_sitting(9, members=9))
    assert words.title(record, BodyWords(council)) == (
        "Procès-verbal de la séance du conseil communautaire du 28 juin 2024"
    )


NAMING = make_item("p1", 1, title_html="Désignation du secrétaire de séance")
CHAIRING = make_item("p1", 1, title_html="Élection du président de séance pour le compte financier unique")
ACCOUNTS = make_item("p2", 2, subject=Subject.ACCOUNTS, title_html="Compte financier unique", chair="m2")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"agenda": (NAMING,), "secretaries": ("m1",)}, (f"{UN} est désignée secrétaire de séance.",)),
        (
            {"agenda": (NAMING,), "secretaries": ("m1", "m2")},
            (f"{UN} et {DEUX} sont désignés secrétaires de séance.",),
        ),
        ({"agenda": (NAMING,), "secretaries": ()}, ()),
        (
            {
                "agenda": (NAMING,),
                "secretaries": ("m1",),
                "votes": (make_vote("p1", against=("m2",), everyone=None),),
            },
            (),
        ),
        ({"agenda": (CHAIRING, ACCOUNTS)}, (f"{DEUX} est élu président de séance.",)),
        ({"agenda": (CHAIRING, make_item("p2", 2, subject=Subject.ACCOUNTS))}, ()),
    ],
    ids=["secretary", "two", "not-recorded", "not-adopted", "chair-of-the-accounts", "chair-not-recorded"],
)
def test_whom_a_vote_named_is_told_where_the_record_knows(
    facts: dict[str, Any], expected: tuple[str, ...]
) -> None:
    record = record_with(**{"votes": (make_vote("p1"),), **facts})
    assert tuple(vote_words.named_told(record, members_of(record), record.item("p1"))) == expected
