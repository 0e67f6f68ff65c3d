"""Reading an act's text: its words, what was left to fill in, and the decisions that name someone."""

from functools import cache
from pathlib import Path

import pytest

from deliberations.domain.acts import Clause, ClauseKind, Deliberation, OperativePart
from deliberations.domain.texts import naming_decisions, passages, placeholders, text_of
from deliberations.dossier.reader import read_dossier

pytestmark = pytest.mark.unit

SAMPLES = sorted((Path(__file__).parents[2] / "dossiers").glob("*.json"))


def act_saying(statement: str = "", *blocks: str, verb: str = "", **facts) -> Deliberation:
    operative = (OperativePart(blocks, verb),) if blocks else ()
    return Deliberation("acte", "p1", statement_html=statement, operative=operative, **facts)


def found_in(text: str) -> list[str]:
    return [p.found for p in placeholders(act_saying(f"<p>{text}</p>"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la commune de XX et ses annexes", ["XX"]),
        ("la commune de xx", ["xx"]),
        ("M. XXX, adjoint", ["XXX"]),
        ("le montant de XXXX euros", ["XXXX"]),
        ("le XX/XX/2024", ["XX", "XX"]),
        ("un montant de …… euros", ["……"]),
        ("un montant de ...... euros", ["......"]),
        ("signé par ____", ["____"]),
        ("signé par ___________ le", ["___________"]),
        ("représentée par [nom]", ["[nom]"]),
        ("représentée par [ Nom du maire ]", ["[ Nom du maire ]"]),
        ("adopté : [ ] oui [ ] non", ["[ ]", "[ ]"]),
        ("montant : à compléter", ["à compléter"]),
        ("montant (à préciser)", ["à préciser"]),
        ("objet : à définir ici", ["à définir ici"]),
        ("NOM PRÉNOM, conseiller", ["NOM PRÉNOM"]),
        ("la <strong>commune</strong> de <em>XX</em>", ["XX"]),
        ("M. XX, XX euros", ["XX", "XX"]),
        ("le chapitre xx", ["xx"]),
        ("l'article XXXX", ["XXXX"]),
        ("le sous-titre de XX", ["XX"]),
        ("votée le …… 2024", ["……"]),
        ("votée le … 2024", ["…"]),
        ("votée le ... octobre 2024", ["..."]),
        ("la loi du … décembre", ["…"]),
        ("reportée au … juin", ["…"]),
        ("[ [ ]", ["[ ]"]),
    ],
)
def test_placeholder_found(text, expected):
    assert found_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "une œuvre du XXe siècle",
        "une œuvre du XX<sup>e</sup> siècle",
        "une œuvre du XX siècle",
        "le XXI<sup>e</sup> siècle, le XXIe, le XXII",
        "le XXXe anniversaire",
        "le XXXIVe congrès et le chapitre XXXIV",
        "le titre XIX et l'annexe XXIX",
        "Louis XXII",
        "le chapitre XX, l'annexe XX, l'article XX, le titre XX et le tome XX",
        "Chapitre XXX",
        "les titres XIX et XX",
        "l'avenue Louis XX",
        "le … président a dit",
        "le conseil … 2024",
        "messagerie avec les enseignants, ...",
        "« L'intérêt général [...] prime »",
        "« L'intérêt général […] prime »",
        "« ils as [sic] voté »",
        "« [L]e conseil », « d[u] maire »",
        "voir la note [1] et [12]",
        "la suite…",
        "de 10 000,00 € à 12 500 €",
        "M. X. Dupont, Mme X et J.-X. Durand",
        "taille XL, XXL",
        "autorise le maire à compléter le dossier et à préciser les modalités",
        "Nom et prénom du demandeur",
        "un_nom_de_fichier.pdf et __init__",
        "l'axe X x Y",
    ],
)
def test_placeholder_none(text):
    assert found_in(text) == []


LONG = 200_000
LONG_TEXTS = {
    "bracket-then-spaces": ("[" + " " * LONG, []),
    "brackets-and-spaces": ("[ " * LONG, []),
    "brackets": ("[" * LONG, []),
    "closed-at-last": ("[ " * LONG + "]", ["[ ]"]),
    "to-complete-then-spaces": ("à compléter" + " " * LONG, ["à compléter"]),
    "letters": ("X" * LONG + "V", ["X" * LONG + "V"]),
    "dots": ("le … " * LONG, []),
}


@pytest.mark.parametrize(("annex", "expected"), LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_placeholder_in_a_long_text_takes_a_time_that_grows_like_it(annex, expected):
    """In the square of the length each of these would take hours: this test would not end."""
    assert [p.found for p in placeholders(act_saying(annexes=(annex,)))] == expected


@cache
def sample_placeholders(path: Path) -> list[tuple[str, str]]:
    dossier = read_dossier(path.read_bytes())
    acts = [act for sitting in dossier.sittings for act in sitting.deliberations]
    return [(p.where, p.found) for act in acts for p in placeholders(act)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_placeholder_in_samples_only_at_gruson(path):
    expected = [("décision, point 2", "XX")] if path.stem.startswith("gruson") else []
    assert sample_placeholders(path) == expected


def test_placeholder_says_where_and_shows_around():
    long = "Le conseil approuve l'adhésion de la commune de XX au syndicat mixte ouvert du numérique"
    act = act_saying(
        "",
        "rien",
        long,
        title_html="Tarifs XX",
        clauses=(Clause(ClauseKind.VU, "la loi"), Clause(ClauseKind.VU, "l'arrêté du ____")),
        annexes=("Plan", "Convention [nom]"),
    )
    assert [(p.where, p.found) for p in placeholders(act)] == [
        ("objet", "XX"),
        ("visas et considérants, n° 2", "____"),
        ("décision, point 2", "XX"),
        ("annexe 2", "[nom]"),
    ]
    extract = list(placeholders(act))[2].extract
    assert extract == "…e l'adhésion de la commune de XX au syndicat mixte ouvert du n…"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("simple", "simple"),
        ("<p>un</p><p>deux</p>", "un\ndeux"),
        ("<ul><li>un</li><li>deux</li></ul>", "un\ndeux"),
        ("un<br>deux", "un\ndeux"),
        ("<p>a <strong>b</strong>\n   c</p>", "a b c"),
        ("R&amp;D &lt;3 &eacute;", "R&D <3 é"),
        ("<table><tr><th>Lot</th><td>1</td></tr></table>", "Lot\n1"),
        ("5 < 6 et 7 > 4", "5 < 6 et 7 > 4"),
        ("lot <![2[ x> voirie", "lot voirie"),
    ],
)
def test_text_of_html(html, text):
    assert text_of(html) == text


