"""Items of the agenda and the movements of members during the sitting."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.models import Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.movements import NEEDS_OTHER
from deliberations.domain.sittings import ItemKind, ItemOutcome, Subject
from deliberations.models.choices import (
    ITEM_KINDS,
    ITEM_OUTCOMES,
    MOVEMENT_KINDS,
    NOMINATION_BASES,
    PHASES,
    SUBJECTS,
)
from deliberations.models.richtext import rich_text
from deliberations.models.sitting import Sitting, SittingPart, require_same_sitting


class AgendaItem(Identified):
    """One item. ``nomination_*`` are filled only where the item names someone (CGCT art. L. 2121-21)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="agenda", verbose_name="séance")
    order = models.PositiveIntegerField("ordre")
    title_html = rich_text("objet", inline=True)
    theme = line("thème")
    kind = choice("nature", ITEM_KINDS, default=ItemKind.DELIBERATION)
    outcome = choice("issue", ITEM_OUTCOMES, default=ItemOutcome.EXAMINED)
    examined = models.PositiveIntegerField("rang d'examen", null=True, blank=True)
    matter_code = line("code matière", max_length=20)
    rapporteur = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="rapporteur"
    )
    chair = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="président pour ce point",
    )
    secretary = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="secrétaire pour ce point",
    )
    note_html = rich_text("note explicative")
    is_transmissible = models.BooleanField("transmissible", default=True)
    added_in_sitting = models.BooleanField("ajouté en séance", default=False)
    subject = choice("sujet", SUBJECTS, default=Subject.NONE)
    financial_year = models.PositiveIntegerField("exercice", null=True, blank=True)
    treasurer_account_received = models.BooleanField("compte de gestion reçu", null=True, blank=True)

    nomination_basis = choice("désignation : fondement", NOMINATION_BASES, blank=True)
    nomination_unanimous_waiver = models.BooleanField("renonciation unanime au secret", null=True, blank=True)
    nomination_single_candidacy = models.BooleanField("candidature unique", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "point à l'ordre du jour"
        verbose_name_plural = "points à l'ordre du jour"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="item_uid",
                violation_error_message="Un point de cette séance porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=~Q(nomination_basis="")
                | Q(nomination_unanimous_waiver__isnull=True, nomination_single_candidacy__isnull=True),
                name="item_nomination",
                violation_error_message="Ces mentions supposent que le point désigne quelqu'un.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}. {self.title_html or self.theme or self.uid}"

    def clean(self) -> None:
        super().clean()
        require_same_council(
            self.sitting.council_id, rapporteur=self.rapporteur, chair=self.chair, secretary=self.secretary
        )


def _moment_constraint(prefix: str) -> models.CheckConstraint:
    """The three columns of a moment are filled together, and ballots count from 1."""
    item, phase, ballot = f"{prefix}_item", f"{prefix}_phase", f"{prefix}_ballot"
    empty = Q(**{f"{item}__isnull": True, phase: "", f"{ballot}__isnull": True})
    filled = Q(**{f"{item}__isnull": False, f"{ballot}__isnull": False, f"{ballot}__gte": 1}) & ~Q(
        **{phase: ""}
    )
    return models.CheckConstraint(
        condition=empty | filled,
        name=f"movement_{prefix}",
        violation_error_message="Un moment se dit par un point, une phase et un tour (à partir de 1).",
    )


class Movement(SittingPart):
    """One event of the timeline. ``position`` is the only order."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="movements", verbose_name="séance")
    position = models.PositiveIntegerField("rang")
    kind = choice("mouvement", MOVEMENT_KINDS)
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="movements", verbose_name="membre")
    other = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="movements_as_other",
        verbose_name="mandataire ou suppléant",
    )
    moment_item = models.ForeignKey(
        AgendaItem, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="à partir du point"
    )
    moment_phase = choice("phase", PHASES, blank=True)
    moment_ballot = models.PositiveIntegerField("tour", null=True, blank=True)
    until_item = models.ForeignKey(
        AgendaItem, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="jusqu'au point"
    )
    until_phase = choice("jusqu'à la phase", PHASES, blank=True)
    until_ballot = models.PositiveIntegerField("jusqu'au tour", null=True, blank=True)
    at = models.DateTimeField("heure", null=True, blank=True)
    note = long_text("remarque")
    paper_dated_on = models.DateField("pouvoir daté du", null=True, blank=True)
    paper_is_signed = models.BooleanField("pouvoir signé", null=True, blank=True)
    paper_received_by = line("pouvoir reçu par")
    paper_is_for_illness = models.BooleanField("maladie dûment constatée", null=True, blank=True)
    paper_covers_second_call = models.BooleanField("vaut pour une seconde convocation", null=True, blank=True)
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "mouvement"
        verbose_name_plural = "mouvements"
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "position"),
                name="movement_position",
                violation_error_message="Un autre mouvement de la séance a déjà ce rang.",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("member")),
                name="movement_other_is_another",
                violation_error_message="Un membre n'est ni son propre mandataire, ni son propre suppléant.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(NEEDS_OTHER)) | Q(other__isnull=False),
                name="movement_needs_other",
                violation_error_message="Indiquez le suppléant.",
            ),
            _moment_constraint("moment"),
            _moment_constraint("until"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.member} – {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member, other=self.other)
        require_same_sitting(self.sitting_id, moment_item=self.moment_item, until_item=self.until_item)
