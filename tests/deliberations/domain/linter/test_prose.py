"""Counts, unanimity and results told by the prose of an act, against the room and the vote of the facts.

The room: 15 members in office, 11 present (m1 to m11), m12 and m13 represented, m14 excused, m15 absent. The vote:
10 for, 2 against (m2, m3), 1 abstention (m4).
"""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.linter import prose, unanimity
from deliberations.domain.movements import MovementKind
from deliberations.domain.sittings import Bar, BarGround, Derogation, Origin
from deliberations.domain.votes import Ballot, Choice, Election, StatedResult, Tally, VotePurpose
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

FAMILIES = ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept")
PEOPLE = [make_person(f"m{n}", given_name=f"Camille{n}", family_name=f) for n, f in enumerate(FAMILIES, 1)]
AWAY = (
    move(MovementKind.GIVES_PROXY, "m12", "m5"),
    move(MovementKind.GIVES_PROXY, "m13", "m6"),
    move(MovementKind.EXCUSED, "m14"),
)
DISSENT = make_vote(against=("m2", "m3"), abstaining=("m4",))
ALL_FOR = make_vote()
ABSTAINING = make_vote(abstaining=("m4", "m7"))


def record_with(*lines, votes=(DISSENT,), moves=AWAY, council=None, act=None, **facts):
    statement = "".join(f"<p>{line}</p>" for line in lines)
    the_act = make_act(statement_html=statement, **(act or {}))
    sitting = make_sitting(11, moves=moves, votes=votes, deliberations=(the_act,), **facts)
    return make_record(council or make_council(people=PEOPLE), sitting)


def findings(*lines, rules=(*prose.RULES, *unanimity.RULES), **facts):
    return [f for rule in rules for f in rule.findings(record_with(*lines, **facts))]


def counts(*lines, **facts):
    """What each wrong number is corrected to."""
    return [f.correction for f in findings(*lines, rules=prose.RULES, **facts)]


def results(*lines, **facts):
    return [
        (f.code.removeprefix("text."), f.correction) for f in findings(*lines, rules=unanimity.RULES, **facts)
    ]


