"""How members are named: titles, addresses, present sentence, absences, signatures."""

from dataclasses import replace

import pytest

from councils.domain.bodies import BodyType, Council, HouseStyle
from councils.domain.people import Civility, Gender, Mandate, Office, OfficeKind, Person, SeatKind
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import AbsenceLines, MemberWords
from tests.facts import debate, make_council, make_sitting, move

pytestmark = pytest.mark.unit

F, M = Gender.FEMININE, Gender.MASCULINE
PEOPLE = (
    Person("", "Ada", "Imaginaire", F, Civility.MADAME),
    Person("", "Firmin", "Exemple", M, Civility.MONSIEUR),
    Person("", "Olympe", "de la Fiction", F),
    Person("", "Camille", "Neutre"),
    Person("", "Irène", "Songe", F),
    Person("", "Honoré", "Mirage", M),
)
FIRST = Office(OfficeKind.DEPUTY, title="1er adjoint", order=1)
SECOND = Office(OfficeKind.DEPUTY, title="2e adjointe", order=2)


def council(**facts) -> Council:
    return make_council(6, people=PEOPLE, **facts)


def with_office(facts: Council, member: str, *offices: Office) -> Council:
    mandates = tuple(replace(m, offices=offices) if m.uid == member else m for m in facts.mandates)
    return replace(facts, mandates=mandates)


def words(facts: Council | None = None, **sitting) -> MemberWords:
    record = Record(facts or council(), make_sitting(**{"present": 6, "members": 6, **sitting}))
    return MemberWords(record, BodyWords(record.council))


