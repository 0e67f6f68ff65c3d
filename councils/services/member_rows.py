"""What each row of a file of members says: an entry, or faults that name the line and the column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from councils.domain.entries import MemberEntry
from councils.domain.names import folded, in_lower_case, is_in_capitals
from councils.domain.people import Civility, College, Gender, Office, OfficeKind, SeatKind
from councils.models import Council
from councils.services.member_columns import Columns, columns_of, date_of
from councils.services.row_files import FileRefused, FileRow, read_rows

KindT = TypeVar("KindT", bound=StrEnum)

_CIVILITIES = {
    "madame": Civility.MADAME,
    "mme": Civility.MADAME,
    "monsieur": Civility.MONSIEUR,
    "m": Civility.MONSIEUR,
    "mr": Civility.MONSIEUR,
}
_GENDERS = {
    "f": Gender.FEMININE,
    "feminin": Gender.FEMININE,
    "femme": Gender.FEMININE,
    "m": Gender.MASCULINE,
    "h": Gender.MASCULINE,
    "masculin": Gender.MASCULINE,
    "homme": Gender.MASCULINE,
}
_SEATS = {"titulaire": SeatKind.TITULAR, "suppleant": SeatKind.SUBSTITUTE, "suppleante": SeatKind.SUBSTITUTE}
_COLLEGES = {
    "elu": College.ELECTED,
    "elue": College.ELECTED,
    "nomme": College.APPOINTED,
    "nommee": College.APPOINTED,
}
_ORDINAL = re.compile(r"^(\d{1,2}) ?(?:ere?|re|nde?|e|eme)? ")
_ORDINALS = {"premier": 1, "premiere": 1, "second": 2, "seconde": 2, "deuxieme": 2, "troisieme": 3}
_PLAIN = frozenset(
    {"conseiller", "conseillere", "conseiller municipal", "conseillere municipale", "membre", "aucune"}
)
_LONGEST = 255
MOST_MEMBERS = 300
"""Rows of one council: the largest assemblies of a commune or of an EPCI hold fewer."""


@dataclass(frozen=True, slots=True)
class ReadMember:
    """One member told by one or several lines. ``faults`` stop the import; ``remarks`` are to be read over."""

    line: int
    entry: MemberEntry
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberFile:
    """What a file says. ``other_communes`` counts the rows left out because they are another commune's."""

    members: tuple[ReadMember, ...]
    is_register: bool = False
    is_mayors: bool = False
    other_communes: int = 0
    left_columns: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(fault for member in self.members for fault in member.faults)


def read_member_file(content: bytes, council: Council) -> MemberFile:
    """The members that a file tells, those of the council's commune alone when it holds several.

    Raises ``FileRefused`` where nothing can be understood; the faults of rows are told with each.
    """
    head, *rows = read_rows(content)
    columns = columns_of(head.cells)
    if columns is None:
        raise FileRefused(
            "La première ligne doit porter les titres des colonnes, dont « Nom ». Partez de notre modèle, ou du "
            "fichier du répertoire national des élus."
        )
    mine = [row for row in rows if _is_of(columns, row, council)]
    if not mine:
        raise FileRefused(_no_row(columns, council))
    if len(mine) > MOST_MEMBERS:
        raise FileRefused(f"Ce fichier compte plus de {MOST_MEMBERS} membres : gardez ceux de votre conseil.")
    read = tuple(_read(columns, row) for row in mine)
    return MemberFile(
        members=_merged(read),
        is_register=columns.is_register,
        is_mayors=columns.is_mayors,
        other_communes=len(rows) - len(mine),
        left_columns=columns.left,
    )


def _is_of(columns: Columns, row: FileRow, council: Council) -> bool:
    """Whether the row is of that commune; a file without the code of the commune is taken as a whole."""
    if "insee_code" not in columns.places:
        return True
    code = columns.value(row.cells, "insee_code").upper()
    if council.insee_code:
        return code.zfill(5) == council.insee_code or _joined(columns, row, code) == council.insee_code
    return folded(columns.value(row.cells, "place_name")) == folded(council.place_name)


def _joined(columns: Columns, row: FileRow, code: str) -> str:
    """Older files write the department apart: « 59 » and « 275 »."""
    department = columns.value(row.cells, "department_code").upper().zfill(2)
    return f"{department}{code.zfill(5 - len(department))}"


def _no_row(columns: Columns, council: Council) -> str:
    if "insee_code" not in columns.places:
        return "Ce fichier ne contient aucun membre : seulement la ligne des titres."
    which = (
        f"du code INSEE {council.insee_code}"
        if council.insee_code
        else f"de la commune « {council.place_name} »"
    )
    return f"Aucune ligne de ce fichier n'est {which}. Vérifiez le fichier, ou l'identité de votre conseil."


