"""The minutes of a sitting: what the secretary writes in them, and the steps of their life (CGCT art. L. 2121-15)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models import Mandate
from councils.models.base import require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.acts import Source
from deliberations.domain.convening import DeliveryState
from deliberations.domain.minutes import CompletionKind, MinutesChannel, RemarkOutcome
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import (
    COMPLETION_KINDS,
    MINUTES_CHANNELS,
    REMARK_OUTCOMES,
    SOURCES,
    VOTE_METHODS,
)
from deliberations.models.files import StoredFile
from deliberations.models.proof import Frozen
from deliberations.models.richtext import rich_text
from deliberations.models.sitting import Sitting, SittingPart, require_same_sitting
from deliberations.models.sitting_documents import SittingDocument

MAIL_STATES = {
    DeliveryState.WAITING: "En attente d'envoi",
    DeliveryState.SENDING: "Envoi en cours",
    DeliveryState.SENT: "Envoyé",
    DeliveryState.FAILED: "Échec de l'envoi",
}


class Minutes(SittingPart):
    """The free passages of the minutes, and by which later sitting they are, or were, settled.

    ``settling_sitting`` and ``settling_item`` are uids, like ``Sitting.minutes_settled_in``: that sitting may not be
    entered yet. ``settled_on`` is its day, once the assembly has settled the minutes.
    """

    sitting = models.OneToOneField(Sitting, models.CASCADE, related_name="minutes_row", verbose_name="séance")
    introduction_html = rich_text("passage d'ouverture")
    closing_html = rich_text("passage de clôture")
    prints_names = models.BooleanField("inscrire le nom des votes contre et des abstentions", default=False)
    settling_sitting = line("séance qui l'examine", max_length=64)
    settling_item = line("point qui l'examine", max_length=64)
    settled_on = models.DateField("arrêté le", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"

    def __str__(self) -> str:
        return f"Procès-verbal – {self.sitting}"


class DebateSummary(models.Model):
    """The substance of the discussions on one item; ``is_silent``: nobody spoke, says the secretary."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="debate", verbose_name="point")
    debate_html = rich_text("teneur des discussions")
    is_silent = models.BooleanField("aucune observation", default=False)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "résumé de débat"
        verbose_name_plural = "résumés de débat"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Débat – {self.item}"