WRONG = {
    "13 membres présents": "11 membres présents",
    "présents : 13": "présents : 11",
    "PRÉSENTS : 13": "PRÉSENTS : 11",
    "Présents (13) : Mme UN, M. DEUX": "Présents (11)",
    "Présent(e)s : 09": "Présent(e)s : 11",
    "Nombre de conseillers municipaux présents : 13": "présents : 11",
    "Étaient présents Mesdames et Messieurs les conseillers municipaux : 13": (
        "présents Mesdames et Messieurs les conseillers municipaux : 11"
    ),
    "treize conseillers municipaux présents forment la majorité": "onze conseillers municipaux présents",
    "Treize membres du conseil municipal étant présents, le quorum est atteint": (
        "Onze membres du conseil municipal étant présents"
    ),
    "Nombre de conseillers en exercice : 19": "en exercice : 15",
    "EN EXERCICE : 19 PRESENTS : 11 REPRESENTES : 2 VOTANTS : 13": "EN EXERCICE : 15",
    "EN EXERCICE : 15 PRESENTS : 11 REPRESENTES : 2 VOTANTS : 14": "VOTANTS : 13",
    "en exercice 15 ; présents 12 ; votants 13.": "présents 11",
    "la majorité des quatorze membres en exercice": "quinze membres en exercice",
    "3 pouvoirs": "2 pouvoirs",
    "Pouvoirs : 3": "Pouvoirs : 2",
    "1 pouvoir a été remis": "2 pouvoirs",
    "Un appel d'offres est lancé devant 9 membres présents": "11 membres présents",
    "À l'ouverture, 14 membres en exercice": "15 membres en exercice",
    "Conseillers absents ayant donné procuration : 5": "absents ayant donné procuration : 2",
    "Procurations : (1) : M. X à Mme UN": "Procurations : (2)",
    "trois conseillers représentés": "deux conseillers représentés",
    "Absents : 6": "Absents : 2",
    "6 membres absents": "2 membres absents",
    "Excusés : 5": "Excusés : 1",
    "deux absents non excusés": "un absent non excusé",
    "Votants : 15": "Votants : 13",
    "Nombre de votants : quinze": "votants : treize",
    "15 membres présents ou représentés": "13 membres présents ou représentés",
    "Qui ont pris part à la délibération : 15": "pris part à la délibération : 13",
    "Au scrutin secret, par 12 voix pour, le conseil décide": "10 voix pour",
    "Le bulletin municipal est imprimé, par 12 voix pour": "10 voix pour",
    "Quorum : 9": "Quorum : 8",
    "le quorum étant de 9": "quorum étant de 8",
    "le quorum est fixé à neuf": "quorum est fixé à huit",
    "Suffrages exprimés : 14": "Suffrages exprimés : 12",
    "13 suffrages exprimés": "12 suffrages exprimés",
    "Pour : 14": "Pour : 10",
    "Votes pour : 14": "Votes pour : 10",
    "14 voix POUR": "10 voix POUR",
    "ONT VOTE POUR : 14 ONT VOTE CONTRE : 02 SE SONT ABSTENUS : 01": "VOTE POUR : 10",
    "Résultat du vote : pour 10, contre : 00": "contre : 02",
    "Le conseil, par 12 voix pour, 2 contre et 1 abstention, décide": "10 voix pour",
    "Le conseil, par 10 voix pour, 3 contre et 1 abstention, décide": "2 contre",
    "Le conseil, par 10 voix contre 3, décide": "contre 2",
    "par 10 voix pour, 2 voix contre et deux abstentions": "une abstention",
    "par 10 voix pour, 2 voix contre et 00 abstention": "01 abstention",
    "Vote : 10 pour, 2 contre, 4 abstentions": "1 abstention",
    "Abstentions : néant": "Abstentions : 1",
    "Contre : /": "Contre : 2",
    "13 pour": "10 pour",
    "La délibération est adoptée par 8 voix.": "10 voix",
    "Adopté par huit voix pour": "dix voix pour",
    "Après en avoir délibéré, le conseil municipal, par 20 votes pour :": "10 votes pour",
    "Sur avis de la commission, le conseil municipal, après en avoir délibéré, par 12 voix pour, décide": (
        "10 voix pour"
    ),
    "Le compte administratif de l'exercice 2022 est adopté par 12 voix pour": "10 voix pour",
    "Le conseil décide, par 12 voix pour et 2 contre, d'adhérer au syndicat mixte": "10 voix pour",
}


@pytest.mark.parametrize(("text", "correction"), WRONG.items())
def test_count_wrong(text, correction):
    assert counts(text) == [correction]


