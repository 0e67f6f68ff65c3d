"""Everything of a council in one open ZIP: dossiers, issued documents, originals, annexes, an index and a notice."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.utils.timezone import localtime

from councils.models import Council
from councils.queries import council_facts
from deliberations.domain.record import Record
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.models import (
    Annex,
    Deliberation,
    IssuedDocument,
    ItemPaper,
    OriginalDocument,
    Sitting,
)
from deliberations.models.choices import DOCUMENT_KINDS
from deliberations.queries.decisions import dossier_decisions
from deliberations.queries.one_state import one_state
from deliberations.queries.sittings import records_in_order
from deliberations.services.backup_rows import HeldFile
from deliberations.services.exporting_files import held_file, other_files, safe_name
from deliberations.services.storage import DamagedDocument

README, INDEX = "LISEZ-MOI.txt", "index.csv"
DOSSIER = "dossier.json"
_PIECE = 256 * 1024
_COLUMNS = ("nature", "séance", "numéro", "objet", "chemin", "empreinte SHA-256", "taille (octets)")
_README = """Export complet de {name}
Fait le {day} par Conforme.

Ce ZIP n'est pas chiffré : il contient tout ce que la commune a enregistré, y compris ce qui n'est pas public
(présences, textes non publiés, passages occultés). Rangez-le comme le registre.

dossier.json                                  le conseil, ses délégations au maire et les décisions du maire
seances/AAAA-MM-JJ_identifiant/dossier.json   les faits de la séance, au format « conforme-dossier/1 »
seances/…/documents/                          les documents émis, tels qu'ils ont été émis
seances/…/originaux/                          les documents d'origine des actes anciens : ils sont authentiques
seances/…/annexes/                            les annexes des actes et les pièces des points
autres-fichiers/                              procès-verbaux, registre, décisions et autres fichiers, nommés par nature
index.csv                                     la liste de tout, avec l'empreinte SHA-256 de chaque fichier

Pour le reprendre dans une installation vide :
    manage.py dossier import CE-FICHIER.zip
Les faits, les textes et les documents d'origine reviennent ; des documents émis, l'empreinte revient et le fichier
reste ici.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What the ZIP holds. Counts are of sittings and files; ``size`` in bytes."""

    file_name: str
    sittings: int
    files: int
    size: int


@dataclass(slots=True)
class _Export:
    archive: zipfile.ZipFile
    council: Council
    at: datetime
    rows: list[tuple[str, ...]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    files: int = 0

    def text(self, path: str, content: str) -> None:
        self.archive.writestr(self._entry(path), content.encode(), zipfile.ZIP_DEFLATED)

    def file(self, path: str, held: HeldFile, *, kind: str, act: Deliberation | None, day: str) -> None:
        """Copy one file of the store, a piece at a time. Raises ``DamagedDocument``: an export is whole or is not."""
        place = self._free(path)
        digest = hashlib.sha256()
        entry = self._entry(place)
        try:
            with default_storage.open(held.path) as source, self.archive.open(entry, "w") as target:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    target.write(piece)
        except OSError as error:
            raise DamagedDocument(f"{held.path} cannot be read") from error
        if digest.hexdigest() != held.sha256:
            raise DamagedDocument(f"{held.path} has changed")
        self.files += 1
        self.digests.add(held.sha256)
        number, title = (act.number, act.title) if act else ("", "")
        self.rows.append((kind, day, number, title, place, held.sha256, str(held.size)))

    def _entry(self, path: str) -> zipfile.ZipInfo:
        moment = localtime(self.at)
        entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
        entry.external_attr = 0o600 << 16
        entry.compress_type = (
            zipfile.ZIP_STORED if path.endswith((".pdf", ".docx", ".zip")) else zipfile.ZIP_DEFLATED
        )
        return entry

    def _free(self, path: str) -> str:
        stem, dot, extension = path.rpartition(".")
        place, number = path, 2
        while place in self.names:
            place, number = f"{stem}-{number}{dot}{extension}", number + 1
        self.names.add(place)
        return place


def export_council(*, council: Council, at: datetime, target: BinaryIO) -> Exported:
    """Write everything of ``council`` to ``target``, an empty file that can be rewound, left at its start.

    Read as it was at one instant, a few sittings and one piece of a file in memory at a time. ``at`` is aware.
    Raises ``DamagedDocument`` when a file of the council is missing or altered.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive, one_state():
        export = _Export(archive, council, at)
        day = f"{localtime(at):%d/%m/%Y à %H h %M}"
        export.text(README, _README.format(name=council.place_name, day=day))
        export.text(DOSSIER, canonical_json(_council_dossier(council)))
        count = 0
        for row, record in records_in_order(council, Sitting.objects.filter(council=council)):
            _sitting(export, row, record)
            count += 1
        for each in other_files(council):
            if each.held.sha256 not in export.digests:
                path = f"autres-fichiers/{each.name}"
                export.file(path, each.held, kind=each.kind, act=None, day=each.day)
        export.text(INDEX, _index(export.rows))
    size = target.tell()
    target.seek(0)
    return Exported(f"export-{council.uid}-{localtime(at):%Y-%m-%d-%Hh%M}.zip", count, export.files, size)


