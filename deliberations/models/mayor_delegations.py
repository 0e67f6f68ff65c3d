"""What the council delegated to its mayor, paragraph by paragraph (CGCT art. L. 2122-22, L. 2122-23)."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified, require_same_council
from councils.models.fields import line
from councils.models.person import period_constraint
from deliberations.domain.delegated_powers import shown_power
from deliberations.models.deliberation import Deliberation

MOST_CENTS = 10**13


def cents_field(label: str) -> "models.PositiveBigIntegerField[int | None, int | None]":
    """An amount in whole cents of euro; empty when it is not known."""
    return models.PositiveBigIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MOST_CENTS)]
    )


def paragraph_field(label: str, **options: Any) -> Any:
    """The number of a paragraph of art. L. 2122-22."""
    bounds = [MinValueValidator(1), MaxValueValidator(99)]
    return models.PositiveSmallIntegerField(label, validators=bounds, **options)


class MayorDelegation(Identified):
    """What the council delegated to its mayor by one deliberation, ours or one that we do not hold.

    ``number`` and ``decided_on`` are those of the deliberation, whether it is here or not. Without ``until`` the
    delegation ends with the mayor's office.
    """

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="mayor_delegations", verbose_name="conseil"
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mayor_delegations",
        verbose_name="délibération",
    )
    number = line("numéro de la délibération")
    decided_on = models.DateField("délibération du", null=True, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    allows_signature = models.BooleanField("le maire peut faire signer un adjoint", default=True)
    allows_replacement = models.BooleanField("le remplaçant du maire empêché peut décider", default=False)
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "délégation du conseil au maire"
        verbose_name_plural = "délégations du conseil au maire"
        ordering = ("pk",)
        constraints = (
            period_constraint("mayor_delegation_period"),
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="mayor_delegation_uid",
                violation_error_message="Une délégation de ce conseil porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        number = f" n° {self.number}" if self.number else ""
        on = f" du {self.decided_on:%d/%m/%Y}" if self.decided_on else ""
        return f"Délibération{number}{on}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, deliberation=self.deliberation)


class DelegatedPower(models.Model):
    """One paragraph of art. L. 2122-22 that the council delegated, with its limits as the deliberation tells them."""

    delegation = models.ForeignKey(
        MayorDelegation, models.CASCADE, related_name="powers", verbose_name="délégation"
    )
    paragraph = paragraph_field("alinéa")
    limit = line("limite fixée par le conseil")
    limit_cents = cents_field("montant maximal (centimes)")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "matière déléguée"
        verbose_name_plural = "matières déléguées"
        ordering = ("paragraph", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "paragraph"),
                name="delegated_power_once",
                violation_error_message="Cette matière est déjà dans la délégation.",
            ),
        )

    def __str__(self) -> str:
        return shown_power(self.paragraph)
