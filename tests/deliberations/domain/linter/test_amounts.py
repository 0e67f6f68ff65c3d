"""Numbers in words beside the same in figures."""

import pytest

from deliberations.domain.acts import OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.amounts import RULES
from deliberations.domain.linter.figures import is_well_formed, words_of
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit


def findings_in(text, **sitting):
    act = make_act(title_html="Objet", statement_html=f"<p>{text}</p>")
    record = make_record(sitting=make_sitting(deliberations=(act,), **sitting))
    return [finding for rule in RULES for finding in rule.findings(record)]


def corrections_of(text):
    return [finding.correction for finding in findings_in(text)]


WRONG = {
    "douze mille cinq cents euros (12 050 €)": "douze mille cinquante euros",
    "12 500 € (douze mille cinquante euros)": "douze mille cinq cents euros",
    "12 500,00 euros TTC (douze mille cinquante euros TTC)": "douze mille cinq cents euros",
    "une subvention de mille deux cents euros (1 300 euros)": "mille trois cents euros",
    "mille euros et cinquante centimes (1 000,05 €)": "mille euros et cinq centimes",
    "dix euros cinquante (10,60 €)": "dix euros et soixante centimes",
    "un million cinq cent mille euros (1 050 000 €)": "un million cinquante mille euros",
    "deux millions d'euros (2 500 000 €)": "deux millions cinq cent mille euros",
    "deux millions cent mille euros (2 000 000 €)": "deux millions d'euros",
    "douze-mille-cinq-cents euros (12.050,00 €)": "douze-mille-cinquante euros",
    "douze mille cinq cents euros, soit 12 050 €.": "douze mille cinquante euros",
    "12 500 €, soit douze mille cinquante euros.": "douze mille cinq cents euros",
    "Quinze mille euros (15 200 euros)": "Quinze mille deux cents euros",
    "QUINZE MILLE EUROS (15 200 EUROS)": "QUINZE MILLE DEUX CENTS EUROS",
    "douze mille euros (soit 12 500 €)": "douze mille cinq cents euros",
    "quinze (14) membres": "quatorze",
    "14 (quinze) membres": "quatorze",
    "fixe à trois [4] le nombre des adjoints": "quatre",
    "une durée de trois (2) ans renouvelable": "deux",
    "vingt et une (31) personnes": "trente et une",
    "soixante-quinze (65) jours": "soixante-cinq",
    "trente pour cent (25 %) du coût": "vingt-cinq pour cent",
    "35 € HT le mètre carré (trente-six euros hors taxes)": "trente-cinq euros",
    "un euro (2 €) symbolique": "deux euros",
    "deux euros (1 €)": "un euro",
}


@pytest.mark.parametrize(("text", "correction"), WRONG.items())
def test_amount_wrong(text, correction):
    assert corrections_of(text) == [correction]


@pytest.mark.parametrize(
    "text",
    [
        "douze mille cinq cents euros (12 500 €)",
        "12 500 € (douze mille cinq cents euros)",
        "douze mille cinq cents euros (12 500,00 €), puis mille euros (1.000 €)",
        "mille euros et cinquante centimes (1 000,50 €)",
        "dix euros cinquante (10,50 €), dix euros et cinq centimes (10,05 euros)",
        "un million cinq cent mille euros (1 500 000,00 €), deux millions d'euros (2 000 000 €)",
        "trois (3) ans, un (1) adjoint, une (1) année, quinze (15) membres, cinq (05) jours",
        "DIX-NEUF (19) POUR, dix-huit (18) voix, 2 (deux) abstentions",
        "vingt pour cent (20 %)",
        # the price of a square metre in two ways, as an act of an agglomeration prints it
        "Le prix de cession proposé est de 35 € HT le mètre carré (trente-cinq euros hors taxes).",
        # one is by month, the other by year; with tax, without
        "un loyer de trois cents euros, soit 3 600 € par an",
        "un loyer mensuel de trois cents euros, soit 3 600 €",
        "trente euros par mois (360 €), trois cents euros (3 600 € par an)",
        "deux mille euros HT (2 400 € TTC), deux mille euros, soit 2 400 €.",
        "mille deux cents euros, soit 1 300 € par an, mille deux cents euros, soit 1 300 € TTC.",
        # two facts side by side
        "les deux (2 000 €) premières, trois communes (12), deux agents, soit 12 500 €",
        "dix euros et deux (2) agents, de deux (2) à trois (3) ans",
        "dix par classe (150), l'un (2) et l'autre (3)",
        # numbers of something
        "article deux (3), l'article L. 2121-29 (2), lot n° 3 (deux), lot 3 (deux)",
        "Deux-Sèvres (79), Aix-les-Mille (13), Villeneuve-les-Sept (04), la commune de Mille (13)",
        # notes and lists
        "le nombre des membres est de quinze (1).",
        "il y a deux (1) le maire (2) le secrétaire",
        # dates and years are read by another check
        "le dix-neuf décembre deux mille vingt-trois (18/12/2023)",
        "le dix-neuf décembre deux mille vingt-trois (2022)",
        "L'an deux mille vingt-trois (2022), l'année deux mille vingt-trois (2022)",
        # pieces of numbers
        "-12 300 € (douze mille trois cents euros), 2022 492 142 € (deux mille euros)",
        "12 mille euros (12 000 €), un milliard deux mille euros (1 000 002 000 €)",
        "trois virgule cinq pour cent (3,5 %), deux tiers (2/3), trois et demi (3,5)",
        "zéro euro (0 €), quarante euros (0,040 k€), vingt-quatre heures (24/24)",
        "Etude L'UNION (15 000), mille (1000), deux deux (3)",
    ],
)
def test_amount_right(text):
    assert findings_in(text) == []