RIGHT = [
    "11 membres présents",
    "présents : 11",
    "présents : 13/15",
    "EN EXERCICE : 15 PRESENTS : 11 REPRESENTES : 2 VOTANTS : 13",
    "En exercice : 15 Présents : 11 Votants : 13 Le quorum étant atteint, le Pouvoirs: Camille12 à Mme CINQ",
    "En tête : conseillers en exercice 15 ; présents 11 ; absents 04 ; pouvoirs 02 ; votants 13.",
    "Pouvoirs : (2) : Camille12 donne pouvoir à Mme CINQ",
    "Absents : 2",
    "Absents : 4 (dont 2 représentés)",
    "Absents excusés (3) : m12, m13, m14",
    "Absents non excusés : 1",
    "Excusés : 1",
    "Excusés : 3",
    "Quorum : 8",
    "Le quorum de 8 membres présents étant atteint",
    "Votes pour : 10 Votes contre : 02 Abstentions : 1 NPPV : 0",
    "Le conseil, par 10 voix pour, 2 contre (Mme DEUX et M. TROIS) et 1 abstention (M. QUATRE), décide",
    "Le conseil, par 10 voix contre 2, décide",
    "Pour : 10 Contre : 2 Abstention : 1",
    "Pour 14 Contre 0 Abstentions",
    "14 pour 0 contre 1 abstention",
    "par dix voix pour, deux voix contre et une abstention",
    # Several numbers for one word, columns run together, numbers of another label: seen on real papers.
    "Présents : 43 43 43 42 Absents : 2 3 2 3",
    "Présents : 12 (puis 11)",
    "Présents : 12 et à partir du point 3 : 13",
    "Présents : 12 Présents : 11 Présents : 9",
    "Votants : 14 (délibération n° 1) ; 13 (délibération n° 2)",
    "De la délibération 12 à 20 : Présents : 9",
    "Nombre de présents à l'ouverture : 9",
    "12 puis 13 conseillers municipaux étaient présents",
    "Conseillers en fonction : 30 Conseillers présents : 11",
    "Ayant pris part au vote : 33 (30 + 2 pouvoirs)",
    "Absents non représentés : 02",
    "- présents : - représentés : 30 11 - absents : 2",
    "36 de la délibération 41 à 44 Pouvoirs : Mme UN",
    "décide, à la majorité des suffrages exprimés (1 contre : Mme DEUX)",
    "10 votes pour, dont 1 procuration (M. SIX)",
    "La liste conduite par Mme UN obtient 9 voix pour",
    "Avis favorable de la commission (pour : 21 ; contre : 0 ; abstentions : 2).",
    "Le procès-verbal est mis aux voix. Pour : 9 Contre : 0",
    # Another body, another day, another question.
    "La commission des finances a émis un avis favorable par 5 voix pour et 1 abstention.",
    "3 votants au comité technique",
    "9 membres présents à la commission d'appel d'offres",
    "par délibération du 12 mars 2023, adoptée par 12 voix pour",
    "Le conseil avait approuvé le projet par 14 voix pour et 1 contre.",
    "Lors de la séance du 4 avril 2024, le projet a été adopté par 14 voix pour.",
    "Le conseil communautaire, par 40 voix pour et 3 contre, a retenu ce tracé.",
    "L'amendement est rejeté par 12 voix contre 3.",
    "Le conseil décide, par 14 voix pour, de ne pas procéder au scrutin secret.",
    "Le comité syndical, après avis, retient le site par 20 voix pour.",
    # Not members, or not counts of this room.
    "13 enfants présents et 2 accompagnateurs",
    "La cantine accueille 45 enfants, dont 13 présents le mercredi",
    "un tiers au moins des 15 présents",
    "au moins 8 membres présents",
    "à la demande de 3 membres présents",
    "2 pouvoirs adjudicateurs",
    "le maire a délégation de pouvoirs 24 heures sur 24",
    "une hausse de 25 pour cent",
    "une salle de 1 200 votants",
    "Qui ont pris part à la délibération : 13",
    "N'ont pas pris part au vote : 1",
    "3 agents pour le service technique",
    "article 6541, 12 pour le transport",
    "un délai de 4 mois pour l'autorité (contre 3 mois pour les autres)",
    "La dépense passe à 12 000 € contre 9 000 € en 2023",
    "Pour 14 communes, le tarif est le même.",
    "Pour : 14 000 €",
    "score de 3 contre 1",
    "Point 3 Présents : Mme UN",
    "Article 3 Pouvoirs de police",
    "Présents : Mme UN, M. DEUX",
    "Présents depuis plus d'un an",
    "Absents : 2 rue des Lilas",
    "un membre présent demande la parole",
    "Convocation : 21 juin 2024 - Présents : 11",
    "Vu l'avis du comité, par 12 voix pour",
    "Le conseil donne un pouvoir au maire",
]


@pytest.mark.parametrize("text", RIGHT)
def test_count_right_or_of_something_else(text):
    assert findings(text, rules=prose.RULES) == []


