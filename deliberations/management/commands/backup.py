"""``manage.py backup COUNCIL``: the encrypted backup of one council, as its page makes it."""

import os
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.models import Council
from deliberations.forms.keeping import PassphraseForm
from deliberations.services.backup import back_up
from deliberations.services.storage import DamagedDocument

PASSPHRASE_VARIABLE = "CONFORME_PASSPHRASE"


def asked_passphrase(question: str) -> str:
    """From the environment, for a program; else asked at the keyboard, unseen."""
    return os.environ.get(PASSPHRASE_VARIABLE) or getpass(question)


class Command(BaseCommand):
    help = f"Écrit la sauvegarde chiffrée d'un conseil. Phrase secrète : demandée, ou {PASSPHRASE_VARIABLE}."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("council", metavar="CONSEIL", help="identifiant du conseil")
        parser.add_argument("-o", "--output", metavar="FICHIER", help="fichier à écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        council = Council.objects.filter(uid=options["council"]).first()
        if council is None:
            raise CommandError(f"Conseil inconnu : « {options['council']} ».")
        passphrase = asked_passphrase("Phrase secrète : ")
        form = PassphraseForm({"passphrase": passphrase, "again": passphrase, "understood": "on"})
        if not form.is_valid():
            raise CommandError(" ".join(str(error) for errors in form.errors.values() for error in errors))
        now = timezone.now()
        path = Path(
            options["output"] or f"sauvegarde-{council.uid}-{timezone.localtime(now):%Y-%m-%d-%Hh%M}.tar"
        )
        try:
            with path.open("x+b") as target:
                path.chmod(0o600)
                row = back_up(council=council, passphrase=passphrase, by=None, at=now, target=target)
        except FileExistsError:
            raise CommandError(f"{path} existe déjà : choisissez un autre nom.") from None
        except DamagedDocument as error:
            path.unlink(missing_ok=True)
            raise CommandError(f"Un document conservé est manquant ou altéré : {error}.") from error
        self.stdout.write(f"{path} : {row.rows} fiches, {row.files} fichiers, {row.size} octets.")
        self.stdout.write(f"SHA-256 : {row.sha256}")
