"""Another commune's name where the acting body is named."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.places import RULES, check_places, check_prefecture
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_council, make_item, make_record, make_sitting

pytestmark = pytest.mark.unit


def found_in(text, place="Gruson", *, origin=Origin.LIVE, body=BodyType.COMMUNE):
    act = make_act(statement_html=f"<p>{text}</p>")
    sitting = make_sitting(deliberations=(act,), origin=origin)
    council = make_council(place_name=place, body_type=body)
    return [f for rule in RULES for f in rule.findings(make_record(council, sitting))]


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("Le conseil municipal de Modèle décide d'adhérer", "Le conseil municipal de Gruson"),
        (
            "Le Conseil Municipal de la commune de Modèle, après en avoir délibéré, à l'unanimité, approuve",
            "Le Conseil Municipal de la commune de Gruson",
        ),
        ("Ouï l'exposé, le conseil municipal d'Exemple autorise", "le conseil municipal de Gruson"),
        ("LE CONSEIL MUNICIPAL DE MODÈLE DÉCIDE", "LE CONSEIL MUNICIPAL DE GRUSON"),
        ("La commune de Modèle-sur-Mer approuve le projet", "La commune de Gruson"),
        (
            "Extrait du registre des délibérations du conseil municipal de Modèle",
            "conseil municipal de Gruson",
        ),
        ("autorise Monsieur le Maire de Modèle à signer", "de Gruson"),
        ("d'autoriser le maire à signer au nom de la commune du Modèle", "commune de Gruson"),
        ("s'est réuni en séance publique à la mairie de Modèle", "mairie de Gruson"),
        ("s'est réuni à l'hôtel de ville de Modèle", "hôtel de ville de Gruson"),
        ("Mairie de Modèle", "Mairie de Gruson"),
        ("COMMUNE DES MODÈLES", "COMMUNE DE GRUSON"),
    ],
)
def test_place_of_another_commune(text, correction):
    assert [(f.code, f.correction) for f in found_in(text)] == [("text.other_commune", correction)]


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil municipal de GRUSON décide",
        "La commune de Gruson approuve",
        "Le conseil municipal décide",
        "la convention avec la commune de Voisine approuve ce principe",
        "Considérant que la commune de Voisine approuve le projet",
        "Vu la délibération du conseil municipal de Voisine du 3 mars 2024",
        "Considérant que le conseil municipal de Voisine décide de son adhésion",
        "La commune de Voisine sollicite son adhésion au syndicat",
        "La commune de Voisine a décidé de se retirer",
        "autorise le maire de Voisine, coordonnateur du groupement, à signer les marchés",
        "le dossier est consultable en mairie de Voisine",
        "Le conseil municipal des Jeunes décide de planter un arbre",
        "Le conseil municipal de la Commune décide",
        "la communauté d'agglomération de Voisine approuve",
        "le maire délégué de Voisine",
        "la commune de XX approuve",
    ],
)
def test_place_none(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Saint-Ouen-sur-Seine", "Le conseil municipal de St Ouen décide"),
        ("Le Gosier", "Le conseil municipal du Gosier décide"),
        ("L'Haÿ-les-Roses", "La commune de L'Haÿ-les-Roses approuve"),
        ("Les Lilas", "Mairie des Lilas"),
        ("Exemple", "Le conseil municipal d'EXEMPLE Après délibération décide"),
    ],
)
def test_place_of_ours_however_written(place, text):
    assert found_in(text, place) == []


def test_place_names_with_their_own_articles_are_proposed_contracted():
    assert [f.correction for f in found_in("Mairie de Modèle", "Le Gosier")] == ["Mairie du Gosier"]


def test_place_list_of_member_communes_is_no_heading():
    assert found_in("Les membres :</p><p>Commune de Voisine</p><p>Commune d'Autre") == []


def test_place_finding_quotes_the_words_and_says_where():
    act = make_act(operative=(OperativePart(("autorise le maire de Modèle à signer",)),))
    record = make_record(make_council(place_name="Gruson"), make_sitting(deliberations=(act,)))
    [finding] = check_places(record)
    assert finding.where == "décision, point 1"
    assert finding.message == (
        "« de Modèle » : l'acte est celui de Gruson. « autorise le maire de Modèle à signer »"
    )


def test_place_of_a_recorded_act_is_only_read_again():
    [finding] = found_in("Mairie de Modèle", origin=Origin.RECORDED)
    assert (finding.correction, finding.remedy.startswith("Relire l'acte")) == ("", True)


def test_place_of_a_social_board_and_of_a_grouping():
    text = "Le conseil d'administration du CCAS de Modèle décide"
    assert [f.correction for f in found_in(text, body=BodyType.CCAS)] == [
        "conseil d'administration du CCAS de Gruson"
    ]
    assert found_in("Le conseil municipal de Voisine décide", body=BodyType.EPCI) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "La présente délibération sera transmise à la préfecture du Pas-de-Calais",
            ["text.other_prefecture"],
        ),
        ("Ampliation sera adressée à Monsieur le Préfet de la Seine-Saint-Denis", ["text.other_prefecture"]),
        ("transmise à Madame la Préfète du département de l'Ain", ["text.other_prefecture"]),
        ("La présente délibération sera transmise à la préfecture du Nord", []),
        ("transmise à la préfecture de Lille", []),
        ("transmise au préfet de la région Hauts-de-France", []),
        ("La convention avec la préfecture du Pas-de-Calais", []),
        ("transmise à la préfecture", []),
    ],
)
@pytest.mark.parametrize(
    "facts", [{"department_code": "59"}, {"department_name": "Nord"}], ids=["code", "name"]
)
def test_prefecture_of_another_department(text, codes, facts):
    act = make_act(statement_html=f"<p>{text}</p>")
    record = make_record(make_council(**facts), make_sitting(deliberations=(act,)))
    assert [f.code for f in check_prefecture(record)] == codes


def test_prefecture_none_where_our_own_is_not_known():
    act = make_act(statement_html="<p>transmise à la préfecture du Nord</p>")
    assert list(check_prefecture(make_record(sitting=make_sitting(deliberations=(act,))))) == []


HOSTILE = [
    "Le conseil municipal de ",
    "Aa de la ",
    "Aa-",
    "autorise le maire ",
    "conseil municipal de A",
    ",",
    "A ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_place_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert found_in("Le conseil municipal de " + piece * (200_000 // len(piece))) == []


def test_place_of_ours_whose_hyphen_was_lost_where_a_line_was_cut():
    assert found_in("Commune de LABASTIDE-SAINTPIERRE", "Labastide-Saint-Pierre") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le conseil municipal de la commune de Modèle s'est réuni", 1),
        ("Le conseil municipal de Modèle, légalement convoqué, s'est réuni", 1),
        ("Le conseil municipal de Gruson, légalement convoqué, s'est réuni", 0),
        ("Considérant que la commune de Modèle doit fixer le montant de la redevance", 1),
        ("Considérant que la commune de Modèle souhaite rénover la salle des fêtes", 1),
        ("Considérant que la commune de Gruson doit fixer le montant de la redevance", 0),
        ("Considérant que la commune de Modèle doit approuver la convention", 0),
        ("Considérant que la commune de Modèle souhaite adhérer au syndicat", 0),
        ("Considérant que la commune de Modèle a été touchée par la tempête", 0),
    ],
)
def test_place_of_the_commune_that_opens_or_must_decide(text, count):
    assert [f.code for f in found_in(text)] == ["text.other_commune"] * count


def test_place_in_a_decision_is_read_with_its_verb():
    parts = (
        OperativePart(("Monsieur le Maire de Modèle à signer",), verb="autorise"),
        OperativePart(("que la commune de Modèle prend en charge les frais",), verb="décide"),
    )
    record = make_record(
        make_council(place_name="Gruson"), make_sitting(deliberations=(make_act(operative=parts),))
    )
    assert [(f.where, f.severity) for f in check_places(record)] == [
        ("décision, point 1", Severity.WARNING),
        ("décision, point 2", Severity.NOTICE),
    ]


def test_place_of_a_partner_named_in_the_title_of_the_item():
    act = make_act(statement_html="<p>Considérant que la commune de Modèle doit fixer le montant</p>")
    agenda = (make_item(title_html="Convention d'entretien"),)
    record = make_record(make_council(), make_sitting(deliberations=(act,), agenda=agenda))
    assert list(check_places(record)) == []


@pytest.mark.parametrize(
    "piece", ["que la commune de Saint ", "Le conseil municipal de la commune de Saint, "]
)
def test_places_of_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert found_in(piece * (200_000 // len(piece))) == []
