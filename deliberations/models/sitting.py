"""A sitting, its convocation and those who help it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.models import Council, Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.sittings import Channel, Confidence, Origin, Requester
from deliberations.models.choices import CHANNELS, CONFIDENCES, ORIGINS, REQUESTERS


class Sitting(Identified):
    """One meeting of a council. The council is PROTECT: it cannot vanish with what it decided.

    ``revision`` counts the changes of the sitting and of all that hangs on it, so that two people who edit see each
    other's. ``finished_at`` is when the secretary closed the record: numbers are given and facts no longer change.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="sittings", verbose_name="conseil")
    held_on = models.DateField("date de la séance")
    origin = choice("origine", ORIGINS, default=Origin.LIVE)
    starts_at = models.TimeField("heure prévue", null=True, blank=True)
    opened_at = models.DateTimeField("ouverte à", null=True, blank=True)
    closed_at = models.DateTimeField("levée à", null=True, blank=True)
    place = line("lieu")
    session = line("session")
    is_public = models.BooleanField("séance publique", default=True)
    chair = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chaired_sittings",
        verbose_name="président",
    )
    attendance_recorded = models.BooleanField("présences connues", default=True)

    convocation_sent_on = models.DateField("convocation envoyée le", null=True, blank=True)
    convocation_is_urgent = models.BooleanField("convocation en urgence", default=False)
    convocation_urgency_reason = long_text("motif de l'urgence")
    convocation_second_of = line(
        "seconde convocation de", help_text="Identifiant de la séance qui n'a pas réuni le quorum."
    )
    convocation_requested_by = choice("séance demandée par", REQUESTERS, default=Requester.NOBODY)
    convocation_requested_on = models.DateField("demandée le", null=True, blank=True)
    convocation_requesting_members = models.PositiveIntegerField(
        "nombre de membres demandeurs", null=True, blank=True
    )
    derogation_basis = line("régime dérogatoire : texte")
    derogation_quorum_of_third = models.BooleanField("quorum du tiers", null=True, blank=True)
    derogation_proxies_per_holder = models.PositiveIntegerField(
        "pouvoirs permis par mandataire", null=True, blank=True
    )
    derogation_is_remote_allowed = models.BooleanField("séance à distance permise", null=True, blank=True)
    minutes_settled_in = line(
        "procès-verbal arrêté à", help_text="Identifiant de la séance qui a arrêté ce procès-verbal."
    )
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    revision = models.PositiveIntegerField("révision", default=0, editable=False)
    finished_at = models.DateTimeField("clôturée le", null=True, blank=True, editable=False)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="clôturée par",
    )
    history = HistoricalRecords(excluded_fields=["revision"], verbose_name="historique")

    class Meta:
        verbose_name = "séance"
        verbose_name_plural = "séances"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="sitting_uid",
                violation_error_message="Une séance de ce conseil porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True)
                | Q(closed_at__isnull=True)
                | Q(closed_at__gte=F("opened_at")),
                name="sitting_hours",
                violation_error_message="Une séance ne peut pas être levée avant d'être ouverte.",
            ),
        )
        indexes = (models.Index(fields=("council", "-held_on", "-id"), name="sitting_by_date"),)

    def __str__(self) -> str:
        return f"{self.council.place_name} – {self.held_on:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, chair=self.chair)


def require_same_sitting(sitting_id: int | None, **rows: Any) -> None:
    """Raise ``ValidationError`` on each row, named by its field, that belongs to another sitting."""
    strangers = [name for name, row in rows.items() if row is not None and row.sitting_id != sitting_id]
    if strangers:
        raise ValidationError(dict.fromkeys(strangers, "Ce point appartient à une autre séance."))


class SittingPart(models.Model):
    """A row that means nothing without its sitting."""

    class Meta:
        abstract = True
        ordering = ("pk",)


class SittingSecretary(SittingPart):
    """A member who acts as secretary of the sitting (CGCT art. L. 2121-15), in the order named."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="secretary_rows", verbose_name="séance")
    position = models.PositiveIntegerField("rang")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="membre")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "secrétaire de séance"
        verbose_name_plural = "secrétaires de séance"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "member"),
                name="secretary_once",
                violation_error_message="Ce membre est déjà secrétaire de cette séance.",
            ),
            models.UniqueConstraint(
                fields=("sitting", "position"),
                name="secretary_position",
                violation_error_message="Ce rang est déjà pris.",
            ),
        )

    def __str__(self) -> str:
        return str(self.member)

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)


class Dispatch(SittingPart):
    """The convocation sent to one member (CGCT art. L. 2121-10)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="dispatches", verbose_name="séance")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="dispatches", verbose_name="membre")
    channel = choice("voie", CHANNELS, default=Channel.ELECTRONIC)
    sent_at = models.DateTimeField("envoyée à", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "envoi de convocation"
        verbose_name_plural = "envois de convocation"

    def __str__(self) -> str:
        return f"{self.member} – {self.get_channel_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)


class Auxiliary(SittingPart):
    """Someone in the room who does not sit."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="auxiliaries", verbose_name="séance")
    name = line("nom", blank=False)
    capacity = line("qualité")
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "auxiliaire"
        verbose_name_plural = "auxiliaires"

    def __str__(self) -> str:
        return self.name


class SourceStatement(SittingPart):
    """What the paper of a recorded act says, kept to be compared and never used to compute."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="statements", verbose_name="séance")
    about = line("sujet", blank=False)
    text = long_text("texte lu")
    number = models.IntegerField("nombre lu", null=True, blank=True)
    item = models.ForeignKey(
        "deliberations.AgendaItem",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name="point",
    )
    place = line("endroit")
    confidence = choice("lisibilité", CONFIDENCES, default=Confidence.CLEAR)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "mention du document source"
        verbose_name_plural = "mentions du document source"

    def __str__(self) -> str:
        return f"{self.about} : {self.text}"

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.sitting_id, item=self.item)
