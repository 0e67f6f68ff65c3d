"""``manage.py dossier import|export|check|schema``: the facts in and out, and what the engine says of them."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.sittings import Sitting
from deliberations.dossier.plain import lines_of
from deliberations.dossier.problems import SHOWN, InvalidDossier
from deliberations.dossier.reader import MAX_BYTES, read_dossier
from deliberations.dossier.report import report_on, report_schema
from deliberations.dossier.schema import Dossier, canonical_json, json_schema
from deliberations.dossier.structure import storage_problems
from deliberations.queries import dossier_of
from deliberations.services.dossiers import store_dossier
from deliberations.services.importing_export import import_export, is_export


class Command(BaseCommand):
    help = "Importe, exporte ou contrôle un dossier (un conseil et ses séances, en JSON)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        self._add_import(actions.add_parser("import", help="charge un dossier dans la base"))
        self._add_export(actions.add_parser("export", help="écrit le dossier d'un conseil"))
        check = actions.add_parser("check", help="contrôle un dossier, sans base de données")
        check.add_argument("file", metavar="FICHIER", help="fichier JSON, ou - pour l'entrée standard")
        check.add_argument("--json", action="store_true", help="tout ce qui est calculé, en JSON")
        check.add_argument(
            "--today",
            type=_day,
            metavar="AAAA-MM-JJ",
            help="jour auquel lire les échéances (aujourd'hui sinon)",
        )
        schema = actions.add_parser("schema", help="écrit le schéma JSON du format")
        schema.add_argument("--report", action="store_true", help="celui du rapport de « check --json »")
        schema.add_argument("-o", "--output", metavar="FICHIER")

    def _add_import(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FICHIER", help="fichier JSON, export ZIP, ou - pour l'entrée standard"
        )
        parser.add_argument("--replace", action="store_true", help="remplace un conseil déjà importé")

    def _add_export(self, parser: ArgumentParser) -> None:
        parser.add_argument("council", metavar="CONSEIL", help="identifiant du conseil")
        parser.add_argument("--sitting", action="append", default=[], help="séance à exporter (toutes sinon)")
        parser.add_argument("-o", "--output", metavar="FICHIER")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _import(self, options: dict[str, Any]) -> None:
        if options["file"] != "-" and is_export(options["file"]):
            self._import_export(options)
            return
        dossier = self._read(options)
        try:
            council = store_dossier(
                council=dossier.council,
                sittings=dossier.sittings,
                by=None,
                replace=options["replace"],
                delegations=dossier.delegations,
                decisions=dossier.decisions,
                decision_pattern=dossier.decision_pattern,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Conseil « {council.uid} » importé : {len(dossier.sittings)} séance(s).")

    def _import_export(self, options: dict[str, Any]) -> None:
        try:
            council, sittings, files = import_export(
                path=options["file"], by=None, replace=options["replace"]
            )
        except InvalidDossier as error:
            raise CommandError(f"Dossier refusé, rien n'a été enregistré :\n{error}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Conseil « {council.uid} » importé : {sittings} séance(s), {files} document(s) d'origine."
        )

    def _export(self, options: dict[str, Any]) -> None:
        council = Council.objects.filter(uid=options["council"]).first()
        if council is None:
            known = ", ".join(Council.objects.values_list("uid", flat=True)) or "aucun"
            raise CommandError(f"Conseil inconnu : « {options['council']} ». Conseils connus : {known}.")
        dossier = dossier_of(council)
        if options["sitting"]:
            kept = [s for s in dossier.sittings if s.uid in options["sitting"]]
            dossier = _only(dossier, kept)
        self._write(canonical_json(dossier), options["output"])

    def _schema(self, options: dict[str, Any]) -> None:
        schema = report_schema() if options["report"] else json_schema()
        self._write(
            json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n", options["output"]
        )

    def _check(self, options: dict[str, Any]) -> None:
        dossier = self._read(options)
        today = options["today"] or council_day(dossier.council, timezone.now())
        report = report_on(dossier.council, dossier.sittings, today=today)
        if options["json"]:
            self.stdout.write(report.model_dump_json(indent=2))
            return
        self.stdout.writelines(f"{line}\n" for line in lines_of(report))

    def _read(self, options: dict[str, Any]) -> Dossier:
        """The dossier of a file or of standard input; an unreadable one ends the command with its problems."""
        name, is_import = options["file"], options["action"] == "import"
        refused = "Dossier refusé, rien n'a été enregistré" if is_import else "Dossier refusé"
        try:
            if name == "-":
                content = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                with Path(name).open("rb") as stream:
                    content = stream.read(MAX_BYTES + 1)
            dossier = read_dossier(content)
            problems = storage_problems(dossier) if is_import else []
            if problems:
                raise InvalidDossier(problems)
            return dossier
        except OSError as error:
            raise CommandError(f"Fichier illisible : {name}{_why(error)}.") from error
        except InvalidDossier as error:
            more = len(error.problems) - SHOWN
            tail = f"\n… et {more} autre(s) problème(s)." if more > 0 else ""
            raise CommandError(f"{refused} :\n{error}{tail}") from error

    def _write(self, text: str, output: str | None) -> None:
        if output:
            Path(output).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")


def _only(dossier: Dossier, sittings: Sequence[Sitting]) -> Dossier:
    """The same council with these sittings alone, and the decisions of the mayor of which they heard."""
    uids = {sitting.uid for sitting in sittings}
    decisions = [each for each in dossier.decisions if each.reported_in in uids]
    named = {each.delegation for each in decisions}
    return Dossier.of(
        dossier.council,
        sittings,
        delegations=[each for each in dossier.delegations if each.uid in named],
        decisions=decisions,
        decision_pattern=dossier.decision_pattern if decisions else "",
    )


def _why(error: OSError) -> str:
    """The usual reasons in French; the system's own words are English."""
    reasons = {
        FileNotFoundError: " (il n'existe pas)",
        IsADirectoryError: " (c'est un dossier de fichiers)",
        PermissionError: " (accès refusé)",
    }
    return reasons.get(type(error), "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n'est pas une date (AAAA-MM-JJ).") from error
