"""The register as files: a whole volume, or a run of sheets laid out to print. Pages are read, never made again."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from councils.models import Council
from councils.queries import council_facts
from deliberations.assembly import About, Part, PrintOptions, Recto, Stamp, assemble, print_pack
from deliberations.documents.composed import ComposedView, render_pdf
from deliberations.documents.register import view_table_by_date, view_table_by_subject
from deliberations.documents.sealed import view_volume_seal
from deliberations.domain.register import EntryKind, SheetRule, sheet_labels
from deliberations.domain.wording import register as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.typography import typeset
from deliberations.models import RegisterEntry, RegisterVolume
from deliberations.queries.register import entries_of, entry_facts, rectifications_of, volume_facts
from deliberations.services.register_volumes import register_title
from deliberations.services.storage import is_made, made_once, read_document
from deliberations.signing.fields import prepare_signature_fields

VERSION = 1
"""Of the assembly: a new one makes the files anew from the same pages."""
FOLDER = "register"
PRINT_FOLDER = "register-print"
"""Layouts for paper: one for each choice of sheets, sides and binding. They are forgotten (``purge_prints``)."""
INITIALS = "Paraphe"
SEALED = "cachet 1"
"""Tells the key of a volume to seal from that of the same volume; the look of the page of the seal is not in it."""
Progress = Callable[[int], None]
_OWN = (EntryKind.TITLE, EntryKind.TABLE_BY_DATE, EntryKind.TABLE_BY_SUBJECT, EntryKind.END)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file to be: ``key`` is the SHA-256 of all that it is made from; ``make`` makes it, told of by a progress."""

    key: str
    name: str
    steps: int
    pages: int
    make: Callable[[Progress | None], bytes]
    folder: str = FOLDER

    @property
    def is_made(self) -> bool:
        return is_made(self.key, folder=self.folder)

    def read(self, progress: Progress | None = None) -> bytes:
        """The bytes, made the first time, then read. Raises ``AssemblyFailed`` or ``DamagedDocument``."""
        return made_once(self.key, lambda: self.make(progress), folder=self.folder)


def volume_file(volume: RegisterVolume) -> RegisterFile:
    """The whole volume as PDF/A; while it is open, its two tables follow, provisional and without a number."""
    rows = list(entries_of(volume))
    tables = list(_provisional(volume, rows)) if volume.is_open else []
    about = _about(volume, rows)
    key = _key(about, rows, _stamps_of(volume, rows), [repr(view) for view in tables])

    def make(progress: Progress | None) -> bytes:
        parts = (*_parts(volume, rows), *(_table_part(view) for view in tables))
        return assemble(parts, about, progress=progress)

    name = f"registre-volume-{volume.number}.pdf"
    return RegisterFile(key, name, len(rows) + len(tables), sum(row.pages for row in rows), make)


def sealed_file(volume: RegisterVolume) -> RegisterFile:
    """A closed volume to be sealed: the same sheets, then the page of the seal, which has no sheet number."""
    rows = list(entries_of(volume))
    about = _about(volume, rows)
    last = max((row.last_sheet for row in rows), default=volume.first_sheet)
    on = volume.closed_on or about.edited_on
    page = view_volume_seal(council_facts(volume.council), volume_facts(volume), last, edited_on=on)
    key = _key(about, rows, _stamps_of(volume, rows), SEALED)
    seal = Part(page.title, lambda: prepare_signature_fields(render_pdf(page)), has_places=True)

    def make(progress: Progress | None) -> bytes:
        return assemble((*_parts(volume, rows), seal), about, progress=progress)

    name = f"registre-volume-{volume.number}-cachet.pdf"
    return RegisterFile(key, name, len(rows) + 1, sum(row.pages for row in rows) + 1, make)


def print_file(volume: RegisterVolume, rows: list[RegisterEntry], options: PrintOptions) -> RegisterFile:
    """Some sheets of a volume, laid out to print."""
    options = as_numbered(volume, options)
    about = _about(volume, rows)
    key = _key(about, rows, _stamps_of(volume, rows), asdict(options))

    def make(progress: Progress | None) -> bytes:
        return print_pack(_parts(volume, rows), about, options, progress=progress)

    first, last = rows[0].first_sheet, rows[-1].last_sheet
    name = f"registre-feuillets-{first}-{last}.pdf"
    return RegisterFile(key, name, len(rows), sum(row.pages for row in rows), make, PRINT_FOLDER)


