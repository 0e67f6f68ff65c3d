"""Putting a document to signature: what opens a key, the paper, the places on it, and what happened at each."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from councils.models import Council, Mandate, Person
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.signing_order import OPEN_STATES, PaperState
from deliberations.models.after import ActEvent
from deliberations.models.choices import (
    MEANS_KINDS,
    MEANS_PROVIDERS,
    PAPER_STATES,
    PLACE_EVENTS,
    SIGNED_KINDS,
    SIGNER_ROLES,
)
from deliberations.models.decisions import MayorDecision
from deliberations.models.deliberation import Deliberation
from deliberations.models.proof import IssuedDocument, SignatureFacts, Snapshot, sha256_field
from deliberations.models.sitting import Sitting
from deliberations.models.sitting_documents import SittingDocument


class SigningMeans(Identified):
    """What opens a key that signs. ``secret`` is encrypted (``signing.vault``) and leaves this table for no page.

    ``certificate`` is public (DER). ``until`` is the last day on which it is used here, whatever the certificate says.
    """

    FROZEN = ("uid", "kind", "provider")

    council = models.ForeignKey(Council, models.CASCADE, related_name="signing_means", verbose_name="conseil")
    kind = choice("nature", MEANS_KINDS)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signing_means", verbose_name="personne"
    )
    provider = choice("service", MEANS_PROVIDERS)
    label = line("nom", blank=False)
    certificate = models.BinaryField("certificat", null=True, blank=True, editable=False)
    certificate_subject = line("titulaire du certificat", max_length=2000)
    not_after = models.DateTimeField("certificat valable jusqu'au", null=True, blank=True)
    secret = models.BinaryField("secret chiffré", null=True, blank=True, editable=False)
    since = models.DateField("en service depuis le")
    until = models.DateField("en service jusqu'au", null=True, blank=True)
    added_at = models.DateTimeField("ajouté le", default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ajouté par",
    )

    class Meta:
        verbose_name = "moyen de signature"
        verbose_name_plural = "moyens de signature"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="signing_means_uid",
                violation_error_message="Un moyen de signature porte déjà cet identifiant.",
            ),
            models.CheckConstraint(
                condition=Q(kind="SEAL", person__isnull=True) | Q(kind="PERSON", person__isnull=False),
                name="signing_means_person",
                violation_error_message="Un cachet n'est à personne ; une signature est à quelqu'un.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, person=self.person)


class SigningPaper(Identified):
    """One version of a document put to signature: the same facts make the same file, byte for byte.

    ``master_*`` is the file as it was made, with which every signed file begins; ``path`` and ``sha256`` the file
    with the signatures put on it so far. Once all have signed the file is issued (``issued``, ``issued_paper`` or
    ``issued_copy``) and changes no more, but for the proofs that make its signatures last. ``set_aside_at``: another
    version replaced it. ``made_from`` is, of what the seal alone certifies (``SEALED_COPIES``), the SHA-256 of all that
    it copies: while that is the same, so is the copy.
    """

    FROZEN = ("uid", "kind", "subject", "number", "master_sha256")

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="signing_papers", verbose_name="conseil"
    )
    kind = choice("document", SIGNED_KINDS)
    subject = line("sujet", blank=False, max_length=64)
    number = models.PositiveIntegerField("version", validators=[MinValueValidator(1)])
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="signing_papers", verbose_name="séance"
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_papers",
        verbose_name="délibération",
    )
    decision = models.ForeignKey(
        MayorDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_papers",
        verbose_name="décision",
    )
    volume = models.ForeignKey(
        "deliberations.RegisterVolume",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_papers",
        verbose_name="volume du registre",
    )
    title = line("titre", blank=False, max_length=2000)
    made_from = line("empreinte de ce dont il est la copie", max_length=64)
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="état figé"
    )
    master_sha256 = sha256_field("empreinte avant signature")
    master_size = models.PositiveBigIntegerField("taille avant signature (octets)")
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages")
    path = line("emplacement", blank=False, editable=False)
    state = choice("état", PAPER_STATES)
    prepared_at = models.DateTimeField("mis à la signature le", default=timezone.now)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="mis à la signature par",
    )
    set_aside_at = models.DateTimeField("remplacé le", null=True, blank=True)
    issued_at = models.DateTimeField("émis le", null=True, blank=True)
    issued = models.OneToOneField(
        IssuedDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_paper",
        verbose_name="document émis",
    )
    issued_paper = models.OneToOneField(
        SittingDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_paper",
        verbose_name="document de séance émis",
    )
    lasts_until = models.DateTimeField("preuves valables jusqu'au", null=True, blank=True)
    attempts = models.PositiveIntegerField("essais pour compléter", default=0)
    next_attempt_at = models.DateTimeField("prochain essai le", null=True, blank=True)
    last_failure = line("dernier échec", max_length=500)

    class Meta:
        verbose_name = "document à signer"
        verbose_name_plural = "documents à signer"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "kind", "subject", "number"),
                name="signing_paper_version",
                violation_error_message="Cette version est déjà à la signature.",
            ),
            models.UniqueConstraint(
                fields=("council", "kind", "subject"),
                condition=Q(set_aside_at__isnull=True),
                name="signing_paper_in_force",
                violation_error_message="Une version de ce document est déjà à la signature.",
            ),
        )
        indexes = (models.Index(fields=("council", "state"), name="signing_paper_state"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether a signature is still awaited."""
        return PaperState(self.state) in OPEN_STATES

    def clean(self) -> None:
        super().clean()
        require_same_council(
            self.council_id,
            sitting=self.sitting,
            deliberation=self.deliberation,
            decision=self.decision,
            volume=self.volume,
        )


