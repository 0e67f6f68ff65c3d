"""Elections: posts filled by a secret ballot in rounds, with totals per candidate or list."""

from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from councils.models import Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line
from deliberations.domain.votes import NominationBasis
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import NOMINATION_BASES
from deliberations.models.sitting import Sitting, require_same_sitting


class Election(Identified):
    """Posts to fill on one item (CGCT art. L. 2122-7, L. 2121-21)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="elections", verbose_name="séance")
    item = models.ForeignKey(AgendaItem, models.RESTRICT, related_name="elections", verbose_name="point")
    posts = line("fonctions à pourvoir", blank=False)
    seats = models.PositiveIntegerField("nombre de postes", default=1)
    basis = choice("fondement", NOMINATION_BASES, default=NominationBasis.UNKNOWN)
    proportional = models.BooleanField("à la proportionnelle", default=False)
    by_list = models.BooleanField("au scrutin de liste", default=False)
    is_unopposed = models.BooleanField("candidature unique, sans vote", default=False)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "élection"
        verbose_name_plural = "élections"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="election_uid",
                violation_error_message="Une élection de cette séance porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return self.posts

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.sitting_id, item=self.item)


class Round(models.Model):
    """One round of an election: what is outside the candidates' votes."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="rounds", verbose_name="élection")
    number = models.PositiveIntegerField("tour", validators=[MinValueValidator(1)])
    blank = models.PositiveIntegerField("blancs", default=0)
    null = models.PositiveIntegerField("nuls", default=0)
    scattered = models.PositiveIntegerField("voix éparses", default=0)
    not_voting = models.PositiveIntegerField("ne prennent pas part", default=0)
    envelopes = models.PositiveIntegerField("enveloppes trouvées dans l'urne", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "tour de scrutin"
        verbose_name_plural = "tours de scrutin"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("election", "number"),
                name="round_once",
                violation_error_message="Ce tour est déjà enregistré.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.election} – tour {self.number}"


class CandidateTally(models.Model):
    """Votes of one candidate or list in one round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="candidates", verbose_name="tour")
    name = line("candidat ou liste", blank=False)
    votes = models.PositiveIntegerField("voix")
    elected = models.PositiveIntegerField("élus", default=0)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "voix d'un candidat ou d'une liste"
        verbose_name_plural = "voix des candidats et des listes"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name} : {self.votes}"


class CandidateMember(models.Model):
    """A sitting member behind a candidacy, in the order of the list."""

    candidate = models.ForeignKey(
        CandidateTally, models.CASCADE, related_name="member_rows", verbose_name="candidature"
    )
    position = models.PositiveIntegerField("rang")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="candidacies", verbose_name="membre")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "membre candidat"
        verbose_name_plural = "membres candidats"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("candidate", "member"),
                name="candidate_member_once",
                violation_error_message="Ce membre est déjà dans cette candidature.",
            ),
        )

    def __str__(self) -> str:
        return str(self.member)

    def clean(self) -> None:
        super().clean()
        require_same_council(self.candidate.round.election.sitting.council_id, member=self.member)
