"""Personal data in a text that will be published."""

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.findings import Severity
from deliberations.domain.linter.privacy import check_personal_data, without_private
from deliberations.domain.sittings import Origin
from tests.facts import make_act, make_council, make_item, make_person, make_record, make_sitting

pytestmark = pytest.mark.unit

PEOPLE = [make_person("m1", given_name="Jeanne", family_name="Élue")]


def findings_in(text, body=BodyType.COMMUNE, **facts):
    act = make_act(statement_html=f"<p>{text}</p>")
    sitting = make_sitting(deliberations=(act,), **facts)
    council = make_council(people=PEOPLE, place_name="Villedemo", body_type=body)
    return list(check_personal_data(make_record(council, sitting)))


def kinds_in(text, **facts):
    found = findings_in(text, **facts)
    return [f.message.split("» : ")[1].partition(", dans un ")[0] for f in found]


MAIL = "une adresse électronique"
PHONE = "un numéro de téléphone"
SECURITY = "un numéro de sécurité sociale"
BANK = "un numéro de compte bancaire (IBAN)"
BIRTH = "une date de naissance"
HOME = "une adresse personnelle"
CARE = "une information de santé ou d'aide sociale"
PLOT = "le propriétaire d'une parcelle"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("écrire à specimen.exemple@gmail.com", MAIL),
        ("specimen59@orange.fr", MAIL),
        ("jean.durand@exemple-societe.fr", MAIL),
        ("Mme Durand, 06 39 98 12 34", PHONE),
        ("M. Durand (tél. 03 53 01 12 34)", PHONE),
        ("téléphone portable de M. Durand : +33 6 39 98 12 34", PHONE),
        ("joindre M. Durand au 06.39.98.12.34", PHONE),
        ("n° 2 69 05 49 588 157 80", SECURITY),
        ("n° 269054958815780", SECURITY),
        ("compte FR76 3000 6000 0112 3456 7890 189", BANK),
        ("compte FR1420041010050500013M02606", BANK),
        ("Mme Durand, née le 3 mars 1980", BIRTH),
        ("M. Durand né le 03/03/1980 à Lille", BIRTH),
        ("M. Jean Durand, demeurant 12 rue des Lilas", HOME),
        ("M. et Mme Durand, domiciliés au 3 bis, avenue du Bois à Modèle", HOME),
        ("Mme Durand, demeurant à 59000 Modèle", HOME),
        ("Madame Berthe Durand, 12 rue des Lilas, sollicite une aide", HOME),
        ("M. Jean Durand (3 bis, avenue du Bois)", HOME),
        ("Mme Durand est en congé de longue maladie", CARE),
        ("un secours exceptionnel de 200 € à M. Jean Durand", CARE),
        ("accorde l'aide sociale à Mme Durand", CARE),
        ("M. Durand, en situation de handicap", CARE),
        ("la parcelle cadastrée section AB 12 appartenant à M. Durand", PLOT),
        ("parcelle B n° 345, propriété de Mme Jeanne Durand", PLOT),
    ],
)
def test_personal_data_found(text, kind):
    assert kinds_in(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "mairie@villedemo.fr, contact@orange.fr, mairie.villedemo@wanadoo.fr",
        "jean.durand@villedemo.fr et pref-59@nord.gouv.fr",
        "Mairie, tél. 03 53 01 12 34, portable de l'accueil : 06 39 98 12 34",
        "le numéro vert 0800 12 34 56 et le 15",
        "les lots 01 02 03 04 05 et le compte 0639981234",
        "n° 2 69 05 49 588 157 81",
        "n° SIRET 269 054 958 00157",
        "compte FR76 3000 6000 0112 3456 7890 188",
        "compte FR52 3000 1000 64R4 9000 0000 088",
        "Victor Hugo, né le 26 février 1802",
        "Jean Résistant, né le 3 mars 1925, mort le 4 août 1944",
        "la société Exemple, représentée par M. Durand, domiciliée 12 rue des Lilas",
        "les enfants résidant dans la commune et les usagers domiciliés 12 rue des Lilas",
        "Mme Jeanne ÉLUE, demeurant 12 rue des Lilas",
        "Mme ÉLUE, Maire, née le 3 mars 1980 (06 39 98 12 34)",
        "Mme ÉLUE est en congé de maternité",
        "Mme Durand, vice-présidente chargée de l'aide sociale",
        "M. Durand présente le dispositif d'aide sociale",
        "le docteur Durand, la maison de santé, l'accessibilité aux personnes en situation de handicap",
        "le centre communal d'action sociale ; Mme Durand, directrice",
        "la parcelle AB 12 appartenant à la commune",
        "la parcelle AB 12 appartenant à la SCI des Lilas",
        "Monsieur le Maire rappelle la situation de handicap de certains usagers",
        "M. Durand, médecin. Un arrêt de maladie a été reçu.",
    ],
)
def test_personal_data_none(text):
    assert kinds_in(text) == []