def test_count_says_what_the_text_and_the_facts_give():
    (found,) = findings("Le conseil, par 12 voix pour, 2 contre et 1 abstention, décide")
    assert (found.message, found.where, found.item) == (
        "« 12 voix pour » : les faits enregistrés donnent 10 voix pour.",
        "exposé",
        "p1",
    )
    assert found.consequence == "Le résultat du vote peut en dépendre : l'un des deux nombres est faux."
    assert found.remedy == "Corriger le texte, ou le vote enregistré s'il est mal noté."


def test_count_of_the_room_says_which_to_correct():
    (found,) = findings("Présents : 12")
    assert found.message == "« Présents : 12 » : les faits enregistrés donnent 11 présents."
    assert found.remedy == "Corriger le texte, ou les présences si elles sont mal notées."


def test_count_of_a_recorded_act_is_only_read_again():
    (found,) = findings("Présents : 12", origin=Origin.RECORDED)
    assert (found.correction, found.remedy[:24]) == ("", "Relire l'acte d'origine ")


def test_count_unknown_room_or_vote_says_nothing():
    assert counts("Présents : 12, Votants : 20, Pour : 3", votes=(), attendance_recorded=False) == []
    assert counts("Pour : 3, Abstentions : 9", votes=()) == []
    assert counts("Pour : 3", votes=(make_vote(everyone=None, stated=StatedResult.ADOPTED),)) == []


def test_count_of_those_who_take_no_part():
    vote = make_vote(ballots=(Ballot(Choice.NOT_VOTING, "m2"),))
    assert counts("Votants : 12", votes=(vote,)) == []
    assert counts("Votants : 13", votes=(vote,)) == []
    assert counts("Votants : 11", votes=(vote,)) == ["Votants : 13"]


def test_count_of_the_opening_is_a_notice():
    leaves = (*AWAY, move(MovementKind.LEAVES, "m11", on=debate("p1")))
    (found,) = findings("Présents : 11", rules=prose.RULES, moves=leaves)
    assert (found.severity, found.message) == (
        "NOTICE",
        (
            "« Présents : 11 » : c'est le nombre de l'ouverture de la séance ; à ce point, les faits enregistrés "
            "donnent 10 présents."
        ),
    )
    assert counts("Présents à l'ouverture : 11", "Présents : 10", moves=leaves) == []
    assert counts("À l'appel, 11 membres présents", moves=leaves) == []


def test_count_of_those_out_of_the_room_for_the_item():
    """The mayor leaves at the vote of his accounts: before it he is counted, at it he is not."""
    leaves = (*AWAY, move(MovementKind.LEAVES, "m1", on=voting("p1")))
    assert counts("Présents : 11", "Présents : 10", "Votants : 12", moves=leaves) == []
    item = make_item(bars=(Bar("m2", BarGround.REPRESENTATIVE),))
    assert counts("Quorum : 8", "en exercice : 14", "présents : 10", agenda=(item,)) == []
    aside = (*AWAY, move(MovementKind.STEPS_ASIDE, "m2", on=debate("p1")))
    assert counts("Présents : 11", "Présents : 10", "Votants : 12", "Absents : 3", moves=aside) == []


def test_count_of_quorum_of_a_third():
    rules = Derogation(basis="loi", quorum_of_third=True)
    assert counts("Quorum : 5", derogation=rules) == []
    assert counts("Quorum : 8", derogation=rules) == ["Quorum : 5"]


def test_count_of_several_votes_is_that_of_any():
    other = make_vote(
        uid="avant", purpose=VotePurpose.AMENDMENT, decides=False, tally=Tally(4, 9), everyone=None
    )
    assert counts("Pour : 4, Contre : 9", "Pour : 10, Contre : 2", votes=(other, DISSENT)) == []
    assert counts("Pour : 5", votes=(other, DISSENT)) == ["Pour : 10"]


def test_count_of_another_vote_when_the_right_one_is_told_too():
    assert counts("Une option a eu 3 voix pour.", "Le conseil, par 10 voix pour, décide") == []