class _Reader:
    """Reads the cells of one row, and gathers what cannot be understood."""

    def __init__(self, columns: Columns, row: FileRow) -> None:
        self.columns, self.row = columns, row
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def text(self, name: str) -> str:
        value = self.columns.value(self.row.cells, name)
        if len(value) > _LONGEST:
            self.fault(name, f"plus de {_LONGEST} caractères")
            return ""
        return value

    def fault(self, name: str, why: str) -> None:
        self.faults.append(f"Ligne {self.row.line}, colonne « {_HEADINGS[name]} » : {why}.")

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            found = date_of(text)
        except ValueError:
            self.fault(name, f"« {text[:40]} » n'est pas une date ; écrivez-la 31/12/1970")
            return None
        if found is not None and not 1900 <= found.year <= 2100:
            self.fault(name, f"l'année {found.year} est invraisemblable")
            return None
        return found

    def number(self, name: str, most: int) -> int | None:
        text = self.text(name).replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > most:
            self.fault(name, f"« {text[:40]} » n'est pas un nombre entier de 0 à {most}")
            return None
        return int(text)

    def choice(self, name: str, table: dict[str, KindT]) -> KindT | None:
        text = self.text(name)
        if not text:
            return None
        found = table.get(folded(text))
        if found is None:
            self.fault(name, f"« {text[:40]} » n'est pas reconnu ; admis : {', '.join(table)}")
        return found

    def name(self, name: str) -> str:
        """A name in capitals, as registers print them, gets its small letters back."""
        text = self.text(name)
        if not is_in_capitals(text):
            return text
        rewritten = in_lower_case(text)
        if " " in rewritten or "'" in rewritten or "’" in rewritten:
            self.remarks.append(f"Majuscules à vérifier : « {rewritten} ».")
        return rewritten

    def email(self) -> str:
        text = self.text("email")
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.fault("email", f"« {text[:60]} » n'est pas une adresse électronique")
            return ""
        return text


_HEADINGS = {
    "civility": "Civilité",
    "given_name": "Prénom",
    "family_name": "Nom",
    "gender": "Genre",
    "birth_date": "Date de naissance",
    "elected_on": "Date d'élection",
    "since": "Début du mandat",
    "votes_obtained": "Suffrages obtenus",
    "electoral_list": "Liste",
    "group": "Groupe",
    "office": "Fonction",
    "order": "Ordre",
    "title": "Titre imprimé",
    "address": "Forme d'adresse",
    "office_since": "Début de la fonction",
    "represents": "Représente",
    "college": "Collège",
    "seat": "Siège",
    "recorded_rank": "Rang au tableau",
    "email": "Courriel",
    "phone": "Téléphone",
}


def _read(columns: Columns, row: FileRow) -> ReadMember:
    reader = _Reader(columns, row)
    office = _office(reader)
    entry = MemberEntry(
        given_name=reader.name("given_name"),
        family_name=reader.name("family_name"),
        civility=reader.choice("civility", _CIVILITIES),
        gender=reader.choice("gender", _GENDERS),
        birth_date=reader.day("birth_date"),
        seat=reader.choice("seat", _SEATS) or SeatKind.TITULAR,
        since=reader.day("since"),
        elected_on=reader.day("elected_on"),
        votes_obtained=reader.number("votes_obtained", 10_000_000),
        electoral_list=reader.text("electoral_list"),
        group=reader.text("group"),
        college=reader.choice("college", _COLLEGES),
        represents=reader.text("represents"),
        recorded_rank=reader.number("recorded_rank", 1000),
        offices=(office,) if office else (),
        email=reader.email(),
        phone=reader.text("phone"),
    )
    if columns.is_mayors and not entry.offices:
        entry = replace(entry, offices=(Office(OfficeKind.MAYOR, since=reader.day("office_since")),))
    if not entry.family_name and not entry.given_name:
        reader.fault("family_name", "le nom manque")
    return ReadMember(row.line, entry, tuple(reader.faults), tuple(reader.remarks))


def _office(reader: _Reader) -> Office | None:
    """« Maire », « 1er adjoint au Maire », « Maire délégué »…: anything else is kept in its own words."""
    label, order = folded(reader.text("office")), reader.number("order", 100)
    if not label or label in _PLAIN:
        return None
    found = _ORDINAL.match(f"{label} ")
    first = label.split(" ", 1)[0]
    told = int(found[1]) if found else _ORDINALS.get(first)
    kind = _kind_of(label)
    title = reader.text("title") or (reader.text("office") if kind is OfficeKind.OTHER else "")
    return Office(kind, title, reader.text("address"), order or told, reader.day("office_since"))


def _kind_of(label: str) -> OfficeKind:
    if "delegue" in label:
        is_mayor = label.startswith("maire")
        return OfficeKind.DELEGATED_MAYOR if is_mayor else OfficeKind.DELEGATED_COUNCILLOR
    if "vice president" in label:
        return OfficeKind.VICE_PRESIDENT
    if "adjoint" in label:
        return OfficeKind.DEPUTY
    if label in {"maire", "monsieur le maire", "madame le maire", "madame la maire"}:
        return OfficeKind.MAYOR
    return OfficeKind.PRESIDENT if label in {"president", "presidente"} else OfficeKind.OTHER


def _merged(members: Iterable[ReadMember]) -> tuple[ReadMember, ...]:
    """One entry per person: the register writes one line for each function of the same councillor."""
    found: dict[tuple[str, str, date | None], ReadMember] = {}
    for member in members:
        entry = member.entry
        key = (folded(entry.given_name), folded(entry.family_name), entry.birth_date)
        known = found.get(key)
        found[key] = member if known is None else _joined_lines(known, member)
    return tuple(found.values())


def _joined_lines(first: ReadMember, other: ReadMember) -> ReadMember:
    faults = (*first.faults, *other.faults)
    if not other.entry.offices or other.entry.offices == first.entry.offices:
        faults = (*faults, f"Ligne {other.line} : {other.entry.name} figure déjà à la ligne {first.line}.")
    offices = (*first.entry.offices, *other.entry.offices)
    remarks = tuple(dict.fromkeys((*first.remarks, *other.remarks)))
    return replace(first, entry=replace(first.entry, offices=offices), faults=faults, remarks=remarks)
