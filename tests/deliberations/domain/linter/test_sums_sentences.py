"""Plans whose cost comes first, lists told in one line, parts and products of a sentence, flattened tables."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.linter import percentages, sums
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(html, rules=sums.RULES, **act):
    deliberation = make_act(title_html="Objet", statement_html=html, **act)
    record = make_record(sitting=make_sitting(deliberations=(deliberation,)))
    return [finding for rule in rules for finding in rule.findings(record)]


def lines(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def table(*rows):
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


SENTENCE = "Le devis retenu s'élève, pour les deux lots, à la somme de 10 000 €."
PAID = "Le coût est de 10 000 €, financé par la DETR pour 4 000 €, le Département pour 3 000 €"
HEADING = "Désignation Montant en €"
WRONG = {
    # lists
    "after a sentence of amounts": (
        lines(SENTENCE, "Lot 1 : 6 000 €", "Lot 2 : 3 000 €", "Total : 10 000 €"),
        ["9 000 €"],
    ),
    "in one line": ("<p>Lot 1 : 6 000 € / Lot 2 : 3 000 € / Total : 10 000 €</p>", ["9 000 €"]),
    "cost first": (
        lines(
            "Coût total : 30 000 € HT", "DETR : 10 000 €", "Région : 9 000 €", "Autofinancement : 12 000 €"
        ),
        ["31 000 € HT"],
    ),
    "cost first, in one line": (
        "<p>Plan : coût total : 30 000 € HT ; DETR : 10 000 € (40 %) ; autofinancement : 21 000 € (60 %).</p>",
        ["31 000 € HT"],
    ),
    "cost first, in a table": (
        table("Montant HT | 4 920 €", "Région | 1 722 €", "ADEME | 1 722 €", "Part communale | 1 467 €"),
        ["4 911 €"],
    ),
    # parts of a whole
    "paid by": (f"<p>{PAID} et la commune pour 4 000 €.</p>", ["11 000 €"]),
    "paid by, too little": (f"<p>{PAID} et la commune pour 2 000 €.</p>", ["9 000 €"]),
    "shared as follows": (
        "<p>La somme de 5 000 € se répartit comme suit : 2 000 € pour l'école, 2 500 € pour le stade.</p>",
        ["4 500 €"],
    ),
    # products
    "times": ("<p>188 € x 12 mois = 2 250 €</p>", ["2 256 €"]),
    "each": ("<p>15 élèves à 40 €, soit 620 €</p>", ["600 €"]),
    "shares": ("<p>3 parts de 250 €, soit 700 €</p>", ["750 €"]),
    "by pupil": ("<p>15 élèves à 40,50 € par élève, soit un total de 620 €</p>", ["607,50 €"]),
    "square metres": ("<p>500 m² à 12 € le m², soit 6 500 €</p>", ["6 000 €"]),
    # flattened tables
    "flattened": (lines(HEADING, "Voirie 12 000,00", "Toiture 3 000,00", "TOTAL 16 000,00"), ["15 000,00"]),
}


@pytest.mark.parametrize(("html", "corrections"), WRONG.values(), ids=WRONG)
def test_sum_wrong(html, corrections):
    assert [f.correction for f in findings_in(html)] == corrections


RIGHT = {
    "after a sentence of amounts": lines(SENTENCE, "Lot 1 : 6 000 €", "Lot 2 : 4 000 €", "Total : 10 000 €"),
    "after a sentence, without colons": lines(SENTENCE, "Voirie 6 000 €", "Toit 3 000 €", "Total 10 000 €"),
    "after a line of the list": lines(
        "Lot 1 : 1 000 € pour la toiture de l'école et du stade.",
        "Lot 2 : 6 000 €",
        "Lot 3 : 3 000 €",
        "Total : 10 000 €",
    ),
    "in one line": "<p>Lot 1 : 6 000 € / Lot 2 : 4 000 € / Total : 10 000 €</p>",
    "in one line, an amount not read": "<p>Lot 1 : 6 000 € / Lot 2 : 3 000 / Lot 3 : 3 000 € / Total : 12 000 €</p>",
    "in one line, by section": "<p>Lot : 6 000 € ; section : dépenses : 3 000 € ; total : 10 000 €</p>",
    "in one line, then words": "<p>Lot 1 : 6 000 € ; lot 2 : 3 000 € ; total : 10 000 € avec les options</p>",
    "cost first": lines(
        "Coût total : 30 000 € HT", "DETR : 10 000 €", "Région : 9 000 €", "Autofinancement : 11 000 €"
    ),
    "cost first, without its own share": lines(
        "Coût total : 30 000 € HT", "DETR : 10 000 €", "Région : 9 000 €"
    ),
    "cost first, refund of the tax": lines(
        "Coût HT : 30 000 €", "DETR : 10 000 €", "FCTVA : 5 000 €", "Autofinancement : 21 000 €"
    ),
    "two costs": lines("Coût total HT : 10 €", "Coût total TTC : 12 €", "DETR : 3 €", "Commune : 7 €"),
    "cost with tax": lines("Coût total : 12 € TTC", "DETR : 3 € HT", "Autofinancement : 7 € HT"),
    "cost first, in a table": table("Montant HT | 4 920 €", "Région | 3 444 €", "Part communale | 1 476 €"),
    "paid by": f"<p>{PAID} et la commune pour 3 000 €.</p>",
    "paid in part": f"<p>{PAID}.</p>",
    "paid with shares": "<p>10 000 €, financé par la DETR pour 4 000 € (40 %) et la commune pour 6 000 € (60 %).</p>",
    "paid, with and without tax": "<p>12 € TTC, financé par la DETR pour 4 € HT et la commune pour 6 € HT.</p>",
    "paid, of which": f"<p>{PAID}, dont 1 000 € en 2024, et la commune pour 3 000 €.</p>",
    "paid, then something else": f"<p>{PAID} et la commune pour 2 000 € sur trois ans.</p>",
    "two wholes": "<p>10 000 € HT, 12 000 € TTC, financé par la DETR pour 4 000 € et la commune pour 6 000 €.</p>",
    "shared, rounded": "<p>La somme de 5 001 € se répartit comme suit : 2 000 € pour A et 3 000 € pour B.</p>",
    "times": "<p>188 € x 12 mois = 2 256 €, 1711,33 X 13 = 22 247,29 €</p>",
    "dimensions": "<p>10 m x 5 m, soit 60 €/m²</p>",
    "three factors": "<p>2 agents x 12 mois x 100 € = 2 400 €, 2 x 3 = 7</p>",
    "each": "<p>15 élèves à 40 €, soit 600 €</p>",
    "lot": "<p>lot 3 tranches à 40 €, soit 100 €</p>",
    "by month": "<p>15 élèves à 40 € par mois, soit 900 €</p>",
    "each, by year": "<p>15 élèves à 40 €, soit 620 € par an</p>",
    "each, with the tax": "<p>15 livres à 40 € HT, soit 720 € TTC, 15 livres à 40 €, soit 720 € TTC</p>",
    "a time": "<p>3 heures de 10 €, soit 300 €, 12 versements de 100 €, soit 600 € chacun</p>",
    "flattened": lines(HEADING, "Voirie 12 000,00", "Toiture 3 000,00", "TOTAL 15 000,00"),
    "flattened, without a heading": lines("Voirie 12 000,00", "Toiture 3 000,00", "TOTAL 16 000,00"),
    "flattened, quantities": lines(
        "Quantité Montant", "Voirie 12 000,00", "Toit 3 000,00", "TOTAL 16 000,00"
    ),
    "flattened, two numbers": lines(
        HEADING, "Voirie 2 12 000,00", "Toiture 3 000,00", "Stade 1,00", "TOTAL 16 000,00"
    ),
    "flattened, a line lost": lines(
        HEADING, "Voirie 12 000,00", "Toiture", "Stade 1,00", "Eau 5,00", "TOTAL 16 000,00"
    ),
}


@pytest.mark.parametrize("html", RIGHT.values(), ids=RIGHT)
def test_sum_right(html):
    assert findings_in(html) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "cost first",
            "« Coût total » : le total écrit est 30 000 € HT, mais les 3 lignes au-dessous donnent 31 000 € HT.",
        ),
        ("paid by", "« 10 000 € » : les parts qui le composent font 11 000 € (4 000 € + 3 000 € + 4 000 €)."),
        ("times", "« 188 € x 12 mois = 2 250 € » : 188 × 12 font 2 256 €."),
    ],
)
def test_sum_message(name, message):
    assert [f.message for f in findings_in(WRONG[name][0])] == [message]


def shares(*texts, **act):
    return [f.message for f in findings_in(lines(*texts), rules=percentages.RULES, **act)]


COST = "Coût total : 30 000 € HT"


def test_share_of_a_cost_that_comes_first():
    assert shares(
        COST, "DETR : 10 000 € (40 %)", "Région : 9 000 € (30 %)", "Commune : 12 000 € (36,67 %)"
    ) == [
        "« DETR » : 10 000 € sur un total de 30 000 €, c'est 33 %, et non 40 %.",
        "« Commune » : 12 000 € sur un total de 30 000 €, c'est 40,00 %, et non 36,67 %.",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        ("DETR : 10 000 € (33,33 %)", "Région : 9 000 € (30 %)", "Commune : 11 000 € (36,67 %)"),
        ("DETR : 15 000 € (48,39 %)", "Commune : 16 000 € (51,61 %)"),  # the cost is wrong, not the shares
        ("DETR : 10 000 € (80 %)", "Commune : 20 000 €"),  # of an eligible part of the cost
    ],
)
def test_share_of_a_cost_right(parts):
    assert shares(COST, *parts) == []


def test_share_in_a_decision_whose_list_is_flattened():
    block = (
        "d'arrêter le plan de financement comme suit : Cout total de l'opération : 882 000 € HT "
        "DSIL : 352 800 € HT (40%) ADEME : 73 200 € HT (10%) Département : 176 400 € HT (20%) "
        "Autofinancement : 279 600 € HT"
    )
    assert shares(operative=(OperativePart((block,)),)) == [
        "« ADEME » : 73 200 € HT sur un total de 882 000 €, c'est 8 %, et non 10 %."
    ]


LONG = 20_000


@pytest.mark.parametrize(
    "piece",
    [
        "1 € financé par ",
        "1 x 2 ",
        "12 mois à ",
        "a : 1 € ; ",
        "3 parts de 2 €, soit ",
        "<p>montant</p><p>a 1</p>",
        ". A ",
        "; ",
    ],
)
def test_sum_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes: this test would not end."""
    assert findings_in(piece * (10 * LONG // len(piece))) == []


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("480 813,60 + 36 700,08 = 517 513,78", "517 513,68"),
        ("480 813,60 + 36 700,08 = 517 513,78 €", "517 513,68 €"),
        ("150 € par mois, soit 1 900 € par an", "1 800 €"),
        ("450 €/mois (soit 5 500 €/an)", "5 400 €"),
        ("un loyer mensuel de 450 € et 450 € par trimestre, soit 1 900 € annuels", "1 800 €"),
        ("2 km x 60,50 € = 121,00 € ; 5 km x 40,10 € = 200,50 € ; total 331,50 €", "321,50 €"),
    ],
)
def test_sum_of_bare_amounts_of_a_year_and_of_products(text, correction):
    assert [f.correction for f in findings_in(f"<p>{text}</p>")] == [correction]


@pytest.mark.parametrize(
    "text",
    [
        "480 813,60 + 36 700,08 = 517 513,68",
        "l'opération 1 + 1 = 3",
        "150 € par mois, soit 1 800 € par an",
        "417 € par mois, soit 5 000 € par an",
        "150 € par mois, soit environ 1 900 € par an",
        "150 € par mois, soit 900 € pour six mois",
        "150 € par mois, soit une hausse de 20 € par an",
        "2 km x 60,50 € = 121,00 € ; 5 km x 40,10 € = 200,50 € ; total 321,50 €",
        "2 km x 60,50 € = 121,00 € ; 5 km x 40,10 € = 200,50 € ; frais 10 € ; total 331,50 €",
    ],
)
def test_sum_of_bare_amounts_right_or_of_something_else(text):
    assert findings_in(f"<p>{text}</p>") == []


@pytest.mark.parametrize("piece", ["150 € par mois, soit ", "2 km x 10,00 € = 20,00 € ; ", "10,00 + "])
def test_sums_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert findings_in(f"<p>{piece * (100_000 // len(piece))}</p>") == []
