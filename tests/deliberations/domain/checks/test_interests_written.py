"""Interests that the act itself writes: the head of the body it helps, the other party to a sale."""

import pytest

from councils.domain.people import Gender, Interest
from deliberations.domain.acts import OperativePart
from deliberations.domain.checks.interests_written import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Bar, BarGround
from deliberations.domain.votes import Ballot, Choice, Tally
from tests.deliberations.domain.checks.test_interests import council_with
from tests.facts import make_act, make_council, make_item, make_person, make_sitting, make_vote, move

pytestmark = pytest.mark.unit

GRANT = "d'attribuer une subvention de 500 € à l'association Les Amis du Four"
HEAD = "Mme Prénom M3, présidente de l'association Les Amis du Four, présente la demande."
SALE = "de vendre à M. Prénom M3 la parcelle A 12"


def findings(statement="", decision=GRANT, vote=None, moves=(), council=None, verb="", votes=(), **item):
    act = make_act(statement_html=f"<p>{statement}</p>", operative=(OperativePart((decision,), verb=verb),))
    votes = votes or (vote or make_vote(),)
    sitting = make_sitting(9, agenda=(make_item(**item),), moves=moves, votes=votes, deliberations=(act,))
    record = Record(council or council_with(), sitting)
    return [finding for rule in RULES for finding in rule.findings(record)]


def found(*args, **facts):
    return [finding.severity for finding in findings(*args, **facts)]


def told(*args, **facts):
    """What each finding says behind the words it points at, which hold no « » » in these tests."""
    return [finding.message.split(" » : ")[1] for finding in findings(*args, **facts)]


@pytest.mark.parametrize(
    ("statement", "decision"),
    [
        (HEAD, GRANT),
        (
            "M. M3, trésorier du club Amicale Bouliste, demande une aide.",
            "attribue une aide au club Amicale Bouliste",
        ),
        ("M. M3, président du comité des fêtes", "de signer la convention avec le comité des fêtes"),
        ("M. M3, gérant de la SARL Durand Frères", "d'attribuer le marché à la SARL DURAND FRERES"),
    ],
    ids=["association", "club", "comité-des-fêtes", "sarl"],
)
def test_head_of_the_body_helped_votes_l2131_11(statement, decision):
    assert found(statement, decision) == [Severity.WARNING]


@pytest.mark.parametrize(
    "facts",
    [
        {"decision": "d'attribuer une subvention à l'association Escapade"},
        {"decision": "de saluer l'action de l'association Les Amis du Four"},
        {"statement": f"{HEAD} Les membres du bureau quittent la salle."},
        {"statement": f"{HEAD} Les intéressés ne prennent pas part au vote."},
        {"statement": HEAD.replace("présente", "où elle représente la commune, présente")},
        {"statement": "M. Prénom ZED, président de l'association Les Amis du Four, est reçu."},
        {"moves": (move(K.LEAVES, "m3"),)},
        {"moves": (move(K.STEPS_ASIDE, "m3"),)},
        {"vote": make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),))},
        {"vote": make_vote(everyone=None, tally=Tally(8, not_voting=1))},
        {"bars": (Bar("m3", BarGround.INTEREST),)},
        {"council": council_with(Interest("Les Amis du Four"))},
    ],
    ids=[
        *(
            "another-body",
            "no-deal",
            "somebody-leaves-in-words",
            "somebody-does-not-vote-in-words",
            "for-the-council",
            "stranger",
        ),
        *("left", "stepped-aside", "not-voting", "may-not-vote", "barred", "declared"),
    ],
)
def test_head_of_a_body_is_silent(facts):
    assert found(**{"statement": HEAD, **facts}) == []


def test_other_party_of_a_sale_is_only_a_notice_for_namesakes():
    assert found(decision=SALE) == [Severity.NOTICE]
    assert found(decision="d'acquérir la parcelle A 12 appartenant à Mme Prénom M3") == [Severity.NOTICE]


