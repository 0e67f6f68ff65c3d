"""How an act begins and ends under each setting: the sitting, who chairs, the hour, the place and the day."""

from datetime import date, time

import pytest

from councils.domain.look_variants import (
    ChairWording,
    CopyWording,
    DoneAt,
    DoneForm,
    HourForm,
    MetWording,
    OpeningWording,
    QuorumWording,
    SignedBy,
    SittingLine,
    YearWording,
)
from councils.domain.looks import HouseLook
from councils.domain.people import Civility, Gender, Person
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.sittings import Sitting
from deliberations.domain.wording import endings, openings, tallies
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from tests.facts import HELD_ON, make_council, make_item

pytestmark = pytest.mark.unit

MAYOR = Person("m1", "Anne", "Martin", Gender.FEMININE, Civility.MADAME)
YEAR_FIRST = HouseLook(opening=OpeningWording.YEAR_FIRST)


def record(look: HouseLook) -> Record:
    """A sitting of 28 June 2024 at eight in the evening, chaired by the mayor of Exemple."""
    sitting = Sitting(
        "seance", HELD_ON, starts_at=time(20), place="à la mairie", chair="m1", agenda=(make_item(),)
    )
    return Record(make_council(1, people=(MAYOR,), look=look), sitting)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        (
            HouseLook(opening=OpeningWording.DAY_IN_WORDS, met=MetWording.ASSEMBLED, hours=HourForm.TIGHT),
            (
                "L'an deux-mille-vingt-quatre, le vingt-huit juin, à 20h00, le conseil municipal s'est assemblé à la "
                "mairie, sous la présidence de Madame la Maire, Anne MARTIN."
            ),
        ),
        (
            HouseLook(
                opening=OpeningWording.YEAR_THEN_DAY,
                year=YearWording.MIL,
                year_in_capitals=True,
                hours=HourForm.MINUTES,
                assembly_capital=True,
                chair_of_place=True,
            ),
            (
                "L'an DEUX MIL VINGT-QUATRE, le 28 juin à 20 h 00, le Conseil municipal s'est réuni à la mairie, sous "
                "la présidence de Madame la Maire d'Exemple, Anne MARTIN."
            ),
        ),
        (
            HouseLook(
                opening=OpeningWording.PLAIN_DATE,
                hours=HourForm.WORDS,
                chair=ChairWording.NAME_FIRST,
                chair_of_place=True,
            ),
            (
                "Le 28 juin 2024 à vingt heures, le conseil municipal d'Exemple s'est réuni à la mairie, sous la "
                "présidence de Madame Anne MARTIN, Maire d'Exemple."
            ),
        ),
        (
            HouseLook(opening=OpeningWording.MEMBERS_MET, met=MetWording.ASSEMBLED),
            (
                "L'an deux-mille-vingt-quatre, le vingt-huit juin, les membres du conseil municipal d'Exemple se sont "
                "assemblés à vingt heures à la mairie sous la présidence de Madame la Maire, Anne MARTIN."
            ),
        ),
    ],
)
def test_opening(look: HouseLook, said: str) -> None:
    facts = record(look)
    body = BodyWords(facts.council)
    assert openings.opening(facts, MemberWords(facts, body), body, "p1") == said


@pytest.mark.parametrize(
    ("look", "line"),
    [
        (HouseLook(), ""),
        (HouseLook(sitting_line=SittingLine.DAY), "Séance du 28 juin 2024"),
        (HouseLook(sitting_line=SittingLine.WEEKDAY), "Séance du vendredi 28 juin 2024"),
        (HouseLook(sitting_line=SittingLine.CAPITALS), "SÉANCE DU 28 JUIN 2024"),
        (HouseLook(sitting_line=SittingLine.DAY, opening=OpeningWording.SITTING_LINE), ""),
    ],
)
def test_line_of_the_sitting_is_told_once(look: HouseLook, line: str) -> None:
    facts = record(look)
    assert openings.sitting_line(facts, BodyWords(facts.council)) == line


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (DoneForm.DONE_AT, ("", "Fait à Exemple, le 1er juillet 2024")),
        (DoneForm.PLACE_AND_DAY, ("", "Exemple, le 1er juillet 2024")),
        (DoneForm.AROUND, ("À Exemple", "Le 1er juillet 2024")),
    ],
)
def test_place_and_day(form: DoneForm, lines: tuple[str, str]) -> None:
    body = BodyWords(record(HouseLook(done_at=DoneAt.DOCUMENT, done_form=form)).council)
    assert endings.done_at(body, HELD_ON, date(2024, 7, 1)) == lines
    nothing = BodyWords(record(HouseLook(done_form=form)).council)
    assert endings.done_at(nothing, HELD_ON, date(2024, 7, 1)) == ("", "")


@pytest.mark.parametrize(
    ("copy", "is_executory", "day"),
    [
        (CopyWording.EXECUTORY, True, "Le 1er juillet 2024"),
        (CopyWording.CERTIFIED_EXTRACT, True, "Le 1er juillet 2024"),
        (CopyWording.EXECUTORY, False, "Le 28 juin 2024"),
        (CopyWording.CERTIFIED, True, "Le 28 juin 2024"),
    ],
)
def test_what_is_certified_executory_is_not_dated_of_the_sitting(
    copy: CopyWording, is_executory: bool, day: str
) -> None:
    look = HouseLook(copy=copy, done_at=DoneAt.SITTING, done_form=DoneForm.AROUND)
    body = BodyWords(record(look).council)
    told = endings.done_at(body, HELD_ON, date(2024, 7, 1), is_executory=is_executory)
    assert told == ("À Exemple", day)


def test_nothing_is_called_executory_before_it_is() -> None:
    body = BodyWords(record(HouseLook(copy=CopyWording.EXECUTORY)).council)
    assert endings.true_copy(body, is_executory=True) == "Certifié exécutoire"
    assert endings.true_copy(body, is_executory=False) == "Pour copie conforme,"


@pytest.mark.parametrize(
    ("quorum", "in_office", "cause"),
    [
        (Quorum(5, 3), 5, "Les membres présents formant la majorité des membres en exercice"),
        (Quorum(6, 3, is_of_third=True), 6, "Le quorum étant atteint"),
        (Quorum(5, 3), 6, "Le quorum étant atteint"),
    ],
    ids=["majority", "third", "one-representative-out-l2131-11"],
)
def test_quorum_is_called_a_majority_when_it_is_one(quorum: Quorum, in_office: int, cause: str) -> None:
    body = BodyWords(record(HouseLook(tells_quorum=True, quorum=QuorumWording.MAJORITY)).council)
    told = tallies.quorum_told(body, quorum, in_office)
    assert told == f"{cause}, le conseil municipal peut valablement délibérer."


def test_who_signed_the_register() -> None:
    said = [endings.signed_by(BodyWords(record(HouseLook(signed_by=each)).council)) for each in SignedBy]
    assert said == ["", "Suivent les signatures au registre.", "L'assemblée délibérante"]