def test_personal_data_marked_private_is_hidden_already():
    assert (
        kinds_in("Mme Durand, <mark data-private>née le 3 mars 1980</mark>, <mark>06 39 98 12 34</mark>.")
        == []
    )
    assert kinds_in("<mark>Mme Durand</mark>, née le 3 mars 1980") == [BIRTH]


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        ("<p>a <mark data-private>b <em>c</em></mark> d</p>", "<p>a [occulté]<em></em> d</p>"),
        ("a <MARK>b<mark>c</mark>d</mark>e", "a [occulté]e"),
        ("a <mark>b", "a [occulté]"),
        ("a</mark>b &amp; c", "ab &amp; c"),
        ("", ""),
    ],
)
def test_private_passages_are_hidden(source, hidden):
    assert without_private(source) == hidden


def test_personal_data_everywhere_in_the_act():
    born = "Mme Durand, née le 3 mars 1980"
    act = make_act(
        title_html=born,
        statement_html=f"<p>{born}</p>",
        clauses=(Clause(ClauseKind.VU, born),),
        operative=(OperativePart((born,)),),
        annexes=(born,),
    )
    found = check_personal_data(make_record(sitting=make_sitting(deliberations=(act,))))
    assert [f.where for f in found] == [
        "objet",
        "exposé",
        "visas et considérants, n° 1",
        "décision, point 1",
        "annexe 1",
    ]


def test_personal_data_remedy_is_to_mark_the_passage_even_of_a_recorded_act():
    [finding] = findings_in("Mme Durand, née le 3 mars 1980", origin=Origin.RECORDED)
    assert (finding.article, finding.severity) == ("CRPA art. L. 312-1-2", Severity.WARNING)
    assert finding.remedy.startswith("Marquer ce passage comme privé")


def test_personal_data_numbers_are_veiled_in_the_finding():
    [finding] = findings_in("compte FR76 3000 6000 0112 3456 7890 189")
    assert finding.message.startswith("« FR76…89 » :")


def test_personal_data_of_a_parcel_is_only_a_notice():
    [finding] = findings_in("la parcelle AB 12 appartenant à M. Durand")
    assert finding.severity is Severity.NOTICE


def test_personal_data_corsican_security_number():
    assert kinds_in("n° 1 85 07 2A 123 456 " + f"{97 - 1850719123456 % 97:02d}") == [SECURITY]


