"""``manage.py restore FILE``: a council comes back from its encrypted backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deliberations.management.commands.backup import PASSPHRASE_VARIABLE, asked_passphrase
from deliberations.services.restoring import restore
from deliberations.services.sealing import BackupRefused


class Command(BaseCommand):
    help = f"Restaure un conseil depuis sa sauvegarde. Phrase secrète : demandée, ou {PASSPHRASE_VARIABLE}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", help="fichier de sauvegarde (.tar)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as source:
                done = restore(source=source, passphrase=asked_passphrase("Phrase secrète : "))
        except OSError as error:
            raise CommandError(f"Fichier illisible : {options['file']} ({error.strerror}).") from error
        except BackupRefused as refusal:
            raise CommandError(refusal.message_fr) from refusal
        self.stdout.write(
            f"Conseil « {done.council.uid} » restauré : {done.rows} fiches, {done.files} fichiers."
        )
        if done.new_users:
            self.stdout.write("Comptes créés sans mot de passe (chacun doit en demander un) :")
            self.stdout.writelines(f"  {email}\n" for email in done.new_users)
