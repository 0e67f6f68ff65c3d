"""Acts of earlier years read from the lines of their papers: invented acts, in the ways town halls type them."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.domain.acts import ClauseKind, OperativeLayout
from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult
from deliberations.pastacts import PaperKind, ReadAct, SourceLine, read_paper
from deliberations.pastacts.draft import clauses_of, draft_of, operative_of

pytestmark = pytest.mark.unit

HEAD = """DEPARTEMENT DU NORD
COMMUNE D'EXEMPLE
EXTRAIT DU REGISTRE DES DELIBERATIONS
Séance du 12 juin 2019

L'an deux mille dix-neuf, le douze juin, le Conseil Municipal, dûment convoqué le 5 juin 2019, s'est réuni en mairie.
Nombre de conseillers en exercice : 15
P r é s e n t s : M. UN, Mme DEUX
Votants : 14
"""
BODY = """OBJET : Tarifs de la cantine

Le maire expose que le coût des denrées augmente.

Vu le Code général des collectivités territoriales,
Considérant que le prix d'un repas n'a pas changé depuis trois ans ;

Le Conseil Municipal, après en avoir délibéré, par 12 voix pour, 1 contre (M. TROIS) et 1 abstention (Mme QUATRE),
DECIDE :
- de fixer le prix du repas à 3,80 € ;
- d'appliquer ce tarif au 1er septembre.