class SigningPlace(models.Model):
    """Where one signatory signs: ``order`` is that of signing, ``field`` the name of its place in the file.

    ``right`` says by what right somebody else than the head signs: « par délégation … ».
    """

    paper = models.ForeignKey(SigningPaper, models.CASCADE, related_name="places", verbose_name="document")
    order = models.PositiveSmallIntegerField("ordre", validators=[MinValueValidator(1)])
    role = choice("à quel titre", SIGNER_ROLES)
    member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="signataire"
    )
    name = line("nom", blank=False)
    capacity = line("qualité", max_length=500)
    right = line("droit de signer", max_length=500)
    field = line("emplacement", blank=False, max_length=60)

    class Meta:
        verbose_name = "place à signer"
        verbose_name_plural = "places à signer"
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "order"),
                name="signing_place_order",
                violation_error_message="Deux signataires ont le même rang.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} – {self.paper}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.paper.council_id, member=self.member)


class PlaceSignature(SignatureFacts):
    """An electronic signature put at one place. It stays readable when it is taken back before the issue."""

    place = models.ForeignKey(SigningPlace, models.PROTECT, related_name="signatures", verbose_name="place")

    class Meta(SignatureFacts.Meta):
        verbose_name = "signature électronique"
        verbose_name_plural = "signatures électroniques"
        constraints = (
            models.CheckConstraint(
                condition=~Q(sha256_before=F("sha256_after")),
                name="place_signature_changes_file",
                violation_error_message="Signer un document change son empreinte.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer_name} – {self.place.paper}"


class SigningEvent(ActEvent):
    """What happened at one place: signed by either means, refused, impeded, taken back. The last one counts."""

    place = models.ForeignKey(SigningPlace, models.PROTECT, related_name="events", verbose_name="place")
    kind = choice("événement", PLACE_EVENTS)
    on = models.DateField("le jour")
    reason = long_text("motif")
    signature = models.OneToOneField(
        PlaceSignature,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="event",
        verbose_name="signature électronique",
    )
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signing_events",
        verbose_name="document signé, numérisé",
    )

    class Meta(ActEvent.Meta):
        verbose_name = "événement de signature"
        verbose_name_plural = "événements de signature"

    def __str__(self) -> str:
        return f"{self.place} – {self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        if self.kind in {"REFUSED", "IMPEDED", "TAKEN_BACK"} and not self.reason.strip():
            raise ValidationError({"reason": "Dites pourquoi : le motif est conservé."})


class SignatureProofs(ActEvent):
    """An issued file completed: the proofs that make its signatures last, or a new timestamp before the last ends."""

    paper = models.ForeignKey(
        SigningPaper, models.PROTECT, related_name="completions", verbose_name="document"
    )
    sha256_before = sha256_field("empreinte avant")
    sha256_after = sha256_field("empreinte après")
    level = line("niveau atteint", blank=False, max_length=10)
    lasts_until = models.DateTimeField("preuves valables jusqu'au", null=True, blank=True)

    class Meta(ActEvent.Meta):
        verbose_name = "complément de signature"
        verbose_name_plural = "compléments de signature"

    def __str__(self) -> str:
        return f"{self.paper} – {self.level}"


PAPER_IN_FORCE = Q(set_aside_at__isnull=True)
PAPER_OPEN = Q(state__in=[PaperState(each).value for each in OPEN_STATES])
