"""``manage.py tick``: every recurring duty, once. To be called from a timer, as often as wanted."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from deliberations.services.recurring import DUTIES

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs each duty; one that fails stops no other, and the command then ends with an error."""

    help = "Accomplit les tâches récurrentes : effacement des preuves arrivées à terme, échéances."

    def handle(self, *args: Any, **options: Any) -> None:
        now, failed = timezone.now(), []
        for duty in DUTIES:
            try:
                said = duty.run(now)
            except Exception:
                logger.exception("Recurring duty %s failed", duty.code)
                failed.append(duty.code)
                continue
            if said:
                self.stdout.write(said)
        if failed:
            raise CommandError(f"Tâches en échec : {', '.join(failed)}.")