def test_count_of_blank_papers_among_abstentions():
    tally = Tally(in_favour=9, against=2, abstentions=1, blank=1)
    assert counts("3 abstentions", votes=(make_vote(everyone=None, tally=tally),)) == ["1 abstention"]
    assert counts("2 abstentions", votes=(make_vote(everyone=None, tally=tally),)) == []


def test_count_of_an_election_is_left_alone():
    election = Election("e", "p1", "Délégué")
    assert counts("Suffrages exprimés : 9", "Pour : 8", elections=(election,)) == []
    assert counts("Nombre de bulletins : 13", "Suffrages exprimés : 9") == []


def test_count_in_clauses_and_decisions():
    clauses = (Clause(ClauseKind.CONSIDERANT, "que 13 membres présents suffisent"),)
    cited = (Clause(ClauseKind.VU, "le vote, par 12 voix pour, de ce projet"),)
    parts = (OperativePart(("d'adopter les tarifs, par 12 voix pour",), verb="par 9 voix pour, décide"),)
    found = findings(rules=prose.RULES, act={"clauses": clauses, "operative": parts})
    assert [(f.where, f.correction) for f in found] == [
        ("visas et considérants, n° 1", "11 membres présents"),
        ("décision", "10 voix pour"),
        ("décision, point 1", "10 voix pour"),
    ]
    assert findings(rules=prose.RULES, act={"clauses": cited, "title_html": "Votants : 99"}) == []


def test_count_of_another_kind_of_body():
    """« Comité syndical » is another body for a commune, and its own for a syndicate."""
    text = "Le comité syndical, par 20 voix pour, décide"
    syndicate = make_council(people=PEOPLE, body_type=BodyType.CLOSED_SYNDICATE)
    assert counts(text, council=syndicate) == ["10 voix pour"]
    assert counts(text.replace("décide", "retient")) == []


def test_count_told_on_two_lines_of_a_wrapped_text():
    assert counts("Le conseil, par 12", "voix pour, décide") == ["10 voix pour"]


NAMES = {
    "2 contre (Mme DEUX, M. TROIS, M. QUATRE)": "« 2 contre » : 3 noms entre parenthèses.",
    "Contre : 2 (Mme DEUX)": "« Contre : 2 » : 1 nom entre parenthèses.",
    "1 abstention (MM. QUATRE et SEPT)": "« 1 abstention » : 2 noms entre parenthèses.",
    "une abstention (Quatre, Sept)": "« une abstention » : 2 noms entre parenthèses.",
}


@pytest.mark.parametrize(("text", "message"), NAMES.items())
def test_names_beside_a_number_are_as_many(text, message):
    assert [f.message for f in findings(text, rules=prose.RULES)] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "2 contre (Mme DEUX et M. TROIS)",
        "2 contre (Mmes DEUX, TROIS)",
        "2 contre (Mme CINQ)",  # who holds a proxy
        "2 contre (M. DEUX, avec le pouvoir de Mme TROIS, et M. SIX)",
        "1 abstention (groupe Ensemble, Autrement)",
        "1 abstention (Ensemble, continuons le changement)",
        "1 abstention (M. QUATRE, adjoint)",
        "1 abstention (pour conflit, M. QUATRE)",
        "2 contre (M. et Mme DEUX)",
        "2 contre (le maire)",
    ],
)
def test_names_right_or_not_only_names(text):
    assert findings(text, rules=prose.RULES) == []


def test_names_fewer_than_voices_when_the_room_is_not_known():
    told = {"votes": (), "attendance_recorded": False}
    assert counts("3 abstentions (M. QUATRE, Mme DEUX)", **told) == []
    assert [f.message for f in findings("1 abstention (M. QUATRE, Mme DEUX)", **told)] == [
        "« 1 abstention » : 2 noms entre parenthèses."
    ]


