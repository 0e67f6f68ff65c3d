"""The proof register of a council: chained entries without personal data, the facts behind them, its daily heads."""

import json
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.fields import choice, line, long_text
from deliberations.models.choices import PROOF_KINDS
from deliberations.models.decisions import MayorDecision
from deliberations.models.deliberation import Deliberation
from deliberations.models.long_works import IS_GOING, LongWork
from deliberations.models.proof import Frozen, sha256_field

SALT_BYTES = 32


class ProofEntry(Frozen):
    """One entry: what happened, when, and a salted hash of the facts; it holds the hash of the one before.

    Added only: triggers of the database refuse the rest (``queries.append_only``). It says nothing of anybody.
    ``seq`` counts from 1 within the council.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="proofs", verbose_name="conseil")
    seq = models.PositiveIntegerField("numéro", validators=[MinValueValidator(1)])
    at = models.DateTimeField("inscrite le")
    kind = choice("nature", PROOF_KINDS)
    commitment = sha256_field("engagement")
    previous = sha256_field("empreinte précédente")
    hash = sha256_field("empreinte")

    class Meta(Frozen.Meta):
        verbose_name = "inscription de preuve"
        verbose_name_plural = "inscriptions de preuve"
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "seq"),
                name="proof_entry_seq",
                violation_error_message="Ce numéro d'inscription est déjà pris.",
            ),
            models.UniqueConstraint(
                fields=("council", "previous"),
                name="proof_entry_one_next",
                violation_error_message="Une inscription suit déjà celle-là.",
            ),
        )

    def __str__(self) -> str:
        return f"Inscription n° {self.seq} – {self.get_kind_display()}"


class ProofFact(models.Model):
    """The facts behind an entry, with their salt: erased one day, they leave the chain whole.

    ``table`` and ``row`` name what was written, ``subject`` the uid of the act, the sitting or the volume it is about;
    all three are empty when it is about the council. Erasing empties the salt and the text, and keeps who and why.
    """

    entry = models.OneToOneField(
        ProofEntry, models.PROTECT, related_name="fact", verbose_name="inscription de preuve"
    )
    salt = models.BinaryField("sel", max_length=SALT_BYTES)
    canonical_json = models.TextField("faits", blank=True)
    table = line("fiche", max_length=80)
    row = models.PositiveBigIntegerField("numéro de la fiche", null=True, blank=True)
    subject = line("objet", max_length=64)
    erased_at = models.DateTimeField("effacés le", null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="effacés par",
    )
    erased_why = long_text("motif de l'effacement")

    class Meta:
        verbose_name = "faits d'une inscription de preuve"
        verbose_name_plural = "faits des inscriptions de preuve"
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("table", "row"), name="proof_fact_row"),
            models.Index(fields=("subject",), name="proof_fact_subject"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | (Q(canonical_json="") & ~Q(erased_why="")),
                name="proof_fact_erased",
                violation_error_message="Des faits effacés sont vides, et l'effacement a un motif.",
            ),
        )

    def __str__(self) -> str:
        return f"Faits de l'{str(self.entry)[:1].lower()}{str(self.entry)[1:]}"

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def told(self) -> dict[str, Any]:
        """The facts as they were entered; nothing once they are erased, or when somebody put something else there."""
        try:
            told = json.loads(self.canonical_json or "{}")
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}


class ProofChain(models.Model):
    """Where the chain of a council ends. Locked last of all by whoever adds an entry; made with the first one."""

    council = models.OneToOneField(
        Council, models.CASCADE, related_name="proof_chain", verbose_name="conseil"
    )
    size = models.PositiveIntegerField("inscriptions", default=0)
    last = sha256_field("dernière empreinte")

    class Meta:
        verbose_name = "fin d'une chaîne de preuve"
        verbose_name_plural = "fins des chaînes de preuve"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.council} – {self.size} inscriptions"


class ProofHead(models.Model):
    """The root of the first ``size`` entries on a day (RFC 6962), timestamped (RFC 3161), published and mailed.

    What is sealed never changes, and the token is set once: triggers refuse the rest. An empty ``token`` waits for
    the timestamp server.
    """

    council = models.ForeignKey(Council, models.PROTECT, related_name="proof_heads", verbose_name="conseil")
    day = models.DateField("jour")
    size = models.PositiveIntegerField("inscriptions", validators=[MinValueValidator(1)])
    root = sha256_field("racine")
    sealed_at = models.DateTimeField("calculée le")
    token = models.BinaryField("jeton d'horodatage", default=bytes, blank=True)
    stamped_at = models.DateTimeField("horodatée le", null=True, blank=True)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    mailed_at = models.DateTimeField("envoyée le", null=True, blank=True)

    class Meta:
        verbose_name = "tête quotidienne du registre de preuve"
        verbose_name_plural = "têtes quotidiennes du registre de preuve"
        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "day"),
                name="proof_head_day",
                violation_error_message="La tête de ce jour est déjà faite.",
            ),
            models.UniqueConstraint(
                fields=("council", "size"),
                name="proof_head_size",
                violation_error_message="Une tête compte déjà ces inscriptions.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} – {self.size} inscriptions"

    @property
    def is_stamped(self) -> bool:
        return bool(self.token)


class ProofRecipients(models.Model):
    """To whom the daily head of a council is mailed, so that it is kept elsewhere than here."""

    council = models.OneToOneField(
        Council, models.CASCADE, related_name="proof_recipients", verbose_name="conseil"
    )
    emails = long_text("adresses", help_text="Une adresse par ligne.")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "destinataires des têtes de preuve"
        verbose_name_plural = "destinataires des têtes de preuve"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Destinataires – {self.council}"

    @property
    def addresses(self) -> list[str]:
        return self.emails.split()


class ProofCheckWork(LongWork):
    """The whole register controlled by the worker; ``faults`` has one French sentence a line, none when all is well.

    ``remarks`` has those that say what is no fault: facts erased by the rule, a clock set back.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="proof_checks", verbose_name="conseil")
    faults = long_text("anomalies")
    remarks = long_text("observations")
    entries = models.PositiveIntegerField("inscriptions contrôlées", default=0)

    class Meta:
        verbose_name = "contrôle du registre de preuve"
        verbose_name_plural = "contrôles du registre de preuve"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "uid"),
                name="proof_check_uid",
                violation_error_message="Un contrôle de ce conseil porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("council",),
                condition=IS_GOING,
                name="proof_check_one_at_once",
                violation_error_message="Un contrôle est déjà en cours.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.council} – {self.get_state_display()}"


