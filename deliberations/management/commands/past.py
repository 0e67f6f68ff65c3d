"""``manage.py past``: a folder of acts of earlier years, read from the disk of the server."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.models.choices import FILE_STATUSES
from deliberations.services.importing import open_batch, progress_of


class Command(BaseCommand):
    help = (
        "Dépose un dossier d'actes anciens, ou un ZIP, pour qu'il soit lu : les actes se vérifient ensuite "
        "dans « Délibérations », « Actes anciens »."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("council", metavar="CONSEIL", help="identifiant du conseil")
        parser.add_argument("folder", metavar="DOSSIER", type=Path, help="dossier, fichier ZIP, PDF ou Word")
        parser.add_argument("--name", metavar="NOM", default="", help="nom du lot (celui du dossier sinon)")

    def handle(self, *args: Any, **options: Any) -> None:
        council = Council.objects.filter(uid=options["council"]).first()
        if council is None:
            raise CommandError(f"Conseil inconnu : « {options['council']} ».")
        folder: Path = options["folder"]
        if not folder.exists():
            raise CommandError(f"Ni dossier ni fichier de ce nom : « {folder} ».")
        name = (options["name"] or _name(Path(folder.resolve().name)))[:200]
        try:
            batch = open_batch(council=council, name=name, uploads=_files(folder), by=None, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(refusal.message_fr) from refusal
        for status, count in progress_of(batch).counts.items():
            self.stdout.write(f"{FILE_STATUSES[status]} : {count}")
        self.stdout.write(f"Lot « {batch.name} » : à vérifier dans « Actes anciens ».")


def _files(folder: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Each file, in the order of the names, with its folders below ``folder``; a link is not followed."""
    for path in sorted(_below(folder)) if folder.is_dir() else [folder]:
        if path.is_file() and not path.is_symlink():
            name = _name(path.relative_to(folder.parent if folder.is_file() else folder))
            with _opened(path, name) as stream:
                yield name, stream


def _below(folder: Path) -> Iterator[Path]:
    """What ``folder`` holds; a folder that may not be read is told, for its acts would be missing unseen."""

    def refuse(error: OSError) -> NoReturn:
        raise _unreadable(_name(Path(error.filename)), error) from error

    for place, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(place, name) for name in names)


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> CommandError:
    return CommandError(f"« {name} » ne se lit pas ({error.strerror}) : donnez-en le droit, ou ôtez-le.")


def _name(path: Path) -> str:
    """Its name as it reads; a disk filled long ago may hold it in the code page of Windows."""
    raw = os.fsencode(path)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
