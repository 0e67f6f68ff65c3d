"""Files received from people: annexes, explanatory notes, receipts, scanned proxies."""

from django.conf import settings
from django.db import models

from councils.models import Council
from councils.models.base import Identified
from councils.models.fields import line
from deliberations.models.proof import sha256_field


class StoredFile(Identified):
    """One file kept under its own digest. The bytes never change; the same bytes received twice are one file.

    ``size`` is in bytes; ``pages`` is known for a PDF only. The name is the one the sender gave, without its folders.
    """

    FROZEN = ("uid", "sha256", "path", "size", "media_type")

    council = models.ForeignKey(Council, models.PROTECT, related_name="files", verbose_name="conseil")
    name = line("nom du fichier", blank=False, max_length=255)
    media_type = line("type", blank=False, max_length=100)
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    path = line("emplacement", blank=False, editable=False)
    received_at = models.DateTimeField("reçu le", auto_now_add=True)
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déposé par",
    )

    class Meta:
        verbose_name = "fichier reçu"
        verbose_name_plural = "fichiers reçus"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="stored_file_uid",
                violation_error_message="Un fichier de ce conseil porte déjà cet identifiant.",
            ),
        )
        indexes = (models.Index(fields=("council", "sha256"), name="stored_file_digest"),)

    def __str__(self) -> str:
        return self.name
