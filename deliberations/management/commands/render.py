"""``manage.py render NUMBER``: one act, unsigned, in the format asked for."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.domain.errors import Refusal
from deliberations.documents.view import Rendition
from deliberations.models import Deliberation
from deliberations.queries import deliberations_numbered, record_of
from deliberations.services.rendering import FileFormat, render_act


class Command(BaseCommand):
    help = "Écrit une délibération (copie certifiée exécutoire par défaut, non signée)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NUMÉRO")
        parser.add_argument("--council", metavar="CONSEIL", default="", help="identifiant du conseil")
        parser.add_argument("--rendition", choices=[r.value for r in Rendition], default="certified")
        parser.add_argument("--as", dest="file_format", choices=[f.value for f in FileFormat], default="pdf")
        parser.add_argument("--draft", action="store_true", help="marque le document « PROJET »")
        parser.add_argument("-o", "--output", metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        row = self._find(options["number"], options["council"])
        record = record_of(row.sitting)
        act = next(d for d in record.sitting.deliberations if d.uid == row.uid)
        try:
            content = render_act(
                record,
                act,
                rendition=Rendition(options["rendition"]),
                file_format=FileFormat(options["file_format"]),
                is_draft=options["draft"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.message_fr) from refusal
        self._write(content, options["output"])

    def _find(self, number: str, council: str) -> Deliberation:
        found = list(deliberations_numbered(number, council_uid=council)[:10])
        if not found:
            raise CommandError(f"Aucune délibération ne porte le numéro « {number} ».")
        if len(found) > 1:
            names = ", ".join(f"{d.sitting.council.uid} ({d.sitting.held_on:%d/%m/%Y})" for d in found)
            raise CommandError(f"Plusieurs délibérations portent ce numéro ; préciser --council : {names}.")
        return found[0]

    def _write(self, content: bytes, output: str | None) -> None:
        if output:
            Path(output).write_bytes(content)
            self.stderr.write(f"{output} : {len(content)} octets")
        else:
            sys.stdout.buffer.write(content)
