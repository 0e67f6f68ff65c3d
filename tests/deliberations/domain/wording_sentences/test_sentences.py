"""The sentences of an act, one table per kind. Spaces and apostrophes are plain here."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from councils.domain.bodies import AppealWording, BodyType, HouseStyle
from councils.domain.people import Civility, Gender, Office, OfficeKind, Person
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart, PublicFact, Source
from deliberations.domain.ballots import VoteCount
from deliberations.domain.enforceability import Appeal
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import Channel, Convocation, Dispatch
from deliberations.domain.votes import (
    Ballot,
    CandidateTally,
    Choice,
    Election,
    Round,
    StatedResult,
    Tally,
    Vote,
    VoteMethod,
)
from deliberations.domain.wording import sentences
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from tests.facts import make_council, make_item, make_sitting, make_vote, member_names, move, voting

pytestmark = pytest.mark.unit

PEOPLE = (
    Person("", "Ada", "Imaginaire", Gender.FEMININE, Civility.MADAME),
    Person("", "Firmin", "Exemple", Gender.MASCULINE, Civility.MONSIEUR),
    Person("", "Irène", "Songe"),
)


def record_of(council=None, **sitting) -> Record:
    council = council or make_council(15, people=PEOPLE)
    return Record(council, make_sitting(**{"present": 14, "members": 15, **sitting}))


def words(record: Record) -> tuple[MemberWords, BodyWords]:
    body = BodyWords(record.council)
    return MemberWords(record, body), body


def council_of(body_type: BodyType, **facts):
    return make_council(15, people=PEOPLE, body_type=body_type, **facts)


# --- opening, officers, convocation, counts of members

FULL = {"starts_at": time(18), "place": "au sein de la mairie"}
SENT, NOT_SENT = Convocation(sent_on=date(2024, 6, 21)), Convocation()
NEW_YEAR = {"held_on": date(2021, 1, 1), "convocation": Convocation(sent_on=date(2020, 12, 20))}
LEAP_DAY = {"held_on": date(2024, 2, 29), "convocation": Convocation(sent_on=date(2024, 2, 20))}
SHORT = Convocation(sent_on=date(2024, 6, 25))
CALLED_ONE_BY_ONE = Convocation(
    dispatches=tuple(Dispatch(m, Channel.POST, datetime(2024, 6, 20, 9, tzinfo=UTC)) for m in ("m1", "m2"))
)
CHAIRED = "sous la présidence de Madame la Maire, Ada IMAGINAIRE."
OPENINGS = {
    "everything": (
        *(make_council(15, people=PEOPLE), FULL),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre à dix-huit heures, s'est réuni le conseil municipal "
            f"dûment convoqué au sein de la mairie, {CHAIRED}"
        ),
    ),
    "no-hour-no-place-no-notice-no-chair": (
        *(make_council(15), {"convocation": NOT_SENT, "chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal.",
    ),
    "first-of-the-month-one-hour": (
        *(make_council(15), {**NEW_YEAR, "starts_at": time(1, 21), "chair": None}),
        (
            "Le vendredi premier janvier deux-mille-vingt-et-un à une heure vingt-et-une, s'est réuni le conseil "
            "municipal dûment convoqué."
        ),
    ),
    "29-february": (
        *(make_council(15), {**LEAP_DAY, "chair": None}),
        "Le jeudi vingt-neuf février deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué.",
    ),
    "short-notice-l2121_11": (
        *(make_council(15), {"convocation": SHORT, "chair": None}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal convoqué "
            "le 25 juin 2024."
        ),
    ),
    "urgency-l2121_11": (
        *(make_council(15), {"convocation": replace(SHORT, is_urgent=True), "chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué.",
    ),
    "absent-chair-l2121_14": (
        *(make_council(15), {"chair": "m15"}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué.",
    ),
    "title-case": (
        *(make_council(15, style=HouseStyle(title_case=True)), {"chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le Conseil Municipal dûment convoqué.",
    ),
    "epci": (
        *(council_of(BodyType.EPCI), {**FULL, "place": "au siège", "chair": None}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre à dix-huit heures, s'est réuni le conseil "
            "communautaire dûment convoqué au siège."
        ),
    ),
    "syndicate": (
        *(council_of(BodyType.CLOSED_SYNDICATE), {"chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le comité syndical dûment convoqué.",
    ),
    "ccas": (
        *(council_of(BodyType.CCAS), {"chair": None}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil d'administration dûment "
            "convoqué."
        ),
    ),
    "ccas-short-notice-r123_16": (
        *(
            council_of(BodyType.CCAS),
            {"convocation": replace(SHORT, sent_on=date(2024, 6, 26)), "chair": None},
        ),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil d'administration convoqué "
            "le 26 juin 2024."
        ),
    ),
    "second-call-too-short-frees-from-nothing": (
        *(make_council(15), {"convocation": replace(SHORT, second_of="seance-1"), "chair": None}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal convoqué "
            "le 25 juin 2024, après seconde convocation."
        ),
    ),
    "called-one-by-one": (
        *(make_council(2), {"convocation": CALLED_ONE_BY_ONE, "chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué.",
    ),
    "one-member-not-called": (
        *(make_council(3), {"convocation": CALLED_ONE_BY_ONE, "chair": None}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal convoqué "
            "le 20 juin 2024."
        ),
    ),
    "feminine-assembly": (
        *(council_of(BodyType.OTHER), {"chair": None}),
        "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réunie l'assemblée dûment convoquée.",
    ),
    "second-call-l2121_17": (
        *(make_council(15, people=PEOPLE), {"convocation": replace(SENT, second_of="seance-1")}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué, "
            f"après seconde convocation, sans condition de quorum, {CHAIRED}"
        ),
    ),
    "chair-of-the-item": (
        *(make_council(15, people=PEOPLE), {"agenda": (make_item(chair="m2"),)}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué, "
            "sous la présidence de Monsieur Firmin EXEMPLE."
        ),
    ),
    "chair-without-civility": (
        *(make_council(15, people=PEOPLE), {"chair": "m3"}),
        (
            "Le vendredi vingt-huit juin deux-mille-vingt-quatre, s'est réuni le conseil municipal dûment convoqué, "
            "sous la présidence d'Irène SONGE."
        ),
    ),
}


@pytest.mark.parametrize(("council", "facts", "expected"), OPENINGS.values(), ids=OPENINGS)
def test_opening(council, facts, expected):
    record = record_of(council, **facts)
    assert sentences.opening(record, *words(record), "p1") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("Sous la présidence de : Ada IMAGINAIRE, Maire", "Secrétaire de séance : Firmin EXEMPLE")),
        (
            {"secretaries": ("m2", "m3")},
            (
                "Sous la présidence de : Ada IMAGINAIRE, Maire",
                "Secrétaires de séance : Firmin EXEMPLE et Irène SONGE",
            ),
        ),
        (
            {"agenda": (make_item(chair="m3", secretary="m1"),)},
            ("Sous la présidence de : Irène SONGE", "Secrétaire de séance : Ada IMAGINAIRE"),
        ),
        ({"secretaries": ()}, ("Sous la présidence de : Ada IMAGINAIRE, Maire",)),
        ({"chair": None}, ("Secrétaire de séance : Firmin EXEMPLE",)),
        ({"chair": None, "secretaries": ()}, ()),
    ],
    ids=["usual", "two-secretaries", "own-to-the-item", "no-secretary", "no-chair", "nobody"],
)
def test_officers(facts, expected):
    record = record_of(**facts)
    assert sentences.officers(record, words(record)[0], "p1") == expected


@pytest.mark.parametrize(
    ("sent_on", "expected"),
    [
        (date(2023, 12, 15), "Date de la convocation : 15 décembre 2023"),
        (date(2024, 3, 1), "Date de la convocation : 1er mars 2024"),
        (None, ""),
    ],
)
def test_convocation(sent_on, expected):
    assert sentences.convocation(sent_on) == expected


def test_member_counts():
    record = record_of(present=13, moves=[move(K.GIVES_PROXY, "m14", "m2")])
    assert sentences.member_counts(record.attendance()) == ("En exercice : 15", "Présents : 13")


# --- counts of votes


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (VoteCount(15, 15, 0, 0, 0, 0, 0), ["Pour : 15", "Contre : 00", "Abstention : 00"]),
        (VoteCount(15, 13, 1, 1, 0, 0, 0), ["Pour : 13", "Contre : 01", "Abstention : 01"]),
        (VoteCount(15, 10, 3, 2, 0, 0, 0), ["Pour : 10", "Contre : 03", "Abstentions : 02"]),
        (
            VoteCount(15, 6, 3, 0, 1, 0, 0),
            ["Pour : 06", "Contre : 03", "Abstention : 00", "Blanc : 01"],
        ),
        (
            VoteCount(15, 6, 3, 0, 2, 3, 1),
            [
                *("Pour : 06", "Contre : 03", "Abstention : 00", "Blancs : 02", "Nuls : 03"),
                "Ne prend pas part au vote : 01",
            ],
        ),
        (
            VoteCount(104, 100, 0, 0, 0, 0, 4),
            ["Pour : 100", "Contre : 00", "Abstention : 00", "Ne prennent pas part au vote : 04"],
        ),
        (VoteCount(None, None, 3, 0, 0, 0, 0), ["Contre : 03", "Abstention : 00"]),
        (VoteCount(None, None, None, None, None, None, None), []),
    ],
    ids=["seed", "singulars", "plural", "blank", "papers-and-one-out", "hundred", "for-unknown", "unknown"],
)
def test_vote_counts(count, expected):
    assert sentences.vote_counts(count) == tuple(expected)


def test_election_counts_one_list_per_round():
    rounds = (
        Round(
            1,
            (CandidateTally("Ada IMAGINAIRE", 7), CandidateTally("Firmin EXEMPLE", 1)),
            blank=1,
            scattered=1,
        ),
        Round(2, (CandidateTally("Ada IMAGINAIRE", 9),), null=2, scattered=2),
    )
    election = Election("e", "p1", "élection du deuxième adjoint", rounds=rounds)
    assert list(sentences.election_counts(election)) == [
        (
            "Élection du deuxième adjoint, 1er tour de scrutin :",
            ("Ada IMAGINAIRE : 07 voix", "Firmin EXEMPLE : 01 voix", "Blanc : 01", "Voix éparse : 01"),
        ),
        (
            "Élection du deuxième adjoint, 2e tour de scrutin :",
            ("Ada IMAGINAIRE : 09 voix", "Nuls : 02", "Voix éparses : 02"),
        ),
    ]


# --- the decision

FROM_4_TO_14 = f"{', '.join(f'Prénom M{n}' for n in range(4, 14))} et Prénom M14"
VOTES = {
    "show-of-hands": (
        make_vote(),
        "après en avoir délibéré à main levée par : 14 voix pour - 00 voix contre - 00 abstention, décide :",
    ),
    "against-and-abstentions": (
        make_vote(against=["m2"], abstaining=["m3", "m4"]),
        "après en avoir délibéré à main levée par : 11 voix pour - 01 voix contre - 02 abstentions, décide :",
    ),
    "names-only-in-a-public-ballot-l2121_21": (
        make_vote(against=["m2"], abstaining=["m1", "m3"], method=VoteMethod.PUBLIC),
        (
            f"après en avoir délibéré au scrutin public par : 11 voix pour ({FROM_4_TO_14}) - 01 voix contre (Firmin "
            "EXEMPLE) - 02 abstentions (Ada IMAGINAIRE et Irène SONGE), décide :"
        ),
    ),
    "public-ballot-names-those-who-take-no-part-l2121_21": (
        make_vote(
            method=VoteMethod.PUBLIC, ballots=tuple(Ballot(Choice.NOT_VOTING, m) for m in ("m1", "m2"))
        ),
        (
            f"après en avoir délibéré au scrutin public par : 12 voix pour (Irène SONGE, {FROM_4_TO_14}) - 00 voix "
            "contre - 00 abstention - 02 ne prennent pas part au vote (Ada IMAGINAIRE et Firmin EXEMPLE), décide :"
        ),
    ),
    "public-ballot-without-names-makes-none-up-l2121_21": (
        make_vote(method=VoteMethod.PUBLIC, ballots=(Ballot(Choice.AGAINST, count=2),)),
        "après en avoir délibéré au scrutin public par : 12 voix pour - 02 voix contre - 00 abstention, décide :",
    ),
    "secret-ballot-gives-totals": (
        make_vote(everyone=None, tally=Tally(10, 4), method=VoteMethod.SECRET),
        "après en avoir délibéré au scrutin secret par : 10 voix pour - 04 voix contre - 00 abstention, décide :",
    ),
    "blank-and-null-papers-are-told": (
        make_vote(everyone=None, tally=Tally(12, 0, blank=1, null=1), method=VoteMethod.SECRET),
        (
            "après en avoir délibéré au scrutin secret par : 12 voix pour - 00 voix contre - 00 abstention - 01 "
            "bulletin blanc - 01 bulletin nul, décide :"
        ),
    ),
    "who-takes-no-part-is-counted-and-not-named": (
        make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m2"),)),
        (
            "après en avoir délibéré à main levée par : 13 voix pour - 00 voix contre - 00 abstention - 01 ne prend "
            "pas part au vote, décide :"
        ),
    ),
    "casting-vote-l2121_20": (
        make_vote(against=member_names(14)[7:]),
        (
            "après en avoir délibéré à main levée par : 07 voix pour - 07 voix contre - 00 abstention (voix "
            "prépondérante de la présidente de séance), décide :"
        ),
    ),
    "tie-of-an-unknown-chair-l2121_20": (
        make_vote(everyone=None, tally=Tally(7, 7)),
        (
            "après en avoir délibéré à main levée par : 07 voix pour - 07 voix contre - 00 abstention, constate le "
            "partage égal des voix sur la proposition suivante :"
        ),
    ),
    "stated-rejection-without-counts": (
        make_vote(everyone=None, stated=StatedResult.REJECTED),
        "après en avoir délibéré à main levée, à la majorité, rejette la proposition suivante :",
    ),
    "rejected": (
        make_vote(everyone=Choice.AGAINST, ballots=(Ballot(Choice.FOR, count=3),)),
        (
            "après en avoir délibéré à main levée par : 03 voix pour - 11 voix contre - 00 abstention, rejette la "
            "proposition suivante :"
        ),
    ),
    "tie-under-secret-ballot-rejects": (
        make_vote(everyone=None, tally=Tally(7, 7), method=VoteMethod.SECRET),
        (
            "après en avoir délibéré au scrutin secret par : 07 voix pour - 07 voix contre - 00 abstention, rejette la "
            "proposition suivante :"
        ),
    ),
    "stated-unanimity-without-counts": (
        make_vote(everyone=None, stated=StatedResult.UNANIMOUS),
        "après en avoir délibéré à main levée, à l'unanimité, décide :",
    ),
    "stated-majority-without-counts": (
        make_vote(everyone=None, stated=StatedResult.ADOPTED),
        "après en avoir délibéré à main levée, à la majorité, décide :",
    ),
    "nothing-known": (make_vote(everyone=None), "après en avoir délibéré à main levée, décide :"),
    "no-vote": (None, "après en avoir délibéré, décide :"),
}


def lead_of(vote: Vote | None, verb: str = "", council=None, **facts) -> str:
    record = record_of(council, votes=(vote,) if vote else (), **facts)
    return sentences.decision_lead(record, words(record)[0], OperativePart(("x",), verb), vote)


@pytest.mark.parametrize(("vote", "expected"), VOTES.values(), ids=VOTES)
def test_decision_lead(vote, expected):
    assert lead_of(vote) == f"Le conseil municipal, {expected}"


def test_decision_lead_stated_unanimity_when_attendance_is_unknown():
    lead = lead_of(make_vote(stated=StatedResult.UNANIMOUS), attendance_recorded=False)
    assert lead == "Le conseil municipal, après en avoir délibéré à main levée, à l'unanimité, décide :"


@pytest.mark.parametrize(
    ("verb", "rejected", "printed"),
    [
        ("", False, "décide"),
        ("DÉCIDE", False, "DÉCIDE"),
        ("émet", False, "émet"),
        ("", True, "rejette la proposition suivante"),
        ("approuve", True, "rejette la proposition suivante"),
        ("décide", True, "rejette la proposition suivante"),
        ("refuse", True, "rejette la proposition suivante"),
        ("n'approuve pas", True, "rejette la proposition suivante"),
    ],
)
def test_decision_lead_never_prints_as_decided_what_is_rejected(verb, rejected, printed):
    lead = lead_of(make_vote(everyone=Choice.AGAINST if rejected else Choice.FOR), verb)
    assert lead.endswith(f", {printed} :")


@pytest.mark.parametrize(
    ("body_type", "subject"),
    [
        (BodyType.EPCI, "Le conseil communautaire, après"),
        (BodyType.CCAS, "Le conseil d'administration, après"),
        (BodyType.CLOSED_SYNDICATE, "Le comité syndical, après"),
        (BodyType.OTHER, "L'assemblée, après"),
    ],
)
def test_decision_lead_subject_is_the_assembly(body_type, subject):
    assert lead_of(None, council=council_of(body_type)).startswith(subject)


def test_decision_lead_casting_vote_follows_the_chair_of_the_ballot():
    vote = make_vote(against=member_names(14)[7:])
    lead = lead_of(vote, moves=[move(K.CHAIR_TAKEN, "m14", on=voting("p1"))])
    assert lead.endswith("(voix prépondérante de la présidence de séance), rejette la proposition suivante :")


def test_public_ballot_names_the_members_of_a_group_l2121_21():
    people = make_council(5, people=PEOPLE)
    mandates = tuple(replace(m, group="Ensemble" if m.uid in ("m2", "m3") else "") for m in people.mandates)
    vote = make_vote(method=VoteMethod.PUBLIC, ballots=(Ballot(Choice.AGAINST, group="Ensemble"),))
    record = record_of(replace(people, mandates=mandates), present=5, members=5, votes=(vote,))
    assert sentences.vote_clause(record, words(record)[0], vote) == (
        "au scrutin public par : 03 voix pour (Ada IMAGINAIRE, Prénom M4 et Prénom M5) - 02 voix contre (Firmin "
        "EXEMPLE et Irène SONGE) - 00 abstention"
    )


# --- object, clauses, decisions


@pytest.mark.parametrize(
    ("number", "theme", "title", "expected"),
    [
        ("2023-57", "Écoles", "Adhésion", "Délibération n° 2023-57 - Écoles - Adhésion."),
        ("2023-57", "", "Adhésion.", "Délibération n° 2023-57 - Adhésion."),
        ("", "", "Adhésion", "Délibération - Adhésion."),
        ("57", "", "Quel avenir ?", "Délibération n° 57 - Quel avenir ?"),
        ("57", "", "Lots 1, 2…", "Délibération n° 57 - Lots 1, 2…"),
    ],
)
def test_object_line(number, theme, title, expected):
    assert sentences.object_line(number, theme, title) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (ClauseKind.VU, "le code", "Vu le code ;"),
        (ClauseKind.VU, "le code ;", "Vu le code ;"),
        (ClauseKind.VU, "le code, ", "Vu le code ;"),
        (ClauseKind.VU, "le code <em>R&amp;D &amp;</em>", "Vu le code <em>R&amp;D &amp;</em> ;"),
        (ClauseKind.VU, "la société A &amp;", "Vu la société A &amp; ;"),
        (ClauseKind.VU, "l'arrêté du 1er juin, etc.", "Vu l'arrêté du 1er juin, etc. ;"),
        (ClauseKind.CONSIDERANT, "que la cantine est pleine", "Considérant que la cantine est pleine ;"),
        (ClauseKind.ENTENDU, "l'exposé du maire", "Entendu l'exposé du maire ;"),
        (ClauseKind.SUR_PROPOSITION, "du maire", "Sur proposition du maire ;"),
        (ClauseKind.SUR_RAPPORT, "d'Irène SONGE", "Sur rapport d'Irène SONGE ;"),
        (ClauseKind.OTHER, "Après débat", "Après débat ;"),
    ],
)
def test_clause(kind, text, expected):
    assert sentences.clause_html(Clause(kind, text)) == expected


@pytest.mark.parametrize(
    ("layout", "blocks", "expected"),
    [
        (OperativeLayout.BULLETS, [], []),
        (OperativeLayout.BULLETS, ["un"], ["un."]),
        (OperativeLayout.BULLETS, ["un", "deux", "trois"], ["un ;", "deux ;", "trois."]),
        (OperativeLayout.BULLETS, ["un ;", "deux,", "trois ;"], ["un ;", "deux ;", "trois."]),
        (OperativeLayout.BULLETS, ["un", "<strong>deux.</strong>"], ["un ;", "<strong>deux.</strong>"]),
        (OperativeLayout.ARTICLES, ["un", "deux."], ["un.", "deux."]),
        (OperativeLayout.ARTICLES, ["un ;", "deux ?"], ["un.", "deux ?"]),
    ],
)
def test_decisions_end_with_their_mark(layout, blocks, expected):
    assert sentences.punctuated(blocks, layout) == expected


# --- certificate, dates

PLAIN = HouseStyle()
SEED = HouseStyle(
    title_case=True, capital_place_names=True, appeal=AppealWording.PUBLICATION_AND_TRANSMISSION
)
MAYOR = Office(OfficeKind.MAYOR, "Maire")


@pytest.mark.parametrize(
    ("style", "tribunal", "start", "end"),
    [
        (PLAIN, "Lille", "Madame la Maire", "du tribunal administratif de Lille|de sa publication."),
        (PLAIN, "Amiens", "Madame la Maire", "du tribunal administratif d'Amiens|de sa publication."),
        (
            PLAIN,
            "la Guadeloupe",
            "Madame la Maire",
            "du tribunal administratif de la Guadeloupe|de sa publication.",
        ),
        (PLAIN, "", "Madame la Maire", "du tribunal administratif compétent|de sa publication."),
        (
            *(SEED, "Lille", "Madame la Maire"),
            "du Tribunal Administratif de LILLE|de sa publication et sa transmission aux services de l'État.",
        ),
    ],
    ids=["default", "elision", "article", "unknown", "seed"],
)
def test_certification_and_appeal_cja_r421_1(style, tribunal, start, end):
    record = record_of(make_council(15, people=PEOPLE, style=style))
    members, body = words(record)
    court, since = end.split("|")
    assert sentences.certification(body, members, "m1", tribunal) == (
        f"{start} certifie, sous sa responsabilité, le caractère exécutoire de cet acte, et informe qu'il peut faire "
        f"l'objet d'un recours auprès {court} dans un délai de deux mois à compter {since}"
    )


def test_certification_without_form_of_address():
    council = make_council(15, people=PEOPLE)
    mandates = tuple(replace(m, offices=(MAYOR,)) if m.uid == "m2" else m for m in council.mandates)
    record = record_of(replace(council, mandates=mandates))
    members, body = words(record)
    assert sentences.certification(body, members, "m2", "").startswith(
        "Le Maire certifie, sous sa responsabilité,"
    )


def fact(channel: str = "", on: date = date(2024, 1, 2)) -> PublicFact:
    return PublicFact(on, Source.DECLARED, channel)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("", "Reçu en préfecture le 02/01/2024"),
        ("papier", "Reçu en préfecture le 02/01/2024"),
        ("préfecture", "Télétransmis en préfecture le 02/01/2024"),
        ("sous-préfecture", "Télétransmis en sous-préfecture le 02/01/2024"),
    ],
)
def test_transmitted(channel, expected):
    assert sentences.transmitted(fact(channel)) == expected


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("site Internet", "Publié sur le site Internet le 02/01/2024"),
        ("", "Publié le 02/01/2024"),
        ("affichage", "Affiché le 02/01/2024"),
        ("papier", "Mis à la disposition du public sur papier le 02/01/2024"),
        ("Affichage", "Affiché le 02/01/2024"),
        ("affichage à la mairie", "Affiché le 02/01/2024"),
        ("sur papier à la mairie", "Mis à la disposition du public sur papier le 02/01/2024"),
        ("le site de la commune", "Publié sur le site de la commune le 02/01/2024"),
        ("https://exemple.fr/actes", "Publié en ligne le 02/01/2024"),
        ("notification", "Notifié le 02/01/2024"),
        ("Remise en main propre", "Notifié le 02/01/2024"),
        ("bulletin municipal", "Publié (bulletin municipal) le 02/01/2024"),
    ],
)
def test_published(channel, expected):
    assert sentences.published(fact(channel)) == expected


# --- the appeal of elections


@pytest.mark.parametrize(
    ("appeal", "rest"),
    [
        (
            Appeal.ELECTION_OF_HEADS,
            (
                ". L'élection peut être contestée par tout électeur devant le tribunal administratif de Lille, dans "
                "les formes et délais prévus aux articles L. 2122-13 et D. 2122-2 du Code général des collectivités "
                "territoriales."
            ),
        ),
        (Appeal.NOT_ESTABLISHED, "."),
        (
            Appeal.NOTIFIED,
            (
                ", et informe qu'il peut faire l'objet d'un recours auprès du tribunal administratif de Lille dans un "
                "délai de deux mois à compter de sa notification. Le tribunal administratif peut être saisi par "
                "l'application Télérecours citoyens, accessible par le site www.telerecours.fr."
            ),
        ),
    ],
)
def test_certification_says_the_appeal_of_the_act(appeal, rest):
    record = record_of()
    members, body = words(record)
    assert sentences.certification(body, members, "m1", "Lille", appeal) == (
        f"Madame la Maire certifie, sous sa responsabilité, le caractère exécutoire de cet acte{rest}"
    )
