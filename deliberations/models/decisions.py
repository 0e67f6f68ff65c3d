"""The mayor's decisions taken by delegation of the council (CGCT art. L. 2122-22), and how they are numbered."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.domain.numbering import format_number
from councils.models import Council, Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text, random_base32, validate_number_pattern
from deliberations.domain.actes import NATURES
from deliberations.domain.acts import ActState, OperativeLayout
from deliberations.domain.delegated import DEFAULT_PATTERN
from deliberations.domain.texts import text_of
from deliberations.models.choices import ACT_STATES, OPERATIVE_LAYOUTS
from deliberations.models.deliberation import (
    actes_number_validator,
    public_id_validator,
    require_free_public_id,
)
from deliberations.models.mayor_delegations import MayorDelegation, cents_field, paragraph_field
from deliberations.models.richtext import rich_text


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


class MayorDecision(Identified):
    """One decision. Signed, its text and its number no longer change (``DecisionSnapshot`` keeps them).

    ``numbered_at``: when its number and its day were put on the paper to sign, which keeps its text as it is; empty
    again when the text is taken up again, under the same number. ``given_up`` is why a number will never be signed: the
    row keeps it, so that the gap explains itself and nobody gets that number again.

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
    numbered_at = models.DateTimeField("numérotée le", null=True, blank=True, editable=False)
    given_up = long_text("motif de l'abandon du numéro", editable=False)
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
    mentions_report = models.BooleanField("compte rendu au conseil imprimé", default=False)
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
                condition=Q(numbered_at__isnull=True) | Q(decided_on__isnull=False),
                name="mayor_decision_numbered_has_a_day",
                violation_error_message="Une décision numérotée a une date.",
            ),
            models.CheckConstraint(
                condition=Q(given_up="") | Q(signed_at__isnull=True),
                name="mayor_decision_signed_is_not_given_up",
                violation_error_message="Le numéro d'une décision signée ne s'abandonne pas.",
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
    def is_to_sign(self) -> bool:
        """Whether its paper bears its number and its day, and waits for its signature."""
        return self.numbered_at is not None and self.signed_at is None and not self.given_up

    @property
    def is_fixed(self) -> bool:
        """Whether its text no longer changes: signed, on the paper to sign, or given up."""
        return self.is_signed or self.is_to_sign or bool(self.given_up)

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
