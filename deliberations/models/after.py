"""What happens to an act after the closing: deposit, correction, end of publication, signature on paper."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models import Council, Mandate
from councils.models.fields import line, long_text
from deliberations.models.deliberation import Deliberation
from deliberations.models.proof import Frozen


class ActEvent(Frozen):
    """Something done once about an act, by whom and when."""

    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par"
    )

    class Meta(Frozen.Meta):
        abstract = True


class Deposit(ActEvent):
    """The act handed to the transmission service by hand, with what was typed there: its receipt is awaited.

    It makes nothing executory: only the receipt, or its declared date, does (CGCT art. L. 2131-1).
    """

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="deposits", verbose_name="délibération"
    )
    deposited_on = models.DateField("déposée le")
    number = line("numéro @CTES", blank=False, max_length=15)
    subject = line("objet", blank=False)
    matter_code = line("code matière", blank=False, max_length=20)
    nature = models.PositiveSmallIntegerField("nature", default=1)

    class Meta(ActEvent.Meta):
        verbose_name = "dépôt pour transmission"
        verbose_name_plural = "dépôts pour transmission"

    def __str__(self) -> str:
        return f"{self.deliberation} – déposée le {self.deposited_on:%d/%m/%Y}"


class Rectification(ActEvent):
    """A material error corrected in the text of an act: what was written, what is written instead, and why."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="rectifications", verbose_name="délibération"
    )
    before = long_text("texte erroné", blank=False)
    after = long_text("texte exact")
    reason = long_text("motif", blank=False)

    class Meta(ActEvent.Meta):
        verbose_name = "rectification"
        verbose_name_plural = "rectifications"

    def __str__(self) -> str:
        return f"{self.deliberation} – « {self.before[:60]} »"


class Unpublication(ActEvent):
    """The act taken off our public pages, and why. Its address answers that it is gone, for good."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="unpublications", verbose_name="délibération"
    )
    reason = long_text("motif", blank=False)

    class Meta(ActEvent.Meta):
        verbose_name = "fin de mise en ligne"
        verbose_name_plural = "fins de mise en ligne"

    def __str__(self) -> str:
        return f"{self.deliberation} – retirée du site"


class PublicPages(models.Model):
    """Whether the public pages of a council are open, where it is not what its kind of body does by default."""

    council = models.OneToOneField(
        Council, models.CASCADE, related_name="public_pages", verbose_name="conseil"
    )
    is_open = models.BooleanField("pages publiques ouvertes", default=True)

    class Meta:
        verbose_name = "pages publiques d'un conseil"
        verbose_name_plural = "pages publiques des conseils"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.council} – {'ouvertes' if self.is_open else 'fermées'}"


class HandSignature(ActEvent):
    """The certified copy of the act signed on paper: by whom and when, as the town hall tells it.

    ``capacity`` is what the signatory was that day; ``remark`` says why somebody without office nor
    delegation signed, or before the act was executory.
    """

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="hand_signatures", verbose_name="délibération"
    )
    signed_on = models.DateField("signée le")
    signatory = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="signataire")
    capacity = line("qualité")
    secretary = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="secrétaire de séance"
    )
    remark = long_text("observation")
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hand_signatures",
        verbose_name="acte signé, numérisé",
    )

    class Meta(ActEvent.Meta):
        verbose_name = "signature manuscrite"
        verbose_name_plural = "signatures manuscrites"

    def __str__(self) -> str:
        return f"{self.deliberation} – signée à la main le {self.signed_on:%d/%m/%Y}"


class HandSignatureUndone(ActEvent):
    """A signature by hand noted by mistake, or that no longer counts, and why."""

    signature = models.OneToOneField(
        HandSignature, models.CASCADE, related_name="undone", verbose_name="signature manuscrite"
    )
    reason = long_text("motif", blank=False)

    class Meta(ActEvent.Meta):
        verbose_name = "signature manuscrite annulée"
        verbose_name_plural = "signatures manuscrites annulées"

    def __str__(self) -> str:
        return f"{self.signature} – annulée"
