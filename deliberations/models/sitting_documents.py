"""What is issued of a whole sitting: its frozen facts, and the papers made from them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from councils.models.fields import choice, line
from deliberations.models.choices import DOCUMENT_FORMATS, SITTING_DOCUMENTS
from deliberations.models.proof import FactsKept, Frozen, sha256_field
from deliberations.models.sitting import Sitting


class SittingSnapshot(FactsKept):
    """All the facts of a closed sitting and of its council that day. The last one counts."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="snapshots", verbose_name="séance")

    class Meta(FactsKept.Meta):
        verbose_name = "état figé d'une séance"
        verbose_name_plural = "états figés des séances"

    def __str__(self) -> str:
        return f"{self.sitting} – {self.sha256[:12]}"


class SittingDocument(Frozen):
    """A paper of a sitting as it was issued: its bytes are kept and never made again.

    ``subject`` is the uid of what it is about (a member, an act), empty when it is the whole sitting.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="issued_papers", verbose_name="séance")
    kind = choice("document", SITTING_DOCUMENTS)
    subject = line("sujet", max_length=64)
    format = choice("format", DOCUMENT_FORMATS)
    version = models.PositiveIntegerField("version", validators=[MinValueValidator(1)])
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    path = line("emplacement", blank=False, editable=False)
    snapshot = models.ForeignKey(
        SittingSnapshot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="état figé",
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="remplace"
    )
    issued_at = models.DateTimeField("émis le", default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="émis par",
    )

    class Meta(Frozen.Meta):
        verbose_name = "document de séance émis"
        verbose_name_plural = "documents de séance émis"
        indexes = (models.Index(fields=("sha256",), name="sitting_document_digest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "kind", "subject", "format", "version"),
                name="sitting_document_version",
                violation_error_message="Cette version du document est déjà émise.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sitting} – {self.get_kind_display()} v{self.version}"

    def clean(self) -> None:
        super().clean()
        for name in ("snapshot", "supersedes"):
            row = getattr(self, name)
            if row is not None and row.sitting_id != self.sitting_id:
                raise ValidationError({name: "Cette pièce est celle d'une autre séance."})