HOSTILE = [
    "a@",
    "a.",
    "a@b.",
    "06 12 ",
    "FR76 ",
    "FR76 3000 ",
    "1",
    "M. A ",
    "demeurant ",
    "né le ",
    "aide sociale ",
    "parcelle A 1 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_personal_data_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert findings_in(piece * (100_000 // len(piece))) == []


@pytest.mark.parametrize("piece", ["<mark>", "</mark>", "<mark>a</mark>", "<m", "&"])
def test_private_passages_long_texts_take_a_time_that_grows_like_them(piece):
    assert without_private(piece * 50_000).count("a") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Madame le Maire, mairie, 12 rue des Lilas",
        "Madame la Préfète de la Creuse, 4 place des Lilas",
        "M. Jean Durand, 12 rue des Lilas - 59000 Modèle cedex",
        "la SARL Modèle, représentée par M. Jean Durand, 12 rue des Lilas",
        "le docteur Durand et le Dr Martin, 12 rue des Lilas",
        "CGM Communication, 400 avenue des Lilas, tél. 03 53 01 12 34",
    ],
)
def test_personal_data_none_of_an_office_or_a_firm(text):
    assert kinds_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Mme Durand, atteinte d'une maladie grave, sollicite une place",
        "M. Durand est hospitalisé depuis le 3 mars",
        "M. Durand, reconnu travailleur handicapé",
        "M. Durand, dont le fils est handicapé",
        "M. Durand, souffrant de dépression, demande un délai",
        "M. Durand, placé à mi-temps thérapeutique",
        "compte tenu de l'état de santé de Mme Durand",
        "la maladie de M. Durand",
        "Madame Durand bénéficie du RSA",
        "Mme Durand perçoit l'allocation aux adultes handicapés",
        "Mme Durand, mère de trois enfants, rencontre des difficultés financières",
        "M. et Mme Durand, sans ressources",
        "la famille Durand, sans domicile fixe",
        "un secours de 200,50 € à M. Jean Durand",
        "Accorde un secours à : Mme Durand",
        "Accorde à Mme Durand un secours de 150 €",
        "M. Durand sollicite un secours",
        "Un secours de 100 € est accordé à la famille Durand",
        "l'admission à l'aide sociale de M. Durand",
        "un secours de 100 € à Mme Durand, atteinte d'une maladie grave",
        "Mme Élue sollicite un secours pour Mme Durand",
        "Mme Durand loue le local. L'intéressée est hospitalisée.",
    ],
)
def test_care_of_somebody_named(text):
    assert kinds_in(text) == [CARE]
    assert findings_in(text)[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "Mme D., atteinte d'une maladie",
        "M. D., en situation de handicap",
        "aide sociale à l'hébergement de Mme X",
        "Un secours est accordé à Mme D. : 150 €",
        "secours d'urgence à la famille D.",
        "Mme A. B. est hospitalisée",
    ],
)
def test_care_of_somebody_designated_by_an_initial_is_a_notice(text):
    [finding] = findings_in(text)
    assert finding.severity is Severity.NOTICE
    assert "que ses initiales peuvent faire reconnaître" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil attribue une aide aux personnes âgées",
        "la commission accessibilité handicap est composée de Mme Durand et de M. Martin",
        "Sont désignés à la commission d'aide sociale : Mme Durand et M. Martin",
        "le service d'aide sociale de Mme Durand",
        "Création d'un service d'aide sociale confiée à Mme Durand",
        "l'association des personnes handicapées, représentée par M. Durand",
        "subvention au Secours populaire, représenté par Mme Durand",
        "le centre de secours, commandé par M. Durand",
        "l'achat d'un véhicule de secours à M. Durand",
        "M. Durand, pompier, a porté secours à Mme Martin",
        "la maison de santé Jeanne Durand et l'école Madame de Sévigné, où un enfant est handicapé",
        "l'école Madame de Sévigné accueille des enfants en situation de handicap",
        "la résidence Mme Durand, habilitée à l'aide sociale",
        "M. Durand souligne que les personnes en situation de handicap attendent une rampe",
        "Mme Durand accueille deux enfants en situation de handicap",
        "Mme Durand libère le logement réservé à une personne en situation de handicap",
        "Recrutement de M. Durand pour remplacer un agent en congé de maladie",
        "la prime de M. Durand est maintenue en cas de congé de maladie",
        "le contrat d'assurance maladie de M. Durand",
        "Mme Durand, assistante sociale, instruit les dossiers de RSA",
        "Représentant des personnes handicapées : M. Durand",
        "Le maire, pour raisons de santé, donne pouvoir à Mme Martin",
        "Mme ÉLUE est hospitalisée",
        "Mme Élue sollicite un secours",
        "une aide de 500 € à M. Durand pour sa façade",
        "Une dame du village est hospitalisée. L'intéressée remercie le conseil.",
        "L'intéressée est hospitalisée",
    ],
)
def test_care_none(text):
    assert kinds_in(text) == []


