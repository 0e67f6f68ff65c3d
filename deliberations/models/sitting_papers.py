"""What surrounds a sitting: its suspensions, its papers made public, the warnings set aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.models import Mandate
from councils.models.base import require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.acts import Source
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import BAR_GROUNDS, PHASES, SITTING_PAPERS, SOURCES
from deliberations.models.sitting import Sitting, SittingPart, require_same_sitting


class Bar(models.Model):
    """One member who stays out of one item (CGCT art. L. 2121-14, L. 2131-11)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="bars", verbose_name="point")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="membre")
    ground = choice("motif", BAR_GROUNDS)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "membre écarté d'un point"
        verbose_name_plural = "membres écartés d'un point"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("item", "member", "ground"),
                name="bar_once",
                violation_error_message="Ce membre est déjà écarté de ce point pour ce motif.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.get_ground_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.item.sitting.council_id, member=self.member)


class Suspension(SittingPart):
    """The sitting suspended just before a moment of an item, then resumed."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="suspensions", verbose_name="séance")
    moment_item = models.ForeignKey(
        AgendaItem, models.RESTRICT, related_name="+", verbose_name="avant le point"
    )
    moment_phase = choice("phase", PHASES)
    moment_ballot = models.PositiveIntegerField("tour", default=1)
    starts_at = models.DateTimeField("suspendue à", null=True, blank=True)
    ends_at = models.DateTimeField("reprise à", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "suspension de séance"
        verbose_name_plural = "suspensions de séance"
        constraints = (
            models.CheckConstraint(
                condition=Q(moment_ballot__gte=1),
                name="suspension_ballot",
                violation_error_message="Les tours se comptent à partir de 1.",
            ),
        )

    def __str__(self) -> str:
        return f"Suspension avant le point {self.moment_item.order}"

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.sitting_id, moment_item=self.moment_item)


class PaperPublication(SittingPart):
    """When a paper of the whole sitting was posted or put online (CGCT art. L. 2121-15, L. 2121-25)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="publications", verbose_name="séance")
    paper = choice("document", SITTING_PAPERS)
    effective_on = models.DateField("publié le")
    source = choice("origine", SOURCES, default=Source.DECLARED)
    channel = line("voie")
    reference = line("référence ou adresse")
    recorded_at = models.DateTimeField("enregistrée le", null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déclarée par",
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "publication d'un document de séance"
        verbose_name_plural = "publications de documents de séance"

    def __str__(self) -> str:
        return f"{self.get_paper_display()} – {self.effective_on:%d/%m/%Y}"


class Override(SittingPart):
    """A warning set aside, with the reason that is kept."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="overrides", verbose_name="séance")
    code = line("constat", blank=False)
    reason = long_text("motif", blank=False)
    by = line("par")
    at = models.DateTimeField("le", null=True, blank=True)
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="point"
    )
    where = line("endroit")
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "constat écarté"
        verbose_name_plural = "constats écartés"

    def __str__(self) -> str:
        return f"{self.code} : {self.reason}"

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.sitting_id, item=self.item)
