"""Figures of the decision that are almost those of the statement."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter import retold, retold_alike
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(told, *decided, origin=Origin.LIVE, **facts):
    parts = (OperativePart(tuple(decided)),)
    act = make_act(**{"title_html": "Objet", "statement_html": f"<p>{told}</p>", "operative": parts, **facts})
    record = make_record(sitting=make_sitting(deliberations=(act,), origin=origin))
    return [f for rule in (*retold.RULES, *retold_alike.RULES) for f in rule.findings(record)]


def told_of(told, *decided, **facts):
    return [(f.code, f.severity.name, f.message) for f in findings_in(told, *decided, **facts)]


# --- parcels

SELLS = "de céder la parcelle AC 188 à la SCI"
OF_TWO = "Les parcelles cadastrées section AB n° 112 et 114 sont à vendre."


@pytest.mark.parametrize(
    ("told", "decided", "severity", "written"),
    [
        ("La parcelle AC 118 est cédée.", SELLS, "WARNING", ("AC 118", "AC 188")),
        ("Le terrain cadastré section AC n° 881 est cédé.", SELLS, "WARNING", None),
        (
            "Le terrain cadastré section AB n° 112 est à vendre.",
            "d'acquérir la parcelle cadastrée section AB n° 121",
            "WARNING",
            ("AB n° 112", "AB n° 121"),
        ),
        (OF_TWO, "d'acquérir les parcelles AB 112 et AB 141", "WARNING", ("AB 114", "AB 141")),
        # Two digits: only when they stand in each other's place.
        ("La parcelle A 12 est cédée.", "de céder la parcelle A 21", "WARNING", ("A 12", "A 21")),
        # One beside the other on the plan, perhaps.
        (
            "La parcelle AC 187 est cédée.",
            SELLS,
            "NOTICE",
            ("AC 187", "AC 188"),
        ),
        # A neighbour is named: only a swap is told, as a doubt.
        (
            "La parcelle AB 112, attenante au stade, est à vendre.",
            "d'acquérir la parcelle AB 121",
            "NOTICE",
            ("AB 112", "AB 121"),
        ),
    ],
)
def test_parcel_decided_is_another(told, decided, severity, written):
    expected = []
    if written:
        one, other = written
        message = f"Parcelle à vérifier : « {one} » (exposé), « {other} » dans la décision."
        expected = [("text.decided_figure", severity, message)]
    assert told_of(told, decided) == expected


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ("La parcelle AC 188 est cédée.", SELLS),
        ("La parcelle AC 118 borde la parcelle AC 188, qui est cédée.", SELLS),
        ("Un terrain est cédé.", SELLS),
        # The decision takes up the other too, or the number stands alone in a table.
        ("La parcelle AC 118 est cédée.", "de céder les parcelles AC 118 et AC 188"),
        ("La parcelle AC 118 est cédée.</p><table><tr><td>AC</td><td>188</td></tr></table><p>", SELLS),
        # Neighbours, and parcels cut in two.
        ("Le propriétaire de la parcelle AC 118 demande ce terrain, voisin du sien.", SELLS),
        ("La parcelle AC 118 est divisée.", SELLS),
        ("La parcelle AC 118 donne un délaissé, nouvellement cadastré.", SELLS),
        ("La commune échange la parcelle AC 118.", "d'acquérir la parcelle AC 128"),
        # Another section, several candidates, two digits.
        ("La parcelle AD 118 est cédée.", SELLS),
        ("Les parcelles AC 118 et AC 198 sont cédées.", SELLS),
        ("La parcelle AC 12 est cédée.", "de céder la parcelle AC 13"),
        ("La parcelle AC 118 est cédée.", "de céder les parcelles AC 188 et AC 233"),
        # Neither parcels: a surface, an article, a road, a law.
        ("La parcelle ZA 7, 118 m², est cédée.", "de céder la parcelle ZA 7, de 181 m²"),
        ("Parcelle cédée (article L 118).", "de céder la parcelle selon l'article L 181"),
        ("Parcelle bordant la RD 118.", "de céder la parcelle bordant la RD 181"),
        ("Le marché AC 118 est attribué.", "d'attribuer le marché AC 181"),
    ],
)
def test_parcel_decided_is_the_same_or_is_not_sure(told, decided):
    assert told_of(told, decided) == []


def test_parcel_of_an_annex_is_known():
    assert told_of("La parcelle AC 118 est cédée.", SELLS, annexes=("Plan : AC 188",)) == []


def test_parcel_says_what_to_do():
    [found] = findings_in("La parcelle AC 118 est cédée.", "de vendre", SELLS)
    assert (found.where, found.severity) == ("décision, point 2", Severity.WARNING)
    assert found.consequence == "Seule la décision s'applique : elle ne porte pas sur ce qui a été présenté."
    assert found.remedy == "Vérifier lequel est voulu et corriger l'autre."
    [found] = findings_in("La parcelle AC 118 est cédée.", SELLS, origin=Origin.RECORDED)
    assert found.remedy.startswith("Relire l'acte d'origine")


# --- rates and durations

BORROWS = "de contracter un prêt de 300 000 € sur 15 ans au taux de 3,54 %"
OFFER = "Montant : 300 000 € ; durée : 15 ans ; taux fixe 3,45 % ; frais de dossier : 0,10 %."


def test_rate_decided_is_another():
    message = "Taux à vérifier : « 3,45 % » (exposé), « 3,54 % » dans la décision."
    assert told_of(OFFER, BORROWS) == [("text.decided_figure", "WARNING", message)]


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        (OFFER.replace("3,45", "3,54"), BORROWS),
        # Another year, another index.
        ("Taux 2023 : 34,25 %.", "de fixer le taux à 34,52 %"),
        ("Le taux du livret A est de 2,40 %.", "de fixer le taux à 4,20 %"),
        # Two offers, another rate, one that has changed.
        ("Deux offres : 3,45 % et 3,54 %, sur 15 ans.", BORROWS),
        ("Taux fixe 3,48 % sur 15 ans.", BORROWS),
        ("Le taux actuel est de 3,45 %.", "de fixer le taux à 3,54 %"),
        ("Le taux passe de 3,45 %.", "de fixer le taux à 3,54 %"),
        # Fewer figures, or decimals apart.
        ("Une part de 12 %.", "de verser une part de 21 %"),
        ("Une part de 1,25 %.", "de verser une part de 12,5 %"),
        ("Taux de 3,45 ‰.", "de fixer le taux à 3,54 %"),
    ],
)
def test_rate_decided_is_the_same_or_is_not_sure(told, decided):
    assert told_of(told, decided) == []


@pytest.mark.parametrize(
    ("years", "severity"),
    [("20 ans", "NOTICE"), ("25 ans", "WARNING"), ("51 ans", "WARNING"), ("15 ans", "")],
)
def test_duration_of_a_loan(years, severity):
    message = f"Durée du prêt à vérifier : « 15 ans » (exposé), « {years} » dans la décision."
    expected = [("text.decided_figure", severity, message)] if severity else []
    told = OFFER.replace("3,45", "3,54")
    assert told_of(told, BORROWS.replace("15 ans", years)) == expected


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ("Durée : 240 mois.", "de contracter un prêt sur 20 ans"),
        ("Deux prêts, sur 15 ans et sur 25 ans.", "de contracter un prêt sur 20 ans"),
        ("Un prêt sur 15 ans, après un différé de 2 ans.", "de contracter un prêt sur 20 ans"),
        ("Le prêt, initialement de 15 ans, est revu.", "d'approuver le prêt sur 20 ans"),
        ("Le prêt de 15 ans est garanti.", "d'accorder sa garantie au prêt, pour 20 ans"),
        ("Les travaux, amortis sur 15 ans, sont financés.", "de contracter un prêt sur 20 ans"),
        ("L'école fut construite il y a 15 ans.", "de contracter un prêt sur 20 ans"),
        ("Le bail est de 15 ans.", "de contracter un prêt sur 20 ans"),
        ("Le contrat dure 15 ans.", "de signer le contrat pour 20 ans"),
        ("Un prêt à contracter.", "de contracter un prêt sur 20 ans"),
    ],
)
def test_duration_is_the_same_or_is_not_sure(told, decided):
    assert told_of(told, decided) == []


# --- one amount of several

GRANTS = "d'attribuer les subventions ci-dessus, pour un montant total de 4 650 €"
LIST = "Comité : 1 500 €. Club : 600 €. Sport : 2 200 €. Livres : 450 €. Soit un total de 4 750 €."
FEES = "Foyer d'une personne : 132 € ; deux : 168 € ; trois : 204 €."
OFFERS = "Trois offres : 148 320 € HT, 152 400 € HT, 161 050 € HT. La première est retenue."
THREE = "de verser 1 500 € au Comité, 2 200 € au Sport et 460 € aux Livres"


def amount(severity, one, other, noun="Montant"):
    message = f"{noun} à vérifier : « {one} » (exposé), « {other} » dans la décision."
    return [("text.decided_amount", severity, message)]


@pytest.mark.parametrize(
    ("told", "decided", "expected"),
    [
        (LIST, GRANTS, amount("WARNING", "4 750 €", "4 650 €", "Subvention")),
        (FEES, "de fixer 132 €, 168 € et 240 €", amount("WARNING", "204 €", "240 €")),
        (
            f"{FEES} Ces tarifs étaient de 122 €, 156 € et 189 €.",
            "de fixer 132 €, 168 € et 240 €",
            amount("NOTICE", "204 €", "240 €"),
        ),
        (OFFERS, "de retenir l'offre de 148 230 € HT", amount("WARNING", "148 320 €", "148 230 €")),
        (
            f"{OFFERS} Un premier appel était infructueux.",
            "de retenir l'offre de 148 230 € HT",
            amount("NOTICE", "148 320 €", "148 230 €"),
        ),
        (
            "Comité : 1 500 € ; Sport : 2 200 € ; Livres : 4 500 €.",
            "de verser 1 500 € au Comité, 2 200 € au Sport et 4 600 € aux Livres",
            amount("WARNING", "4 500 €", "4 600 €"),
        ),
        (
            "Achat de la parcelle AB 12 pour 45 300 €. La haie vaut 1 200 €.",
            "d'acquérir la parcelle AB 12 au prix de 54 300 €",
            amount("WARNING", "45 300 €", "54 300 €", "Prix"),
        ),
    ],
)
def test_amount_of_several_is_a_slip(told, decided, expected):
    assert told_of(told, decided) == expected


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        (LIST, GRANTS.replace("4 650", "4 750")),
        (FEES, "de fixer 132 €, 168 € et 204 €"),
        # Small amounts, or roundings.
        ("Comité : 1 500 € ; Sport : 2 200 € ; Livres : 450 €.", THREE),
        (
            "Comité : 1 500 € ; Sport : 2 200 € ; Livres : 4 505 €.",
            "de verser 1 500 €, 2 200 € et 4 500 €",
        ),
        (
            "Comité : 1 500 € ; Sport : 2 200 € ; Livres : 4 505,40 €.",
            "de verser 1 500 €, 2 200 € et 4 505,50 €",
        ),
        # Years that follow one another, and words of a change.
        (
            "Subventions 2023 : Comité 1 500 € ; Sport 2 200 € ; Livres 4 500 €.",
            "de verser 1 500 €, 2 200 € et 4 600 €",
        ),
        (
            "Les subventions étaient : 1 500 €, 2 200 €, 4 500 €.",
            "de verser 1 500 €, 2 200 € et 4 600 €",
        ),
        ("Tarifs actuels : 132 € et 204 €.", "de fixer 132 € et 240 €"),
        ("L'offre était de 148 320 € HT, sur 152 400 € HT.", "de retenir l'offre de 148 230 € HT"),
        # Two that look like one another, another tax, another total.
        ("Offres : 148 320 € HT et 148 203 € HT.", "de retenir l'offre de 148 230 € HT"),
        (OFFERS, "de retenir l'offre de 148 230 € TTC"),
        ("Lots de 5 000 € HT et 3 000 € HT.", "de retenir 5 000 € HT, soit 6 000 € TTC, et 3 000 € HT"),
        (LIST.replace("Soit un total de 4 750 €", "Les aides ont coûté 4 750 €"), GRANTS),
        (LIST, "d'attribuer ces subventions, dont un total de 4 650 € versé par mois"),
        ("Adultes 34 €, enfants 21 €, familles 55 €.", "de fixer 43 €, 21 € et 55 €"),
        # Both stand on the other side.
        (f"{FEES} Une salle : 240 €.", "de fixer 132 €, 168 € et 240 €"),
        ("Un tableau : 132, 168, 240 et 204 €.", "de fixer 132 €, 168 € et 240 €"),
        ("Travaux : 0 € et 0,00 €.", "de voter 0 €, 10 € et 1 €"),
    ],
)
def test_amount_of_several_is_the_same_or_is_not_sure(told, decided):
    assert told_of(told, decided) == []


def test_amounts_of_a_long_table_are_not_compared():
    """Among many amounts, two are alike by chance."""
    told = " ; ".join(f"poste {n} : {1000 + 37 * n} €" for n in range(20))
    assert told_of(f"{told} ; 148 320 €", "de retenir l'offre de 148 230 €") == []


def test_amounts_of_the_year_of_the_object_are_those_decided():
    told = "Subventions 2024 : Comité 1 500 € ; Sport 2 200 € ; Livres 4 500 €."
    decided = "de verser 1 500 €, 2 200 € et 4 600 €"
    assert told_of(told, decided) == []
    assert len(told_of(told, decided, title_html="Subventions 2024")) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "parcelle AC 118, ",
        "A A ",
        "AC n° ",
        "AC 1, 2, ",
        "3,45 % ",
        "3,4",
        "15 ans ",
        "prêt 1 ",
        "1 234 € 2 € ",
    ],
)
def test_figures_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    long = piece * (100_000 // len(piece))
    assert len(findings_in(long, f"de céder la parcelle AC 188 par un prêt {long}")) <= 1


def test_different_amounts_of_a_long_text_take_a_time_that_grows_like_it():
    long = " ".join(f"{n} €" for n in range(10_000, 22_000))
    assert findings_in(long, "de verser 12 345 €, 99 € et 98 €") == []
