"""Checks on nominations: the form of the vote, and those nobody marked as such (CGCT art. L. 2121-21)."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import OperativePart
from deliberations.domain.checks.nominations import (
    RULES,
    check_heads_in_secret,
    check_imposed_secrecy,
    check_nominations,
    check_single_candidacies,
    check_waivers,
)
from deliberations.domain.checks.nominations_written import check_unmarked_nominations
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty
from deliberations.domain.sittings import ItemKind, Origin, Subject
from deliberations.domain.votes import (
    Ballot,
    CandidateTally,
    Choice,
    Election,
    Nomination,
    NominationBasis,
    Round,
    StatedResult,
    Tally,
    VoteMethod,
    VotePurpose,
)
from tests.facts import applied, make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

SECRET = make_vote(everyone=None, tally=Tally(8), method=VoteMethod.SECRET)
PUBLIC = make_vote(method=VoteMethod.PUBLIC)
NAMING = (OperativePart(("approuve les statuts", "Désigne le maire comme délégué")),)


def run(check, vote, nomination=None, council=None, **act):
    sitting = make_sitting(
        8,
        agenda=(make_item(nomination=nomination),),
        votes=(vote,) if vote else (),
        deliberations=(make_act(**act),) if act else (),
    )
    record = Record(council or make_council(15), sitting)
    return [(f.code, f.where) for f in applied(check, record)]


NO_WAIVER, IMPOSED = [("nomination.no_waiver", "vote")], [("nomination.secrecy_imposed", "vote")]


@pytest.mark.parametrize(
    ("vote", "nomination", "expected"),
    [
        (make_vote(), Nomination(), NO_WAIVER),
        (PUBLIC, Nomination(), NO_WAIVER),
        (make_vote(), Nomination(unanimous_waiver=True), []),
        (make_vote(), Nomination(single_candidacy=True), []),
        (make_vote(), Nomination(NominationBasis.IMPOSED, unanimous_waiver=True), IMPOSED),
        (SECRET, Nomination(NominationBasis.IMPOSED), []),
        (make_vote(), None, []),
        (None, Nomination(), []),
    ],
    ids=["seed", "public", "waived", "single", "imposed", "secret", "not-a-nomination", "no-vote"],
)
def test_nominations(vote, nomination, expected):
    found = [*run(check_nominations, vote, nomination), *run(check_imposed_secrecy, vote, nomination)]
    assert found == expected


IMPOSED_ITEM = Nomination(NominationBasis.IMPOSED)


@pytest.mark.parametrize(
    ("nomination", "origin", "ending"),
    [
        (Nomination(), Origin.LIVE, "l'enregistrer ; sinon procéder au scrutin secret."),
        (Nomination(), Origin.RECORDED, "l'enregistrer ; sinon délibérer à nouveau au scrutin secret."),
        (IMPOSED_ITEM, Origin.LIVE, "Procéder au scrutin secret : aucune renonciation n'est possible."),
        (
            IMPOSED_ITEM,
            Origin.RECORDED,
            "Délibérer à nouveau au scrutin secret : aucune renonciation n'est possible.",
        ),
    ],
)
def test_nominations_remedy_can_be_done(nomination, origin, ending):
    sitting = make_sitting(8, agenda=(make_item(nomination=nomination),), votes=(make_vote(),), origin=origin)
    record = Record(make_council(15), sitting)
    (finding,) = (*check_nominations(record), *check_imposed_secrecy(record))
    assert finding.remedy.endswith(ending)


def test_nominations_say_which_vote():
    waiver = make_vote(decides=False)
    sitting = make_sitting(
        8, agenda=(make_item(nomination=Nomination()),), votes=(waiver, make_vote(uid="v2", ballot=2))
    )
    assert [f.where for f in check_nominations(Record(make_council(15), sitting))] == ["vote n° 2"]


@pytest.mark.parametrize(
    ("body_type", "article"), [(BodyType.COMMUNE, "CGCT art. L. 2121-21"), (BodyType.CCAS, "")]
)
def test_nominations_article(body_type, article):
    sitting = make_sitting(8, agenda=(make_item(nomination=Nomination()),), votes=(make_vote(),))
    (finding,) = check_nominations(Record(make_council(15, body_type=body_type), sitting))
    assert finding.article == article


def test_imposed_secrecy_of_unknown_posts_is_never_refused():
    sitting = make_sitting(
        agenda=(make_item(nomination=Nomination(NominationBasis.IMPOSED)),), votes=(make_vote(),)
    )
    assert [f.severity for f in check_imposed_secrecy(Record(make_council(15), sitting))] == [
        Severity.WARNING
    ]


@pytest.mark.parametrize(
    ("vote", "nomination", "operative", "expected"),
    [
        (make_vote(), None, NAMING, [("nomination.unmarked", "décision, point 2")]),
        (PUBLIC, None, NAMING, [("nomination.unmarked", "décision, point 2")]),
        (
            make_vote(),
            None,
            (OperativePart(("Mme Un",), "nomme"),),
            [("nomination.unmarked", "décision, point 1")],
        ),
        (make_vote(), None, (OperativePart(("la rue des Lilas",), "nomme"),), []),
        (make_vote(), Nomination(), NAMING, []),
        (SECRET, None, NAMING, []),
        (None, None, NAMING, []),
        (make_vote(), None, (OperativePart(("approuve les statuts",)),), []),
    ],
    ids=[
        "unmarked",
        "unmarked-public",
        "in-the-verb",
        "a-street",
        "marked",
        "secret",
        "no-vote",
        "names-nobody",
    ],
)
def test_unmarked_nominations(vote, nomination, operative, expected):
    assert run(check_unmarked_nominations, vote, nomination, operative=operative) == expected


@pytest.mark.parametrize("body_type", [BodyType.OTHER, BodyType.OPEN_SYNDICATE])
def test_nominations_of_a_body_without_rules_of_ours(body_type):
    council = make_council(15, body_type=body_type)
    assert run(check_nominations, make_vote(), Nomination(), council) == []
    assert run(check_unmarked_nominations, make_vote(), None, council, operative=NAMING) == []


def findings(check, item, *votes, elections=(), body_type=BodyType.COMMUNE, present=8, **facts):
    sitting = make_sitting(present, agenda=(item,), votes=votes, elections=elections, **facts)
    return list(check(Record(make_council(15, body_type=body_type), sitting)))


def codes(check, item, *votes, **facts):
    return [f.code for f in findings(check, item, *votes, **facts)]


ELECTION, HEAD = ItemKind.ELECTION, ["nomination.head_voted_openly"]
HEADS = {
    "mayor-by-title": (make_item(title_html="Élection du maire", kind=ELECTION), HEAD),
    "deputies-by-title": (make_item(title_html="Élection des adjoints", kind=ELECTION), HEAD),
    "second-deputy": (make_item(title_html="Élection de la deuxième adjointe", kind=ELECTION), HEAD),
    "marked-as-nomination": (make_item(title_html="Élection du maire", nomination=Nomination()), HEAD),
    "waiver-is-no-excuse": (
        make_item(title_html="Élection du maire", nomination=Nomination(unanimous_waiver=True)),
        HEAD,
    ),
    "single-candidacy-is-no-excuse": (
        make_item(title_html="Élection du maire", nomination=Nomination(single_candidacy=True)),
        HEAD,
    ),
    "number-of-deputies": (make_item(title_html="Nombre d'adjoints", subject=Subject.OFFICERS), []),
    "recorded-as-waivable": (
        make_item(title_html="Élection du maire", nomination=Nomination(NominationBasis.WAIVABLE)),
        HEAD,
    ),
    "mayor-as-a-delegate": (
        make_item(title_html="Élection du maire comme délégué", nomination=Nomination()),
        [],
    ),
    "delegate": (make_item(title_html="Élection d'un délégué au syndicat", kind=ELECTION), []),
}


@pytest.mark.parametrize(("item", "expected"), HEADS.values(), ids=HEADS)
def test_heads_are_elected_in_secret_l2122_7(item, expected):
    assert codes(check_heads_in_secret, item, make_vote()) == expected
    assert codes(check_heads_in_secret, item, SECRET) == []


def test_heads_voted_openly_are_refused():
    (finding,) = findings(check_heads_in_secret, HEADS["mayor-by-title"][0], make_vote())
    assert (finding.severity, finding.article) == (Severity.REFUSAL, "CGCT art. L. 2122-7")
    assert "L'élection du maire" in finding.message


def test_heads_are_not_reported_twice():
    item = HEADS["mayor-by-title"][0]
    assert codes(check_imposed_secrecy, item, make_vote()) == []
    assert codes(check_nominations, item, make_vote()) == []


def test_heads_of_another_body_are_not_those_of_a_commune():
    item = HEADS["mayor-by-title"][0]
    assert codes(check_heads_in_secret, item, make_vote(), body_type=BodyType.EPCI) == []


BALLOT = Election("e", "p1", "Maire", rounds=(Round(1, (CandidateTally("A", 8),)),))


def test_heads_elected_in_rounds_may_have_another_vote_on_their_item():
    item = HEADS["mayor-by-title"][0]
    assert codes(check_heads_in_secret, item, make_vote(), elections=(BALLOT,)) == []


def test_board_of_the_ccas_is_elected_in_secret_r123_8():
    item = make_item(subject=Subject.SOCIAL_BOARD, nomination=Nomination(unanimous_waiver=True))
    (finding,) = findings(check_imposed_secrecy, item, make_vote())
    assert (finding.severity, finding.article) == (Severity.WARNING, "CASF art. R. 123-8")


def waiver(**facts):
    return make_vote(uid="w", purpose=VotePurpose.WAIVER_OF_SECRECY, **facts)


OPEN = make_vote(uid="v2", ballot=2)
NAMED = make_item(nomination=Nomination())
CLAIMED = make_item(nomination=Nomination(unanimous_waiver=True))
NOT_UNANIMOUS = ["nomination.waiver_not_unanimous"]
WAIVERS = {
    "unanimous": (NAMED, (waiver(), OPEN), [], []),
    "against": (NAMED, (waiver(against=["m3"]), OPEN), NOT_UNANIMOUS, NO_WAIVER),
    "abstention": (NAMED, (waiver(abstaining=["m3"]), OPEN), NOT_UNANIMOUS, NO_WAIVER),
    "only-abstentions": (NAMED, (waiver(everyone=Choice.ABSTENTION), OPEN), NOT_UNANIMOUS, NO_WAIVER),
    "not-voting": (
        NAMED,
        (waiver(ballots=(Ballot(Choice.NOT_VOTING, "m3"),)), OPEN),
        NOT_UNANIMOUS,
        NO_WAIVER,
    ),
    "refused-and-obeyed": (
        NAMED,
        (
            waiver(against=["m3"]),
            make_vote(uid="v2", everyone=None, tally=Tally(8), method=VoteMethod.SECRET),
        ),
        [],
        [],
    ),
    "claimed-but-divided": (CLAIMED, (waiver(against=["m3"]), OPEN), NOT_UNANIMOUS, []),
    "claimed-alone": (CLAIMED, (OPEN,), [], []),
    "waiver-without-nomination": (NAMED, (waiver(against=["m3"]),), [], []),
    "stated-unanimous": (NAMED, (waiver(everyone=None, stated=StatedResult.UNANIMOUS), OPEN), [], []),
    "stated-adopted": (NAMED, (waiver(everyone=None, stated=StatedResult.ADOPTED), OPEN), [], NO_WAIVER),
    "stated-rejected": (
        NAMED,
        (waiver(everyone=None, stated=StatedResult.REJECTED), OPEN),
        NOT_UNANIMOUS,
        NO_WAIVER,
    ),
}


@pytest.mark.parametrize(("item", "votes", "expected", "openly"), WAIVERS.values(), ids=WAIVERS)
def test_waiver_is_unanimous_l2121_21(item, votes, expected, openly):
    assert codes(check_waivers, item, *votes) == expected
    assert codes(check_nominations, item, *votes) == [code for code, _ in openly]


def test_waiver_not_unanimous_says_the_figures():
    votes = (waiver(against=["m3", "m4"], abstaining=["m5"]), OPEN)
    (finding,) = findings(check_waivers, NAMED, *votes)
    assert "(2 voix contre et 1 abstention)" in finding.message
    assert finding.where == "vote n° 1"


def unopposed(posts, *rounds, basis=NominationBasis.UNKNOWN):
    return Election("e", "p1", posts, is_unopposed=True, basis=basis, rounds=rounds)


NEEDED = [("nomination.vote_needed", "CGCT art. L. 2122-7")]
UNOPPOSED = {
    "mayor": (unopposed("Maire"), NEEDED),
    "deputies": (unopposed("Adjoints"), NEEDED),
    "delegate": (unopposed("Délégué au syndicat"), []),
    "imposed-by-another-text": (
        unopposed("Délégués", basis=NominationBasis.IMPOSED),
        [("nomination.vote_needed", "CGCT art. L. 2121-21")],
    ),
    "board-of-the-ccas": (
        unopposed("Administrateurs du CCAS"),
        [("nomination.vote_needed", "CASF art. R. 123-8")],
    ),
    "mayor-but-voted": (unopposed("Maire", Round(1, (CandidateTally("A", 8),))), []),
    "mayor-opposed": (BALLOT, []),
}


@pytest.mark.parametrize(("election", "expected"), UNOPPOSED.values(), ids=UNOPPOSED)
def test_single_candidacy_needs_a_vote_where_secrecy_is_imposed_l2121_21(election, expected):
    found = findings(check_single_candidacies, make_item(), elections=(election,))
    assert [(f.code, f.article) for f in found] == expected


ALONE = Nomination(NominationBasis.IMPOSED, single_candidacy=True)


@pytest.mark.parametrize(
    ("nomination", "votes", "acts", "expected"),
    [
        (ALONE, (), (make_act(),), ["nomination.vote_needed"]),
        (ALONE, (), (), []),
        (ALONE, (SECRET,), (make_act(),), []),
        (Nomination(NominationBasis.WAIVABLE, single_candidacy=True), (), (make_act(),), []),
        (Nomination(NominationBasis.IMPOSED), (), (make_act(),), []),
    ],
    ids=["imposed", "nothing-decided", "voted", "waivable", "several-candidacies"],
)
def test_single_candidacy_marked_on_the_item(nomination, votes, acts, expected):
    item = make_item(nomination=nomination)
    assert codes(check_single_candidacies, item, *votes, deliberations=acts) == expected


def test_nomination_rules_that_refuse_are_established():
    assert [r.codes for r in RULES if r.certainty is Certainty.ESTABLISHED] == [
        ("nomination.no_waiver",),
        ("nomination.head_voted_openly",),
        ("nomination.waiver_not_unanimous",),
    ]


def test_heads_named_by_an_election_that_was_never_held_in_rounds():
    planned = Election("e", "p1", "Deuxième adjointe")
    item = make_item(title_html="Remplacement de Mme Un", kind=ELECTION)
    assert codes(check_heads_in_secret, item, make_vote(), elections=(planned,)) == HEAD


def test_unmarked_nomination_to_the_board_offers_no_waiver_r123_8():
    text = "désigne M. Prénom M3 membre du conseil d'administration du CCAS"
    sitting = make_sitting(
        8, votes=(make_vote(),), deliberations=(make_act(operative=(OperativePart((text,)),)),)
    )
    (finding,) = check_unmarked_nominations(Record(make_council(15), sitting))
    assert finding.article == "CASF art. R. 123-8"
    assert finding.remedy.startswith("Marquer le point comme nomination, au scrutin secret imposé")
