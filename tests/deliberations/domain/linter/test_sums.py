"""Totals of tables and lists against the sum of their lines."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.ledgers import number_of
from deliberations.domain.linter.sums import RULES
from deliberations.domain.linter.tables import Table, contents_of
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(html, *, origin=None, **act):
    deliberation = make_act(title_html="Objet", statement_html=html, **act)
    facts = {"origin": origin} if origin else {}
    record = make_record(sitting=make_sitting(deliberations=(deliberation,), **facts))
    return [finding for rule in RULES for finding in rule.findings(record)]


def table(*rows):
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def lines(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


HEAD = "Poste | Montant"
WRONG = {
    "simple": (table(HEAD, "Voirie | 12 000 €", "Éclairage | 3 000 €", "Total | 16 000 €"), ["15 000 €"]),
    "a zero too many": (table(HEAD, "A | 12 000 €", "B | 3 000 €", "Total | 150 000 €"), ["15 000 €"]),
    "cents": (table(HEAD, "A | 12 000,50", "B | 3 000,25", "TOTAL | 15 000,74"), ["15 000,75"]),
    "cents-with-a-dot": (
        table(HEAD, "A | 492 142.35", "B | 115 432.41", "Total | 607 575.76"),
        ["607 574,76"],
    ),
    "no-break-spaces": (
        table(HEAD, "A | 12&nbsp;000&nbsp;€", "B | 3\u202f000 €", "Total général | 16 000 €"),
        ["15 000 €"],
    ),
    "negative": (table(HEAD, "A | 12 000 €", "B | -3 000 €", "C | 100 €", "Total | 9 200 €"), ["9 100 €"]),
    "brackets": (table(HEAD, "A | 12 000 €", "B | (3 000 €)", "C | 100 €", "Total | 9 200 €"), ["9 100 €"]),
    "blank": (table(HEAD, "A | 12 000 €", "B | -", "C |", "D | 10 €", "Total | 12 020 €"), ["12 010 €"]),
    "two-halves": (
        table(
            "Dépenses | Montant | Recettes | Montant",
            "Travaux | 10 000 € | DETR | 4 000 €",
            "Études | 2 000 € | Commune | 8 500 €",
            "| | Autres | 0 €",
            "TOTAL | 12 000 € | TOTAL | 12 000 €",
        ),
        ["12 500 €"],
    ),
    "spans": (
        (
            "<table><caption>Plan</caption><thead><tr><th colspan=2>Dépenses</th><th>Montant</th></tr></thead><tbody>"
            "<tr><td rowspan='2'>Lot 1</td><td>Gros œuvre</td><td>10 000 €</td></tr>"
            "<tr><td>Peinture</td><td>5 000 €</td></tr>"
            '<tr><td colspan="2">Total</td><td>16 000 €</td></tr></tbody></table>'
        ),
        ["15 000 €"],
    ),
    "sub-totals": (
        table(
            HEAD,
            "A | 10 €",
            "B | 20 €",
            "Sous-total 1 | 30 €",
            "C | 30 €",
            "D | 40 €",
            "Sous-total 2 | 80 €",
            "Total | 110 €",
        ),
        ["70 €"],
    ),
    "total-of-sub-totals": (
        table(
            HEAD,
            "A | 10 €",
            "B | 20 €",
            "Sous-total 1 | 30 €",
            "C | 30 €",
            "D | 40 €",
            "Sous-total 2 | 70 €",
            "Total | 110 €",
        ),
        ["100 €"],
    ),
    "tax": (
        table(
            HEAD,
            "A | 10 000,00",
            "B | 2 000,00",
            "Total HT | 12 000,00",
            "TVA | 2 400,00",
            "Total TTC | 14 300,00",
        ),
        ["14 400,00"],
    ),
    "tax-without-the-word-total": (
        table(HEAD, "Montant HT | 10 000 €", "TVA | 2 000 €", "Montant TTC | 12 500 €"),
        ["12 000 €"],
    ),
    "tax-across": (
        table(
            "Lot | Montant HT | TVA | Montant TTC",
            "A | 1 000 € | 200 € | 1 200 €",
            "B | 2 000 € | 400 € | 2 500 €",
        ),
        ["2 400 €"],
    ),
    "years": (table("Site | 2022 | 2023", "A | 10 | 20", "B | 5 | 5", "Total | 15 | 26"), ["25"]),
    "persons": (table("Liste | Membres", "A | 14", "B | 1", "Total | 14"), ["15"]),
    "column": (
        table(
            "Classe | Filles | Garçons | Total",
            "CP | 10 | 12 | 22",
            "CE | 11 | 9 | 20",
            "CM | 8 | 8 | 17",
            "X | 1 | 1 | 2",
        ),
        ["16"],
    ),
    "lines": (lines("- voirie : 12 000 €", "- éclairage : 3 000 €", "Total : 16 000 €"), ["15 000 €"]),
    "list": (
        "<ul><li>voirie : 12 000 € HT ;</li><li>éclairage : 3 000 € HT ;</li></ul><p>soit un total de 16 000 € HT.</p>",
        ["15 000 € HT"],
    ),
    "lines-with-a-tax": (
        lines(
            "Matériel 2 250,00 €",
            "Mobilier 666,67 €",
            "Total HT 2 926,67 €",
            "Tva 20% 583,33 €",
            "Total TTC 3 510,00 €",
        ),
        ["2 916,67 €"],
    ),
    "list-announced": (
        lines("Il reste 5 000 €", "Plan de financement :", "DETR : 10 €", "Commune : 20 €", "Total : 40 €"),
        ["30 €"],
    ),
    "sentence": (
        "<p>275 000 € HT + 22 825 € HT pour l'accompagnement, soit un montant total de 297 285 € HT</p>",
        ["297 825 € HT"],
    ),
    "sentence-of-three": ("<p>10 € + 20 € + 30 € = 70 €</p>", ["60 €"]),
}


@pytest.mark.parametrize(("html", "corrections"), WRONG.values(), ids=WRONG)
def test_total_wrong(html, corrections):
    assert [f.correction for f in findings_in(html)] == corrections


RIGHT = {
    "simple": table(HEAD, "Voirie | 12 000 €", "Éclairage | 3 000 €", "Total | 15 000 €"),
    "rounded to the euro": table(HEAD, "A | 1 233 €", "B | 2 342 €", "C | 4 111 €", "Total | 7 687 €"),
    "total rounded": table(HEAD, "A | 1 233,40 €", "B | 2 342,35 €", "Total | 3 576 €"),
    "mixed decimals": table(HEAD, "A | 2 250,00 €", "B | 580 €", "Total | 2 830,00 €"),
    "first total": table(HEAD, "Coût total | 10 000 €", "DETR | 3 000 €", "Commune | 7 000 €"),
    "cost, then its financing": table(
        HEAD, "Travaux HT | 50 000 €", "DETR | 20 000 €", "Région | 5 000 €", "Total des aides | 25 000 €"
    ),
    "sub-totals": table(
        HEAD,
        "A | 10 €",
        "B | 20 €",
        "Sous-total | 30 €",
        "C | 30 €",
        "D | 40 €",
        "Sous-total | 70 €",
        "Total | 100 €",
    ),
    "sub-total and lines": table(
        HEAD, "A | 10 €", "B | 20 €", "Sous-total | 30 €", "C | 30 €", "Total | 60 €"
    ),
    "taxes": table(HEAD, "A | 10 €", "B | 20 €", "Total HT | 30 €", "TVA 20 % | 6 €", "Total TTC | 36 €"),
    "taxes without their line": table(HEAD, "A | 10 €", "B | 20 €", "Total HT | 30 €", "Total TTC | 36 €"),
    "lines without tax, total with it": table(HEAD, "A | 10 €", "B | 20 €", "Total TTC | 36 €"),
    "financing plan of an act": table(
        "DETR | 148 000 € HT",
        "CD65 | 89 000 € HT",
        "Commune - Autofinancement | 60 825 € HT",
        "TOTAL | 297 825 € HT",
        "| 357 390 € TTC",
    ),
    "accounts of an act": table(
        "| Dépenses | Recettes | Résultat",
        "Fonctionnement 2022 | 492 142.35 | 621 310.58 | 129 168.23",
        "Excédent SF antérieur | | | 440 300.44",
        "Excédent Global SF | | | 569 468.67",
        "Ensemble | 492 142.35 | 621 310.58 |",
    ),
    "accounts with their balance": table(
        "Section | Dépenses | Recettes | Solde",
        "Fonctionnement | 301 200,00 € | 343 700,00 € | 42 500,00 €",
        "Investissement | 128 400,00 € | 116 100,00 € | -12 300,00 €",
        "Ensemble | 429 600,00 € | 459 800,00 € | 30 200,00 €",
    ),
    "chapters and their articles": table(
        HEAD,
        "Charges | 100 €",
        "Énergie | 60 €",
        "Entretien | 40 €",
        "Personnel | 50 €",
        "Salaires | 30 €",
        "Cotisations | 20 €",
        "Total | 150 €",
    ),
    "formula": table(HEAD, "A | 10 €", "B | 25 €", "Total A × 2 + B | 45 €"),
    "a negative line": lines("Avance -12 300 €", "Voirie 500 €", "Total 1 800 €"),
    "accounts of two lengths": table(HEAD, "011 Charges | 110 €", "6061 Énergie | 60 €", "Total | 115 €"),
    "result carried over": table(HEAD, "Résultat | 10 €", "Report | 20 €", "Total | 45 €"),
    "expenses and receipts": table(HEAD, "Dépenses | 10 €", "Recettes | 25 €", "Total | 17 €"),
    "balance of two totals": table(
        HEAD,
        "A | 10 €",
        "B | 5 €",
        "Total dépenses | 15 €",
        "C | 20 €",
        "D | 2 €",
        "Total recettes | 22 €",
        "Total | 7 €",
    ),
    "votes": table(
        "Vote | Nombre", "Votants | 15", "Blancs | 1", "Liste A | 10", "Liste B | 4", "Total | 14"
    ),
    "rates": table("Taxe | Taux", "Bâti | 20,5 %", "Non bâti | 40,5 %", "Total | 50 %"),
    "unit prices": table(
        "Repas | Prix unitaire | Quantité | Total", "A | 2 | 3 | 6", "B | 4 | 5 | 20", "Total | 7 | 8 | 26"
    ),
    "products": table(
        "Lot | Quantité | Prix | Total", "A | 2 | 3 € | 6 €", "B | 4 | 5 € | 20 €", "C | 2 | 2 € | 4 €"
    ),
    "prices by quantities": table(
        "Vente | Nombre | Coût", "Repas | 3 | 4,50 €", "Goûter | 2 | 5,00 €", "Total | 5 | 23,50 €"
    ),
    "takings": lines("Repas enfant : 3,50 €", "Repas adulte : 6,00 €", "Total encaissé : 12 500 €"),
    "amendment of a budget": table(
        "Chapitre | Libellé | BP 2023 | DM 1 | Total",
        "011 | Charges générales | 100 000 | 5 000 | 105 000",
        "012 | Personnel | 200 000 | -5 000 | 195 000",
        "65 | Autres | 20 000 | 0 | 20 000",
        "| TOTAL | 320 000 | 0 | 320 000",
    ),
    "years": table("Année | Montant", "2022 | 10 €", "2023 | 20 €", "Total | 30 €"),
    "something unknown": table(HEAD, "A | 10 €", "B | à définir", "C | 20 €", "Total | 40 €"),
    "two lines in a cell": table(HEAD, "A | 10 €<br>20 €", "B | 5 €", "C | 5 €", "Total | 40 €"),
    "one line": table(HEAD, "A | 10 €", "Total | 40 €"),
    "a column of one text": table(HEAD, "A | 10 €", "B | 20 € environ", "Total | 40 €"),
    "bare table": "<table></table>",
    "lines": lines("- voirie : 12 000 €", "- éclairage : 3 000 €", "Total : 15 000 €"),
    "lines of an act": lines(
        "Acquisition de matériel 2 250,00 €",
        "Acquisition de mobilier __ 666,67 €",
        "Total HT 2 916,67 €",
        "Tva 20% 583.33 €",
    ),
    "indemnities of an act": lines(
        "Indemnité maxi du Maire = 110% IBTFP 4278,34€",
        "Indemnité maxi adjoints =44% IBTFP= 1711,33 X 13 22.247,36€",
        "Total 26.525,70 €",
    ),
    "plan broken by the extraction": lines(
        "DETR 148 000 € HT",
        "CD65 89 000 € HT",
        "Autofinancement 60 825 €EHT",
        "297 825 €EHT",
        "TOTAL",
        "357 390 € TTC",
    ),
    "columns run together": lines(
        "Fonctionnement 2022 492 142.35 621 310.58 129 168.23", "Excédent 440 300.44", "Total 569 468.67"
    ),
    "lots and their numbers": lines("Lot 1 500 000 €", "Lot 2 600 000 €", "Total 1 100 000 €"),
    "prices, then a total": lines("Tarif adulte : 5 €", "Tarif enfant : 3 €", "Total des recettes : 450 €"),
    "approximate lines": lines("A : environ 10 €", "B : 20 €", "C : 5 €", "Total : 40 €"),
    "a label cut in two": lines(
        "Voirie 10 000 €",
        "Acquisition de matériel pour",
        "l'école 2 000 €",
        "Toiture 3 000 €",
        "Total 15 000 €",
    ),
    "lines far apart": lines("A : 10 €", "Le conseil en débat.", "B : 20 €", "Total : 20 €"),
    "sections of a budget": lines(
        "Section de fonctionnement 1 143 714.67 euros", "Section d'investissement 946 200.00 euros"
    ),
    "sentence": "<p>275 000 € HT + 22 825 € HT pour l'accompagnement, soit un montant total de 297 825 € HT</p>",
    "sentence with a tax": "<p>10 000 € HT + 5 000 € HT = 18 000 € TTC, 10 € + 20 € + 30 € = 60 €</p>",
    "sentence without a total": "<p>+ 10 000 € pour le cimetière / + 20 000 € pour le logement / + 10 000 €</p>",
}


@pytest.mark.parametrize("html", RIGHT.values(), ids=RIGHT)
def test_total_right(html):
    assert findings_in(html) == []


def test_total_tells_what_is_seen():
    (found,) = findings_in(WRONG["simple"][0])
    assert (found.code, found.severity, found.where) == ("text.table_sum", Severity.WARNING, "exposé")
    assert found.message == (
        "« Total » : le total écrit est 16 000 €, mais les 2 lignes au-dessus donnent 15 000 €."
    )
    assert (
        found.consequence == "Un total faux engage le conseil sur un montant qui n'est pas celui du détail."
    )
    assert found.remedy == "Refaire l'addition : corriger le total, ou la ligne qui est fausse."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "two-halves",
            "« TOTAL » : le total écrit est 12 000 €, mais les 3 lignes au-dessus donnent 12 500 €.",
        ),
        (
            "tax-across",
            "« B » : le total écrit est 2 500 €, mais les 2 colonnes qui le précèdent donnent 2 400 €.",
        ),
        (
            "sentence-of-three",
            "« 10 € + 20 € + 30 € » : le total écrit est 70 €, mais l'addition donne 60 €.",
        ),
    ],
)
def test_total_message(name, message):
    assert [f.message for f in findings_in(WRONG[name][0])] == [message]


def test_total_of_a_recorded_act_is_only_read_again():
    (found,) = findings_in(WRONG["simple"][0], origin=Origin.RECORDED)
    assert found.correction == ""
    assert found.remedy.startswith("Relire l'acte d'origine")


def test_total_of_decisions_read_one_after_the_other():
    blocks = ("voirie : 12 000 €", "éclairage : 3 000 €", "Total : 16 000 €")
    found = findings_in("", operative=(OperativePart(blocks),))
    assert [(f.where, f.correction) for f in found] == [("décision, point 3", "15 000 €")]
    apart = tuple(OperativePart((block,)) for block in blocks)
    assert findings_in("", operative=apart) == []


def test_table_of_a_second_part_is_told_where_it_stands():
    parts = (OperativePart(("d'approuver",)), OperativePart(("le plan", WRONG["simple"][0])))
    assert [f.where for f in findings_in("", operative=parts)] == ["décision, point 3"]


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        (
            "<table><tr><td rowspan=2>T<td colspan=2>1<tr><td>2<td>x<br>y</table>",
            (("T", "1", ""), ("T", "2", "x\ny")),
        ),
        ("<table><tr><td rowspan=2>5 €<td>a<tr><td>b</table>", (("5 €", "a"), ("", "b"))),
        ("<table><td>a<table><td>b</table>c</table>", (("a\nbc",),)),
        ("<table><tr><td>a&nbsp;b<tr></table>", (("a b",), ("",))),
        ("<table><tr><td>never closed", (("never closed",),)),
    ],
)
def test_cells_at_their_places(html, rows):
    assert contents_of(html) == (Table(rows),)


def test_lines_are_not_those_of_the_cells():
    assert contents_of("<p>a<br>b</p><table><tr><td>c</table>d") == ("a", "b", Table((("c",),)), "d")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12 500,00 €", "12500.00"),
        ("(3 000 €)", "-3000"),
        ("- 3 000", "-3000"),
        ("+ 3 000", "3000"),
        ("12.500 euros HT", "12500"),
        ("20 %", "20"),
        ("", None),
        ("-", None),
        ("12 rue", None),
        ("1 000 €\n2 000 €", None),
        ("12/12/2023", None),
        ("2022 492 142.35", None),
    ],
)
def test_number_of_a_cell(cell, value):
    number = number_of(cell)
    assert (None if number is None else str(number.value)) == value


LONG = 20_000
PIECES = [
    *("<table>", "<tr><td>", "<table><tr><td>", "<td rowspan=999 colspan=99>1", "<p>a : 1 €</p>", "1 € + "),
    "<p>a : 1 €</p><p>Total : 1 €</p>",
    f"<table>{'<tr><td>a<td>1' * 140}{'<tr><td>Total<td>140' * 140}</table>",
]


@pytest.mark.parametrize("piece", PIECES, ids=range(len(PIECES)))
def test_total_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes: this test would not end."""
    assert findings_in(piece * (10 * LONG // len(piece))) == []