MAJORITY = "à la majorité (10 voix pour, 2 contre et 1 abstention)"
CAST = "à l'unanimité des suffrages exprimés"
UNANIMOUS_WRONG = [
    ("Après en avoir délibéré, à l'unanimité, le conseil décide", DISSENT, MAJORITY),
    ("Le conseil municipal, à l'unanimité des membres présents et représentés, approuve", DISSENT, MAJORITY),
    ("Adopté A L'UNANIMITÉ", DISSENT, MAJORITY.upper()),
    ("À l’unanimité, le conseil approuve", DISSENT, "À" + MAJORITY[1:]),
    ("à l'unanimité des suffrages exprimés, le conseil approuve", DISSENT, MAJORITY),
    ("à l'unanimité des votants", ABSTAINING, CAST),
    ("Après en avoir délibéré, le conseil décide à l'unanimité", ABSTAINING, CAST),
    ("A L'UNANIMITE", ABSTAINING, CAST.upper()),
    ("à l'unanimité, à main levée, décide", ABSTAINING, CAST),
    ("Le conseil approuve unanimement le projet", ABSTAINING, CAST),
]


@pytest.mark.parametrize(("text", "vote", "correction"), UNANIMOUS_WRONG)
def test_unanimity_wrong(text, vote, correction):
    assert results(text, votes=(vote,)) == [("unanimity", correction)]


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("Après en avoir délibéré, à l'unanimité, le conseil décide", ALL_FOR),
        ("à l'unanimité des suffrages exprimés, le conseil approuve", ABSTAINING),
        ("à l'unanimité des votants exprimés, le conseil approuve", ABSTAINING),
        ("à l'unanimité des voix exprimées", ABSTAINING),
        ("à l'unanimité moins deux voix", DISSENT),
        ("à l'unanimité, sauf Mme DEUX et M. TROIS", DISSENT),
        ("non à l'unanimité", DISSENT),
        ("et non pas à l'unanimité", DISSENT),
        ("Le conseil décide, à l'unanimité, de ne pas procéder au scrutin secret", DISSENT),
        ("À l'unanimité, le conseil reconnaît l'urgence", DISSENT),
        ("M. TROIS est élu secrétaire de séance à l'unanimité", DISSENT),
        ("Secrétaire de séance, désignée à l'unanimité : Mme UN", DISSENT),
        ("La commission a émis à l'unanimité un avis favorable", DISSENT),
        ("La commission réunie le 7 mars a émis", DISSENT),
        ("le comité technique, à l'unanimité, s'est dit favorable", DISSENT),
        ("par délibération n° 2023-4, prise à l'unanimité", DISSENT),
        ("Le conseil communautaire a retenu ce site à l'unanimité", DISSENT),
        (
            "Le procès-verbal du 27 mars est approuvé à l'unanimité des membres présents et représentés.",
            DISSENT,
        ),
        ("Le conseil a approuvé à l'unanimité le plan du 12 mars 2020", DISSENT),
        ("Les élus avaient voté à l'unanimité", DISSENT),
        ("Approuvé à l'unanimité le 27/06/2024", DISSENT),
        ("Adopté à l'unanimité lors de la séance du conseil municipal du 8 décembre", DISSENT),
        ("Puis-je considérer qu'il est approuvé à l'unanimité ?", DISSENT),
        ("Le scrutin public avec vote électronique est adopté à l'unanimité.", DISSENT),
        ("Le conseil municipal autorise l'examen de cette délibération à l'unanimité.", DISSENT),
        ("Le maire demande l'approbation du PV de juin. Il est approuvé à l'unanimité.", DISSENT),
        ("À l'unanimité, Mme UN a été désignée pour remplir les fonctions de secrétaire", DISSENT),
        ("À l'unanimité, le PV est adopté.", DISSENT),
        ("Il fait procéder à l'élection du secrétaire. L'assemblée élit à l'unanimité Mme UN", DISSENT),
        ("Cette décision doit être prise à l'unanimité", DISSENT),
        ("Le conseil accepte à l'unanimité l'ajout de ces points à l'ordre du jour", DISSENT),
        ("Vu l'avis rendu à l'unanimité", DISSENT),
        (
            "Après en avoir délibéré, à l'unanimité, le conseil décide",
            make_vote(stated="UNANIMOUS", everyone=None),
        ),
        ("à la majorité des voix, le conseil décide", DISSENT),
        ("à la majorité absolue, le conseil décide", ALL_FOR),
        ("La décision est prise à la majorité absolue des suffrages exprimés", ALL_FOR),
        ("à la majorité des deux tiers, le conseil décide", ALL_FOR),
        ("la majorité des membres en exercice assistait à la séance", ALL_FOR),
        ("est élu à la majorité relative", ALL_FOR),
    ],
)
def test_unanimity_right_or_of_something_else(text, vote):
    assert results(text, votes=(vote,)) == []


