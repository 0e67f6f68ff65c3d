"""Every sentence of the reference act (Gruson, 2023-57), block by block, from its facts alone."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from councils.domain.bodies import HouseStyle
from councils.domain.tribunals import tribunal_of
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.wording import sentences
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import AbsenceLines, MemberWords
from deliberations.dossier.reader import read_dossier
from tests.facts import voting

pytestmark = pytest.mark.unit

DOSSIER = Path(__file__).parents[3] / "dossiers" / "gruson-2023-12-19.json"
ITEM = "point-1"
OBJECT = (
    "Affaires scolaires et extrascolaires - Adhésion au Syndicat mixte ouvert « Nord - Pas-de-Calais Numérique » "
    "afin d'assurer la continuité de l'Espace Numérique de travail (ENT) dans l'environnement scolaire."
)


@cache
def gruson(style: HouseStyle | None = None) -> Record:
    dossier = read_dossier(DOSSIER.read_bytes())
    council = replace(dossier.council, style=style) if style else dossier.council
    return Record(council, dossier.sittings[0])


def words(record: Record) -> tuple[MemberWords, BodyWords]:
    body = BodyWords(record.council)
    return MemberWords(record, body), body


def decision_lead(record: Record) -> str:
    (act,), (vote,) = record.sitting.deliberations, record.sitting.votes
    return sentences.decision_lead(record, words(record)[0], act.operative[0], vote)


def certification(record: Record) -> str:
    members, body = words(record)
    return sentences.certification(body, members, "turpin", record.council.tribunal)


def object_line(record: Record) -> str:
    (act,) = record.sitting.deliberations
    pattern = record.council.style.printed_number or record.council.number_pattern
    return sentences.object_line(number_of(act, pattern), record.item(ITEM).theme, act.title_html)


def test_block_1_opening():
    assert sentences.opening(gruson(), *words(gruson()), ITEM) == (
        "Le mardi dix-neuf décembre deux-mille-vingt-trois à dix-huit heures, s'est réuni le Conseil Municipal "
        "dûment convoqué au sein de la mairie, sous la présidence de Monsieur le Maire, Olivier TURPIN."
    )


def test_block_2_officers():
    assert sentences.officers(gruson(), words(gruson())[0], ITEM) == (
        "Sous la présidence de : Olivier TURPIN, Maire",
        "Secrétaire de séance : Mélanie DAZIN-DESLANDES",
    )


def test_block_3_convocation():
    sent_on = gruson().sitting.convocation.sent_on
    assert sentences.convocation(sent_on) == "Date de la convocation : 15 décembre 2023"


def test_block_4_members():
    attendance = gruson().attendance(voting(ITEM))
    assert words(gruson())[1].of_the_assembly == "du Conseil Municipal"
    assert sentences.member_counts(attendance) == ("En exercice : 15", "Présents : 13")
    assert words(gruson())[0].present_sentence(attendance) == (
        "Olivier TURPIN, Maire, et Mélanie DAZIN-DESLANDES, Thierry MASQUELIER, Hélène HÉROGUER, Philippe "
        "SIMOENS, Thibault TISON, Alexia GAILLET, Jean-Claude HAUTCOEUR, Sabrina WATRELOT, Valère CARETTE, "
        "Aimé DUQUENNE, Jacques DURIEU et Alain DUFRENE, Conseillers Municipaux."
    )


def test_block_5_excused():
    (group,) = words(gruson())[0].absences(gruson().attendance(voting(ITEM)))
    assert group == AbsenceLines(
        "Excusées : 2",
        (
            "Hélène HAVRET, qui donne pouvoir à Mélanie DAZIN-DESLANDES",
            "Isabelle DESCAMPS, qui donne pouvoir à Jacques DURIEU",
        ),
    )


def test_block_6_votes():
    count = gruson().count(gruson().sitting.votes[0])
    assert count.voters == 15
    assert sentences.vote_counts(count) == ("Pour : 15", "Contre : 00", "Abstention : 00")


def test_block_7_object():
    assert words(gruson())[1].heading("Objet de la délibération") == "OBJET DE LA DELIBERATION"
    assert object_line(gruson()) == f"Délibération n° 2023- 57 - {OBJECT}"


def test_block_9_preamble():
    clauses = [sentences.clause_html(c) for c in gruson().sitting.deliberations[0].clauses]
    assert words(gruson())[1].the_authority == "La Commune de GRUSON"
    assert clauses[0] == "Vu le Code Général des Collectivités Territoriales ;"
    assert clauses[1] == (
        "Vu la loi n° 2013-595 du 8 juillet 2013 d'orientation et de programmation pour la refondation de l'école "
        "de la République ;"
    )
    assert clauses[8] == (
        "Considérant que l'Environnement Numérique de Travail (ENT) est un service éducatif numérique offrant à "
        "chaque membre de la communauté éducative un accès dédié, sécurisé et simplifié, aux informations et outils "
        "dont il a besoin pour son activité, mis en œuvre par les collectivités territoriales en lien avec "
        "l'Éducation Nationale ;"
    )
    assert [c.split(" ")[0] for c in clauses] == ["Vu"] * 7 + ["Considérant"] * 6


def test_block_10_decision():
    (act,) = gruson().sitting.deliberations
    lines = sentences.punctuated(act.operative[0].blocks_html, act.operative[0].layout)
    assert decision_lead(gruson()) == (
        "Le Conseil Municipal, après en avoir délibéré à main levée par : 15 voix pour - 00 voix contre - "
        "00 abstention, décide :"
    )
    assert lines[0] == (
        "Le transfert de la compétence « Usages numériques/NTIC en matière de numérique éducatif » au Syndicat mixte "
        "ouvert « Nord - Pas-de-Calais Numérique » ;"
    )
    assert [line[-2:] for line in lines] == [" ;"] * 5 + ["e."]
    assert lines[5].startswith("Désigne Le Maire comme délégué, soit au comité syndical, soit au collège")


def test_block_11_closing():
    assert words(gruson())[0].capacity("turpin") == "Le Maire"
    assert words(gruson())[0].name("turpin") == "Olivier TURPIN"


def test_block_12_annexes():
    (annex,) = gruson().sitting.deliberations[0].annexes
    ended = sentences.ended(annex)
    assert ended == "Statuts du Syndicat mixte Nord - Pas-de-Calais Numérique et ses annexes 1 et 2."


def test_block_13_executory_and_appeal():
    assert certification(gruson()) == (
        "Monsieur le Maire certifie, sous sa responsabilité, le caractère exécutoire de cet acte, et informe qu'il "
        "peut faire l'objet d'un recours auprès du Tribunal Administratif de LILLE dans un délai de deux mois à "
        "compter de sa publication et sa transmission aux services de l'État."
    )


def test_block_14_dates():
    (act,) = gruson().sitting.deliberations
    assert sentences.transmitted(act.transmission) == "Télétransmis en préfecture le 28/12/2023"
    assert sentences.published(act.publications[0]) == "Publié sur le site Internet le 28/12/2023"


def test_default_typography_instead_of_the_house_style_of_the_seed():
    record = gruson(HouseStyle())
    body = words(record)[1]
    assert object_line(record) == f"Délibération n° 2023-57 - {OBJECT}"
    assert (body.heading("Exposé"), body.heading("Décision")) == ("EXPOSÉ", "DÉCISION")
    assert body.the_authority == "La commune de Gruson"
    assert decision_lead(record).startswith(
        "Le conseil municipal, après en avoir délibéré à main levée par :"
    )
    assert certification(record).endswith(
        "auprès du tribunal administratif de Lille dans un délai de deux mois à compter de sa publication."
    )
    assert sentences.opening(record, *words(record), ITEM).startswith(
        "Le mardi dix-neuf décembre deux-mille-vingt-trois à dix-huit heures, s'est réuni le conseil municipal dûment "
    )


def test_court_of_the_seed_is_that_of_its_department():
    assert tribunal_of("59") == gruson().council.tribunal
