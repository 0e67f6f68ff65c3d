"""``manage.py legalite``: the rule book as ``docs/legalite.md``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from deliberations.domain.handbook import handbook

PAGE = Path("docs") / "legalite.md"


class Command(BaseCommand):
    help = "Écrit la page des règles (docs/legalite.md), tirée du code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", metavar="FICHIER", help=f"{PAGE} sinon")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["output"] or Path(settings.BASE_DIR) / PAGE)
        target.write_text(handbook(), encoding="utf-8")
        self.stdout.write(f"Règles écrites dans {target}.")
