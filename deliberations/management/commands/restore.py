"""``manage.py restore FILE``: a council comes back from its encrypted backup."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deliberations.management.commands.backup import PASSPHRASE_VARIABLE, asked_passphrase
from deliberations.services.restoring import restore
from deliberations.services.sealing import BackupRefused, sha256_of


class Command(BaseCommand):
    help = f"Restaure un conseil depuis sa sauvegarde. Phrase secrète : demandée, ou {PASSPHRASE_VARIABLE}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="fichier de sauvegarde (.tar)")
        parser.add_argument(
            "--sha256",
            metavar="EMPREINTE",
            help="empreinte notée le jour de la sauvegarde, sans rien demander",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as source:
                self._require_expected(sha256_of(source)[0], options["sha256"])
                done = restore(source=source, passphrase=asked_passphrase("Phrase secrète : "))
        except OSError as error:
            raise CommandError(f"Fichier illisible : {options['file']} ({error.strerror}).") from error
        except BackupRefused as refusal:
            raise CommandError(refusal.message_fr) from refusal
        self.stdout.write(
            f"Conseil « {done.council.uid} » restauré : {done.rows} fiches, {done.files} fichiers."
        )
        for fault in done.proof_faults:
            self.stderr.write(f"Registre de preuve : {fault}")
        if done.new_users:
            self.stdout.write("Comptes créés sans mot de passe (chacun doit en demander un) :")
            self.stdout.writelines(f"  {email}\n" for email in done.new_users)

    def _require_expected(self, found: str, told: str | None) -> None:
        """Raise ``CommandError`` unless the file is the one that was made: its own manifest proves nothing of that."""
        self.stdout.write(f"SHA-256 du fichier : {found}")
        if told is not None and told.strip().lower() != found:
            raise CommandError("Ce fichier n'a pas l'empreinte donnée : rien n'a été restauré.")
        if told is None and not self._is_confirmed():
            raise CommandError(
                "Rien n'a été restauré. Comparez cette empreinte à celle de la fiche de sauvegarde, puis recommencez "
                "(ou donnez-la : --sha256 EMPREINTE)."
            )

    def _is_confirmed(self) -> bool:
        question = "Est-ce l'empreinte notée le jour de la sauvegarde ? (oui/non) "
        return sys.stdin.isatty() and input(question).strip().lower() in {"o", "oui"}
