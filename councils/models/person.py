"""Persons, the seats they hold and their offices."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.domain.people import OfficeKind, SeatKind
from councils.models.base import Identified, require_same_council
from councils.models.choices import CIVILITIES, COLLEGES, GENDERS, OFFICE_KINDS, SEAT_KINDS
from councils.models.council import Council
from councils.models.fields import choice, line


def period_constraint(name: str) -> models.CheckConstraint:
    """``until`` is not before ``since``, where both are known."""
    return models.CheckConstraint(
        condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
        name=name,
        violation_error_message="La fin ne peut pas précéder le début.",
    )


class Person(Identified):
    """A human being known to one council. Only what is known is filled."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="persons", verbose_name="conseil")
    given_name = line("prénom")
    family_name = line("nom")
    gender = choice("genre grammatical", GENDERS, blank=True)
    civility = choice("civilité", CIVILITIES, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="person_uid",
                violation_error_message="Une personne de ce conseil porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=~Q(given_name="", family_name=""),
                name="person_has_a_name",
                violation_error_message="Une personne a au moins un nom ou un prénom.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Mandate(Identified):
    """One seat held by one person, or by one office when the person is not known.

    The person is RESTRICT: whoever holds a mandate cannot be erased without it.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="mandates", verbose_name="conseil")
    person = models.ForeignKey(
        Person, models.RESTRICT, null=True, blank=True, related_name="mandates", verbose_name="personne"
    )
    label = line("désignation", help_text="Quand la personne n'est pas connue.")
    seat = choice("siège", SEAT_KINDS, default=SeatKind.TITULAR)
    substitute_for = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name="suppléant de",
    )
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    college = choice("collège", COLLEGES, blank=True)
    represents = line("représente")
    group = line("groupe politique")
    electoral_list = line("liste")
    votes_obtained = models.PositiveIntegerField("suffrages obtenus", null=True, blank=True)
    elected_on = models.DateField("date d'élection", null=True, blank=True)
    recorded_rank = models.PositiveIntegerField("rang lu sur un acte", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="mandate_uid",
                violation_error_message="Un mandat de ce conseil porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(label=""),
                name="mandate_has_a_holder",
                violation_error_message="Un mandat a une personne ou, à défaut, une désignation.",
            ),
            period_constraint("mandate_period"),
        )

    def __str__(self) -> str:
        return str(self.person) if self.person else self.label

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, person=self.person, substitute_for=self.substitute_for)


class Office(models.Model):
    """An office held during a mandate, with the printed title and the form of address its holder chose."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="offices", verbose_name="mandat")
    kind = choice("fonction", OFFICE_KINDS, default=OfficeKind.OTHER)
    title = line("titre imprimé")
    address = line("forme d'adresse")
    order = models.PositiveIntegerField("ordre d'élection", null=True, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "fonction"
        verbose_name_plural = "fonctions"
        ordering = ("pk",)
        constraints = (period_constraint("office_period"),)

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Interest(models.Model):
    """An interest a member has told (CGCT art. L. 2131-11): read by the checks, never printed."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="interests", verbose_name="mandat")
    topic = line("sujet", blank=False)
    is_representation = models.BooleanField("y siège pour le conseil", default=False)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "intérêt déclaré"
        verbose_name_plural = "intérêts déclarés"
        ordering = ("pk",)
        constraints = (period_constraint("interest_period"),)

    def __str__(self) -> str:
        return self.topic
