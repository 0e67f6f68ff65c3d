"""What else has a reference text: acts and decisions in each rendition, the table of the council, the register."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deliberations.documents.composed import ComposedView, render_docx, render_pdf, render_text
from deliberations.documents.council_table import view_council_table
from deliberations.documents.decision import view_decision
from deliberations.documents.docx import render_docx as act_docx
from deliberations.documents.pdf import render_pdf as act_pdf
from deliberations.documents.register import (
    view_closing_page,
    view_table_by_date,
    view_table_by_subject,
    view_title_page,
)
from deliberations.documents.register.signing_list import SigningLine, view_signing_list
from deliberations.documents.text import render_text as act_text
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain.acts import Deliberation, PublicFact, Source
from deliberations.domain.delegated import DecisionFacts
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.register import Binding, Entry, EntryKind, SheetRule, Volume
from deliberations.domain.texts import text_of
from deliberations.domain.wording import signing_list as signing
from deliberations.services.rendering import FileFormat, render_act
from tests.deliberations.decisions.world import DECIDED, decided, facts_of
from tests.support.sitting_papers import WHOLE, published, record_of_dossier

RENDITIONS = {"registre": Rendition.REGISTER, "extrait": Rendition.EXTRACT, "copie": Rendition.CERTIFIED}
ACTS = {
    "gruson-2023-12-19": tuple(RENDITIONS),
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

    @property
    def kind(self) -> str:
        return f"deliberation-{self.rendition}"

    def text(self) -> str:
        return self.rendered(FileFormat.TEXT).decode()

    def pdf(self) -> bytes:
        return self.rendered(FileFormat.PDF)

    def docx(self) -> bytes:
        return self.rendered(FileFormat.DOCX)


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """One mayor's decision in one rendition."""

    rendition: str
    facts: DecisionFacts
    folder: str = "decision"

    @property
    def name(self) -> str:
        return self.rendition

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def kind(self) -> str:
        return f"decision-{self.rendition}"

    def view(self) -> DeliberationView:
        return view_decision(self.facts, rendition=RENDITIONS[self.rendition], edited_on=DECIDED)

    def text(self) -> str:
        return act_text(self.view())

    def pdf(self) -> bytes:
        return act_pdf(self.view())

    def docx(self) -> bytes:
        return act_docx(self.view())


@dataclass(frozen=True, slots=True)
class SheetCase:
    """One paper that is not of a sitting alone. ``kind`` is its name but for the state of what it tells."""

    folder: str
    name: str
    view: Callable[[], ComposedView]
    kind: str

    def __str__(self) -> str:
        return f"{self.folder}/{self.name}"

    def text(self) -> str:
        return render_text(self.view())

    def pdf(self) -> bytes:
        return render_pdf(self.view())

    def docx(self) -> bytes:
        return render_docx(self.view())


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


def decision_cases() -> Iterator[DecisionCase]:
    """A decision about one person, received and notified: its copies tell how to appeal."""
    received = PublicFact(DECIDED + timedelta(days=1), Source.MACHINE, "préfecture")
    notified = PublicFact(DECIDED + timedelta(days=2), Source.DECLARED, "notification")
    told = decided(is_individual=True, transmission=received, publications=(notified,))
    for rendition in RENDITIONS:
        yield DecisionCase(rendition, facts_of(told))


def sheet_cases() -> Iterator[SheetCase]:
    """The register is whole in « registre »; the other sittings have what differs."""
    for name in WHOLE:
        yield from _tables_of_the_council(name)
        record = record_of_dossier(name)
        if name == "seance-mouvementee":
            yield from _register(record)
        else:
            yield from _tables_and_list(record, name, CLOSED, date(2026, 1, 12))


def _tables_of_the_council(name: str) -> Iterator[SheetCase]:
    record = record_of_dossier(name)
    on = record.sitting.held_on
    for suffix, told in (("", False), ("-prefecture", True)):

        def view(told: bool = told) -> ComposedView:
            return view_council_table(record.council, on, edited_on=on, with_birth_dates=told)

        yield SheetCase(name, f"tableau-du-conseil{suffix}", view, f"tableau-du-conseil{suffix}")


def _register(record: Record) -> Iterator[SheetCase]:
    council, entries = record.council, tuple(_entries(record))
    opened, closed = VOLUME.opened_on, date(2026, 1, 12)
    yield from _tables(record, "registre", "-ouvert", VOLUME, opened)
    yield from _tables_and_list(record, "registre", CLOSED, closed)
    yield SheetCase("registre", "titre", lambda: view_title_page(council, VOLUME, edited_on=opened), "titre")
    yield SheetCase(
        "registre",
        "cloture",
        lambda: view_closing_page(council, CLOSED, entries, 140, edited_on=closed),
        "cloture",
    )


def _tables_and_list(record: Record, folder: str, volume: Volume, day: date) -> Iterator[SheetCase]:
    yield from _tables(record, folder, "-clos", volume, day)
    yield SheetCase(folder, "dossier-a-signer", lambda: _signing_list(record), "dossier-a-signer")


def _tables(record: Record, folder: str, state: str, volume: Volume, day: date) -> Iterator[SheetCase]:
    entries = tuple(_entries(record))
    for name, make in (("table-par-date", view_table_by_date), ("table-par-objet", view_table_by_subject)):

        def view(make: Callable[..., ComposedView] = make) -> ComposedView:
            return make(record.council, volume, entries, edited_on=day)

        yield SheetCase(folder, f"{name}{state}", view, name)


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