AIDS = [
    "Accorde une aide de 150 € à Mme Durand",
    "Accorde à Mme Durand une aide alimentaire",
    "la prise en charge de la facture d'eau de M. Durand",
    "Bénéficiaire : Mme Durand, 100 €",
    "M. Durand : aide au paiement du loyer",
    "un bon d'achat de 50 € à DURAND Jeanne",
    "Secours exceptionnel à Jeanne DURAND",
]


@pytest.mark.parametrize("text", AIDS)
def test_aid_of_a_ccas(text):
    """A commune gives an « aide » to whom it likes; the board of a CCAS helps those in need."""
    assert kinds_in(text, body=BodyType.CCAS) == [CARE]
    assert kinds_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "M. Durand, administrateur, présente le règlement des aides facultatives",
        "Aide aux vacances : Mme Durand présente le bilan",
        "La convention d'aide alimentaire est signée par Mme Durand",
        "Subvention à l'association d'aide alimentaire présidée par M. Durand",
        "Mme Durand, aide à domicile, est recrutée",
        "Convention avec M. Durand, traiteur, pour le repas des aînés",
        "Aide alimentaire aux familles : 500 €",
        "Mme Élue, présidente, rappelle le montant de l'aide",
    ],
)
def test_aid_of_a_ccas_none(text):
    assert kinds_in(text, body=BodyType.CCAS) == []


CARES = [
    "M. A, est ",
    "secours 1.1 à ",
    "accorde à M. A ",
    "l'intéressée est ",
    "famille A ",
    "aide de 1 ",
    "AAAA ",
]


@pytest.mark.parametrize("piece", CARES)
def test_cares_long_texts_take_a_time_that_grows_like_them(piece):
    """In the square of the length this would take minutes."""
    assert len(findings_in(piece * (100_000 // len(piece)), body=BodyType.CCAS)) <= 1


AID = "Mme Jeanne Durand, née le 12 mars 1951, demeurant 4 rue des Lilas, bénéficiaire du RSA, demande un secours."


def test_aid_of_a_ccas_is_never_published_l133_5():
    found = findings_in(AID, body=BodyType.CCAS)
    assert {f.article for f in found} == {"CASF art. L. 133-5"}
    assert {f.remedy.partition(",")[0] for f in found} == {"Ne pas mettre l'acte en ligne"}
    assert len(found) == 3


def test_aid_told_by_a_commune_is_hidden():
    assert {f.article for f in findings_in(AID)} == {"CRPA art. L. 312-1-2"}


def test_act_of_a_ccas_without_an_aid_is_hidden_where_it_must():
    [finding] = findings_in("Mme Jeanne Durand, née le 12 mars 1951, est recrutée.", body=BodyType.CCAS)
    assert (finding.article, finding.remedy.partition(" ")[0]) == ("CRPA art. L. 312-1-2", "Marquer")


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Aide financière à Mme Durand", ["titre du point"]),
        ("<mark>Aide financière à Mme Durand</mark>", []),
        ("Aide financière n° 4", []),
    ],
)
def test_title_of_the_item_is_read(title, places):
    council = make_council(body_type=BodyType.CCAS)
    sitting = make_sitting(deliberations=(make_act(),), agenda=(make_item(title_html=title),))
    assert [f.where for f in check_personal_data(make_record(council, sitting))] == places


def test_title_of_the_item_that_the_act_repeats_is_told_once():
    title = "Aide financière à Mme Durand"
    sitting = make_sitting(deliberations=(make_act(title_html=title),), agenda=(make_item(title_html=title),))
    found = list(check_personal_data(make_record(make_council(body_type=BodyType.CCAS), sitting)))
    assert [f.where for f in found] == ["objet"]
