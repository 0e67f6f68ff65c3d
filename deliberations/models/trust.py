"""Authorities whose certificates are believed in this installation, and whom they have revoked."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.models.fields import choice, line, long_text
from deliberations.domain.trusted import AuthorityOrigin, TrustPurpose
from deliberations.models.choices import AUTHORITY_ORIGINS
from deliberations.models.proof import sha256_field


class TrustedAuthority(models.Model):
    """One certificate (DER) that is trusted, for what, on whose word. Removed, the row stays: past checks relied on it.

    ``council_name`` and ``council_address`` are told when it is the root of another council that uses Conforme: the
    check page then says whose act it is, and where it is published. ``list_addresses`` is where its revocation lists
    are fetched, one address a line.
    """

    name = line("nom", blank=False)
    certificate = models.BinaryField("certificat (DER)")
    sha256 = sha256_field("empreinte du certificat")
    is_for_persons = models.BooleanField("signatures de personnes", default=False)
    is_for_seals = models.BooleanField("cachets", default=False)
    is_for_timestamps = models.BooleanField("horodatages", default=False)
    origin = choice("origine", AUTHORITY_ORIGINS, default=AuthorityOrigin.MANUAL)
    council_name = line("autre collectivité utilisant Conforme")
    council_address = line("adresse de ses pages publiques", validators=[URLValidator(("http", "https"))])
    list_addresses = long_text("adresses de ses listes de révocation")
    not_before = models.DateTimeField("valable à compter du")
    not_after = models.DateTimeField("valable jusqu'au")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ajoutée par",
    )
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "autorité reconnue"
        verbose_name_plural = "autorités reconnues"
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sha256",),
                condition=Q(removed_at__isnull=True),
                name="trusted_authority_once",
                violation_error_message="Cette autorité est déjà reconnue.",
            ),
            models.CheckConstraint(
                condition=Q(is_for_persons=True) | Q(is_for_seals=True) | Q(is_for_timestamps=True),
                name="trusted_authority_for_something",
                violation_error_message="Dites à quoi cette autorité sert : signatures, cachets ou horodatages.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def purposes(self) -> frozenset[TrustPurpose]:
        """What it is trusted for."""
        told = {
            TrustPurpose.PERSON: self.is_for_persons,
            TrustPurpose.SEAL: self.is_for_seals,
            TrustPurpose.TIMESTAMP: self.is_for_timestamps,
        }
        return frozenset(purpose for purpose, is_told in told.items() if is_told)


class RevocationList(models.Model):
    """The last list (DER) fetched at one address and verified against its authority; empty until the first one.

    ``failed_at`` and ``error`` tell a fetch that failed since: the list before it is kept.
    """

    authority = models.ForeignKey(
        TrustedAuthority, models.CASCADE, related_name="lists", verbose_name="autorité"
    )
    address = line("adresse", blank=False, max_length=2000)
    content = models.BinaryField("liste (DER)", default=b"")
    this_update = models.DateTimeField("établie le", null=True, blank=True)
    next_update = models.DateTimeField("à renouveler le", null=True, blank=True)
    fetched_at = models.DateTimeField("reçue le", null=True, blank=True)
    failed_at = models.DateTimeField("échec le", null=True, blank=True)
    error = long_text("cause de l'échec")

    class Meta:
        verbose_name = "liste de révocation"
        verbose_name_plural = "listes de révocation"
        ordering = ("authority", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("authority", "address"),
                name="revocation_list_address",
                violation_error_message="Cette liste est déjà suivie.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.authority} – {self.address}"
