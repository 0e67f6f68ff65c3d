"""Who read what is not public."""

from django.conf import settings
from django.db import models

from councils.domain.readings import ReadingKind
from councils.models.council import Council
from councils.models.fields import choice, line

READING_KINDS = {
    ReadingKind.DRAFT: "Projet de délibération",
    ReadingKind.PRIVATE: "Texte comportant des passages privés",
    ReadingKind.PROOF: "Preuve d'envoi ou de réponse",
    ReadingKind.FILE: "Fichier non public",
}


class Reading(models.Model):
    """One text read by one user during one hour: opening a page ten times in an hour is one line, counted ten.

    ``hour`` is the start of that hour; ``uid`` and ``label`` say which text, and stay when it is gone.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="readings", verbose_name="conseil")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="readings", verbose_name="lecteur"
    )
    kind = choice("nature", READING_KINDS)
    uid = line("identifiant", blank=False, max_length=64)
    label = line("texte lu", blank=False)
    hour = models.DateTimeField("heure")
    last_at = models.DateTimeField("dernière lecture")
    times = models.PositiveIntegerField("lectures", default=1)

    class Meta:
        verbose_name = "lecture d'un texte non public"
        verbose_name_plural = "lectures de textes non publics"
        ordering = ("-last_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "user", "kind", "uid", "hour"),
                name="reading_once_per_hour",
                violation_error_message="Cette lecture est déjà notée pour cette heure.",
            ),
        )
        indexes = (models.Index(fields=("council", "-last_at", "-id"), name="reading_by_date"),)

    def __str__(self) -> str:
        return f"{self.user} – {self.label}"