def _council_dossier(council: Council) -> Dossier:
    """The council without its sittings, with what it delegated to its mayor and what he decided."""
    delegations, decisions, pattern = dossier_decisions(council)
    return Dossier.of(
        council_facts(council), (), delegations=delegations, decisions=decisions, decision_pattern=pattern
    )


def _sitting(export: _Export, row: Sitting, record: Record) -> None:
    folder = f"seances/{row.held_on.isoformat()}_{row.uid}"
    day = row.held_on.isoformat()
    export.text(f"{folder}/{DOSSIER}", canonical_json(Dossier.of(record.council, [record.sitting])))
    for each in Deliberation.objects.filter(sitting=row).select_related("item", "council").order_by("pk"):
        export.rows.append(("délibération", day, each.number, each.title, f"{folder}/{DOSSIER}", "", ""))
    for kind, path, act, held in _files_of_sitting(row, folder):
        export.file(path, held, kind=kind, act=act, day=day)


def _files_of_sitting(row: Sitting, folder: str) -> Iterator[tuple[str, str, Deliberation | None, HeldFile]]:
    issued = IssuedDocument.objects.filter(deliberation__sitting=row).exclude(path="")
    for document in issued.select_related("deliberation__item", "deliberation__council").order_by("pk"):
        act = document.deliberation
        number = safe_name(act.number or act.uid)
        name = f"{number}_{document.kind.lower()}-v{document.version}.{document.format.lower() or 'pdf'}"
        held = HeldFile(document.path, document.sha256, document.size)
        yield DOCUMENT_KINDS[document.kind], f"{folder}/documents/{name}", act, held
    originals = OriginalDocument.objects.filter(deliberation__sitting=row, file__isnull=False)
    for original in originals.select_related("file", "deliberation__item", "deliberation__council").order_by(
        "pk"
    ):
        if original.file is not None:
            place = f"{folder}/originaux/{safe_name(original.file.name)}"
            yield "document d'origine", place, original.deliberation, held_file(original.file)
    annexes = Annex.objects.filter(deliberation__sitting=row, file__isnull=False)
    for annex in annexes.select_related("file", "deliberation__item", "deliberation__council"):
        if annex.file is not None:
            yield (
                "annexe",
                f"{folder}/annexes/{safe_name(annex.file.name)}",
                annex.deliberation,
                held_file(annex.file),
            )
    for paper in ItemPaper.objects.filter(item__sitting=row).select_related("file"):
        yield (
            "pièce d'un point",
            f"{folder}/annexes/{safe_name(paper.file.name)}",
            None,
            held_file(paper.file),
        )


def _index(rows: list[tuple[str, ...]]) -> str:
    """A CSV that a French spreadsheet opens by a double click: semicolons, a byte-order mark, no formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
