"""The register of a council: its volumes, what was entered in them, and the long works asked about them."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.register import Binding, EntryKind, SheetRule
from deliberations.models.choices import BINDINGS, ENTRY_KINDS, SHEET_RULES
from deliberations.models.deliberation import Deliberation
from deliberations.models.long_works import IS_GOING, LongWork
from deliberations.models.proof import Frozen, IssuedDocument, sha256_field
from deliberations.models.sitting import Sitting

_OF_AN_ACT = (EntryKind.DELIBERATION.value, EntryKind.RECTIFICATION.value)


class RegisterVolume(Identified):
    """One bound volume (CGCT art. R. 2121-9). A council has one open at a time; its sheets follow the last one's."""

    FROZEN: ClassVar[tuple[str, ...]] = (
        "uid",
        "number",
        "since",
        "first_sheet",
        "rule",
        "opened_on",
        "closed_on",
    )

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="register_volumes", verbose_name="conseil"
    )
    number = models.PositiveIntegerField("volume")
    since = models.DateField("premier jour")
    until = models.DateField("dernier jour")
    binding = choice("reliure", BINDINGS, default=Binding.YEARLY)
    rule = choice("numérotation", SHEET_RULES, default=SheetRule.PAGE)
    first_sheet = models.PositiveIntegerField("premier feuillet", default=1)
    opened_on = models.DateField("ouvert le")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ouvert par",
    )
    closed_on = models.DateField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="clos par",
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "volume du registre"
        verbose_name_plural = "volumes du registre"
        ordering = ("council", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="register_volume_uid",
                violation_error_message="Un volume de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "number"),
                name="register_volume_number",
                violation_error_message="Ce conseil a déjà un volume de ce numéro.",
            ),
            models.UniqueConstraint(
                fields=("council",),
                condition=Q(closed_on__isnull=True),
                name="register_one_open_volume",
                violation_error_message="Un volume du registre est déjà ouvert : clôturez-le d'abord.",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="register_volume_period",
                violation_error_message="Le dernier jour d'un volume ne précède pas le premier.",
            ),
            models.CheckConstraint(
                condition=Q(first_sheet__gte=1),
                name="register_volume_first_sheet",
                violation_error_message="Les feuillets se numérotent à partir de 1.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.council.place_name} – registre, volume {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class RegisterEntry(Frozen):
    """A run of sheets whose bytes and numbers never change; a rectified act is entered again, beside the first.

    ``position`` is the place in the volume. ``council`` repeats the volume's, so that no sheet number is given twice
    in the register: two runs allocated together would begin with the same one. ``source_uid`` is the uid, in its own
    table, of what was entered, for a kind that has no key here. ``size`` is in bytes.
    """

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="register_entries", verbose_name="conseil"
    )
    volume = models.ForeignKey(RegisterVolume, models.PROTECT, related_name="entries", verbose_name="volume")
    position = models.PositiveIntegerField("rang")
    kind = choice("nature", ENTRY_KINDS)
    on = models.DateField("date")
    number = line("numéro")
    title = long_text("objet", blank=False)
    order = models.PositiveIntegerField("rang dans la séance", null=True, blank=True)
    matter_code = line("code matière", max_length=20)
    theme = line("thème")
    first_sheet = models.PositiveIntegerField("premier feuillet")
    last_sheet = models.PositiveIntegerField("dernier feuillet")
    sitting = models.ForeignKey(
        Sitting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="register_entries",
        verbose_name="séance",
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="register_entries",
        verbose_name="délibération",
    )
    document = models.ForeignKey(
        IssuedDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="register_entries",
        verbose_name="document émis",
    )
    source_uid = line("identifiant d'origine", max_length=64)
    pages = models.PositiveIntegerField("pages")
    path = line("emplacement", blank=False, editable=False)
    sha256 = sha256_field("empreinte")
    size = models.PositiveBigIntegerField("taille (octets)")
    entered_at = models.DateTimeField("inscrit le", default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="inscrit par",
    )

    class Meta:
        verbose_name = "inscription au registre"
        verbose_name_plural = "inscriptions au registre"
        indexes = (models.Index(fields=("sha256",), name="register_entry_digest"),)
        ordering = ("volume", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("volume", "position"),
                name="register_entry_position",
                violation_error_message="Ce rang du volume est déjà pris.",
            ),
            models.UniqueConstraint(
                fields=("council", "first_sheet"),
                name="register_entry_first_sheet",
                violation_error_message="Ce feuillet du registre est déjà numéroté.",
            ),
            models.UniqueConstraint(
                fields=("council", "last_sheet"),
                name="register_entry_last_sheet",
                violation_error_message="Ce feuillet du registre est déjà numéroté.",
            ),
            models.UniqueConstraint(
                fields=("document",),
                name="register_entry_document",
                violation_error_message="Ce document est déjà inscrit au registre.",
            ),
            models.CheckConstraint(
                condition=Q(last_sheet__gte=F("first_sheet"), first_sheet__gte=1),
                name="register_entry_sheets",
                violation_error_message="Une inscription prend au moins un feuillet.",
            ),
            models.CheckConstraint(
                condition=Q(pages__gte=1, size__gte=1),
                name="register_entry_pages",
                violation_error_message="Une inscription a au moins une page.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_OF_AN_ACT)
                | Q(deliberation__isnull=False, sitting__isnull=False, document__isnull=False),
                name="register_entry_act",
                violation_error_message="Une délibération inscrite est celle d'une séance, avec son document.",
            ),
            models.UniqueConstraint(
                fields=("deliberation",),
                condition=Q(kind=EntryKind.DELIBERATION.value),
                name="register_entry_act_once",
                violation_error_message="Cette délibération est déjà inscrite au registre.",
            ),
            models.UniqueConstraint(
                fields=("sitting",),
                condition=Q(kind=EntryKind.CLOSING_SHEET.value),
                name="register_entry_closing_sheet_once",
                violation_error_message="Cette séance est déjà inscrite au registre.",
            ),
            models.UniqueConstraint(
                fields=("council", "source_uid"),
                condition=Q(kind=EntryKind.DECISION.value),
                name="register_entry_decision_once",
                violation_error_message="Cette décision est déjà inscrite au registre.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip() + f" – feuillet {self.first_sheet}"

    def clean(self) -> None:
        super().clean()
        rows = {"volume": self.volume, "sitting": self.sitting, "deliberation": self.deliberation}
        require_same_council(self.council_id, **rows)
        if self.document is not None and self.document.deliberation_id != self.deliberation_id:
            raise ValidationError({"document": "Ce document est celui d'une autre délibération."})


class RegisterWork(LongWork):
    """A long work on a volume.

    ``source`` and ``what`` name what is entered; both are empty when the whole file is made.
    """

    volume = models.ForeignKey(RegisterVolume, models.CASCADE, related_name="works", verbose_name="volume")
    source = line("origine", max_length=40)
    what = line("objet", max_length=64)

    class Meta:
        verbose_name = "travail sur le registre"
        verbose_name_plural = "travaux sur le registre"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("volume", "uid"),
                name="register_work_uid",
                violation_error_message="Un travail de ce volume porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("volume",),
                condition=IS_GOING & ~Q(source=""),
                name="register_one_entering_at_once",
                violation_error_message="Une inscription est déjà en cours dans ce volume.",
            ),
            models.UniqueConstraint(
                fields=("volume",),
                condition=Q(source="") & IS_GOING,
                name="register_one_file_at_once",
                violation_error_message="Ce volume est déjà en cours d'assemblage.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.volume} – {self.get_state_display()}"
