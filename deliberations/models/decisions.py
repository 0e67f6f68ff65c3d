"""The mayor's decisions taken by delegation of the council (CGCT art. L. 2122-22): facts, text and report."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.domain.numbering import format_number
from councils.models import Council, Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text, random_base32, validate_number_pattern
from councils.models.person import period_constraint
from deliberations.domain.actes import NATURES
from deliberations.domain.acts import ActState, OperativeLayout
from deliberations.domain.delegated import DEFAULT_PATTERN
from deliberations.domain.delegated_powers import shown_power
from deliberations.domain.papers import AnnexJoining
from deliberations.domain.texts import text_of
from deliberations.models.choices import (
    ACT_LINKS,
    ACT_STATES,
    ANNEX_JOININGS,
    CLAUSE_KINDS,
    OPERATIVE_LAYOUTS,
)
from deliberations.models.deliberation import (
    Deliberation,
    actes_number_validator,
    public_id_validator,
    require_free_public_id,
)
from deliberations.models.richtext import rich_text
from deliberations.models.sitting import Sitting

MOST_CENTS = 10**13


def cents_field(label: str) -> "models.PositiveBigIntegerField[int | None, int | None]":
    """An amount in whole cents of euro; empty when it is not known."""
    return models.PositiveBigIntegerField(
        label, null=True, blank=True, validators=[MaxValueValidator(MOST_CENTS)]
    )


def paragraph_field(label: str, **options: Any) -> Any:
    """The number of a paragraph of art. L. 2122-22."""
    bounds = [MinValueValidator(1), MaxValueValidator(99)]
    return models.PositiveSmallIntegerField(label, validators=bounds, **options)


class DecisionNumbering(models.Model):
    """How a council writes the numbers of its mayor's decisions: a sequence of their own, each year."""

    council = models.OneToOneField(
        Council, models.CASCADE, related_name="decision_numbering", verbose_name="conseil"
    )
    pattern = line(
        "motif des numéros",
        blank=False,
        max_length=60,
        default=DEFAULT_PATTERN,
        validators=[validate_number_pattern],
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "numérotation des décisions"
        verbose_name_plural = "numérotations des décisions"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.council} – {self.pattern}"


class MayorDelegation(Identified):
    """What the council delegated to its mayor by one deliberation, ours or one that we do not hold.

    ``number`` and ``decided_on`` are those of the deliberation, whether it is here or not. Without ``until`` the
    delegation ends with the mayor's office.
    """

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="mayor_delegations", verbose_name="conseil"
    )
    deliberation = models.ForeignKey(
        Deliberation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mayor_delegations",
        verbose_name="délibération",
    )
    number = line("numéro de la délibération")
    decided_on = models.DateField("délibération du", null=True, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    allows_signature = models.BooleanField("le maire peut faire signer un adjoint", default=True)
    allows_replacement = models.BooleanField("le remplaçant du maire empêché peut décider", default=False)
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "délégation du conseil au maire"
        verbose_name_plural = "délégations du conseil au maire"
        ordering = ("pk",)
        constraints = (
            period_constraint("mayor_delegation_period"),
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="mayor_delegation_uid",
                violation_error_message="Une délégation de ce conseil porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        number = f" n° {self.number}" if self.number else ""
        on = f" du {self.decided_on:%d/%m/%Y}" if self.decided_on else ""
        return f"Délibération{number}{on}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, deliberation=self.deliberation)


class DelegatedPower(models.Model):
    """One paragraph of art. L. 2122-22 that the council delegated, with its limits as the deliberation tells them."""

    delegation = models.ForeignKey(
        MayorDelegation, models.CASCADE, related_name="powers", verbose_name="délégation"
    )
    paragraph = paragraph_field("alinéa")
    limit = line("limite fixée par le conseil")
    limit_cents = cents_field("montant maximal (centimes)")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "matière déléguée"
        verbose_name_plural = "matières déléguées"
        ordering = ("paragraph", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "paragraph"),
                name="delegated_power_once",
                violation_error_message="Cette matière est déjà dans la délégation.",
            ),
        )

    def __str__(self) -> str:
        return shown_power(self.paragraph)


