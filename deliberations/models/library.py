"""Subjects that a council keeps for its agendas, beside the built-in ones."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified
from councils.models.fields import choice, line
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.models.choices import ITEM_KINDS, NOMINATION_BASES, SUBJECTS
from deliberations.models.richtext import rich_text


def validate_months(value: object) -> None:
    """A list of months, each once, in order."""
    months = value if isinstance(value, list) else [None]
    if months != [month for month in range(1, 13) if month in months]:
        raise ValidationError("Une liste de mois, de 1 à 12, dans l'ordre.")


class ItemModel(Identified):
    """A subject kept by one council. ``based_on`` is the key of the built-in subject it replaces, or hides.

    ``is_hidden``: no longer proposed; it can be shown again.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="item_models", verbose_name="conseil")
    based_on = line("sujet d'origine", max_length=64)
    title_html = rich_text("objet", inline=True)
    theme = line("thème")
    kind = choice("nature", ITEM_KINDS, default=ItemKind.DELIBERATION)
    subject = choice("sujet", SUBJECTS, default=Subject.NONE)
    matter_code = line("code matière", max_length=20)
    months = models.JSONField("mois", default=list, blank=True, validators=[validate_months])
    nomination_basis = choice("désignation : fondement", NOMINATION_BASES, blank=True)
    is_transmissible = models.BooleanField("transmissible", default=True)
    note_html = rich_text("note explicative")
    is_hidden = models.BooleanField("masqué", default=False)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "modèle de point"
        verbose_name_plural = "modèles de points"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="item_model_uid",
                violation_error_message="Un modèle de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "based_on"),
                condition=~Q(based_on=""),
                name="item_model_replaces_once",
                violation_error_message="Ce sujet a déjà son modèle dans ce conseil.",
            ),
        )

    def __str__(self) -> str:
        return self.title_html or self.based_on or self.uid