def as_numbered(volume: RegisterVolume | None, options: PrintOptions) -> PrintOptions:
    """Numbered by leaves, each entry begins a front and both sides are printed, whatever was asked."""
    if volume is not None and volume.rule == SheetRule.LEAF:
        return PrintOptions(True, options.binding_mm, Recto.EACH)
    return options


def _about(volume: RegisterVolume, rows: list[RegisterEntry]) -> About:
    days = [volume.opened_on, *(row.entered_at.date() for row in rows)]
    council = council_facts(volume.council)
    title = f"{register_title(volume)} – {words.volume_name(volume_facts(volume))}"
    return About(typeset(title), typeset(capitalised(BodyWords(council).authority)), max(days))


def _parts(volume: RegisterVolume, rows: Iterable[RegisterEntry]) -> Iterator[Part]:
    margins = Margins.of(volume.council)
    for row in rows:
        yield register_part(row, volume, margins)


@dataclass(frozen=True, slots=True)
class Margins:
    """What the margins of the sheets say: « Commune de Gruson », and the later sheets of each act rectified."""

    authority: str
    rectified: dict[int, tuple[RegisterEntry, ...]]

    @classmethod
    def of(cls, council: Council) -> "Margins":
        authority = capitalised(BodyWords(council_facts(council)).authority)
        return cls(authority, rectifications_of(council))

    def mention(self, row: RegisterEntry) -> str:
        """What the sheets of an act say of those that correct it later; nothing on the last ones."""
        later = self.rectified.get(row.deliberation_id or 0, ())
        return words.rectified(
            [(r.first_sheet, r.last_sheet) for r in later if r.first_sheet > row.first_sheet]
        )


def register_part(row: RegisterEntry, volume: RegisterVolume, margins: Margins) -> Part:
    """One entry with the stamps of its sheets."""
    return Part(
        title=typeset(f"{row.number} – {row.title}" if row.number else row.title),
        read=lambda: read_document(row),
        stamps=stamps_of(row, volume, margins),
        group=_group(row),
    )


def _group(row: RegisterEntry) -> str:
    if row.kind in _OWN:
        return ""
    if row.kind == EntryKind.DECISION:
        return typeset(f"Décision du {long_date(row.on)}")
    return typeset(f"Séance du {long_date(row.on)}")


def stamps_of(row: RegisterEntry, volume: RegisterVolume, margins: Margins) -> tuple[Stamp, ...]:
    """What is printed on each of its pages: commune, day of the sitting, number of the sheet, box to initial.

    And, on those of an act that was rectified, the sheets where it is entered again: what is stored does not change,
    the mention is made with the file; on sheets printed before, it is written by hand.
    """
    told = [margins.authority, _group(row) or f"Registre, volume {volume.number}", margins.mention(row)]
    place = " – ".join(part for part in told if part)
    labels = sheet_labels(row.first_sheet, row.pages, SheetRule(volume.rule))
    return tuple(Stamp(typeset(place), typeset(label), INITIALS) for label in labels)


def _stamps_of(volume: RegisterVolume, rows: list[RegisterEntry]) -> list[Any]:
    margins = Margins.of(volume.council)
    return [[asdict(stamp) for stamp in stamps_of(row, volume, margins)] for row in rows]


def _provisional(volume: RegisterVolume, rows: list[RegisterEntry]) -> Iterator[ComposedView]:
    council, told = council_facts(volume.council), volume_facts(volume)
    entries = [entry_facts(row) for row in rows]
    on = _about(volume, rows).edited_on
    yield view_table_by_date(council, told, entries, edited_on=on)
    yield view_table_by_subject(council, told, entries, edited_on=on)


def _table_part(view: ComposedView) -> Part:
    return Part(title=view.title, read=lambda: render_pdf(view))


def _key(about: About, rows: list[RegisterEntry], *more: Any) -> str:
    told = [VERSION, asdict(about), [(row.sha256, row.title, row.number) for row in rows], *more]
    text = json.dumps(told, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
