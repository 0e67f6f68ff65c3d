"""The Word templates that a council was given: the one in use, the one on trial, and those before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice
from deliberations.domain.word_templates import TemplateKind
from deliberations.models.choices import TEMPLATE_KINDS
from deliberations.models.files import StoredFile


class WordTemplate(Identified):
    """One template received and found sound. At most one is in use for each kind of document.

    ``fields`` are the names that it prints; ``warnings`` what it lacks and what its file lost, in sentences.
    """

    FROZEN = ("uid", "kind", "file_id")

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="word_templates", verbose_name="conseil"
    )
    kind = choice("document", TEMPLATE_KINDS, default=TemplateKind.DELIBERATION)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="word_templates", verbose_name="fichier"
    )
    fields = models.JSONField("champs imprimés", default=list, blank=True)
    warnings = models.JSONField("remarques du contrôle", default=list, blank=True)
    is_active = models.BooleanField("en service", default=False)
    uploaded_at = models.DateTimeField("reçu le", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déposé par",
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "modèle Word"
        verbose_name_plural = "modèles Word"
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="word_template_uid",
                violation_error_message="Un modèle de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "kind"),
                condition=models.Q(is_active=True),
                name="word_template_one_in_use",
                violation_error_message="Un autre modèle est déjà en service pour ce document.",
            ),
        )

    def __str__(self) -> str:
        return self.file.name

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, file=self.file)
