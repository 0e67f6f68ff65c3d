"""``manage.py tick``: the recurring duties. To be run once a day at least; running it again does no harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from deliberations.services.recurring import RECURRING


class Command(BaseCommand):
    help = "Fait les travaux récurrents (échéances…). À lancer chaque jour ; peut être relancée sans dommage."

    def handle(self, *args: Any, **options: Any) -> None:
        for duty in RECURRING:
            self.stdout.write(duty(timezone.now()))