Fait et délibéré les jour, mois et an que dessus.
Le Maire,
"""


def lines_of(text: str) -> list[SourceLine]:
    return [SourceLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]


def acts(text: str, name: str = "") -> tuple[ReadAct, ...]:
    return read_paper(lines_of(text), file_name=name).acts


def one(text: str, name: str = "") -> ReadAct:
    (act,) = acts(text, name)
    return act


def test_whole_act():
    act = one(f"Délibération n° 2019-34\n{HEAD}{BODY}")
    assert (act.number.value, act.held_on.value, act.title.value) == (
        "2019-34",
        date(2019, 6, 12),
        "Tarifs de la cantine",
    )
    assert [(f.value.kind, f.value.text) for f in act.clauses] == [
        (ClauseKind.VU, "le Code général des collectivités territoriales"),
        (ClauseKind.CONSIDERANT, "que le prix d'un repas n'a pas changé depuis trois ans"),
    ]
    assert [f.value.text for f in act.decisions] == [
        "de fixer le prix du repas à 3,80 €",
        "d'appliquer ce tarif au 1er septembre.",
    ]
    vote = act.vote.value
    assert (vote.in_favour, vote.against, vote.abstentions, vote.stated) == (12, 1, 1, None)
    assert vote.names == "M. TROIS Mme QUATRE"
    assert {name: found.value for name, found in act.counts.items()} == {"in_office": 15, "voters": 14}
    assert act.names["present"].value == "M. UN, Mme DEUX"
    assert act.dates["convocation"].value == date(2019, 6, 5)
    assert act.confidence is Confidence.CLEAR


def test_each_fact_tells_its_line():
    act = one(f"Délibération n° 2019-34\n{HEAD}{BODY}")
    assert (act.number.place, act.title.place) == ("ligne 1", "ligne 11")
    assert (act.clauses[0].first, act.decisions[1].first) == (15, 21)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("Délibération n° 2024-06", "2024-06"),
        ("DELIBERATION N° 2023/009", "2023/009"),
        ("DÉLIBÉRATION N° DEL032024", "DEL032024"),
        ("N° 2022_7_4", "2022_7_4"),
        ("Délibération n° 2022-12-09/01", "2022-12-09/01"),
        ("DELBU2023-02-012", "DELBU2023-02-012"),
        ("Délibération n° DEL_20220628_1", "DEL_20220628_1"),
        ("N° 01/03-2020", "01/03-2020"),
        ("Délibération n° 2023-011/02-23", "2023-011/02-23"),
        ("DCM 20260727-01", "DCM 20260727-01"),
        ("N°36/2023", "36/2023"),
        ("Délibération numéro 12", "12"),
        ("DE 2019 041", "DE 2019 041"),
        ("Délibération n° D2021/14", "D2021/14"),
    ],
)
def test_number_is_kept_as_printed(printed, number):
    assert one(f"{printed}\n{HEAD}{BODY}").number.value == number


def test_number_of_the_file_alone_is_doubtful():
    act = one(HEAD + BODY, "2019-34 Tarifs.docx")
    assert (act.number.value, act.number.confidence, act.number.place) == (
        "2019-34",
        Confidence.DOUBTFUL,
        "nom du fichier",
    )
    assert act.confidence is Confidence.DOUBTFUL


def test_a_citation_is_not_the_number():
    text = BODY.replace("Vu le Code", "Vu la délibération n° 2014-12 du 3 avril 2014,\nVu le Code")
    assert one(HEAD + text).number is None


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("L'an deux mil vingt-quatre, le six mars, le conseil s'est réuni", date(2024, 3, 6)),
        ("L'an 2019 et le 1er février à 18 heures, le conseil s'est réuni", date(2019, 2, 1)),
        (
            "L'an deux mille vingt-deux, le trente et un du mois de mars, le conseil s'est réuni",
            date(2022, 3, 31),
        ),
        ("Séance du 23/01/2023", date(2023, 1, 23)),
        ("Le Conseil Municipal s'est réuni le 17 mars 2023 à 20 h 30", date(2023, 3, 17)),
    ],
)
def test_day_of_the_sitting(told, day):
    assert one(f"N° 1\nConvocation du 2 janvier 2018\n{told}\n{BODY}").held_on.value == day


def test_days_that_contradict_are_doubtful():
    text = f"DEL_20220628_1\nSéance du 29 juin 2022\n{BODY}"
    assert one(text).held_on.confidence is Confidence.DOUBTFUL


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("à l'unanimité,", (None, None, None, StatedResult.UNANIMOUS)),
        ("par 20 votes pour,", (20, None, None, None)),
        ("POUR : 14 CONTRE : / ABSTENTION : /", (14, 0, 0, None)),
        ("par treize voix pour, deux contre et une abstention,", (13, 2, 1, None)),
        ("à la majorité (3 contre),", (None, 3, None, StatedResult.ADOPTED)),
    ],
)
def test_vote(told, expected):
    lead = f"Le Conseil Municipal, après en avoir délibéré, {told}"
    vote = one(f"N° 1\nSéance du 12 juin 2019\nOBJET : Tarifs\n{lead}\nAPPROUVE les tarifs.").vote.value
    assert (vote.in_favour, vote.against, vote.abstentions, vote.stated) == expected


def test_nothing_is_said_of_a_vote_that_is_not_told():
    lead = "Le Conseil Municipal, après en avoir délibéré,"
    text = f"N° 1\nSéance du 12 juin 2019\nOBJET : Tarifs\n{lead}\nAPPROUVE les tarifs."
    assert one(text).vote is None


def test_articles():
    text = (
        "N° 1\nSéance du 12 juin 2019\nOBJET : Tarifs\nLe Conseil Municipal, après en avoir délibéré, à l'unanimité, "
        "DÉCIDE :\nArticle 1er : Le repas est fixé à 3,80 €.\nArticle 2 :\nLe maire est chargé de l'exécution."
    )
    found = [(f.value.layout, f.value.text) for f in one(text).decisions]
    assert found == [
        (OperativeLayout.ARTICLES, "Le repas est fixé à 3,80 €."),
        (OperativeLayout.ARTICLES, "Le maire est chargé de l'exécution."),
    ]


def test_decisions_in_one_sentence():
    text = (
        "N° 1\nSéance du 12 juin 2019\nOBJET : Tarifs\nAprès en avoir délibéré, le Conseil Municipal, à l'unanimité, "
        "approuve les tarifs et autorise le maire à signer."
    )
    found = [(f.value.verb, f.value.text) for f in one(text).decisions]
    assert found == [("approuve", "les tarifs"), ("autorise", "le maire à signer.")]


def test_a_collection_gives_each_act_its_own_head():
    two = BODY.replace("Tarifs de la cantine", "Vente d'un terrain")
    paper = read_paper(lines_of(f"{HEAD}Délibération n° 2019-34\n{BODY}{HEAD}Délibération n° 2019-35\n{two}"))
    assert paper.kind is PaperKind.COLLECTION
    assert [(a.number.value, a.title.value, a.held_on.value) for a in paper.acts] == [
        ("2019-34", "Tarifs de la cantine", date(2019, 6, 12)),
        ("2019-35", "Vente d'un terrain", date(2019, 6, 12)),
    ]


def test_minutes_give_only_what_is_decided():
    text = (
        "PROCÈS-VERBAL DE LA SÉANCE DU 12 JUIN 2019\n\nPrésents : M. UN, Mme DEUX\n\n"
        "1. APPROBATION DU PROCÈS-VERBAL\nLe procès-verbal est approuvé à l'unanimité.\n\n"
        "2. TARIFS DE LA CANTINE\nLe maire présente les tarifs.\n"
        "Le Conseil Municipal, après en avoir délibéré, à l'unanimité, approuve les tarifs.\n\n"
        "3. QUESTIONS DIVERSES\nM. UN demande si la route sera refaite.\n\nLa séance est levée à 21 h."
    )
    (act,) = acts(text)
    assert (act.title.value, act.number, act.held_on.value) == (
        "TARIFS DE LA CANTINE",
        None,
        date(2019, 6, 12),
    )
    assert [f.value.text for f in act.decisions] == ["les tarifs."]


def test_a_convocation_has_no_act():
    text = (
        "CONVOCATION\nMadame, Monsieur,\nJ'ai l'honneur de vous inviter à la séance du 12 juin 2019.\n"
        "ORDRE DU JOUR\n1. Tarifs de la cantine\n2. Questions diverses\n"
    )
    paper = read_paper(lines_of(text))
    assert (paper.kind, paper.acts) == (PaperKind.CONVOCATION, ())
    assert paper.remarks == ("Ce document annonce une séance : il ne contient aucune délibération.",)
    # The same agenda, decided, is no convocation any more.
    decided = text.replace(
        "1. Tarifs de la cantine", "1. Tarifs\nLe conseil municipal, à l'unanimité, approuve les tarifs."
    )
    assert [act.decisions[0].value.text for act in acts(decided)] == ["les tarifs."]


def test_acts_left_out_of_a_huge_file_are_told():
    rows = [f"Délibération n° 2019-{n} : Tarifs de la cantine – adoptée à l'unanimité" for n in range(1, 403)]
    paper = read_paper(lines_of("Liste des délibérations\n" + "\n".join(rows)))
    assert len(paper.acts) == 400
    assert paper.remarks[-1].startswith("Seuls les 400 premiers actes")


def test_nothing_gives_nothing():
    assert acts("") == ()
    assert acts("\n \n— 2 —\n") == ()


def test_draft_comes_back_as_the_same_text():
    draft = draft_of(one(f"Délibération n° 2019-34\n{HEAD}{BODY}"))
    assert [(c.kind, c.text_html) for c in clauses_of(draft.clauses)] == [
        (ClauseKind.VU, "le Code général des collectivités territoriales"),
        (ClauseKind.CONSIDERANT, "que le prix d'un repas n'a pas changé depuis trois ans"),
    ]
    (part,) = operative_of(draft.decisions)
    assert (part.verb, part.blocks_html) == (
        "",
        ("de fixer le prix du repas à 3,80 €", "d'appliquer ce tarif au 1er septembre."),
    )


def test_typed_text_is_never_html():
    (part,) = operative_of("APPROUVE :\n- <script>alert(1)</script>")
    (clause,) = clauses_of("Vu <b>le code</b>")
    assert part.blocks_html == ("&lt;script&gt;alert(1)&lt;/script&gt;",)
    assert clause.text_html == "&lt;b&gt;le code&lt;/b&gt;"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=40))
def test_any_text_is_read_without_failing(texts):
    read_paper([SourceLine(n, text) for n, text in enumerate(texts, start=1)])


@pytest.mark.parametrize(
    "unit",
    [
        "Vu " * 40,
        "présents : " * 20,
        "Article 1er : " * 10,
        "N° 2019-1 ",
        "le conseil décide ",
        "1 / A" * 30,
        "( " * 60,
        "a b c d e f ",
        "2019-06-12 ",
        "12 voix pour ",
        "- ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit):
    def spent(times: int) -> float:
        source = [SourceLine(n, unit) for n in range(1, times)] + [SourceLine(times, unit * (times // 8))]
        began = time.process_time()
        read_paper(source)
        return time.process_time() - began

    spent(20)
    small, large = spent(400), spent(1600)
    assert large < 12 * max(small, 0.02)


@pytest.mark.parametrize(
    ("told", "decisions"),
    [
        (
            "Après en avoir délibéré, le conseil municipal adopte à l'unanimité cette proposition.",
            [("adopte", "cette proposition.")],
        ),
        ("Le conseil municipal, à l'unanimité, reconduit le bail.", [("reconduit", "le bail.")]),
        ("Après discussion, le conseil accepte ce devis.", [("accepte", "ce devis.")]),
        (
            "LE CONSEIL MUNICIPAL,\nAprès en avoir délibéré,\nDÉFINIT comme prioritaire la rue Haute",
            [("définit", "comme prioritaire la rue Haute")],
        ),
        (
            "Mise aux voix, la motion est adoptée par 7 voix pour et 3 contre.",
            [("décide", "Mise aux voix, la motion est adoptée par 7 voix pour et 3 contre.")],
        ),
    ],
)
def test_a_decision_told_in_a_sentence(told, decisions):
    act = one(f"N° 1\nSéance du 12 juin 2019\nOBJET : Tarifs\nLe maire explique pourquoi.\n{told}")
    assert [(f.value.verb, f.value.text) for f in act.decisions] == decisions
    assert [f.value for f in act.statement] == ["Le maire explique pourquoi."]


def test_the_code_at_the_end_of_the_object_is_the_number():
    act = one(
        "Séance du 12 juin 2019\nObjet : Vente d'un terrain - DE_2019_014\nLe conseil, à l'unanimité, accepte."
    )
    assert (act.number.value, act.number.confidence) == ("DE_2019_014", Confidence.CLEAR)
    assert act.title.value == "Vente d'un terrain"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Indemnités des conseillers en exercice", "Indemnités des conseillers en exercice"),
        ("Tarifs de la cantine Nombre de conseillers en exercice : 15", "Tarifs de la cantine"),
        ("SUBVENTION À L'ASSOCIATION Les Amis du lavoir", "SUBVENTION À L'ASSOCIATION Les Amis du lavoir"),
        ("TARIFS DE LA CANTINE SCOLAIRE La commune achète les repas.", "TARIFS DE LA CANTINE SCOLAIRE"),
    ],
)
def test_only_what_was_glued_to_the_object_is_taken_off(printed, title):
    act = one(f"N° 1\nSéance du 12 juin 2019\nOBJET : {printed}\nLe conseil, à l'unanimité, accepte.")
    assert act.title.value == title