def named(person: Person, **facts) -> MemberWords:
    return words(make_council(1, people=[person], **facts), present=1, members=1)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person("", "Olivier", "Turpin"), "Olivier TURPIN"),
        (Person("", "Mélanie", "Dazin-Deslandes"), "Mélanie DAZIN-DESLANDES"),
        (Person("", "Hélène", "Héroguer"), "Hélène HÉROGUER"),
        (Person("", "Nelly", ""), "Nelly"),
        (Person("", "", "Busolo Pons"), "BUSOLO PONS"),
        (Person("", "Charles", "de Gaulle"), "Charles de GAULLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_name(person, expected):
    assert named(person).name("m1") == expected


def test_name_of_an_unknown_person_is_the_office():
    facts = make_council(1, more=[Mandate("asso", label="Représentante des associations familiales")])
    label = words(replace(facts, mandates=(*facts.mandates[:1], replace(facts.mandates[1], person=None))))
    assert label.name("asso") == "Représentante des associations familiales"
    assert label.gender("asso") is None


ADDRESSES = {
    "form-of-address": (
        (Office(OfficeKind.MAYOR, "Maire", "Madame la Maire"),),
        "Madame la Maire, Ada IMAGINAIRE",
    ),
    "masculine-chosen-by-the-person": (
        (Office(OfficeKind.MAYOR, "Maire", "Madame le Maire"),),
        "Madame le Maire, Ada IMAGINAIRE",
    ),
    "civility-and-title": (
        (Office(OfficeKind.DEPUTY, "1re adjointe"),),
        "Madame Ada IMAGINAIRE, 1re adjointe",
    ),
    "head-without-title": ((Office(OfficeKind.MAYOR),), "Madame Ada IMAGINAIRE, maire"),
    "plain-member": ((), "Madame Ada IMAGINAIRE"),
}


@pytest.mark.parametrize(("offices", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_addressed(offices, expected):
    assert words(with_office(council(), "m1", *offices)).addressed("m1") == expected


def test_addressed_without_civility_invents_none():
    assert words().addressed("m4") == "Camille NEUTRE"


CAPACITIES = {
    "address-gives-the-article": (
        "m1",
        (Office(OfficeKind.MAYOR, "Maire", "Madame la Maire"),),
        "",
        "La Maire",
    ),
    "address-in-the-masculine": (
        "m1",
        (Office(OfficeKind.MAYOR, "Maire", "Madame le Maire"),),
        "",
        "Le Maire",
    ),
    "old-form-of-address": (
        "m1",
        (Office(OfficeKind.MAYOR, "Maire", "Mademoiselle la Maire"),),
        "",
        "La Maire",
    ),
    "woman-without-address": ("m1", (Office(OfficeKind.MAYOR, "Maire"),), "", "La Maire"),
    "man": ("m2", (Office(OfficeKind.MAYOR, "Maire"),), "", "Le Maire"),
    "unknown-gender-is-the-name-of-the-office": ("m4", (Office(OfficeKind.MAYOR, "Maire"),), "", "Le Maire"),
    "default-title-of-the-head": ("m4", (Office(OfficeKind.MAYOR),), "", "Le maire"),
    "feminine-title-unknown-gender": (
        "m4",
        (Office(OfficeKind.DEPUTY, "1re adjointe"),),
        "",
        "La 1re adjointe",
    ),
    "elided-title": ("m5", (Office(OfficeKind.DEPUTY, "adjointe aux écoles"),), "", "L'adjointe aux écoles"),
    "deputy-without-title": ("m5", (Office(OfficeKind.DEPUTY),), "", "L'adjointe"),
    "vice-president-without-title": ("m2", (Office(OfficeKind.VICE_PRESIDENT),), "", "Le vice-président"),
    "plain-woman": ("m5", (), "", "La conseillère municipale"),
    "plain-member-unknown-gender": ("m4", (), "", "Conseiller(ère) municipal(e)"),
    "plain-man": ("m6", (), "", "Le conseiller municipal"),
    "capacity-of-that-day": ("m2", (FIRST,), "Premier adjoint", "Le Premier adjoint"),
    "capacity-of-that-day-over-address": (
        *("m1", (Office(OfficeKind.MAYOR, "Maire", "Madame la Maire"),)),
        *("Présidente du CCAS", "La Présidente du CCAS"),
    ),
    "capacity-with-its-own-article": ("m2", (FIRST,), "le Maire délégué", "Le Maire délégué"),
    "by-delegation": ("m2", (FIRST,), "pour le maire empêché, le premier adjoint", None),
}


@pytest.mark.parametrize(("member", "offices", "recorded", "expected"), CAPACITIES.values(), ids=CAPACITIES)
def test_capacity_as_a_signature_begins(member, offices, recorded, expected):
    found = words(with_office(council(), member, *offices)).capacity(member, recorded)
    assert found == (expected or "Pour le maire empêché, le premier adjoint")


@pytest.mark.parametrize(
    ("chair", "expected"),
    [("m5", "La présidente de séance"), ("m6", "Le président de séance"), ("m4", "Présidence de séance")],
)
@pytest.mark.parametrize("is_whole", [True, False], ids=["sitting", "one-item"])
def test_member_without_office_who_chaired_signs_so(chair, expected, is_whole):
    facts = {"chair": chair} if is_whole else {"moves": [move(K.CHAIR_TAKEN, chair, on=debate("p2"))]}
    assert words(council(), items=3, **facts).capacity(chair) == expected


@pytest.mark.parametrize(
    ("member", "expected"),
    [("m1", "La secrétaire de séance"), ("m2", "Le secrétaire de séance"), ("m4", "Secrétaire de séance")],
    ids=["woman", "man", "unknown"],
)
def test_secretary_as_a_signature_begins(member, expected):
    assert words().as_secretary(member) == expected


def present_sentence(facts: Council, **sitting) -> str:
    found = words(facts, **sitting)
    return found.present_sentence(found.record.attendance(debate("p1")))


PRESENT = {
    "mayor-then-members": (
        *(council(), {"present": 3}),
        "Ada IMAGINAIRE, Maire, et Firmin EXEMPLE et Olympe de LA FICTION, Conseillers municipaux.",
    ),
    "mayor-deputies-members": (
        *(with_office(council(), "m2", FIRST), {"present": 4}),
        (
            "Ada IMAGINAIRE, Maire, Firmin EXEMPLE, 1er adjoint, et Olympe de LA FICTION et Camille NEUTRE, "
            "Conseillers municipaux."
        ),
    ),
    "titles-are-closed-by-a-comma": (
        *(with_office(with_office(council(), "m2", FIRST), "m3", SECOND), {"present": 4}),
        (
            "Ada IMAGINAIRE, Maire, Firmin EXEMPLE, 1er adjoint, et Olympe de LA FICTION, 2e adjointe ; Camille "
            "NEUTRE, Conseiller(ère) municipal(e)."
        ),
    ),
    "deputy-without-title": (
        *(
            with_office(council(), "m5", Office(OfficeKind.DEPUTY)),
            {"present": 1, "moves": [move(K.ARRIVES, "m5")]},
        ),
        "Ada IMAGINAIRE, Maire, et Irène SONGE, Adjointe.",
    ),
    "deputy-without-title-nor-gender": (
        *(
            with_office(council(), "m4", Office(OfficeKind.DEPUTY)),
            {"present": 1, "moves": [move(K.ARRIVES, "m4")]},
        ),
        "Ada IMAGINAIRE, Maire, et Camille NEUTRE, Adjoint(e).",
    ),
    "women-only": (
        *(council(), {"present": 0, "moves": [move(K.PRESENT, "m3"), move(K.PRESENT, "m5")]}),
        "Olympe de LA FICTION et Irène SONGE, Conseillères municipales.",
    ),
    "one-member-of-unknown-gender": (
        *(council(), {"present": 0, "moves": [move(K.PRESENT, "m4")]}),
        "Camille NEUTRE, Conseiller(ère) municipal(e).",
    ),
    "mayor-alone": (council(), {"present": 1}, "Ada IMAGINAIRE, Maire."),
    "nobody": (council(), {"present": 0}, ""),
    "title-case": (
        *(council(style=HouseStyle(title_case=True)), {"present": 2}),
        "Ada IMAGINAIRE, Maire, et Firmin EXEMPLE, Conseiller Municipal.",
    ),
    "vice-presidents-of-an-epci": (
        with_office(council(body_type=BodyType.EPCI), "m2", Office(OfficeKind.VICE_PRESIDENT)),
        {"present": 2},
        "Ada IMAGINAIRE, Maire, et Firmin EXEMPLE, Vice-président.",
    ),
}


@pytest.mark.parametrize(("facts", "sitting", "expected"), PRESENT.values(), ids=PRESENT)
def test_present_sentence(facts, sitting, expected):
    assert present_sentence(facts, **sitting) == expected


@pytest.mark.parametrize(
    ("gender", "expected"),
    [
        (F, "Ada IMAGINAIRE, Maire, et Sylvie RÊVE (suppléante d'Irène SONGE), Conseillère municipale."),
        (None, "Ada IMAGINAIRE, Maire, et Sylvie RÊVE (suppléant(e) d'Irène SONGE), Conseillère municipale."),
    ],
)
def test_present_sentence_names_the_substitute_and_the_seat(gender, expected):
    facts = council(more=[Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m5")])
    persons = tuple(
        replace(p, given_name="Sylvie", family_name="Rêve", gender=gender) if p.uid == "s1" else p
        for p in facts.persons
    )
    facts = replace(facts, persons=persons)
    assert present_sentence(facts, present=1, moves=[move(K.SUBSTITUTE_SEATED, "m5", "s1")]) == expected


ABSENCES = {
    "everyone-is-there": ([], []),
    "excused-woman-with-proxy": (
        [move(K.EXCUSED, "m5"), move(K.GIVES_PROXY, "m5", "m1")],
        [("Excusée : 1", ["Irène SONGE, qui donne pouvoir à Ada IMAGINAIRE"])],
    ),
    "excused-women": (
        [
            *(move(K.EXCUSED, "m3"), move(K.GIVES_PROXY, "m3", "m1")),
            *(move(K.EXCUSED, "m5"), move(K.GIVES_PROXY, "m5", "m2")),
        ],
        [
            (
                "Excusées : 2",
                [
                    "Olympe de LA FICTION, qui donne pouvoir à Ada IMAGINAIRE",
                    "Irène SONGE, qui donne pouvoir à Firmin EXEMPLE",
                ],
            )
        ],
    ),
    "woman-and-man": (
        [move(K.EXCUSED, "m5"), move(K.EXCUSED, "m6")],
        [("Excusés : 2", ["Irène SONGE", "Honoré MIRAGE"])],
    ),
    "gender-unknown": ([move(K.EXCUSED, "m4")], [("Excusé(e) : 1", ["Camille NEUTRE"])]),
    "woman-and-unknown": (
        [move(K.EXCUSED, "m4"), move(K.EXCUSED, "m5")],
        [("Excusé(e)s : 2", ["Camille NEUTRE", "Irène SONGE"])],
    ),
    "man-and-unknown": (
        [move(K.EXCUSED, "m4"), move(K.EXCUSED, "m6")],
        [("Excusés : 2", ["Camille NEUTRE", "Honoré MIRAGE"])],
    ),
    "proxy-without-holder": (
        [move(K.ABSENT, "m6"), move(K.GIVES_PROXY, "m6")],
        [("Représenté : 1", ["Honoré MIRAGE, représenté (mandataire non précisé)"])],
    ),
    "proxy-that-cannot-serve-is-not-printed": (
        [move(K.EXCUSED, "m6"), move(K.GIVES_PROXY, "m6", "m5"), move(K.EXCUSED, "m5")],
        [("Excusés : 2", ["Irène SONGE", "Honoré MIRAGE"])],
    ),
    "absent": (
        [move(K.ABSENT, "m5"), move(K.ABSENT, "m3")],
        [("Absentes : 2", ["Olympe de LA FICTION et Irène SONGE"])],
    ),
    "left": ([move(K.LEAVES, "m6", on=debate("p1"))], [("A quitté la salle : 1", ["Honoré MIRAGE"])]),
    "left-with-a-proxy-given": (
        [move(K.LEAVES, "m6"), move(K.GIVES_PROXY, "m6", "m2")],
        [("Représenté : 1", ["Honoré MIRAGE, qui donne pouvoir à Firmin EXEMPLE"])],
    ),
    "excused-and-represented": (
        [move(K.EXCUSED, "m6"), move(K.GIVES_PROXY, "m6", "m2")],
        [("Excusé : 1", ["Honoré MIRAGE, qui donne pouvoir à Firmin EXEMPLE"])],
    ),
    "at-a-distance": ([move(K.ATTENDS_REMOTELY, "m6")], [("À distance : 1", ["Honoré MIRAGE"])]),
    "stepped-aside": (
        [move(K.STEPS_ASIDE, "m6", on=debate("p1"))],
        [("Ne prend part ni au débat ni au vote : 1", ["Honoré MIRAGE"])],
    ),
    "every-kind-in-order": (
        [
            move(K.STEPS_ASIDE, "m1"),
            move(K.STEPS_ASIDE, "m2"),
            move(K.LEAVES, "m3"),
            move(K.ABSENT, "m4"),
            move(K.EXCUSED, "m5"),
        ],
        [
            ("Excusée : 1", ["Irène SONGE"]),
            ("Absent(e) : 1", ["Camille NEUTRE"]),
            ("A quitté la salle : 1", ["Olympe de LA FICTION"]),
            ("Ne prennent part ni au débat ni au vote : 2", ["Ada IMAGINAIRE et Firmin EXEMPLE"]),
        ],
    ),
}


@pytest.mark.parametrize(("moves", "expected"), ABSENCES.values(), ids=ABSENCES)
def test_absences(moves, expected):
    found = words(moves=moves)
    lines = found.absences(found.record.attendance(debate("p1")))
    assert lines == tuple(AbsenceLines(heading, tuple(names)) for heading, names in expected)


def test_absences_unknown_attendance_says_nothing():
    found = words(attendance_recorded=False)
    attendance = found.record.attendance()
    assert (found.absences(attendance), found.present_sentence(attendance)) == ((), "")


def test_titles_are_those_of_the_day():
    later = Office(OfficeKind.MAYOR, "Maire", since=found_day(1))
    former = Office(OfficeKind.MAYOR, "Maire", until=found_day(-1))
    assert words(with_office(council(), "m2", later)).title("m2") == ""
    assert words(with_office(council(), "m2", former)).title("m2") == ""


def found_day(offset: int):
    held_on = make_sitting().held_on
    return held_on.replace(day=held_on.day + offset)
