"""A deliberation: its number, its structured text, its other identifiers and its links."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.domain.numbering import format_number
from councils.models import Council, Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text, random_base32
from deliberations.domain.acts import ActState, OperativeLayout
from deliberations.domain.papers import AnnexJoining
from deliberations.domain.texts import text_of
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import (
    ACT_LINKS,
    ACT_STATES,
    ANNEX_JOININGS,
    CLAUSE_KINDS,
    LEGALITY_STEPS,
    OPERATIVE_LAYOUTS,
)
from deliberations.models.richtext import rich_text
from deliberations.models.sitting import Sitting, require_same_sitting

public_id_validator = RegexValidator(
    r"^[A-Z2-7]{16}$", "Un identifiant public compte seize caractères parmi A-Z et 2-7."
)
actes_number_validator = RegexValidator(
    r"^[A-Za-z0-9_]{1,15}$", "Un numéro @CTES compte 1 à 15 lettres sans accent, chiffres ou soulignés."
)


def require_free_public_id(row: Any, other: str) -> None:
    """Raise ``ValidationError`` when the public identifier that came with ``row`` is one of the ``other`` kind of act.

    One short address leads to one act, whatever its kind. Those drawn here, of eighty bits, are not looked up.
    """
    if not (row._state.adding and row.public_id_is_known):
        return
    if apps.get_model("deliberations", other).objects.filter(public_id=row.public_id).exists():
        raise ValidationError({"public_id": "Un autre acte porte déjà cet identifiant public."})


class Deliberation(Identified):
    """The act made from one item.

    ``council`` repeats the sitting's, so that numbers and addresses are unique per council.
    ``is_allocated`` is true when we gave the number ourselves: only then does it have to be unique.
    ``public_id_is_known`` says that the public identifier came with the act or was printed on one of its
    documents: only then does it belong to the facts.
    """

    FROZEN = ("uid", "public_id", "slug")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="deliberations", editable=False, verbose_name="conseil"
    )
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="deliberations", verbose_name="séance")
    item = models.ForeignKey(AgendaItem, models.RESTRICT, related_name="deliberations", verbose_name="point")
    printed_number = line("numéro imprimé")
    year = models.PositiveIntegerField("année", null=True, blank=True)
    sequence = models.PositiveIntegerField("numéro d'ordre", null=True, blank=True)
    is_allocated = models.BooleanField("numéro attribué par le logiciel", default=False, editable=False)
    actes_number = line("numéro @CTES", max_length=15, validators=[actes_number_validator])
    slug = models.SlugField("adresse", max_length=80, blank=True, default="", editable=False)
    public_id = models.CharField(
        "identifiant public",
        max_length=16,
        default=random_base32,
        editable=False,
        unique=True,
        validators=[public_id_validator],
    )
    public_id_is_known = models.BooleanField("identifiant public diffusé", default=False, editable=False)
    title_html = rich_text("titre", inline=True)
    statement_html = rich_text("exposé")
    signatory_member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="signataire"
    )
    signatory_capacity = line("qualité du signataire")
    is_individual = models.BooleanField("décision individuelle", default=False)
    state = choice("état", ACT_STATES, default=ActState.IN_FORCE)
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "délibération"
        verbose_name_plural = "délibérations"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="deliberation_uid",
                violation_error_message="Une délibération de cette séance porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "slug"),
                condition=~Q(slug=""),
                name="deliberation_slug",
                violation_error_message="Une délibération de ce conseil a déjà cette adresse.",
            ),
            models.UniqueConstraint(
                fields=("council", "year", "sequence"),
                condition=Q(is_allocated=True),
                name="deliberation_allocated_number",
                violation_error_message="Ce numéro est déjà attribué à une autre délibération de l'année.",
            ),
            models.UniqueConstraint(
                fields=("council", "actes_number"),
                condition=Q(is_allocated=True) & ~Q(actes_number=""),
                name="deliberation_actes_number",
                violation_error_message="Ce numéro @CTES est déjà celui d'une autre délibération.",
            ),
            models.CheckConstraint(
                condition=Q(is_allocated=False) | Q(year__isnull=False, sequence__isnull=False),
                name="deliberation_allocation",
                violation_error_message="Un numéro attribué a une année et un numéro d'ordre.",
            ),
            models.CheckConstraint(
                condition=Q(signatory_member__isnull=False) | Q(signatory_capacity=""),
                name="deliberation_signatory",
                violation_error_message="Une qualité de signataire va avec un signataire.",
            ),
        )

    def __str__(self) -> str:
        return self.number or f"Délibération {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.council_id:
            self.council_id = self.sitting.council_id
        super().save(*args, **kwargs)

    @property
    def number(self) -> str:
        """As printed when recorded so, else built from the council's pattern; empty until numbered."""
        if self.printed_number or self.year is None or self.sequence is None:
            return self.printed_number
        return format_number(self.council.number_pattern, year=self.year, sequence=self.sequence)

    @property
    def title(self) -> str:
        """The object that it prints, without tags: that of its item where it has none of its own. Reads the item."""
        return text_of(self.title_html) or text_of(self.item.title_html)

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, sitting=self.sitting, signatory_member=self.signatory_member)
        require_same_sitting(self.sitting_id, item=self.item)
        require_free_public_id(self, "MayorDecision")