@pytest.mark.parametrize(
    "decision",
    [
        "de vendre à M. M3 la parcelle A 12",
        "de vendre la parcelle A 12 et de donner pouvoir à M. Prénom M3 pour signer",
        "de vendre à M. Prénom ZED la parcelle A 12",
        "de remercier M. Prénom M3",
    ],
    ids=["family-name-alone", "power-to-sign", "stranger", "no-sale"],
)
def test_other_party_is_silent(decision):
    assert found(decision=decision) == []


def test_words_of_an_interest_are_read_in_linear_time():
    assert found("M. Prénom M3, présidente de l'association " * 4000) == []
    assert found(decision="vendre la " * 20000) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mme Prénom M3 " + "ne prend pas part au vote " * 8000,
        "Mme Prénom M3, " * 4000 + "ne prennent pas part au vote",
        "ne prend pas part au vote : Mme Prénom M3, " * 3000,
        "quitte la salle (" * 10000,
        "Les Amis du Four, dont Mme Prénom M3 est la présidente " * 3000,
        "représentée par son président " * 6000,
        "recruter Mme Prénom M3, " * 4000,
        "quitte la salle Mme " + "A" * 100000,
    ],
    ids=["verbs", "list", "lists", "brackets", "led", "represented", "hired", "capitals"],
)
def test_hostile_words_are_read_in_linear_time(text):
    assert len(findings(text, text)) <= 1


OUT = "les faits enregistrés comptent la voix de Prénom M3."
IN_WORDS = {
    "after-her-office": f"{HEAD} Elle ne prend pas part au vote.",
    "leaves-and-does-not-vote": "Mme Prénom M3, adjointe, quitte la salle et ne participe ni au débat ni au vote.",
    "leaves-before-the-vote": "Mme M3 quitte la salle avant le vote.",
    "with-another": "Mme M3 et Mme ZED ne prennent pas part au vote.",
    "listed-after": "Ne prennent pas part au vote : Mme ZED et Mme M3.",
    "counted-after": "N'a pas pris part au vote : 1 (Mme Prénom M3)",
    "relative": "À l'exception de Mme M3 qui ne prend pas part au vote, le conseil adopte.",
    "participle": "Adopté à l'unanimité, Mme M3 ne prenant pas part au vote.",
    "neither-nor": "Considérant que Mme M3 n'a pris part ni aux débats ni au vote,",
    "brackets": "Mme M3 (pouvoir de Mme ZED) ne prend pas part au vote.",
    "steps-aside": "Mme M3, intéressée, se déporte.",
    "does-not-vote": "Mme M3 présente le dossier et ne vote pas.",
}


@pytest.mark.parametrize("statement", IN_WORDS.values(), ids=IN_WORDS)
def test_text_keeps_out_of_the_vote_a_member_whom_the_facts_count(statement):
    assert told(statement) == [OUT]
    assert found(statement) == [Severity.WARNING]
    (finding,) = findings(statement, vote=make_vote(everyone=None, tally=Tally(9)))
    assert finding.where == "exposé"
    assert finding.consequence.startswith("On ne sait pas si ce membre a pris part au vote")


UNSURE = {
    "leaves-at-some-time": "Mme M3 quitte la salle à 20 h 30.",
    "votes-a-part": "Mme M3 ne prend pas part au vote de la subvention au club.",
    "withdrew": "Mme M3 s'étant retirée de la salle, le conseil adopte.",
}


@pytest.mark.parametrize("statement", UNSURE.values(), ids=UNSURE)
def test_text_that_may_keep_a_member_out_is_a_notice(statement):
    assert (told(statement), found(statement)) == ([OUT], [Severity.NOTICE])
    assert found(statement, moves=(move(K.LEAVES, "m3", on=Moment("p1", Phase.AFTER)),)) == []