class MayorDecision(Identified):
    """One decision. Signed, its text and its number no longer change (``DecisionSnapshot`` keeps them).

    ``is_allocated`` is true when we gave the number: only then does it have to be unique. ``slug`` is the last part of
    its public address, for good.
    """

    FROZEN = ("uid", "public_id", "slug")

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="mayor_decisions", verbose_name="conseil"
    )
    printed_number = line("numéro imprimé")
    year = models.PositiveIntegerField("année", null=True, blank=True)
    sequence = models.PositiveIntegerField("numéro d'ordre", null=True, blank=True)
    is_allocated = models.BooleanField("numéro attribué par le logiciel", default=False, editable=False)
    pattern = line("motif du numéro", max_length=60, editable=False)
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
    decided_on = models.DateField("décidée le", null=True, blank=True)
    signed_at = models.DateTimeField("signature notée le", null=True, blank=True, editable=False)
    title_html = rich_text("objet", inline=True)
    statement_html = rich_text("exposé")
    verb = line("verbe")
    layout = choice("présentation", OPERATIVE_LAYOUTS, default=OperativeLayout.ARTICLES)
    signatory_member = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="signataire"
    )
    signatory_capacity = line("qualité du signataire")
    delegation = models.ForeignKey(
        MayorDelegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="délégation du conseil",
    )
    paragraph = paragraph_field("matière déléguée", null=True, blank=True)
    theme = line("thème")
    matter_code = line("code matière", max_length=20)
    amount_cents = cents_field("montant (centimes)")
    contractor = line("cocontractant ou bénéficiaire")
    is_transmissible = models.BooleanField("à transmettre à l'État", default=True)
    is_individual = models.BooleanField("décision individuelle", default=False)
    nature = models.PositiveSmallIntegerField(
        "nature @CTES",
        null=True,
        blank=True,
        choices=[(code, f"{code} – {label}") for code, (_, label) in NATURES.items()],
    )
    actes_number = line("numéro @CTES", max_length=15, validators=[actes_number_validator])
    state = choice("état", ACT_STATES, default=ActState.IN_FORCE)
    recorded_at = models.DateTimeField("enregistrée le", auto_now_add=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "décision du maire"
        verbose_name_plural = "décisions du maire"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="mayor_decision_uid",
                violation_error_message="Une décision de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council", "slug"),
                condition=~Q(slug=""),
                name="mayor_decision_slug",
                violation_error_message="Une décision de ce conseil a déjà cette adresse.",
            ),
            models.UniqueConstraint(
                fields=("council", "year", "sequence"),
                condition=Q(is_allocated=True),
                name="mayor_decision_allocated_number",
                violation_error_message="Ce numéro est déjà attribué à une autre décision de l'année.",
            ),
            models.UniqueConstraint(
                fields=("council", "actes_number"),
                condition=Q(is_allocated=True) & ~Q(actes_number=""),
                name="mayor_decision_actes_number",
                violation_error_message="Ce numéro @CTES est déjà celui d'une autre décision.",
            ),
            models.CheckConstraint(
                condition=Q(is_allocated=False) | Q(year__isnull=False, sequence__isnull=False),
                name="mayor_decision_allocation",
                violation_error_message="Un numéro attribué a une année et un numéro d'ordre.",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(decided_on__isnull=False),
                name="mayor_decision_signed_has_a_day",
                violation_error_message="Une décision signée a une date.",
            ),
            models.CheckConstraint(
                condition=Q(signatory_member__isnull=False) | Q(signatory_capacity=""),
                name="mayor_decision_signatory",
                violation_error_message="Une qualité de signataire va avec un signataire.",
            ),
        )
        indexes = (models.Index(fields=("council", "-decided_on", "-id"), name="mayor_decision_by_date"),)

    def __str__(self) -> str:
        return self.number or f"Projet de décision {self.uid}"

    @property
    def number(self) -> str:
        """As printed when recorded so, else built from the pattern of its day; empty until numbered."""
        if self.printed_number or self.year is None or self.sequence is None:
            return self.printed_number
        return format_number(self.pattern or DEFAULT_PATTERN, year=self.year, sequence=self.sequence)

    @property
    def title(self) -> str:
        """Its object, without tags."""
        return text_of(self.title_html)

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def year_of_address(self) -> int:
        """The year in its public address: that of its day, which no longer changes once it is signed."""
        return self.decided_on.year if self.decided_on else 0

    def clean(self) -> None:
        super().clean()
        require_same_council(
            self.council_id, signatory_member=self.signatory_member, delegation=self.delegation
        )
        require_free_public_id(self, "Deliberation")


class DecisionClause(models.Model):
    """« Vu … ; » – the text is what follows the opening word."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="clauses", verbose_name="décision"
    )
    position = models.PositiveIntegerField("rang")
    kind = choice("genre", CLAUSE_KINDS)
    text_html = rich_text("texte", inline=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "visa ou considérant d'une décision"
        verbose_name_plural = "visas et considérants des décisions"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_html[:80]}"


class DecisionArticle(models.Model):
    """One article, or one bullet, of what a decision decides."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="articles", verbose_name="décision"
    )
    position = models.PositiveIntegerField("rang")
    text_html = rich_text("texte", inline=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "article d'une décision"
        verbose_name_plural = "articles des décisions"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text_html[:80]


class DecisionAnnex(models.Model):
    """A document annexed to a decision: its title, which it prints, and its file when we hold it.

    ``joining``: how the file goes with the PDF of the decision. Without a file, it says nothing.
    """

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="annexes", verbose_name="décision"
    )
    position = models.PositiveIntegerField("rang")
    title = long_text("titre", blank=False)
    is_hidden = models.BooleanField("titre occulté pour le public", default=False)
    file = models.ForeignKey(
        "deliberations.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_annexes",
        verbose_name="fichier",
    )
    joining = choice("dans le PDF de l'acte", ANNEX_JOININGS, default=AnnexJoining.SEPARATE)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "annexe d'une décision"
        verbose_name_plural = "annexes des décisions"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        require_same_council(self.decision.council_id, file=self.file)


class DecisionLink(models.Model):
    """This decision amends, replaces or withdraws another, named by its number."""

    decision = models.ForeignKey(MayorDecision, models.CASCADE, related_name="links", verbose_name="décision")
    kind = choice("lien", ACT_LINKS)
    number = line("numéro de l'autre décision", blank=False)
    adopted_on = models.DateField("décidée le", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "lien entre décisions"
        verbose_name_plural = "liens entre décisions"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


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
