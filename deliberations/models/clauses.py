"""The visas and considérants that a council uses: its own library, fed by its acts."""

from django.db import models
from simple_history.models import HistoricalRecords

from councils.models import Council
from councils.models.fields import choice, long_text
from deliberations.models.choices import CLAUSE_KINDS
from deliberations.models.proof import sha256_field
from deliberations.models.richtext import rich_text


class LibraryClause(models.Model):
    """A clause once written in an act of the council.

    ``key`` is its text without accents, capitals nor punctuation, which the search reads; ``digest`` is of the whole
    key, so that the same words are one entry. ``hidden`` ones are no longer proposed.
    """

    council = models.ForeignKey(
        Council, models.CASCADE, related_name="library_clauses", verbose_name="conseil"
    )
    kind = choice("genre", CLAUSE_KINDS)
    text_html = rich_text("texte", inline=True)
    key = long_text("clé de recherche", blank=False, editable=False)
    digest = sha256_field("empreinte")
    uses = models.PositiveIntegerField("emplois", default=0)
    last_used_on = models.DateField("dernier emploi", null=True, blank=True)
    hidden = models.BooleanField("n'est plus proposé", default=False)

    history = HistoricalRecords(verbose_name="historique", excluded_fields=["uses", "last_used_on"])

    class Meta:
        verbose_name = "visa ou considérant de la bibliothèque"
        verbose_name_plural = "bibliothèque des visas et considérants"
        ordering = ("-uses", "-last_used_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("council", "kind", "digest"),
                name="library_clause_once",
                violation_error_message="Ce visa est déjà dans la bibliothèque.",
            ),
        )
        indexes = (models.Index(fields=("council", "-uses"), name="library_clause_uses"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_html[:80]}"