NOT_OUT = {
    "another-subject": "Mme M3 rappelle que le maire ne prend pas part au vote.",
    "the-mayor": "Mme M3 présente le rapport et le maire ne prend pas part au vote.",
    "gives-the-chair": "Le maire cède la présidence à Mme M3 et quitte la salle.",
    "her-association": "L'association présidée par Mme M3 ne prend pas part au vote.",
    "after-the-vote": "Mme M3 quitte la salle à l'issue du vote.",
    "back-before-the-vote": "Mme M3 quitte la salle puis revient avant le vote.",
    "gives-a-proxy": "Mme M3 quitte la salle et donne pouvoir à Mme ZED.",
    "another-evening": "Lors de la séance du 12 mars, Mme M3 n'a pas pris part au vote.",
    "amendment": "Mme M3 ne prend pas part au vote de l'amendement.",
    "debate-alone": "Mme M3 ne prend pas part au débat mais vote.",
    "not-against": "Mme M3 ne vote pas contre.",
    "heard": "Le président du club, Mme M3 ayant été entendue, quitte la salle.",
    "stranger": "Mme ZED ne prend pas part au vote.",
    "nobody": "Aucun membre ne prend part au vote. Mme M3 remercie le conseil.",
    "long-way": f"Mme M3 présente {'le dossier ' * 20}et ne prend pas part au vote.",
}


@pytest.mark.parametrize("statement", NOT_OUT.values(), ids=NOT_OUT)
def test_text_that_keeps_no_member_out_is_silent(statement):
    assert found(statement) == []


@pytest.mark.parametrize(
    ("gender", "pronoun", "said"),
    [
        (Gender.FEMININE, "Elle", [OUT]),
        (Gender.FEMININE, "L'intéressée", [OUT]),
        (Gender.FEMININE, "Il", []),
        (Gender.MASCULINE, "Il", [OUT]),
        (Gender.MASCULINE, "Elle", []),
        (None, "Elle", [OUT]),
    ],
)
def test_pronoun_means_the_person_of_the_sentence_before(gender, pronoun, said):
    people = [make_person(uid, gender=gender) for uid in ("m1", "m2", "m3")]
    statement = f"Mme M3 présente la demande. {pronoun} ne prend pas part au vote."
    assert told(statement, council=make_council(people=people)) == said


def test_annex_that_keeps_somebody_out_tells_of_another_vote():
    act = make_act(annexes=("Mme M3 ne prend pas part au vote.",))
    record = Record(make_council(), make_sitting(9, votes=(make_vote(),), deliberations=(act,)))
    assert [f for rule in RULES for f in rule.findings(record)] == []


SAYS_OUT = "Mme M3 ne prend pas part au vote."
FACTS = {
    "left": {"moves": (move(K.LEAVES, "m3"),)},
    "stepped-aside": {"moves": (move(K.STEPS_ASIDE, "m3"),)},
    "not-voting": {"vote": make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),))},
    "one-not-voting": {"vote": make_vote(everyone=None, tally=Tally(8, not_voting=1))},
    "one-voice-missing": {"vote": make_vote(everyone=None, tally=Tally(8))},
    "nothing-counted": {"vote": make_vote(everyone=None)},
    "barred": {"bars": (Bar("m3", BarGround.INTEREST),)},
    "out-of-one-vote": {
        "votes": (
            make_vote(uid="v1", ballots=(Ballot(Choice.NOT_VOTING, "m3"),)),
            make_vote(uid="v2", ballot=2),
        )
    },
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS)
def test_text_that_the_facts_may_say_too_is_silent(facts):
    assert found(SAYS_OUT, **facts) == []


def test_who_stays_out_says_nothing_of_the_others():
    others = f"{HEAD} Mme M4 quitte la salle et ne prend pas part au vote."
    assert told(others) == [OUT.replace("M3", "M4"), "Prénom M3 est compté(e) parmi les votants."]
    assert told(others.replace("Mme M4", "Mme M4, ainsi que les autres intéressés,")) == []


PROXY = (move(K.GIVES_PROXY, "m15", "m3"),)


def test_head_of_a_body_votes_for_another_l2131_11():
    her_own = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"),))
    both = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m3"), Ballot(Choice.NOT_VOTING, "m15")))
    expected = ["Prénom M3 ne prend pas part au vote, mais vote pour Prénom M15, par pouvoir."]
    for statement in (HEAD, f"{HEAD} Elle ne prend pas part au vote."):
        assert told(statement, vote=her_own, moves=PROXY) == expected
        assert told(statement, vote=both, moves=PROXY) == []


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(9, not_voting=1), ["la voix de Prénom M3 ou celle de Prénom M15, par pouvoir, est comptée."]),
        (Tally(8, not_voting=2), []),
        (Tally(8, not_voting=1), []),
    ],
    ids=["one-of-the-two", "both-out", "unbalanced"],
)
def test_head_of_a_body_votes_for_another_among_totals(tally, expected):
    assert told(HEAD, vote=make_vote(everyone=None, tally=tally), moves=PROXY) == expected


