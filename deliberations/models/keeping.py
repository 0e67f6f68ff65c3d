"""The copies that a council has kept of itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models import Council
from councils.models.base import Identified
from councils.models.fields import line
from deliberations.models.proof import sha256_field


class Backup(Identified):
    """One encrypted backup handed to somebody: what it was, never its content nor its passphrase.

    ``size`` is in bytes, ``sha256`` that of the file handed over, ``rows`` and ``files`` what it holds.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="backups", verbose_name="conseil")
    made_at = models.DateTimeField("faite le", default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="faite par",
    )
    file_name = line("nom du fichier", blank=False, max_length=255)
    size = models.PositiveBigIntegerField("taille (octets)")
    sha256 = sha256_field("empreinte")
    rows = models.PositiveIntegerField("fiches")
    files = models.PositiveIntegerField("fichiers")

    class Meta:
        verbose_name = "sauvegarde"
        verbose_name_plural = "sauvegardes"
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="backup_uid",
                violation_error_message="Une sauvegarde de ce conseil porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return self.file_name
