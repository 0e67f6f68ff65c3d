"""The assembly of one body, its dated figures and its house style."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.coat_of_arms import LIMIT, MEDIA_TYPES, arms_fault
from councils.domain.bodies import AppealWording, BodyType, HouseStyle, PublicationMode, Territory
from councils.domain.identifiers import DEPARTMENT_CODE, INSEE_CODE, SIREN, SIRET
from councils.domain.look_data import look_of
from councils.models.base import Identified
from councils.models.choices import (
    APPEAL_WORDINGS,
    BODY_TYPES,
    PUBLICATION_MODES,
    TERRITORIES,
)
from councils.models.fields import choice, line, validate_number_pattern, validate_time_zone


def _format_constraint(field: str, pattern: str, message: str) -> models.CheckConstraint:
    """``field`` is empty or is wholly matched by ``pattern``."""
    return models.CheckConstraint(
        condition=Q(**{field: ""}) | Q(**{f"{field}__regex": f"^{pattern}$"}),
        name=f"council_{field}_format",
        violation_error_message=message,
    )


def validate_coat_of_arms(value: bytes | memoryview) -> None:
    """Refuse a picture too heavy to be set into every document."""
    if len(value) > LIMIT:
        raise ValidationError(f"Le blason est trop lourd : {LIMIT // 1024} Ko au plus.")


def validate_look(value: object) -> None:
    """Refuse what no look is kept as."""
    try:
        look_of(value)
    except ValueError as fault:
        raise ValidationError(str(fault)) from None


class Council(Identified):
    """One deliberating assembly. What is not known stays empty: nothing is guessed about a real body."""

    place_name = line("commune ou nom court", blank=False)
    body_type = choice("assemblée", BODY_TYPES, default=BodyType.COMMUNE)
    territory = choice("territoire", TERRITORIES, default=Territory.ORDINARY)
    authority_name = line("nom de l'organisme")
    assembly_name = line("nom de l'assemblée")
    department_code = line("code du département", max_length=3)
    department_name = line("département")
    siren = line("SIREN", max_length=9)
    siret = line("SIRET", max_length=14)
    insee_code = line("code INSEE", max_length=5)
    tribunal = line("tribunal administratif")
    usual_place = line("lieu habituel des séances")
    time_zone = line("fuseau horaire", blank=False, default="Europe/Paris", validators=[validate_time_zone])
    number_pattern = line(
        "forme des numéros",
        blank=False,
        default="{year}-{sequence}",
        validators=[validate_number_pattern],
    )

    style_accented_capitals = models.BooleanField(
        "capitales accentuées", default=HouseStyle().accented_capitals
    )
    style_title_case = models.BooleanField("majuscules aux titres", default=HouseStyle().title_case)
    style_capital_place_names = models.BooleanField(
        "communes en capitales", default=HouseStyle().capital_place_names
    )
    style_printed_number = line(
        "numéro imprimé",
        validators=[validate_number_pattern],
        help_text="S'il est vide, la forme des numéros.",
    )
    style_appeal = choice("mention des recours", APPEAL_WORDINGS, default=AppealWording.PUBLICATION)

    look = models.JSONField(
        "présentation des documents",
        default=dict,
        blank=True,
        validators=[validate_look],
        help_text="Ce qui diffère de la présentation usuelle.",
    )

    coat_of_arms = models.BinaryField(
        "blason", null=True, blank=True, editable=False, validators=[validate_coat_of_arms]
    )
    coat_of_arms_media_type = models.CharField(
        "type du blason", max_length=20, blank=True, default="", choices=list(MEDIA_TYPES.items())
    )
    coat_of_arms_description = line("description du blason")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["coat_of_arms"], verbose_name="historique")

    class Meta:
        verbose_name = "conseil"
        verbose_name_plural = "conseils"
        ordering = ("place_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("uid",),
                name="council_uid",
                violation_error_message="Un conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("siren",),
                condition=~Q(siren=""),
                name="council_siren",
                violation_error_message="Un conseil porte déjà ce SIREN.",
            ),
            _format_constraint("siren", SIREN, "Un SIREN compte neuf chiffres."),
            _format_constraint("siret", SIRET, "Un SIRET compte quatorze chiffres."),
            _format_constraint(
                "insee_code", INSEE_CODE, "Un code INSEE compte cinq caractères (59275, 2A004)."
            ),
            _format_constraint(
                "department_code", DEPARTMENT_CODE, "Un code de département s'écrit 59, 2A ou 971."
            ),
            models.CheckConstraint(
                condition=Q(coat_of_arms__isnull=True, coat_of_arms_media_type="")
                | (Q(coat_of_arms__isnull=False) & ~Q(coat_of_arms_media_type="")),
                name="council_coat_of_arms_type",
                violation_error_message="Un blason va avec son type de fichier.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_name} ({self.get_body_type_display()})"

    def clean(self) -> None:
        super().clean()
        if self.coat_of_arms is not None and self.coat_of_arms_media_type in MEDIA_TYPES:
            fault = arms_fault(bytes(self.coat_of_arms), self.coat_of_arms_media_type)
            if fault:
                raise ValidationError(f"Blason : {fault}.")


class DatedFact(models.Model):
    """A fact of a council with the first day it applies (unknown when the paper does not say)."""

    since = models.DateField("à compter du", null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("pk",)


def _once_per_day(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=("council", "since"), name=name, violation_error_message="Une valeur existe déjà à cette date."
    )


class Population(DatedFact):
    """Inhabitants, from a given day."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="populations", verbose_name="conseil")
    value = models.PositiveIntegerField("habitants")
    history = HistoricalRecords(verbose_name="historique")

    class Meta(DatedFact.Meta):
        verbose_name = "population"
        verbose_name_plural = "populations"
        constraints = (_once_per_day("population_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.value} habitants"


class SeatCount(DatedFact):
    """Seats of the assembly, from a given day."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="seats", verbose_name="conseil")
    value = models.PositiveIntegerField("sièges")
    history = HistoricalRecords(verbose_name="historique")

    class Meta(DatedFact.Meta):
        verbose_name = "nombre de sièges"
        verbose_name_plural = "nombres de sièges"
        constraints = (_once_per_day("seats_once_per_day"),)

    def __str__(self) -> str:
        return f"{self.value} sièges"


class PublicationModeChoice(DatedFact):
    """How acts are made public from a given day, and the deliberation that chose it (CGCT art. L. 2131-1)."""

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="publication_modes", verbose_name="conseil"
    )
    mode = choice("mode de publicité", PUBLICATION_MODES, default=PublicationMode.ELECTRONIC)
    decided_by = line("délibération qui l'a choisi")
    history = HistoricalRecords(verbose_name="historique")

    class Meta(DatedFact.Meta):
        verbose_name = "mode de publicité des actes"
        verbose_name_plural = "modes de publicité des actes"
        constraints = (_once_per_day("publication_mode_once_per_day"),)

    def __str__(self) -> str:
        return self.get_mode_display()
