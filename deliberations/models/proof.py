"""What is added once and never changed: snapshots, public facts, issued documents, signatures."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models.fields import choice, line
from deliberations.domain.acts import Source
from deliberations.domain.errors import FrozenRow
from deliberations.domain.issued import SignatureLevel
from deliberations.models.choices import DOCUMENT_FORMATS, DOCUMENT_KINDS, SIGNATURE_LEVELS, SOURCES
from deliberations.models.deliberation import Deliberation

FROZEN_MESSAGE = "Cette inscription est définitive : une correction s'ajoute, elle ne remplace pas."

sha256_validator = RegexValidator(r"^[0-9a-f]{64}$", "Une empreinte SHA-256 compte 64 chiffres hexadécimaux.")


def sha256_field(label: str) -> "models.CharField[str, str]":
    """A SHA-256 in lower-case hexadecimal."""
    return models.CharField(label, max_length=64, validators=[sha256_validator])


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that are only added: no bulk change either."""

    def update(self, **kwargs: Any) -> int:
        raise FrozenRow(FROZEN_MESSAGE)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenRow(FROZEN_MESSAGE)


class Frozen(models.Model):
    """A row written once. ``save`` on a stored row and ``delete`` raise ``FrozenRow``."""

    objects: ClassVar[models.Manager[Any]] = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("pk",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenRow(FROZEN_MESSAGE)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenRow(FROZEN_MESSAGE)


class PublicFactRow(Frozen):
    """A fact with two dates: when it took effect, when it was recorded (by a machine or a person).

    ``recorded_at`` is the date told with the fact, ``written_at`` ours.
    """

    effective_on = models.DateField("date d'effet")
    source = choice("source", SOURCES, default=Source.DECLARED)
    channel = line("voie")
    reference = line("référence", max_length=2000)
    recorded_at = models.DateTimeField("constaté le", null=True, blank=True)
    written_at = models.DateTimeField("inscrit le", default=timezone.now, editable=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déclaré par",
    )

    class Meta(Frozen.Meta):
        abstract = True


class Transmission(PublicFactRow):
    """The act reached the State (CGCT art. L. 2131-1). The last row is the one that counts."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="transmissions", verbose_name="délibération"
    )

    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="transmissions",
        verbose_name="accusé de réception",
    )

    class Meta(PublicFactRow.Meta):
        verbose_name = "transmission"
        verbose_name_plural = "transmissions"

    def __str__(self) -> str:
        return f"{self.deliberation} – transmise le {self.effective_on:%d/%m/%Y}"


class Publication(PublicFactRow):
    """One line of the publication log."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="publications", verbose_name="délibération"
    )

    class Meta(PublicFactRow.Meta):
        verbose_name = "publication"
        verbose_name_plural = "publications"

    def __str__(self) -> str:
        return f"{self.deliberation} – publiée le {self.effective_on:%d/%m/%Y}"