class MinutesIncident(SittingPart):
    """Something that happened during an item, or on none in particular."""

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="minutes_incidents", verbose_name="séance"
    )
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="point"
    )
    incident_html = rich_text("incident")
    at = models.DateTimeField("heure", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta(SittingPart.Meta):
        verbose_name = "incident de séance"
        verbose_name_plural = "incidents de séance"

    def __str__(self) -> str:
        return f"Incident – {self.sitting}"

    def clean(self) -> None:
        super().clean()
        require_same_sitting(self.sitting_id, item=self.item)


class BallotRequest(models.Model):
    """One member present who asked for a form of ballot (CGCT art. L. 2121-21)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="ballot_requests", verbose_name="point")
    method = choice("scrutin demandé", VOTE_METHODS)
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="membre")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "demande de scrutin particulier"
        verbose_name_plural = "demandes de scrutin particulier"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("item", "method", "member"),
                name="ballot_request_once",
                violation_error_message="Cette demande est déjà notée.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.get_method_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.item.sitting.council_id, member=self.member)


class MinutesEvent(Frozen):
    """Something done once about the minutes, by whom and when."""

    at = models.DateTimeField("inscrit le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )

    class Meta(Frozen.Meta):
        abstract = True


class MinutesRemark(MinutesEvent):
    """A remark on the draft, beside it for good: the draft itself is not changed by it."""

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="minutes_remarks", verbose_name="séance"
    )
    member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre"
    )
    made_on = models.DateField("faite le", null=True, blank=True)
    remark_html = rich_text("remarque")

    class Meta(MinutesEvent.Meta):
        verbose_name = "remarque sur le procès-verbal"
        verbose_name_plural = "remarques sur le procès-verbal"

    def __str__(self) -> str:
        return f"{self.member or 'Remarque'} – {self.sitting}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)


class MinutesRemarkAnswer(MinutesEvent):
    """What the assembly made of a remark, with the rectification where it accepted one."""

    remark = models.OneToOneField(
        MinutesRemark, models.CASCADE, related_name="answer", verbose_name="remarque"
    )
    outcome = choice("suite donnée", REMARK_OUTCOMES, default=RemarkOutcome.NOTED)
    rectification_html = rich_text("rectification")

    class Meta(MinutesEvent.Meta):
        verbose_name = "suite donnée à une remarque"
        verbose_name_plural = "suites données aux remarques"

    def __str__(self) -> str:
        return f"{self.remark} – {self.get_outcome_display()}"


class MinutesDistribution(MinutesEvent):
    """The draft sent to one member, or said to be sent to all (no member), with the file if we sent it."""

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="minutes_distributions", verbose_name="séance"
    )
    member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre"
    )
    sent_on = models.DateField("envoyé le")
    channel = choice("voie", MINUTES_CHANNELS, default=MinutesChannel.EMAIL)
    source = choice("source", SOURCES, default=Source.DECLARED)
    document = models.ForeignKey(
        SittingDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="document"
    )

    class Meta(MinutesEvent.Meta):
        verbose_name = "envoi du procès-verbal"
        verbose_name_plural = "envois du procès-verbal"
        constraints = (
            models.UniqueConstraint(
                fields=("document", "member"),
                name="minutes_distribution_once",
                violation_error_message="Ce membre a déjà reçu ce fichier.",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(member__isnull=False),
                name="minutes_distribution_member",
                violation_error_message="Un fichier envoyé l'est à un membre.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member or 'Tous les membres'} – {self.sent_on:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)


class MinutesMail(models.Model):
    """The e-mail of one file of the minutes to one member: whether it left, and why not.

    One row for each, so that nobody gets the same file twice; what did leave is a ``MinutesDistribution``.
    """

    document = models.ForeignKey(
        SittingDocument, models.PROTECT, related_name="mails", verbose_name="document"
    )
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="membre")
    state = choice("état", MAIL_STATES, default=DeliveryState.WAITING)
    error = line("cause de l'échec")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )

    class Meta:
        verbose_name = "courriel du procès-verbal"
        verbose_name_plural = "courriels du procès-verbal"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "member"),
                name="minutes_mail_once",
                violation_error_message="Ce courriel est déjà demandé.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.get_state_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.document.sitting.council_id, member=self.member)


class MinutesCompletion(MinutesEvent):
    """A fact that the record of the sitting lacks, learnt once its acts had left: the record and they stay as they are.

    ``hour`` is that of an HOUR, ``member`` the chair or the secretary; ``reason`` says how it is known.
    """

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="minutes_completions", verbose_name="séance"
    )
    kind = choice("mention complétée", COMPLETION_KINDS)
    member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre"
    )
    hour = models.TimeField("heure", null=True, blank=True)
    completed_on = models.DateField("complété le")
    reason = long_text("motif", blank=False)

    class Meta(MinutesEvent.Meta):
        verbose_name = "mention complétée du procès-verbal"
        verbose_name_plural = "mentions complétées du procès-verbal"
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "kind", "member"),
                name="minutes_completion_once",
                violation_error_message="Cette mention est déjà complétée.",
            ),
            models.CheckConstraint(
                condition=Q(kind=CompletionKind.HOUR.value, hour__isnull=False, member__isnull=True)
                | (~Q(kind=CompletionKind.HOUR.value) & Q(hour__isnull=True, member__isnull=False)),
                name="minutes_completion_fact",
                violation_error_message="Indiquez l'heure, ou le membre, selon ce qui est complété.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.sitting}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)


class MinutesSignature(MinutesEvent):
    """A signature by hand on the minutes, as the town hall tells it. The last one of a member counts."""

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="minutes_signatures", verbose_name="séance"
    )
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="signataire")
    capacity = line("qualité")
    signed_on = models.DateField("signé le")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="copie numérisée"
    )

    class Meta(MinutesEvent.Meta):
        verbose_name = "signature du procès-verbal"
        verbose_name_plural = "signatures du procès-verbal"

    def __str__(self) -> str:
        return f"{self.member} – {self.signed_on:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)