class EvidenceWork(LongWork):
    """The evidence file of an act put together by the worker; its file is forgotten after a while, the row stays."""

    deliberation = models.ForeignKey(
        Deliberation, models.CASCADE, related_name="evidence_works", verbose_name="délibération"
    )

    class Meta:
        verbose_name = "préparation d'un dossier de preuve"
        verbose_name_plural = "préparations de dossiers de preuve"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("deliberation", "uid"),
                name="evidence_work_uid",
                violation_error_message="Une préparation de cet acte porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("deliberation",),
                condition=IS_GOING,
                name="evidence_work_one_at_once",
                violation_error_message="Ce dossier de preuve est déjà en préparation.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deliberation} – {self.get_state_display()}"


class DecisionEvidenceWork(LongWork):
    """The same for a mayor's decision."""

    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, related_name="evidence_works", verbose_name="décision"
    )

    class Meta:
        verbose_name = "préparation d'un dossier de preuve d'une décision"
        verbose_name_plural = "préparations de dossiers de preuve des décisions"
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("decision", "uid"),
                name="decision_evidence_uid",
                violation_error_message="Une préparation de cette décision porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("decision",),
                condition=IS_GOING,
                name="decision_evidence_one_at_once",
                violation_error_message="Ce dossier de preuve est déjà en préparation.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision} – {self.get_state_display()}"
