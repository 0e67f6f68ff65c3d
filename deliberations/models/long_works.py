"""Works too long for a page that waits, done by the worker; the pack to sign is one, the register has its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models.base import Identified
from councils.models.fields import choice, long_text
from deliberations.assembly import PrintOptions, Recto
from deliberations.assembly.printing import MOST_MM
from deliberations.domain.long_works import GOING, WorkState
from deliberations.models.choices import RECTOS, WORK_STATES
from deliberations.models.sitting import Sitting

IS_GOING = Q(state__in=[state.value for state in GOING])


class LongWork(Identified):
    """How far a work is: ``done`` steps of ``total``; ``error`` says in French why it stopped."""

    state = choice("état", WORK_STATES, default=WorkState.WAITING)
    done = models.PositiveIntegerField("étapes faites", default=0)
    total = models.PositiveIntegerField("étapes", default=0)
    error = long_text("erreur")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandé par",
    )
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_going(self) -> bool:
        return self.state in GOING

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class PackWork(LongWork):
    """The pack to print and to sign of a sitting, being laid out; its file is forgotten with the row."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="pack_works", verbose_name="séance")
    is_double_sided = models.BooleanField("recto verso", default=True)
    binding_mm = models.PositiveSmallIntegerField("marge de reliure", default=0)
    recto = choice("pages blanches", RECTOS, default=Recto.EACH)

    class Meta:
        verbose_name = "préparation d'un dossier à signer"
        verbose_name_plural = "préparations de dossiers à signer"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="pack_work_uid",
                violation_error_message="Une préparation de cette séance porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("sitting", "is_double_sided", "binding_mm", "recto"),
                condition=IS_GOING,
                name="pack_work_one_at_once",
                violation_error_message="Ce dossier est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=Q(binding_mm__lte=MOST_MM),
                name="pack_work_binding",
                violation_error_message=f"La marge de reliure va de 0 à {MOST_MM} mm.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sitting} – {self.get_state_display()}"

    @property
    def options(self) -> PrintOptions:
        return PrintOptions(self.is_double_sided, self.binding_mm, Recto(self.recto))
