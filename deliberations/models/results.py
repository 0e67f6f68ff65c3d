"""What the closing of a sitting freezes: the result of each item, the state of each seat, and reopenings."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models import Mandate
from councils.models.fields import choice, long_text
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import SEAT_STATES, VERDICTS, VOTE_METHODS
from deliberations.models.proof import Frozen, sha256_field
from deliberations.models.sitting import Sitting


def _count(label: str) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True)


class ItemResult(models.Model):
    """The computed result of one item, as it was when the sitting was closed: for lists and statistics.

    Written from the record, never typed, and written again by a second closing. Empty is what the record does not
    tell. ``sha256`` is the digest of the result and of its seats.
    """

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="item_results", verbose_name="séance", editable=False
    )
    item = models.OneToOneField(
        AgendaItem, models.CASCADE, related_name="result", verbose_name="point", editable=False
    )
    in_office = _count("en exercice")
    present = _count("présents")
    represented = _count("représentés")
    voters = _count("votants")
    in_favour = _count("pour")
    against = _count("contre")
    abstentions = _count("abstentions")
    blank = _count("blancs")
    null = _count("nuls")
    not_voting = _count("ne prennent pas part")
    method = choice("mode de scrutin", VOTE_METHODS, blank=True)
    verdict = choice("résultat", VERDICTS, blank=True)
    is_election = models.BooleanField("élection", default=False)
    sha256 = sha256_field("empreinte")
    frozen_at = models.DateTimeField("figé le", default=timezone.now)

    class Meta:
        verbose_name = "résultat d'un point"
        verbose_name_plural = "résultats des points"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.item} – {self.get_verdict_display() or 'sans vote'}"


class SeatResult(models.Model):
    """Where one member was for one item when it was decided. A choice is never kept here, whatever the ballot."""

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="seat_results", verbose_name="séance", editable=False
    )
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="seat_results", verbose_name="point", editable=False
    )
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="seat_results", verbose_name="membre", editable=False
    )
    state = choice("état", SEAT_STATES)
    other = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mandataire ou suppléant",
        editable=False,
    )

    class Meta:
        verbose_name = "présence à un point"
        verbose_name_plural = "présences aux points"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("item", "mandate"), name="seat_result_once"),)
        indexes = (models.Index(fields=("mandate", "state"), name="seat_result_member"),)

    def __str__(self) -> str:
        return f"{self.mandate} – {self.get_state_display()}"


class Reopening(Frozen):
    """A closed sitting opened again, and why: the reason is kept for good."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="reopenings", verbose_name="séance")
    reason = long_text("motif", blank=False)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )

    class Meta(Frozen.Meta):
        verbose_name = "réouverture d'une séance"
        verbose_name_plural = "réouvertures de séances"

    def __str__(self) -> str:
        return f"{self.sitting} – {self.reason[:80]}"
