"""What was done on the page of a sitting being held: each gesture once, with what undoes it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from councils.models.fields import choice, line
from deliberations.domain.gestures import GestureKind
from deliberations.models.choices import GESTURE_KINDS
from deliberations.models.sitting import Sitting


class Gesture(models.Model):
    """One gesture. ``key`` is drawn by the browser, so that what is sent twice is done once.

    ``page`` is the browser tab it came from; ``at`` when it happened, which is before ``recorded_at`` when the
    network was down. ``message`` tells it, ``outcome`` what it leads to (who is there, the verdict). ``marks`` are
    the fingerprints of what it touched, once done; ``changes`` the rows before and after, from which it is undone.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="gestures", verbose_name="séance")
    key = models.UUIDField("clé", editable=False)
    kind = choice("geste", GESTURE_KINDS)
    page = line("onglet", max_length=40)
    payload = models.JSONField("saisie", default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="par",
    )
    at = models.DateTimeField("fait à")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    revision = models.PositiveIntegerField("révision")
    message = models.TextField("phrase", default="", blank=True)
    outcome = models.TextField("résultat", default="", blank=True)
    marks = models.JSONField("empreintes", default=dict)
    changes = models.JSONField("lignes", default=list, encoder=DjangoJSONEncoder)
    undone_by = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="undoes",
        verbose_name="annulé par",
    )

    class Meta:
        verbose_name = "geste de séance"
        verbose_name_plural = "gestes de séance"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "key"),
                name="gesture_once",
                violation_error_message="Ce geste est déjà enregistré.",
            ),
        )

    def __str__(self) -> str:
        return self.message or GESTURE_KINDS[GestureKind(self.kind)]
