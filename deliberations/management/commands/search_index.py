"""``manage.py search_index``: what is searched, made again from the facts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from councils.models import Council
from deliberations.services.searching import rebuild_index


class Command(BaseCommand):
    help = "Refait l'index de recherche d'un conseil, ou de tous : à lancer après une mise à jour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "council", metavar="CONSEIL", nargs="?", help="identifiant du conseil (tous sinon)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        councils = Council.objects.order_by("pk")
        if options["council"]:
            councils = councils.filter(uid=options["council"])
            if not councils:
                raise CommandError(f"Conseil inconnu : « {options['council']} ».")
        for council in councils:
            self.stdout.write(f"{council.uid} : {rebuild_index(council)} entrées.")
