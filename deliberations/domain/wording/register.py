"""The sentences of the register's own sheets (CGCT art. R. 2121-9, R. 2122-7-1).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Sequence

from councils.domain.bodies import BodyType
from deliberations.domain.articles import lent
from deliberations.domain.matters import shown_matter
from deliberations.domain.register import ACTS, Binding, Entry, EntryKind, SheetRule, Volume, shown_sheets
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

COUNT_LABEL = "Nombre de feuillets, porté à la clôture :"
BY_DATE, BY_SUBJECT = "Table par date", "Table par objet"
BY_MATTER, BY_THEME = "Par matière", "Par thème"
WITHOUT_MATTER = "Sans matière indiquée"
TABLE_HEADERS = ("Date", "Numéro", "Objet", "Feuillets")
NOTHING = "Aucun acte n'est encore inscrit."
PROVISIONAL = "Table provisoire : le volume n'est pas clos."
CLOSING = "Page de clôture du volume"
_BINDINGS = {
    Binding.YEARLY: "chaque année",
    Binding.FIVE_YEARS: "tous les cinq ans (commune de moins de 1 000 habitants)",
}
_RULES = {
    SheetRule.PAGE: "un numéro par page imprimée",
    SheetRule.LEAF: "un numéro par feuillet, recto et verso",
}


def title(body: BodyWords) -> str:
    """« Registre des délibérations du conseil municipal de Gruson »."""
    return f"Registre des délibérations {body.of_the_assembly}"


def volume_name(volume: Volume) -> str:
    """« Volume 2, du 1er janvier 2026 au 31 décembre 2026 »."""
    return f"Volume {volume.number}, du {long_date(volume.since)} au {long_date(volume.until)}"


def facts(volume: Volume) -> tuple[tuple[str, str], ...]:
    """What the title page says of the volume, each with its term."""
    return (
        ("Volume :", str(volume.number)),
        ("Période :", f"du {long_date(volume.since)} au {long_date(volume.until)}"),
        ("Reliure :", _BINDINGS[volume.binding]),
        ("Numérotation :", f"{_RULES[volume.rule]}, à partir du feuillet n° {volume.first_sheet}"),
    )


def opened(body: BodyWords, volume: Volume, head: str) -> str:
    """Who numbers and initials the sheets. ``head`` is the name of the mayor or president, empty when unknown."""
    by = f"par nous, {head}, {body.head}" if head else f"par nous, {body.head}"
    return (
        f"Le présent registre, ouvert le {long_date(volume.opened_on)}, dont le nombre de feuillets est porté "
        f"ci-dessous à la clôture, est coté et paraphé {by} ({register_article(body)})."
    )


def register_article(body: BodyWords) -> str:
    """The article on the sheets of a register, with the one that lends it to the body."""
    return lent(body.council, "CGCT art. R. 2121-9")


def contents(body: BodyWords) -> str:
    """What is entered, and in which order."""
    told = (
        f"Les délibérations y sont inscrites par ordre de date ({lent(body.council, 'CGCT art. L. 2121-23')})"
    )
    if body.council.body_type is BodyType.COMMUNE:
        told += (
            " ; les décisions prises par le maire par délégation y sont aussi portées (CGCT art. R. 2122-7-1)"
        )
    return f"{told}."


def row(entry: Entry) -> tuple[str, str, str, str]:
    """One line of a table: date, number, object, sheets."""
    number = f"Décision {entry.number}" if entry.kind is EntryKind.DECISION else entry.number
    object_ = f"{entry.title} (rectifiée)" if entry.kind is EntryKind.RECTIFICATION else entry.title
    return f"{entry.on:%d/%m/%Y}", number, object_, shown_sheets(entry.first, entry.last)


def rectified(sheets: Sequence[tuple[int, int]]) -> str:
    """« rectifiée, voir feuillets 12 à 14 »: in the margin of the sheets of an act that later ones correct."""
    told = join_list([shown_sheets(first, last) for first, last in sheets])
    is_one = len(sheets) == 1 and sheets[0][0] == sheets[0][1]
    return f"rectifiée, voir feuillet{'' if is_one else 's'} {told}" if told else ""


def matter(code: str) -> str:
    """« 7.1 – Décisions budgétaires »."""
    return shown_matter(code) if code else WITHOUT_MATTER


def closed(volume: Volume, entries: Sequence[Entry], last: int) -> str:
    """What the volume holds once closed. ``last`` is the number of its last sheet, this page's own."""
    sheets = last - volume.first_sheet + 1
    sittings = sum(1 for entry in entries if entry.kind is EntryKind.CLOSING_SHEET)
    decisions = sum(1 for entry in entries if entry.kind is EntryKind.DECISION)
    rectified = sum(1 for entry in entries if entry.kind is EntryKind.RECTIFICATION)
    acts = sum(1 for entry in entries if entry.kind in ACTS) - decisions - rectified
    told = [counted(sittings, "séance"), counted(acts, "délibération")]
    told += [counted(rectified, "délibération rectifiée", "délibérations rectifiées")] if rectified else []
    told += [counted(decisions, "décision du maire", "décisions du maire")] if decisions else []
    day = f", clos le {long_date(volume.closed_on)}," if volume.closed_on else ""
    numbers = f"numérotés de {volume.first_sheet} à {last}" if sheets > 1 else f"numéroté {last}"
    return (
        f"Le présent volume{day} contient {counted(sheets, 'feuillet')}, {numbers}. "
        f"Il porte {', '.join(told[:-1])} et {told[-1]}."
    )
