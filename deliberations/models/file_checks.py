"""What the check page needs beside the register: copies made for the public, and long files that wait."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models import Council
from councils.models.fields import choice, line
from deliberations.domain.long_works import WorkState
from deliberations.models.choices import WORK_STATES
from deliberations.models.decisions import MayorDecision
from deliberations.models.deliberation import Deliberation
from deliberations.models.proof import sha256_field
from deliberations.models.sitting import Sitting


class PublicCopy(models.Model):
    """The digest of a file made for the public pages, which nobody signed: the same facts give the same bytes."""

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="public_copies", editable=False, verbose_name="conseil"
    )
    sha256 = sha256_field("empreinte")
    deliberation = models.ForeignKey(
        Deliberation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="public_copies",
        verbose_name="délibération",
    )
    decision = models.ForeignKey(
        MayorDecision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="public_copies",
        verbose_name="décision",
    )
    sitting = models.ForeignKey(
        Sitting,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="public_copies",
        verbose_name="séance",
    )
    made_at = models.DateTimeField("première mise à disposition", default=timezone.now)

    class Meta:
        verbose_name = "copie publique"
        verbose_name_plural = "copies publiques"
        ordering = ("pk",)
        indexes = (models.Index(fields=("sha256",), name="public_copy_digest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(deliberation__isnull=False, decision__isnull=True, sitting__isnull=True)
                | Q(deliberation__isnull=True, decision__isnull=False, sitting__isnull=True)
                | Q(deliberation__isnull=True, decision__isnull=True, sitting__isnull=False),
                name="public_copy_of_one",
                violation_error_message="Une copie publique est celle d'un acte ou d'une séance.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deliberation or self.decision or self.sitting} – {self.sha256[:12]}"


class FileCheck(models.Model):
    """A long file that a visitor gave to check: only ``ticket``, which he alone knows, leads to the answer.

    The file waits in a private folder, is deleted as soon as it is read, and is never backed up. The row is forgotten
    an hour later.
    """

    ticket = models.CharField("ticket", max_length=43, unique=True)
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    state = choice("état", WORK_STATES, default=WorkState.WAITING)
    report = models.JSONField("résultat", default=dict, blank=True)
    error = line("erreur")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    ended_at = models.DateTimeField("achevé le", null=True, blank=True)

    class Meta:
        verbose_name = "vérification d'un fichier"
        verbose_name_plural = "vérifications de fichiers"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Vérification du {self.asked_at:%d/%m/%Y %H:%M}"
