"""A link sent by e-mail that opens one role in one council."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models.base import require_same_council
from councils.models.choices import ROLE_KINDS
from councils.models.council import Council
from councils.models.fields import choice
from councils.models.person import Person

VALIDITY = timedelta(days=14)


def digest_of(token: str) -> str:
    """What is kept of a link: who reads the database opens nothing with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations of every council."""

    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor cancelled; some may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """One role offered to one address. The link dies once used, cancelled, or after two weeks."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="invitations", verbose_name="conseil")
    email = models.EmailField("adresse électronique", max_length=254)
    kind = choice("rôle", ROLE_KINDS)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name="personne"
    )
    token_sha256 = models.CharField(
        "empreinte du lien", max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")]
    )
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="envoyée par",
    )
    expires_at = models.DateTimeField("valable jusqu'au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="acceptée par",
    )
    revoked_at = models.DateTimeField("annulée le", null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["token_sha256"], verbose_name="historique")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "email", "kind"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_pending_once",
                violation_error_message="Une invitation à ce rôle attend déjà cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_one_end",
                violation_error_message="Une invitation acceptée ne s'annule plus.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} – {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, person=self.person)
