"""What else has a reference text: the acts in each rendition, the table of the council, the register's own sheets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deliberations.documents.composed import ComposedView, render_text
from deliberations.documents.council_table import view_council_table
from deliberations.documents.register import (
    view_closing_page,
    view_table_by_date,
    view_table_by_subject,
    view_title_page,
)
from deliberations.documents.register.signing_list import SigningLine, view_signing_list
from deliberations.documents.view import Rendition
from deliberations.domain.acts import Deliberation, PublicFact, Source
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.register import Binding, Entry, EntryKind, SheetRule, Volume
from deliberations.domain.texts import text_of
from deliberations.domain.wording import signing_list as signing
from deliberations.services.rendering import FileFormat, render_act
from tests.support.sitting_papers import published, record_of_dossier

RENDITIONS = {"registre": Rendition.REGISTER, "extrait": Rendition.EXTRACT, "copie": Rendition.CERTIFIED}
ACTS = {
    "gruson-2023-12-19": ("registre", "extrait"),  # its certified copy is the reference of tests/golden
    "seance-mouvementee": tuple(RENDITIONS),
    "installation": tuple(RENDITIONS),
}
VOLUME = Volume(
    2, date(2025, 1, 1), date(2025, 12, 31), Binding.YEARLY, SheetRule.LEAF, 118, date(2025, 1, 6)
)
CLOSED = replace(VOLUME, closed_on=date(2026, 1, 12))


@dataclass(frozen=True, slots=True)
class ActCase:
    """One act in one rendition."""

    folder: str
    rendition: str
    record: Record
    act: Deliberation

    @property
    def name(self) -> str:
        return f"{self.act.uid}-{self.rendition}"

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    def rendered(self, file_format: FileFormat) -> bytes:
        return render_act(
            self.record, self.act, rendition=RENDITIONS[self.rendition], file_format=file_format
        )

    def text(self) -> str:
        return self.rendered(FileFormat.TEXT).decode()


@dataclass(frozen=True, slots=True)
class SheetCase:
    """One paper that is not of a sitting alone."""

    folder: str
    name: str
    view: Callable[[], ComposedView]

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    def text(self) -> str:
        return render_text(self.view())


def act_cases() -> Iterator[ActCase]:
    for name, renditions in ACTS.items():
        record = record_of_dossier(name)
        made_known = _enforceable(record)
        for act in record.sitting.deliberations:
            for rendition in renditions:
                told = made_known if rendition == "copie" else record
                yield ActCase(name, rendition, told, told.act(act.uid))


def _enforceable(record: Record) -> Record:
    """The same sitting once its acts reached the State, then were made public: its copies certify it."""
    known = published(record)
    received = PublicFact(known.sitting.held_on + timedelta(days=2), Source.MACHINE, "préfecture")
    acts = tuple(replace(act, transmission=received) for act in known.sitting.deliberations)
    return replace(known, sitting=replace(known.sitting, deliberations=acts))


def sheet_cases() -> Iterator[SheetCase]:
    yield from _tables_of_the_council("installation")
    yield from _tables_of_the_council("gruson-2023-12-19")
    yield from _register(record_of_dossier("seance-mouvementee"))


def _tables_of_the_council(name: str) -> Iterator[SheetCase]:
    record = record_of_dossier(name)
    on = record.sitting.held_on
    for suffix, told in (("", False), ("-prefecture", True)):

        def view(told: bool = told) -> ComposedView:
            return view_council_table(record.council, on, edited_on=on, with_birth_dates=told)

        yield SheetCase(name, f"tableau-du-conseil{suffix}", view)


def _register(record: Record) -> Iterator[SheetCase]:
    council, entries = record.council, tuple(_entries(record))
    for state, volume, day in (("ouvert", VOLUME, VOLUME.opened_on), ("clos", CLOSED, date(2026, 1, 12))):
        views: dict[str, Callable[..., ComposedView]] = {
            "table-par-date": lambda v, on: view_table_by_date(council, v, entries, edited_on=on),
            "table-par-objet": lambda v, on: view_table_by_subject(council, v, entries, edited_on=on),
        }
        for name, make in views.items():
            yield SheetCase(
                "registre", f"{name}-{state}", lambda make=make, volume=volume, day=day: make(volume, day)
            )
    opened, closed = VOLUME.opened_on, date(2026, 1, 12)
    yield SheetCase("registre", "titre", lambda: view_title_page(council, VOLUME, edited_on=opened))
    yield SheetCase(
        "registre", "cloture", lambda: view_closing_page(council, CLOSED, entries, 140, edited_on=closed)
    )
    yield SheetCase("registre", "dossier-a-signer", lambda: _signing_list(record))


def _entries(record: Record) -> Iterator[Entry]:
    held_on, sheet = record.sitting.held_on, VOLUME.first_sheet + 1
    for act in record.sitting.deliberations:
        item = record.item(act.item)
        yield Entry(
            EntryKind.DELIBERATION,
            held_on,
            text_of(act.title_html or item.title_html),
            sheet,
            sheet + item.order % 2,
            2 + item.order % 2,
            number=number_of(act, record.council.number_pattern),
            order=item.order,
            matter_code=item.matter_code,
            theme=item.theme,
            sitting=record.sitting.uid,
        )
        sheet += 1 + item.order % 2
    yield Entry(EntryKind.CLOSING_SHEET, held_on, "Feuillet clôturant la séance", sheet, sheet, 1)


def _signing_list(record: Record) -> ComposedView:
    lines = [
        SigningLine(signing.sheet_label(f"{entry.number} – {entry.title}", entry.first, entry.last), entry.pages,
                    signing.REGISTER)
        for entry in _entries(record)
        if entry.number
    ]  # fmt: skip
    held_on = record.sitting.held_on
    return view_signing_list(record, lines, is_in_register=True, has_minutes=False, edited_on=held_on)
