"""The parts of a mayor's decision: what it is founded on, what it decides, its annexes and its links."""

from django.db import models
from simple_history.models import HistoricalRecords

from councils.models.base import require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.papers import AnnexJoining
from deliberations.models.choices import ACT_LINKS, ANNEX_JOININGS, CLAUSE_KINDS
from deliberations.models.decisions import MayorDecision
from deliberations.models.richtext import rich_text


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