def test_passages_are_in_reading_order():
    act = act_saying(
        "<p>Un.</p><p>Deux.</p>",
        "Trois",
        title_html="Objet <em>bref</em>",
        clauses=(Clause(ClauseKind.VU, "la loi"),),
        annexes=("Plan",),
    )
    assert [(p.where, p.text) for p in passages(act)] == [
        ("objet", "Objet bref"),
        ("exposé", "Un."),
        ("exposé", "Deux."),
        ("visas et considérants, n° 1", "la loi"),
        ("décision, point 1", "Trois"),
        ("annexe 1", "Plan"),
    ]


@pytest.mark.parametrize(
    "decision",
    [
        "Désigne le maire comme délégué",
        "DÉSIGNE Mme Un",
        "de désigner Mme Un",
        "- <strong>Désigne</strong> Mme Un",
        "Nomme Mme Un secrétaire",
        "de nommer Mme Un",
        "Élit Mme Un",
        "d'élire Mme Un",
        "Procède à la désignation de deux délégués",
        "de procéder à l'élection des membres",
        "Procède à l’élection des membres",
        "Désigne M. Jean PLACE",
        "de désigner Madame Un comme représentante",
        "Nomme Jean DUPONT délégué",
        "Nomment Mme Un",
        "Désigne comme délégué M. Un",
        "Désigne les membres du bureau",
        "Élit le bureau",
        "Nomme le directeur de l'école",
    ],
)
def test_naming_decision_found(decision):
    assert naming_decisions(act_saying("", "Approuve le projet", decision)) == (2,)


@pytest.mark.parametrize(
    "decision",
    [
        "Approuve la désignation du lieu",
        "Autorise le maire à nommer un régisseur",
        "Désignée comme telle, la parcelle est cédée",
        "La salle est nommée Hélène Boucher",
        "de procéder à la vente",
        "Nominations : néant",
        "de nommer la rue des Lilas",
        "de nommer « rue des Lilas » la voie nouvelle",
        "Nomme la voie communale n° 3",
        "de nommer le square Simone Veil",
        "Nomme l'école Jacques Prévert",
        "de nommer la nouvelle école",
        "Désigne le cabinet Durand",
        "de désigner la société Exemple",
        "Désigne l'entreprise Modèle",
        "de désigner le bureau d'études Spécimen",
        "Désigne comme prestataire la société Exemple",
        "de procéder à la désignation du cabinet Durand",
        "de désigner Maître Un pour défendre la commune",
        "Désigne Me Un",
        "Désigne l'avocat de la commune",
        "de désigner un coordonnateur communal parmi le personnel",
        "Nomme deux agents recenseurs",
        "Nomme le régisseur de la cantine",
    ],
)
def test_naming_decision_none(decision):
    assert naming_decisions(act_saying("", decision)) == ()


def test_naming_decision_whose_verb_leads_the_part():
    parts = (OperativePart(("le projet",), "approuve"), OperativePart(("Mme Un", "M. Deux"), "désigne"))
    assert naming_decisions(Deliberation("acte", "p1", operative=parts)) == (2, 3)


@pytest.mark.parametrize(
    ("block", "places"), [("la rue des Lilas", ()), ("Mme Un", (1,)), ("désigne Mme Un", (1,))]
)
def test_naming_decision_goes_on_from_the_verb_of_its_part(block, places):
    parts = (OperativePart((block,), "nomme"),)
    assert naming_decisions(Deliberation("acte", "p1", operative=parts)) == places


@pytest.mark.parametrize(
    "text",
    [
        "Travaux de voirie ............................ 18",
        "Diagnostic .................................. p.12",
        "L'arrêté des comptes ________________________ 83",
        "Conseillers présents :.…....…….24",
        "Conseillers élus : ……….. 30 Sous la présidence du maire",
        "Jeanne UN ................................ à Paul DEUX",
        "________________________",
        "DIRECTION DE L'AUTONOMIE ____________________",
        "VILLA XX ème siècle",
        "aux loisirs ainsi que [de] favoriser le sport",
        "NOM Prénom",
        "Ville Titre NOM Prénom Présent A donné pouvoir à",
    ],
)
def test_placeholder_none_where_the_page_is_laid_out(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("Entre la commune et ………, ci-après le preneur", "………"),
        ("la délibération n° ........ 12", "........"),
        ("pour la période du ........ 18", "........"),
        ("votée le ........ 2024", "........"),
        ("Montant de la somme de ........ 500", "........"),
        ("FAIT À PARIS LE ____________", "____________"),
    ],
)
def test_placeholder_found_beside_a_number(text, blank):
    assert found_in(text) == [blank]
