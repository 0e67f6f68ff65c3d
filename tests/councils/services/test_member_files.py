"""Files of members: what is read, what is refused, and what an import writes."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from councils.domain.people import Gender, OfficeKind
from councils.models import Contact, Council, Mandate, Office, Person
from councils.services import row_files
from councils.services.member_columns import MODEL
from councils.services.member_files import (
    FileHasFaults,
    PlanChanged,
    PlanState,
    import_members,
    plan_import,
)
from councils.services.member_rows import read_member_file
from councils.services.row_files import LARGEST, FileRefused, read_rows
from councils.untrusted.children import Busy, ReadingEnded
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TODAY = date(2026, 4, 1)
REGISTER = (
    "Code du département;Libellé du département;Code de la collectivité à statut particulier;"
    "Libellé de la collectivité à statut particulier;Code de la commune;Libellé de la commune;Nom de l'élu;"
    "Prénom de l'élu;Code sexe;Date de naissance;Code de la catégorie socio-professionnelle;"
    "Libellé de la catégorie socio-professionnelle;Date de début du mandat;Libellé de la fonction;"
    "Date de début de la fonction;Code nationalité"
)


@pytest.fixture
def council():
    return Council.objects.create(uid="bourg", place_name="Bourg", insee_code="59275")


def rows_of(*lines, encoding="utf-8"):
    return "\r\n".join(lines).encode(encoding)


def elected(name, given="Anne", code="59275", function="", born="12/03/1970", more=""):
    return f"59;Nord;;;{code};Bourg;{name};{given};F;{born};33;Cadre;18/05/2020;{function};{more};FR"


def workbook(*rows, change=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def zipped(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


# --- what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_however_it_was_written(council, encoding, delimiter):
    content = rows_of(delimiter.join(("Prénom", "Nom")), delimiter.join(("Zoé", "Élu")), encoding=encoding)
    (member,) = read_member_file(content, council).members
    assert (member.line, member.entry.given_name, member.entry.family_name) == (2, "Zoé", "Élu")


def test_workbook_is_read_with_its_dates_and_numbers(council):
    content = workbook(
        ("Nom", "Prénom", "Date de naissance", "Suffrages obtenus"), ("Un", "Anne", date(1970, 3, 12), 312.0)
    )
    (member,) = read_member_file(content, council).members
    assert member.faults == ()
    assert (member.entry.birth_date, member.entry.votes_obtained) == (date(1970, 3, 12), 312)


def test_our_model_holds_every_fact(council):
    line = (
        "Mme;Anne;Un;F;12/03/1970;15/03/2026;16/03/2026;312;Ensemble;Majorité;1re adjointe;1;1re adjointe;"
        "Madame l'Adjointe;20/03/2026;;Élu;titulaire;2;anne@exemple.test;03 20 00 00 00"
    )
    (member,) = read_member_file(rows_of(";".join(MODEL), line), council).members
    entry = member.entry
    assert member.faults == ()
    (office,) = entry.offices
    assert (office.kind, office.order, office.title) == (OfficeKind.DEPUTY, 1, "1re adjointe")
    assert (office.address, office.since) == ("Madame l'Adjointe", date(2026, 3, 20))
    assert (entry.elected_on, entry.since, entry.recorded_rank) == (date(2026, 3, 15), date(2026, 3, 16), 2)
    assert (entry.email, entry.college) == ("anne@exemple.test", "ELECTED")


def test_register_keeps_the_commune_and_merges_the_functions(council):
    file = read_member_file(
        rows_of(
            REGISTER,
            elected("DAZIN-DESLANDES", function="1er adjoint au Maire", more="25/05/2020"),
            elected("DAZIN-DESLANDES", function="Maire délégué", more="26/05/2020"),
            elected("D'ARTAGNAN", given="Bob", function="Maire"),
            elected("PLAIN", given="Cleo"),
            elected("AUTRE", code="59512"),
        ),
        council,
    )
    assert (file.is_register, file.is_mayors, file.other_communes) == (True, False, 1)
    assert "Code nationalité" in file.left_columns
    first, second, third = file.members
    assert (first.entry.family_name, first.entry.gender, first.entry.civility) == (
        "Dazin-Deslandes",
        Gender.FEMININE,
        None,
    )
    assert (first.entry.birth_date, first.entry.since, first.entry.elected_on) == (
        date(1970, 3, 12),
        date(2020, 5, 18),
        None,
    )
    kinds = [(o.kind, o.order, o.since) for o in first.entry.offices]
    assert kinds == [
        (OfficeKind.DEPUTY, 1, date(2020, 5, 25)),
        (OfficeKind.DELEGATED_MAYOR, None, date(2020, 5, 26)),
    ]
    assert second.remarks == ("Majuscules à vérifier : « D'Artagnan ».",)
    assert third.entry.offices == ()


def test_register_of_mayors_tells_one_mayor(council):
    heads = (
        "Code du département;Code de la commune;Libellé de la commune;Nom de l'élu;Prénom de l'élu;Code sexe"
    )
    heads += ";Date de naissance;Date de début du mandat;Date de début de la fonction"
    line = "59;59275;Bourg;TURPIN;Olivier;M;1970-04-02;2026-03-15;2026-03-20"
    file = read_member_file(rows_of(heads, line), council)
    (office,) = file.members[0].entry.offices
    assert (file.is_mayors, office.kind, office.since) == (True, OfficeKind.MAYOR, date(2026, 3, 20))


@pytest.mark.parametrize(("department", "code"), [("59", "275"), ("59", "59275")])
def test_register_codes_are_joined_or_whole(council, department, code):
    heads = "Code du département;Code de la commune;Nom de l'élu"
    file = read_member_file(rows_of(heads, f"{department};{code};UN"), council)
    assert len(file.members) == 1


def test_faults_name_the_line_and_the_column(council):
    file = read_member_file(
        rows_of(
            "Nom;Date de naissance;Suffrages obtenus;Civilité;Courriel",
            "Bon;12/03/1970;3;Mme;a@exemple.test",
            ";31/02/1970;-3;Dr;pas une adresse",
        ),
        council,
    )
    assert file.members[0].faults == ()
    lines = [fault.split(" : ")[0] for fault in file.faults]
    assert lines == [
        "Ligne 3, colonne « Civilité »",
        "Ligne 3, colonne « Date de naissance »",
        "Ligne 3, colonne « Suffrages obtenus »",
        "Ligne 3, colonne « Courriel »",
        "Ligne 3, colonne « Nom »",
    ]


def test_the_same_person_twice_is_a_fault(council):
    file = read_member_file(rows_of("Nom;Prénom", "Un;Anne", "UN;ANNE"), council)
    assert file.faults == ("Ligne 3 : Anne Un figure déjà à la ligne 2.",)


# --- what is refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"a" * (LARGEST + 1), "trop lourd"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "ancien format d'Excel"),
        (b"PK\x03\x04 not a zip", "illisible"),
        (b"MZ\x90\x00\x03\x00\x00", "ni un fichier CSV, ni un classeur"),
        (b"Nom\n" + b"x\n" * 2001, "plus de 2000 lignes"),
        (b"Nom;Pr\xe9nom\n=cmd|'/c calc'!A1;x", "contient une formule"),
        (b"Nom\n" + b"x" * 600, "plus de 500 caractères"),
        (b";".join([b"Nom"] * 61), "plus de 60 colonnes"),
        (b"Autre;Titre\na;b", "La première ligne doit porter les titres"),
        (b"Nom\n", "aucun membre"),
        (b'Nom\n"' + b"x" * 140_000, "mal formé"),
    ],
)
def test_hostile_file_is_refused(council, content, said):
    with pytest.raises(FileRefused, match=said):
        read_member_file(content, council)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/workbook.xml": b"<x/>", "bomb.xml": b"0" * (21 * 1024 * 1024)}, "trop gros une fois ouvert"),
        ({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}, "contient des macros"),
        ({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}, "éléments interdits"),
        (
            {"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".encode("utf-16")},
            "éléments interdits",
        ),
        ({"xl/workbook.xml": b"<x/>", "xl/feuille.dat": b"<!DOCTYPE x []><x/>"}, "éléments interdits"),
        ({"content.xml": b"<x/>"}, "n'est pas un classeur Excel"),
        ({"xl/workbook.xml": b"<x/>"}, "illisible"),
        ({"xl/workbook.xml": b"<x/>", **{f"p{n}": b"" for n in range(200)}}, "trop gros une fois ouvert"),
    ],
)
def test_hostile_workbook_is_refused(council, parts, said):
    with pytest.raises(FileRefused, match=said):
        read_member_file(zipped(parts), council)


def test_formula_in_a_workbook_is_refused(council):
    with pytest.raises(FileRefused, match="Ligne 2 : une case contient une formule"):
        read_member_file(workbook(("Nom",), ("=1+1",)), council)


def test_far_cell_costs_nothing():
    def far(book):
        book.active["XFD3"] = "loin"

    content = workbook(("Nom",), ("Un",), change=far)
    assert [row.cells for row in read_rows(content)] == [("Nom",), ("Un",)]


def test_another_commune_is_not_taken(council):
    with pytest.raises(FileRefused, match="Aucune ligne de ce fichier n'est du code INSEE 59275"):
        read_member_file(rows_of(REGISTER, elected("UN", code="59512")), council)


# --- what an import writes


def add(council, name, **fields):
    person = Person.objects.create(council=council, given_name="Anne", family_name=name)
    return Mandate.objects.create(council=council, person=person, **fields)


def imported(council, file, **more):
    plan = plan_import(council, file, on=TODAY)
    user = make_user()
    return import_members(council=council, file=file, on=TODAY, by=user, expected=plan.digest, **more)


def test_import_adds_and_fills_blanks_only(council):
    known = add(council, "Un", votes_obtained=10)
    file = read_member_file(
        rows_of(
            "Nom;Prénom;Suffrages obtenus;Liste;Fonction;Courriel",
            "UN;Anne;12;Ensemble;Maire;a@b.test",
            "Deux;Bob;;;;",
        ),
        council,
    )
    assert imported(council, file) == {PlanState.NEW: 1, PlanState.KNOWN: 1, PlanState.RE_ELECTED: 0}
    known.refresh_from_db()
    assert (known.votes_obtained, known.electoral_list) == (10, "Ensemble")
    assert Office.objects.values_list("mandate", "kind").get() == (known.pk, "MAYOR")
    assert Contact.objects.get().email == "a@b.test"
    assert Mandate.objects.count() == 2
    assert known.history.first().history_change_reason == "members.imported"


def test_titles_agree_with_the_civility_of_a_file_without_gender(council):
    imported(council, read_member_file(rows_of("Civilité;Nom;Prénom", "Mme;Un;Anne", "M.;Deux;Bob"), council))
    assert dict(Person.objects.values_list("given_name", "gender")) == {
        "Anne": "FEMININE",
        "Bob": "MASCULINE",
    }


def test_import_twice_changes_nothing(council):
    file = read_member_file(rows_of("Nom;Prénom;Fonction", "Un;Anne;Maire"), council)
    user = make_user()
    for _ in range(2):
        plan = plan_import(council, file, on=TODAY)
        import_members(council=council, file=file, on=TODAY, by=user, expected=plan.digest)
    assert (Person.objects.count(), Mandate.objects.count(), Office.objects.count()) == (1, 1, 1)


def test_re_elected_member_gets_a_new_mandate(council):
    old = add(council, "Un", since=date(2020, 5, 23), elected_on=date(2020, 3, 15))
    old.offices.create(kind="MAYOR", since=date(2020, 5, 23))
    file = read_member_file(rows_of("Nom;Prénom;Date d'élection", "Un;Anne;15/03/2026"), council)
    assert imported(council, file)[PlanState.RE_ELECTED] == 1
    old.refresh_from_db()
    assert (old.until, old.offices.get().until) == (date(2026, 3, 14), date(2026, 3, 14))
    new = Mandate.objects.exclude(pk=old.pk).get()
    assert (new.person, new.elected_on, new.until) == (old.person, date(2026, 3, 15), None)


def test_absent_members_end_only_when_asked(council):
    gone = add(council, "Parti")
    file = read_member_file(rows_of("Nom;Prénom", "Un;Anne"), council)
    plan = plan_import(council, file, on=TODAY)
    assert plan.absent == (gone,)
    import_members(council=council, file=file, on=TODAY, by=make_user(), expected=plan.digest)
    gone.refresh_from_db()
    assert gone.until is None
    plan = plan_import(council, file, on=TODAY)
    user = make_user("autre@exemple.test")
    import_members(
        council=council, file=file, on=TODAY, by=user, expected=plan.digest, absent_until=date(2026, 3, 14)
    )
    gone.refresh_from_db()
    assert gone.until == date(2026, 3, 14)


def test_import_is_all_or_nothing(council):
    file = read_member_file(rows_of("Nom;Suffrages obtenus", "Bon;1", "Faux;abc"), council)
    with pytest.raises(FileHasFaults):
        imported(council, file)
    assert not Mandate.objects.exists()


def test_import_is_shown_again_when_the_council_changed(council):
    file = read_member_file(rows_of("Nom;Prénom", "Un;Anne"), council)
    plan = plan_import(council, file, on=TODAY)
    add(council, "Un")
    with pytest.raises(PlanChanged):
        import_members(council=council, file=file, on=TODAY, by=make_user(), expected=plan.digest)
    assert Mandate.objects.count() == 1


def test_homonyms_are_told_apart_by_their_birth(council):
    add(council, "Un").person.__class__.objects.update(birth_date=date(1950, 1, 1))
    file = read_member_file(rows_of("Nom;Prénom;Date de naissance", "Un;Anne;02/02/1980"), council)
    assert plan_import(council, file, on=TODAY).planned[0].state is PlanState.NEW


@pytest.mark.parametrize(
    ("error", "told"), [(ReadingEnded(), "trop de temps ou de mémoire"), (Busy(), "Attendez une minute")]
)
def test_workbook_that_ends_its_process_is_refused_with_the_cure(monkeypatch, error, told):
    def ends(*_args, **_options):
        raise error

    monkeypatch.setattr(row_files, "ask", ends)
    with pytest.raises(FileRefused, match=told):
        read_rows(b"PK" + b"x" * 50)