SUBSIDY = "d'attribuer une subvention à l'association Les Amis du Four et au Tennis Club"
LED = {
    "whose-president": "L'association Les Amis du Four, dont Mme Prénom M3 est la présidente, demande une aide.",
    "president-is": "Le Tennis Club, dont la trésorière est Mme Prénom M3, demande une aide.",
    "a-member-is": "Le Tennis Club dont M. Prénom M3, conseiller municipal, est aussi le trésorier",
    "represented-by-its": "L'association « Les Amis du Four » représentée par son président M. Prénom M3",
    "represented-by-whom": "Le Tennis Club (TCE), représenté par M. Prénom M3, son président,",
    "second-office": "Mme Prénom M3, première adjointe et présidente de l'association Les Amis du Four,",
}


@pytest.mark.parametrize("statement", LED.values(), ids=LED)
def test_body_is_said_before_its_head(statement):
    assert told(statement, SUBSIDY) == ["Prénom M3 est compté(e) parmi les votants."]
    assert found(statement, SUBSIDY) == [Severity.WARNING]


def test_head_called_by_a_family_name_alone_may_be_an_outsider():
    assert found("Le Tennis Club, représenté par son président M. M3,", SUBSIDY) == [Severity.NOTICE]


NOT_LED = {
    "public": "Le syndicat Les Amis du Four, dont Mme Prénom M3 est la présidente,",
    "not-a-club": "Le Grand Four, représenté par son président M. Prénom M3,",
    "a-member": "Le Tennis Club, dont Mme Prénom M3 est membre,",
    "not-its-head": "Le Tennis Club, représenté par M. Prénom M3, bénévole,",
    "another-body": "Le Judo Club, dont Mme Prénom M3 est la présidente,",
    "no-body": "La fête, dont Mme Prénom M3 est la présidente,",
    "for-the-council": "M. M3, président du Tennis Club, où la commune est représentée par M. M4",
}


@pytest.mark.parametrize("statement", NOT_LED.values(), ids=NOT_LED)
def test_body_said_before_a_name_is_silent(statement):
    assert found(statement, f"{SUBSIDY} ; signe la convention avec Le Grand Four") == []


HIRED = {
    "recruits": ("de recruter Mme Prénom M3 comme agent recenseur", ""),
    "led-by-its-verb": ("Mme Prénom M3 comme agent recenseur", "recrute"),
    "job-first": ("de recruter en qualité d'agent recenseur Mme Prénom M3", ""),
    "second-of-a-list": ("de recruter Mme Prénom ZED et Mme Prénom M3", ""),
    "names": ("de nommer Mme Prénom M3 agent recenseur", ""),
    "engages": ("engage Mme Prénom M3 en qualité d'agent technique", ""),
}


@pytest.mark.parametrize(("decision", "verb"), HIRED.values(), ids=HIRED)
def test_member_votes_the_job_that_she_is_given(decision, verb):
    assert told("", decision, verb=verb) == ["Prénom M3 est compté(e) parmi les votants."]
    assert found("", decision, verb=verb) == [Severity.NOTICE]
    assert found("Mme M3, conseillère municipale, est candidate.", decision, verb=verb) == [Severity.WARNING]
    assert found("", decision, verb=verb, moves=(move(K.LEAVES, "m3"),)) == []


@pytest.mark.parametrize(
    "decision",
    [
        "de recruter Mme Prénom ZED",
        "de recruter un agent recenseur et de charger Mme M3 du suivi",
        "de ne pas recruter Mme M3",
        "de recruter Mme M3 à titre bénévole",
        "de désigner Mme M3 coordonnatrice du recensement",
        "engage Mme M3 à signer",
    ],
    ids=["stranger", "follows", "not-hired", "unpaid", "coordinates", "signs"],
)
def test_member_who_is_given_no_job_is_silent(decision):
    assert found("", decision) == []