class Clause(models.Model):
    """« Vu … ; » – the text is what follows the opening word."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="clauses", verbose_name="délibération"
    )
    position = models.PositiveIntegerField("rang")
    kind = choice("genre", CLAUSE_KINDS)
    text_html = rich_text("texte", inline=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "visa ou considérant"
        verbose_name_plural = "visas et considérants"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_html[:80]}"


class OperativePart(models.Model):
    """One verb line (« DÉCIDE ») and its bullets or articles."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="operative", verbose_name="délibération"
    )
    position = models.PositiveIntegerField("rang")
    verb = line("verbe")
    layout = choice("présentation", OPERATIVE_LAYOUTS, default=OperativeLayout.BULLETS)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "partie du dispositif"
        verbose_name_plural = "parties du dispositif"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.verb or "décide"


class OperativeBlock(models.Model):
    """One decision: a bullet or an article."""

    part = models.ForeignKey(OperativePart, models.CASCADE, related_name="blocks", verbose_name="partie")
    position = models.PositiveIntegerField("rang")
    text_html = rich_text("texte", inline=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text_html[:80]


class Annex(models.Model):
    """A document annexed to the act: its title, which the act prints, and its file when we hold it.

    ``joining``: how the file goes with the PDF of the act. Without a file, it says nothing.
    """

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="annexes", verbose_name="délibération"
    )
    position = models.PositiveIntegerField("rang")
    title = long_text("titre")
    is_hidden = models.BooleanField("titre occulté pour le public", default=False)
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="annexes",
        verbose_name="fichier",
    )
    joining = choice("dans le PDF de l'acte", ANNEX_JOININGS, default=AnnexJoining.SEPARATE)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "annexe"
        verbose_name_plural = "annexes"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        require_same_council(self.deliberation.council_id, file=self.file)


class Identifier(models.Model):
    """Another number of the same act: internal, register, file…"""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="identifiers", verbose_name="délibération"
    )
    kind = line("genre", blank=False)
    value = line("valeur", blank=False)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "autre identifiant"
        verbose_name_plural = "autres identifiants"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} : {self.value}"


class Link(models.Model):
    """This act amends, replaces or withdraws another, named by its number."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="links", verbose_name="délibération"
    )
    kind = choice("lien", ACT_LINKS)
    number = line("numéro de l'autre acte", blank=False)
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "lien avec un autre acte"
        verbose_name_plural = "liens avec d'autres actes"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class LegalityEvent(models.Model):
    """A letter of the prefect on this act (CGCT art. L. 2131-6)."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="legality", verbose_name="délibération"
    )
    step = choice("étape", LEGALITY_STEPS)
    received_on = models.DateField("reçue le")
    answered_on = models.DateField("répondu le", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "étape du contrôle de légalité"
        verbose_name_plural = "étapes du contrôle de légalité"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_step_display()} – {self.received_on:%d/%m/%Y}"