def test_unanimity_says_what_breaks_it():
    (against,) = findings("à l'unanimité, le conseil décide", rules=unanimity.RULES)
    assert against.message == "« à l'unanimité » : les faits enregistrés donnent 2 voix contre."
    (abstaining,) = findings("à l'unanimité, le conseil décide", rules=unanimity.RULES, votes=(ABSTAINING,))
    assert (abstaining.severity, abstaining.consequence) == (
        "WARNING",
        "L'unanimité n'est que celle des suffrages exprimés : le texte ne le précise pas.",
    )


def test_majority_of_a_unanimous_vote_is_a_notice():
    (found,) = findings("Après en avoir délibéré, à la majorité, décide", votes=(ALL_FOR,))
    assert (found.severity, found.correction) == ("NOTICE", "à l'unanimité")
    assert results("Adopté à la majorité", votes=(DISSENT,)) == []


def test_unanimity_of_an_item_with_several_votes():
    """« À l'unanimité » may be that of the other one, unless it is the decision."""
    other = make_vote(uid="avant", purpose=VotePurpose.PRINCIPLE, decides=False)
    votes = (other, DISSENT)
    assert results("Le principe est retenu à l'unanimité", votes=votes) == []
    assert results("Après en avoir délibéré, à l'unanimité, décide", votes=votes) == [("unanimity", MAJORITY)]


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("Adopté à l'unanimité, 2 abstentions", "0 abstention"),
        ("Adopté à l'unanimité (2 contre)", "0 contre"),
    ],
)
def test_unanimity_is_not_told_of_words_that_are_miscounted(text, correction):
    """The facts say that all were for: only the figure beside « à l'unanimité » is wrong."""
    assert [(f.code, f.correction) for f in findings(text, votes=(ALL_FOR,))] == [("text.count", correction)]


UNKNOWN = {"votes": (), "attendance_recorded": False}


def test_unanimity_contradicted_by_its_own_text():
    found = findings("À l'unanimité, le conseil décide", "Abstentions : 2", rules=unanimity.RULES, **UNKNOWN)
    assert [(f.message, f.correction) for f in found] == [
        ("Le texte dit « À l'unanimité » et « Abstentions : 2 ».", "À l'unanimité des suffrages exprimés")
    ]
    against = findings("Adopté à l'unanimité (1 contre)", rules=unanimity.RULES, **UNKNOWN)
    assert [(f.message, f.correction) for f in against] == [
        ("Le texte dit « à l'unanimité » et « 1 contre ».", "")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("À l'unanimité des suffrages exprimés, le conseil décide", "Abstentions : 2"),
        ("À l'unanimité, le conseil décide", "Contre : 0 Abstentions : /"),
        ("À l'unanimité, le conseil décide", "La commission s'était partagée : 3 pour, 2 contre."),
        ("Le conseil municipal approuve le procès-verbal à l'unanimité", "Contre : 2"),
        ("Tarifs : accord à l'unanimité", "Point 25", "Subventions", "28 voix pour et 2 abstentions"),
        ("Adopté à l'unanimité : ☐ Adopté à la majorité : ☐", "Contre : 2"),
        ("Adopté à l'unanimité :", "Adopté à la majorité :", "Contre : 2"),
        ("Le plan est adopté à l'unanimité. Les tarifs sont adoptés par 12 voix pour, 2 contre.",),
    ],
)
def test_unanimity_that_its_text_does_not_contradict(lines):
    assert results(*lines, **UNKNOWN) == []