def test_amount_tells_what_is_seen_and_what_to_do():
    (found,) = findings_in("La somme de douze mille cinq cents euros (12 050 €) est versée.")
    assert (found.code, found.severity, found.article, found.where) == (
        "text.amount_words",
        Severity.WARNING,
        "",
        "exposé",
    )
    assert found.message == "« douze mille cinq cents euros » et « 12 050 € » ne sont pas le même montant."
    assert found.consequence == "Deux montants pour une même somme : on ne sait pas lequel est dû."
    assert found.remedy == "Vérifier lequel est le bon et corriger l'autre."


def test_unit_written_twice_is_only_noticed():
    (found,) = findings_in("estimé à 39 749,54 € Euros H.T., 10 € Europe, 10 € et euros, 5 €.")
    assert (found.code, found.severity) == ("text.amount_words", Severity.NOTICE)
    assert found.message == "« 39 749,54 € Euros » : l'unité est en double."
    assert found.correction == "39 749,54 €"
    assert corrections_of("12 500 euros €") == ["12 500 €"]
    assert corrections_of("12 500 € €") == ["12 500 €"]


def test_unit_written_twice_is_told_once_of_a_passage():
    (found,) = findings_in("un loyer de 500 € €, une caution de 500 € € et des charges de 50 € euros")
    assert found.message == "« 500 € € » : l'unité est en double (3 fois dans ce passage)."
    assert len(findings_in("un loyer de 500 € €</p><p>une caution de 600 € €")) == 2


def test_amount_of_a_recorded_act_is_only_read_again():
    (found,) = findings_in("quinze (14) membres", origin=Origin.RECORDED)
    assert found.message == "« quinze » et « 14 » ne sont pas le même nombre."
    assert found.correction == ""
    assert found.remedy.startswith("Relire l'acte d'origine")


def test_amount_in_a_decision_is_told_once():
    block = "de verser mille euros (1 100 €), oui, mille euros (1 100 €)"
    act = make_act(title_html="Objet", operative=(OperativePart((block,)),))
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    assert [f.where for rule in RULES for f in rule.findings(record)] == ["décision, point 1"]


LONG = 20_000


@pytest.mark.parametrize(
    "piece", ["deux ", "123 ", "un euro ", "12 euros (", "mille euros et ", "quinze (14", "un (1) ", "9"]
)
def test_amount_takes_a_time_that_grows_like_the_text(piece):
    """In the square of the length this would take minutes: this test would not end."""
    assert findings_in(piece * LONG) == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "zéro"),
        (81, "quatre-vingt-un"),
        (2_000_000, "deux millions"),
        (1_200_021, "un million deux cent mille vingt et un"),
    ],
)
def test_words_of_numbers(value, words):
    assert words_of(value) == words


def test_words_of_too_large_a_number_are_refused():
    with pytest.raises(ValueError, match="no words"):
        words_of(1_000_000_000)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [("12 500,00", True), ("12.500", True), ("2023", True), ("2022 492 142.35", False), ("1234 567", False)],
)
def test_figures_run_together_are_not_one_number(figures, expected):
    assert is_well_formed(figures) is expected