class FactsKept(Frozen):
    """Facts frozen as canonical JSON, with the versions that read them."""

    canonical_json = models.TextField("faits figés")
    schema_version = line("version du format", blank=False, max_length=64)
    rule_book_version = line("version des règles", blank=False, max_length=64)
    sha256 = sha256_field("empreinte")
    created_at = models.DateTimeField("figé le", default=timezone.now)

    class Meta(Frozen.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if hashlib.sha256(self.canonical_json.encode()).hexdigest() != self.sha256:
            raise ValidationError({"sha256": "L'empreinte n'est pas celle des faits figés."})


class Snapshot(FactsKept):
    """All the facts a document depends on; PROTECT: proofs outlive drafts."""

    deliberation = models.ForeignKey(
        Deliberation, models.PROTECT, related_name="snapshots", verbose_name="délibération"
    )

    class Meta(FactsKept.Meta):
        verbose_name = "état figé"
        verbose_name_plural = "états figés"

    def __str__(self) -> str:
        return f"{self.deliberation} – {self.sha256[:12]}"


class IssuedDocumentQuerySet(FrozenQuerySet):
    """Issued documents, of which only the imported digests may be forgotten."""

    def forget_imported(self) -> None:
        """Delete the rows that hold a digest and no bytes, when the dossier that told them is replaced."""
        for row in self.filter(path="", signatures__isnull=True):
            models.Model.delete(row)


class IssuedDocument(Frozen):
    """A document issued. ``path`` is where its bytes are kept; empty when only the digest travelled."""

    deliberation = models.ForeignKey(
        Deliberation, models.PROTECT, related_name="issued", verbose_name="délibération"
    )
    kind = choice("document", DOCUMENT_KINDS)
    format = choice("format", DOCUMENT_FORMATS, blank=True)
    version = models.PositiveIntegerField("version", validators=[MinValueValidator(1)])
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    path = line("emplacement", editable=False)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="état figé"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="remplace"
    )
    issued_at = models.DateTimeField("émis le", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="émis par",
    )

    objects: ClassVar[models.Manager[Any]] = IssuedDocumentQuerySet.as_manager()

    class Meta(Frozen.Meta):
        verbose_name = "document émis"
        verbose_name_plural = "documents émis"
        indexes = (models.Index(fields=("sha256",), name="issued_digest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("deliberation", "kind", "format", "version"),
                name="issued_version",
                violation_error_message="Cette version du document est déjà émise.",
            ),
            models.CheckConstraint(
                condition=Q(path="") | (Q(issued_at__isnull=False) & ~Q(format="")),
                name="issued_bytes_are_dated",
                violation_error_message="Un document conservé a un format et une date d'émission.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deliberation} – {self.get_kind_display()} v{self.version}"

    def clean(self) -> None:
        super().clean()
        for name in ("snapshot", "supersedes"):
            row = getattr(self, name)
            if row is not None and row.deliberation_id != self.deliberation_id:
                raise ValidationError({name: "Cette pièce est celle d'une autre délibération."})


class SignatureFacts(Frozen):
    """One electronic signature: the bytes before and after, who, as what, when, with what, how far.

    ``proven_at`` is when a timestamp shows that it existed, ``signed_at`` what it claims. ``reauthenticated_at``: when
    ``user`` last proved who they are before it. ``order`` is its place in the order of signing.
    """

    sha256_before = sha256_field("empreinte avant")
    sha256_after = sha256_field("empreinte après")
    signer_name = line("signataire", blank=False)
    capacity = line("qualité")
    signed_at = models.DateTimeField("signé le")
    proven_at = models.DateTimeField("horodaté le", null=True, blank=True)
    reauthenticated_at = models.DateTimeField("identité vérifiée le", null=True, blank=True)
    order = models.PositiveSmallIntegerField("rang", default=1)
    provider = line("moyen de signature", blank=False)
    means = models.ForeignKey(
        "deliberations.SigningMeans",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="moyen utilisé",
    )
    certificate = models.BinaryField("certificat", null=True, blank=True, editable=False)
    certificate_subject = line("titulaire du certificat", max_length=2000)
    certificate_serial = line("numéro du certificat", max_length=128)
    level = choice("niveau", SIGNATURE_LEVELS, default=SignatureLevel.B_B)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="utilisateur",
    )

    class Meta(Frozen.Meta):
        abstract = True


class Signature(SignatureFacts):
    """One signature of an issued document."""

    document = models.ForeignKey(
        IssuedDocument, models.PROTECT, related_name="signatures", verbose_name="document"
    )

    class Meta(SignatureFacts.Meta):
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        indexes = (
            models.Index(fields=("sha256_before",), name="signature_digest_before"),
            models.Index(fields=("sha256_after",), name="signature_digest_after"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(sha256_before=F("sha256_after")),
                name="signature_changes_the_file",
                violation_error_message="Signer un document change son empreinte.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer_name} – {self.document}"
