"""What is added once a decision is signed and never changes, and which sitting heard of it (CGCT art. L. 2122-23)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from councils.models import Mandate
from councils.models.base import require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.issued import DocumentKind
from deliberations.models.after import ActEvent
from deliberations.models.choices import DOCUMENT_KINDS, SIGNING_POWERS
from deliberations.models.decisions import MayorDecision
from deliberations.models.proof import Frozen, PublicFactRow, sha256_field
from deliberations.models.sitting import Sitting


class DecisionSnapshot(Frozen):
    """The canonical JSON of all that a decision depends on, as it was when it was signed or a copy was issued."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="snapshots", verbose_name="décision"
    )
    canonical_json = models.TextField("faits figés")
    schema_version = line("version du format", blank=False, max_length=40)
    sha256 = sha256_field("empreinte")
    created_at = models.DateTimeField("figés le", default=timezone.now)

    class Meta(Frozen.Meta):
        verbose_name = "faits figés d'une décision"
        verbose_name_plural = "faits figés des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – {self.sha256[:12]}"


class DecisionCopy(ActEvent):
    """A document issued once from frozen facts: the sheet for the register, or the certified executory copy.

    Versions count from 1 within one kind; a later one supersedes it.
    """

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="copies", verbose_name="décision"
    )
    kind = choice("nature", DOCUMENT_KINDS, default=DocumentKind.CERTIFIED)
    version = models.PositiveIntegerField("version", validators=[MinValueValidator(1)])
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    path = line("emplacement", blank=False, editable=False)
    snapshot = models.ForeignKey(
        DecisionSnapshot, models.PROTECT, related_name="copies", verbose_name="faits figés"
    )

    class Meta(ActEvent.Meta):
        verbose_name = "document émis d'une décision"
        verbose_name_plural = "documents émis des décisions"
        indexes = (models.Index(fields=("sha256",), name="decision_copy_digest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("decision", "kind", "version"),
                name="decision_copy_version",
                violation_error_message="Cette version existe déjà.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision} – {self.get_kind_display()}, version {self.version}"


class DecisionSignature(ActEvent):
    """The decision signed: by whom and when, and by what right, as computed.

    On paper, as the town hall tells it, unless ``electronic`` holds the signature of the file.
    ``order_number`` is that of the order of the mayor by which somebody else signs.
    """

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="hand_signatures", verbose_name="décision"
    )
    signed_on = models.DateField("signée le")
    signatory = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="signataire")
    capacity = line("qualité")
    power = choice("à quel titre", SIGNING_POWERS, blank=True)
    order_number = line("numéro de l'arrêté")
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_signatures",
        verbose_name="décision signée, numérisée",
    )
    electronic = models.OneToOneField(
        "deliberations.PlaceSignature",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_signature",
        verbose_name="signature électronique",
    )

    class Meta(ActEvent.Meta):
        verbose_name = "signature d'une décision"
        verbose_name_plural = "signatures des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – signée le {self.signed_on:%d/%m/%Y}"


class DecisionDeposit(ActEvent):
    """The decision handed to the transmission service by hand, with what was typed there: its receipt is awaited."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="deposits", verbose_name="décision"
    )
    deposited_on = models.DateField("déposée le")
    number = line("numéro @CTES", blank=False, max_length=15)
    subject = line("objet", blank=False)
    matter_code = line("code matière", blank=False, max_length=20)
    nature = models.PositiveSmallIntegerField("nature")

    class Meta(ActEvent.Meta):
        verbose_name = "dépôt d'une décision"
        verbose_name_plural = "dépôts des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – déposée le {self.deposited_on:%d/%m/%Y}"


class DecisionTransmission(PublicFactRow):
    """The decision reached the State (CGCT art. L. 2131-1). The last row is the one that counts."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="transmissions", verbose_name="décision"
    )
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_transmissions",
        verbose_name="accusé de réception",
    )

    class Meta(PublicFactRow.Meta):
        verbose_name = "transmission d'une décision"
        verbose_name_plural = "transmissions des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – reçue le {self.effective_on:%d/%m/%Y}"


class DecisionPublication(PublicFactRow):
    """One line of the publication log of a decision; ``reason`` says why a warning was set aside."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="publications", verbose_name="décision"
    )
    reason = long_text("motif")

    class Meta(PublicFactRow.Meta):
        verbose_name = "publication d'une décision"
        verbose_name_plural = "publications des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – rendue publique le {self.effective_on:%d/%m/%Y}"


class DecisionRectification(ActEvent):
    """Words of a signed decision hidden from the public: which, and why. The decision itself does not change."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="rectifications", verbose_name="décision"
    )
    before = long_text("texte occulté", blank=False)
    after = long_text("texte lu par le public")
    reason = long_text("motif", blank=False)

    class Meta(ActEvent.Meta):
        verbose_name = "occultation dans une décision"
        verbose_name_plural = "occultations dans des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – « {self.before[:60]} »"


class DecisionUnpublication(ActEvent):
    """The decision taken off our public pages, and why. Its address answers that it is gone, for good."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="unpublications", verbose_name="décision"
    )
    reason = long_text("motif", blank=False)

    class Meta(ActEvent.Meta):
        verbose_name = "fin de mise en ligne d'une décision"
        verbose_name_plural = "fins de mise en ligne des décisions"

    def __str__(self) -> str:
        return f"{self.decision} – retirée du site"


class DecisionReport(models.Model):
    """Of which sitting the council heard of a decision (CGCT art. L. 2122-23).

    Written by the closing of the sitting, never typed, and written again by a second closing. ``position`` is the
    place in the list that the council heard.
    """

    sitting = models.ForeignKey(
        Sitting, models.CASCADE, related_name="decision_reports", verbose_name="séance", editable=False
    )
    decision = models.OneToOneField(
        MayorDecision, models.CASCADE, related_name="report", verbose_name="décision", editable=False
    )
    position = models.PositiveIntegerField("rang", default=0)

    class Meta:
        verbose_name = "compte rendu d'une décision"
        verbose_name_plural = "comptes rendus des décisions"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.decision} – {self.sitting}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, decision=self.decision)
