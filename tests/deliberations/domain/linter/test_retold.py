"""The amount presented and the amount decided of the same act."""

import pytest

from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.retold import RULES
from tests.facts import make_act, make_record, make_sitting

pytestmark = pytest.mark.unit

BUYS = "d'acquérir la parcelle AB 12 au prix de 54 000 €"


def findings_in(told, *decided, **facts):
    parts = (OperativePart(tuple(decided)),)
    act = make_act(**{"title_html": "Objet", "statement_html": f"<p>{told}</p>", "operative": parts, **facts})
    record = make_record(sitting=make_sitting(deliberations=(act,)))
    return [finding for rule in RULES for finding in rule.findings(record)]


@pytest.mark.parametrize(
    ("told", "decided", "severity"),
    [
        ("Le maire propose l'acquisition de la parcelle AB 12 pour 45 000 €.", BUYS, "WARNING"),
        ("Achat de la parcelle AB 12 pour 5 400 euros.", BUYS, "WARNING"),
        ("Achat de la parcelle AB 12 pour 54 100 €.", BUYS, "WARNING"),
        ("Achat de la parcelle AB 12 pour 47 000 €.", BUYS, "NOTICE"),
        ("Le loyer du local s'élève à 450 €.", "de fixer le loyer du local à 540 €", "WARNING"),
        (
            "Une subvention de 1 500 € est proposée pour l'association Les Amis.",
            "d'attribuer une subvention de 1 200 € à l'association Les Amis",
            "WARNING",
        ),
        (
            "La participation de la commune au syndicat est de 3 250 euros.",
            "d'approuver la participation au syndicat de 3 520 euros",
            "WARNING",
        ),
    ],
)
def test_amount_decided_is_another(told, decided, severity):
    assert [(f.code, f.severity) for f in findings_in(told, decided)] == [("text.decided_amount", severity)]


@pytest.mark.parametrize(
    ("told", "decided"),
    [
        ("Achat de la parcelle AB 12 pour 54 000,00 euros.", BUYS),
        ("Achat de la parcelle AB 12.", BUYS),
        ("Achat de la parcelle AB 12 pour 45 000 €.", "d'acquérir la parcelle AB 12"),
        # Two amounts, which may both be of the thing.
        ("Achat de la parcelle AB 12 pour 45 000 €, avec une haie de 3 000 €.", BUYS),
        # Other things, and other ways of counting.
        ("Vente du bois pour 45 000 €.", BUYS),
        ("Le loyer de la parcelle AB 12 est de 45 000 €.", BUYS),
        ("La parcelle AB 12 est située près du stade, qui vaut 45 000 €.", BUYS),
        ("Achat de la parcelle AB 12 pour 45 000 € HT.", BUYS),
        ("Achat de la parcelle AB 12 pour 45 €/m².", BUYS),
        ("Achat de la parcelle AB 12 pour 45 000 € maximum.", BUYS),
        ("Achat de la parcelle AB 12 pour 27 000 €.", BUYS),
        ("Le loyer du local est de 450 € par mois.", "de fixer le loyer du local à 5 040 €"),
        ("Le loyer du local est de 450 €.", "de fixer le loyer du local à 5 400 €, payables d'avance"),
        # What was, was asked or was valued before the decision.
        ("Le loyer actuel du local est de 450 €.", "de fixer le loyer du local à 540 €"),
        ("Le conseil a fixé le loyer du local à 450 €.", "de fixer le loyer du local à 540 €"),
        ("Les domaines estiment la parcelle AB 12 au prix de 45 000 €.", BUYS),
        ("Le vendeur demandait pour prix de la parcelle AB 12 la somme de 45 000 €.", BUYS),
        (
            "En 2023, une subvention de 1 500 € allait à l'association Les Amis.",
            "d'attribuer une subvention de 1 200 € à l'association Les Amis",
        ),
        (
            "L'indemnité de gardiennage de l'église est de 479,86 € pour qui réside dans la commune.",
            "de verser une indemnité de gardiennage de l'église de 120,97 €",
        ),
        (
            "L'acquisition du tracteur est de 45 000 €.",
            "de retenir une subvention de 18 000 € pour l'acquisition du tracteur",
        ),
    ],
)
def test_amount_decided_none(told, decided):
    assert findings_in(told, decided) == []


def test_amount_decided_says_both_and_where():
    [finding] = findings_in(
        "",
        "de conclure la vente",
        BUYS,
        clauses=(Clause(ClauseKind.CONSIDERANT, "que la parcelle AB 12 est à vendre au prix de 45 000 €"),),
    )
    assert finding.severity is Severity.WARNING
    assert finding.where == "décision, point 2"
    assert finding.message == (
        "Prix à vérifier : « 45 000 € » (visas et considérants, n° 1), « 54 000 € » dans la décision."
    )


def test_amount_decided_leaves_annexes_out():
    [finding] = findings_in("Achat de la parcelle AB 12 pour 45 000 €.", BUYS, annexes=("Détail : 10 €",))
    assert finding.message == "Prix à vérifier : « 45 000 € » (exposé), « 54 000 € » dans la décision."


@pytest.mark.parametrize("piece", ["prix 1 € ", "1 € ", "prix ", "1 000 ", "a vendu ", "mois "])
def test_amount_decided_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert len(findings_in(piece * (100_000 // len(piece)), BUYS)) <= 1
