"""Votes: on which items, which ballots, which bare totals."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.models import Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.votes import MajorityRule, VoteMethod, VotePurpose
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import CHOICES, MAJORITY_RULES, STATED_RESULTS, VOTE_METHODS, VOTE_PURPOSES
from deliberations.models.sitting import Sitting, require_same_sitting

SECRET_HAS_NO_BALLOT = "Un scrutin secret ne garde aucun bulletin : seulement des totaux."


class Vote(Identified):
    """One vote. A secret one keeps totals only: no choice of anybody is ever stored."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="votes", verbose_name="séance")
    purpose = choice("objet du vote", VOTE_PURPOSES, default=VotePurpose.WHOLE)
    decides = models.BooleanField("décide du point", default=True)
    method = choice("mode de scrutin", VOTE_METHODS, default=VoteMethod.ORDINARY)
    ballot = models.PositiveIntegerField("tour", default=1, validators=[MinValueValidator(1)])
    everyone = choice("choix de tous les autres", CHOICES, blank=True)
    majority = choice("majorité", MAJORITY_RULES, default=MajorityRule.SIMPLE)
    stated = choice("résultat proclamé", STATED_RESULTS, blank=True)
    requested_by_present = models.PositiveIntegerField("demandé par (présents)", null=True, blank=True)
    secret_requested_by = models.PositiveIntegerField(
        "scrutin secret demandé par (présents)", null=True, blank=True
    )
    note = long_text("remarque")
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "vote"
        verbose_name_plural = "votes"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="vote_uid",
                violation_error_message="Un vote de cette séance porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=~Q(method=VoteMethod.SECRET.value) | Q(everyone=""),
                name="vote_secret_names_nobody",
                violation_error_message="Un scrutin secret ne dit le choix de personne : donnez ses totaux.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} – {self.get_method_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValidationError`` when a vote with ballots would become secret."""
        self._refuse_ballots()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._refuse_ballots()

    def _refuse_ballots(self) -> None:
        if self.pk and self.method == VoteMethod.SECRET and self.ballots.exists():
            raise ValidationError({"method": SECRET_HAS_NO_BALLOT})


class VoteItem(models.Model):
    """One of the items decided by a vote, in order."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="item_rows", verbose_name="vote")
    position = models.PositiveIntegerField("rang")
    item = models.ForeignKey(AgendaItem, models.RESTRICT, related_name="vote_rows", verbose_name="point")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "point mis aux voix"
        verbose_name_plural = "points mis aux voix"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("vote", "item"),
                name="vote_item_once",
                violation_error_message="Ce point est déjà dans ce vote.",
            ),
            models.UniqueConstraint(
                fields=("vote", "position"),
                name="vote_item_position",
                violation_error_message="Ce rang est déjà pris.",
            ),
        )

    def __str__(self) -> str:
        return str(self.item)

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.vote.sitting_id, item=self.item)


class Ballot(models.Model):
    """An exception to « tous pour », or one line of a public ballot. Never of a secret vote."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots", verbose_name="vote")
    choice = choice("choix", CHOICES)
    member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="membre"
    )
    group = line("groupe")
    count = models.PositiveIntegerField("nombre de voix", null=True, blank=True)
    recorded_at = models.DateTimeField("enregistré le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "bulletin"
        verbose_name_plural = "bulletins"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(member__isnull=False, group="", count__isnull=True)
                | (Q(member__isnull=True) & ~Q(group=""))
                | Q(member__isnull=True, group="", count__isnull=False),
                name="ballot_has_one_voter",
                violation_error_message="Un bulletin est d'un membre, d'un groupe ou d'un nombre de voix.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member or self.group or self.count} : {self.get_choice_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValidationError`` for a secret vote: what is never stored needs no protection."""
        self._refuse_secret()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        require_same_council(self.vote.sitting.council_id, member=self.member)
        self._refuse_secret()

    def _refuse_secret(self) -> None:
        if self.vote.method == VoteMethod.SECRET:
            raise ValidationError(SECRET_HAS_NO_BALLOT)


class Tally(models.Model):
    """Bare totals of a vote: all that is kept of a secret ballot, or of an act that names nobody."""

    vote = models.OneToOneField(Vote, models.CASCADE, related_name="tally", verbose_name="vote")
    in_favour = models.PositiveIntegerField("pour", default=0)
    against = models.PositiveIntegerField("contre", default=0)
    abstentions = models.PositiveIntegerField("abstentions", default=0)
    blank = models.PositiveIntegerField("blancs", default=0)
    null = models.PositiveIntegerField("nuls", default=0)
    not_voting = models.PositiveIntegerField("ne prennent pas part", default=0)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "totaux d'un vote"
        verbose_name_plural = "totaux des votes"

    def __str__(self) -> str:
        return f"{self.in_favour} pour, {self.against} contre, {self.abstentions} abstentions"
