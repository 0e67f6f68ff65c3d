"""The past entered in batches: the files given, what is read in each, and the paper that stays the authentic one."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.importing import FileStatus, ReviewState
from deliberations.domain.sittings import Confidence
from deliberations.models.choices import CONFIDENCES, FILE_STATUSES, REVIEW_STATES, STATED_RESULTS
from deliberations.models.deliberation import Deliberation
from deliberations.models.files import StoredFile
from deliberations.models.proof import sha256_field

MOST_VOTES = 10_000


class ImportBatch(Identified):
    """Files of earlier years given together. ``undone_at`` is when what it had made was taken back."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="batches", verbose_name="conseil")
    name = line("nom du lot", blank=False)
    created_at = models.DateTimeField("déposé le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déposé par",
    )
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "lot déposé"
        verbose_name_plural = "lots déposés"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="import_batch_uid",
                violation_error_message="Un lot de ce conseil porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ImportedFile(Identified):
    """One file of a batch, with its folders in ``path``. ``source_text`` is what was read, one line after the other.

    ``file`` is empty when the bytes were not kept (``reason`` says why). ``attempts`` counts the readings begun.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files", verbose_name="lot")
    position = models.PositiveIntegerField("rang")
    path = long_text("nom et dossiers", blank=False)
    status = choice("état", FILE_STATUSES, default=FileStatus.WAITING)
    reason = long_text("remarque")
    source_text = long_text("texte lu")
    attempts = models.PositiveSmallIntegerField("lectures commencées", default=0, editable=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="fichier"
    )

    class Meta:
        verbose_name = "fichier d'un lot"
        verbose_name_plural = "fichiers des lots"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "uid"),
                name="imported_file_uid",
                violation_error_message="Un fichier de ce lot porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return self.path


class ImportedAct(Identified):
    """One act read in a file, as somebody corrects it before it becomes a deliberation.

    ``reading`` is what the machine read, with places and how sure each is; it never changes. Counts are votes.
    """

    FROZEN = ("uid", "reading")

    source = models.ForeignKey(
        ImportedFile, models.CASCADE, related_name="acts", verbose_name="fichier d'origine"
    )
    position = models.PositiveIntegerField("rang")
    state = choice("suite donnée", REVIEW_STATES, default=ReviewState.TO_REVIEW)
    confidence = choice("lisibilité", CONFIDENCES, default=Confidence.DOUBTFUL)
    number = line("numéro imprimé")
    held_on = models.DateField("date de la séance", null=True, blank=True)
    title = long_text("objet")
    theme = line("thème")
    matter_code = line("code matière", max_length=20)
    statement = long_text("exposé")
    clauses = long_text("visas et considérants")
    decisions = long_text("décisions")
    stated = choice("résultat annoncé", STATED_RESULTS, blank=True)
    in_favour = models.PositiveIntegerField(
        "pour", null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    against = models.PositiveIntegerField(
        "contre", null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    abstentions = models.PositiveIntegerField(
        "abstentions", null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    not_voting = models.PositiveIntegerField(
        "ne prend pas part au vote", null=True, blank=True, validators=[MaxValueValidator(MOST_VOTES)]
    )
    reading = models.JSONField("lecture", default=dict, blank=True, editable=False)
    deliberation = models.ForeignKey(
        Deliberation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_from",
        verbose_name="délibération reprise",
    )
    history = HistoricalRecords(excluded_fields=["reading"], verbose_name="historique")

    class Meta:
        verbose_name = "acte lu"
        verbose_name_plural = "actes lus"
        ordering = ("source__position", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "position"),
                name="imported_act_position",
                violation_error_message="Un acte de ce fichier a déjà ce rang.",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title[:80] or f"Acte {self.position + 1}"


class OriginalDocument(models.Model):
    """The paper of an act entered from the past: the authentic document, whose bytes never change.

    ``file`` is empty when only its digest came (a dossier without its files). ``size`` is in bytes.
    """

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="originals", verbose_name="délibération"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="originals", verbose_name="fichier"
    )
    name = line("nom du fichier")
    media_type = line("type", blank=False, max_length=100)
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    pages = models.PositiveIntegerField("pages", null=True, blank=True)
    place = line("endroit dans le fichier")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "document d'origine"
        verbose_name_plural = "documents d'origine"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("deliberation",),
                name="original_document_once",
                violation_error_message="Cette délibération a déjà son document d'origine.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    def clean(self) -> None:
        super().clean()
        require_same_council(self.deliberation.council_id, file=self.file)
