"""The persons that a text names with an office."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, Territory
from councils.domain.people import Office, OfficeKind
from deliberations.domain.linter.people import RULES
from deliberations.domain.sittings import Auxiliary, Origin
from tests.facts import make_act, make_council, make_mandate, make_person, make_record, make_sitting

pytestmark = pytest.mark.unit

PEOPLE = [
    make_person("m1", given_name="Jeanne", family_name="Maireau"),
    make_person("m2", given_name="Léon", family_name="Scribe"),
    make_person("m3", given_name="Zoé", family_name="Adjoint-Durand"),
    make_person("m4", given_name="Paul", family_name="de Second"),
]
DEPUTY = Office(OfficeKind.DEPUTY, title="Première adjointe", order=1)


def council(**facts):
    """Mayor m1, secretary m2, first deputy m5 called Anne Premier, a former member m6 called Guy Ancien."""
    more = (
        make_mandate("m5", offices=(DEPUTY,)),
        make_mandate("m6", until=date(2023, 1, 1)),
    )
    built = make_council(4, people=PEOPLE, more=more, place_name="Exemple", **facts)
    names = {"m5": ("Anne", "Premier"), "m6": ("Guy", "Ancien")}
    persons = tuple(
        make_person(p.uid, given_name=names[p.uid][0], family_name=names[p.uid][1]) if p.uid in names else p
        for p in built.persons
    )
    return replace(built, persons=persons)


def found_in(text, body=None, **facts):
    sitting = make_sitting(
        4, members=4, **{"deliberations": (make_act(statement_html=f"<p>{text}</p>"),), **facts}
    )
    record = make_record(body or council(), sitting)
    return [f for rule in RULES for f in rule.findings(record)]


def codes_in(text, **facts):
    return [f.code.removeprefix("text.") for f in found_in(text, **facts)]


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("Monsieur Jean MODÈLE, maire, ouvre la séance", ""),
        ("autorise M. Jean MODÈLE, maire de Exemple, à signer", ""),
        ("sous la présidence de Madame le Maire, Julie MODÈLE", ""),
        ("Mme MODÈLE, adjointe à l'urbanisme", ""),
        ("M. Jean MODÈLE, 2e adjoint au maire", ""),
        ("Mme Julie MODÈLE, conseillère municipale", ""),
        ("M. MODÈLE, rapporteur", ""),
        ("Rapporteur : M. MODÈLE", ""),
        ("Madame Jeanne MAIREAUX, maire, ouvre la séance", "Jeanne MAIREAU"),
        ("Secrétaire de séance : Julie MODÈLE", ""),
        ("désigne Mme Julie MODÈLE comme secrétaire de séance", ""),
        ("M. Guy ANCIEN, rapporteur", ""),
    ],
)
def test_person_who_is_no_member(text, correction):
    assert [(f.code, f.correction) for f in found_in(text)] == [("text.unknown_person", correction)]


@pytest.mark.parametrize(
    "text",
    [
        "Madame Jeanne MAIREAU, maire",
        "Madame la Maire, Jeanne Maireau, ouvre la séance",
        "Mme MAIREAU Jeanne, Maire d'Exemple",
        "Mme Anne PREMIER, première adjointe",
        "Mme PREMIER, 1re adjointe au maire",
        "M. Paul de SECOND, conseiller municipal",
        "Mme ADJOINT, rapporteure",
        "M. Jean VOISIN, maire de Voisine",
        "M. Jean VOISIN, ancien maire",
        "M. VOISIN, maire honoraire, et Mme VOISIN, maire déléguée",
        "M. VOISIN, adjoint administratif, et Mme VOISIN, adjointe technique",
        "M. VOISIN, conseiller municipal de Voisine",
        "M. VOISIN, rapporteur public",
        "M. VOISIN, président de l'association, expose le projet",
        "M. VOISIN, architecte, présente les plans",
        "Secrétaire de séance : Léon SCRIBE Nombre de conseillers",
        "Le maire, le secrétaire de séance, les adjoints",
        "Secrétaire de séance : Néant",
        "Monsieur le Maire, Le Conseil municipal",
    ],
)
def test_person_none(text):
    assert codes_in(text) == []


def test_person_former_member_is_told_apart():
    [finding] = found_in("M. Guy ANCIEN, rapporteur")
    assert "n'est plus, ou pas encore, membre du conseil à cette date" in finding.message


def test_person_none_where_the_members_are_not_all_known():
    assert (
        codes_in("M. MODÈLE, maire", body=make_council(2, people=[make_person("m1", family_name="")])) == []
    )


def test_person_none_elsewhere_than_in_a_commune():
    assert codes_in("M. VOISIN, maire de Voisine, rapporteur", body=council(body_type=BodyType.EPCI)) == []


def test_person_secretary_may_be_an_agent_where_the_law_lets_him():
    text = "Secrétaire de séance : Julie MODÈLE"
    assert codes_in(text, body=council(territory=Territory.ALSACE_MOSELLE)) == []
    assert codes_in(text, auxiliaries=(Auxiliary("Julie MODÈLE", "directrice"),)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mme Anne PREMIER, maire, ouvre la séance", "Anne PREMIER n'est pas maire"),
        ("Monsieur le Maire, Léon SCRIBE", "Léon SCRIBE n'est pas maire"),
        ("Mme ADJOINT-DURAND, adjointe", "Zoé ADJOINT-DURAND n'est pas adjoint(e)"),
        ("Mme PREMIER, deuxième adjointe", "Anne PREMIER est adjoint(e) de rang 1"),
        ("Mme PREMIER, 3ème adjointe", "Anne PREMIER est adjoint(e) de rang 1"),
    ],
)
def test_office_that_is_not_held(text, told):
    [finding] = found_in(text)
    assert finding.code == "text.wrong_office"
    assert told in finding.message


def test_office_of_deputy_is_not_judged_where_none_is_recorded():
    assert codes_in("Mme m3, adjointe", body=make_council(4)) == []


def test_office_proposed_is_the_one_held():
    assert [f.correction for f in found_in("Mme Anne PREMIER, maire")] == ["Anne PREMIER, Première adjointe"]


def test_secretary_who_is_another_than_recorded():
    [finding] = found_in("Secrétaire de séance : Paul de SECOND")
    assert (finding.code, finding.correction) == ("text.wrong_office", "Léon SCRIBE")


def test_person_of_a_recorded_act_is_only_read_again():
    [finding] = found_in("M. MODÈLE, maire", origin=Origin.RECORDED)
    assert finding.remedy.startswith("Relire l'acte d'origine")


def test_person_many_strangers_take_a_time_that_grows_like_them():
    """Each is compared with every member to tell whom it may be."""
    strangers = " ".join(
        f"M. Inconnu{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Tel, maire." for n in range(2_000)
    )
    assert len(found_in(strangers)) == 26 * 26


HOSTILE = [
    "M. ",
    "Mme A",
    "M. A de la ",
    "Monsieur le Maire ",
    "rapporteur : ",
    "A ",
    "M. Ab Cd, maire ",
    ",",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_person_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert len(found_in("Rapporteur : M. MODÈLE, " + piece * (100_000 // len(piece)))) <= 3


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Mme Paule INCONNUE, secrétaire de mairie, est désignée secrétaire de séance", ["unknown_person"]),
        ("Mme Paule INCONNUE, secrétaire de mairie, assiste Mme UN, secrétaire de séance", []),
        ("Mme Paule INCONNUE, secrétaire de mairie, assiste au débat", []),
    ],
)
def test_secretary_who_is_an_agent_l2121_15(text, codes):
    assert codes_in(text) == codes