REJECTING = make_vote(against=tuple(f"m{n}" for n in range(1, 9)))


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("ADOPTÉ", "REJETÉ"),
        ("Adoptée par 8 voix contre 5", "Rejetée"),
        ("La présente délibération est adoptée.", "La présente délibération est rejetée"),
        ("Vote : 5 pour. Approuvé à la majorité", "Rejeté"),
        ("La motion a été adoptée", "La motion a été rejetée"),
    ],
)
def test_verdict_wrong(text, correction):
    found = findings(text, rules=unanimity.RULES, votes=(REJECTING,))
    assert [(f.code, f.correction) for f in found] == [("text.verdict", correction)]


@pytest.mark.parametrize(
    "text",
    [
        "N'est pas adopté",
        "La délibération n'est pas adoptée.",
        "Non adopté",
        "L'amendement est adopté.",
        "Le budget adopté en mars",
        "La délibération du 12 mars 2023 est adoptée",
        "Le plan climat adopté par la communauté de communes",
        "d'adopter les tarifs",
        "Adopté par le Parlement, ce texte s'applique",
        "Rejeté",
    ],
)
def test_verdict_of_something_else(text):
    assert findings(text, rules=unanimity.RULES, votes=(REJECTING,)) == []


def test_verdict_says_what_the_voices_give():
    (found,) = findings("Adopté.", rules=unanimity.RULES, votes=(REJECTING,))
    assert found.message == "« Adopté » : d'après les voix enregistrées, le point est rejeté."
    assert results("Adopté.", votes=(DISSENT,)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "deux ",
        "présents ",
        "13 ",
        "12 voix contre ",
        "à l'unanimité ",
        "à la majorité ",
        "pour : ",
        "(",
        "M. ",
        "Un\n",
        "le conseil municipal, ",
        "2 contre (M. X, ",
        "délibéré ",
        "quorum de ",
        "adopté par ",
        "absents non ",
    ],
)
def test_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    record = record_with("Présents : " + piece * (20_000 // len(piece)), **UNKNOWN)
    assert all(
        f.code.startswith("text.") for rule in (*prose.RULES, *unanimity.RULES) for f in rule.findings(record)
    )


@pytest.mark.parametrize(
    "text", ["13 votants : 10 pour, 2 contre, 1 abstention", "13 votants : dix pour, deux contre"]
)
def test_count_label_with_its_own_number_takes_nothing_after(text):
    assert counts(text) == []


def test_count_of_voters_before_a_colon_is_read():
    assert counts("15 votants : 10 pour, 2 contre") == ["13 votants"]


@pytest.mark.parametrize("text", ["Le quorum, fixé à 7 membres, est atteint", "Le quorum est fixé à 7"])
def test_count_of_a_quorum_that_is_set(text):
    assert [c.rpartition(" ")[2] for c in counts(text)] == ["8"]


CAST = "à l'unanimité des suffrages exprimés"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Adopté à l'unanimité, M. Cinq s'abstenant.", [("unanimity", CAST)]),
        (
            "Adopté à l'unanimité des membres présents, M. Cinq, adjoint, s'est abstenu.",
            [("unanimity", CAST)],
        ),
        ("Adopté à l'unanimité, Mme Six votant contre.", [("unanimity", "")]),
        ("Adopté à l'unanimité des suffrages exprimés, M. Cinq s'abstenant.", []),
        ("Adopté à l'unanimité, M. Cinq s'abstenant de prendre part au débat.", []),
        ("Adopté à l'unanimité, personne ne s'abstenant.", []),
        ("M. Cinq vote contre l'amendement, puis la délibération est adoptée à l'unanimité.", []),
    ],
)
def test_unanimity_beside_somebody_named_who_did_not_vote_for(line, told):
    assert results(line, votes=(ALL_FOR,)) == told
