"""The text of an act as it was at a moment, and the texts kept as models."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified
from councils.models.fields import choice, line, long_text
from deliberations.domain.text_versions import VersionKind
from deliberations.models.deliberation import Deliberation
from deliberations.models.proof import sha256_field

VERSION_KINDS = {
    VersionKind.AUTOSAVE: "Enregistrement automatique",
    VersionKind.SAVED: "Enregistrée",
    VersionKind.STARTED: "Point de départ",
    VersionKind.RESTORED: "Rétablie",
    VersionKind.SET_ASIDE: "Mise de côté",
}


class TextVersion(models.Model):
    """The whole text of an act at a moment, as canonical JSON; ``sha256`` is of that JSON.

    Versions count from 1 within an act. A version is never edited, but an automatic one gives way to the next
    automatic one of the same author.
    """

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="versions", verbose_name="délibération"
    )
    number = models.PositiveIntegerField("version")
    kind = choice("genre", VERSION_KINDS)
    label = line("nom")
    content = long_text("texte", blank=False)
    sha256 = sha256_field("empreinte")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "version d'un texte"
        verbose_name_plural = "versions des textes"
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("deliberation", "number"),
                name="text_version_number",
                violation_error_message="Ce texte a déjà une version de ce numéro.",
            ),
        )

    def __str__(self) -> str:
        return self.label or f"Version {self.number}"


class TextModel(Identified):
    """A text that the council starts from: written once, used again."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="text_models", verbose_name="conseil")
    name = line("nom du modèle", blank=False, max_length=120)
    content = long_text("texte", blank=False)
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "modèle de délibération"
        verbose_name_plural = "modèles de délibération"
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="text_model_uid",
                violation_error_message="Un modèle de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "name"),
                name="text_model_name",
                violation_error_message="Un modèle de ce conseil porte déjà ce nom.",
            ),
        )

    def __str__(self) -> str:
        return self.name
