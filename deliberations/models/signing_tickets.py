"""A signature in two steps: the site prepares the files, the signatory's own computer signs them with its token."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from councils.models import Council
from councils.models.base import Identified
from councils.models.fields import choice, line
from deliberations.domain.signing_tickets import TicketState
from deliberations.models.choices import TICKET_STATES
from deliberations.models.proof import sha256_field
from deliberations.models.signing import SigningPlace


class SigningTicket(Identified):
    """What one person asked to sign with a token of his own; of its secret only the digest is kept.

    It works once, until ``expires_at``. ``holder`` is the name on the certificate that the signatory
    confirmed to be his, where it is another than his own, ``outcomes`` (JSON) what became of each document.
    """

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="signing_tickets", verbose_name="conseil"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="signing_tickets", verbose_name="signataire"
    )
    secret_sha256 = sha256_field("empreinte du secret")
    state = choice("état", TICKET_STATES, default=TicketState.WAITING)
    reauthenticated_at = models.DateTimeField("identité vérifiée le")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu'au")
    holder = line("titulaire confirmé", max_length=2000)
    outcomes = models.JSONField("résultat", default=list, blank=True)

    class Meta:
        verbose_name = "demande de signature par jeton"
        verbose_name_plural = "demandes de signature par jeton"
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="signing_ticket_uid",
                violation_error_message="Une demande porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("secret_sha256",),
                name="signing_ticket_secret",
                violation_error_message="Ce secret sert déjà.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.asked_at:%d/%m/%Y %H:%M}"


class TicketPlace(models.Model):
    """One document of a ticket: ``sha256`` is that of the file that was read; ``state`` (JSON) and ``path`` are what
    was prepared for the token, empty before and after."""

    ticket = models.ForeignKey(SigningTicket, models.CASCADE, related_name="places", verbose_name="demande")
    place = models.ForeignKey(SigningPlace, models.CASCADE, related_name="+", verbose_name="place à signer")
    number = models.PositiveSmallIntegerField("rang")
    sha256 = sha256_field("empreinte du fichier lu")
    revision = models.PositiveIntegerField("révision de la séance", null=True, blank=True)
    state = models.TextField("ce qui est préparé", blank=True, editable=False)
    path = line("fichier préparé", editable=False)
    refusal = line("pourquoi rien n'est préparé", max_length=2000)

    class Meta:
        verbose_name = "document d'une demande"
        verbose_name_plural = "documents d'une demande"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("ticket", "number"),
                name="ticket_place_number",
                violation_error_message="Deux documents ont le même rang.",
            ),
        )

    def __str__(self) -> str:
        return str(self.place)
