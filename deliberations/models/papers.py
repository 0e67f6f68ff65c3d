"""The papers of an item: explanatory notes, annexes, and what is only read."""

from django.db import models
from simple_history.models import HistoricalRecords

from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line, long_text
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import ANNEX_JOININGS, PAPER_KINDS
from deliberations.models.files import StoredFile


class ItemPaper(Identified):
    """One file that goes with an item. ``remarks`` are what its control found and let pass (a PDF with a script).

    ``joining`` is how it goes with the PDF of the act, once annexed.
    ``is_for_members``: joined to the convocation, so that the members read it (CGCT art. L. 2121-12, L. 2121-13).
    """

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers", verbose_name="point")
    position = models.PositiveIntegerField("rang")
    kind = choice("nature", PAPER_KINDS, default=PaperKind.ANNEX)
    title = line("titre", blank=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="papers", verbose_name="fichier")
    is_for_members = models.BooleanField("remise aux membres", default=True)
    joining = choice("dans le PDF de l'acte", ANNEX_JOININGS, default=AnnexJoining.SEPARATE)
    remarks = long_text("remarques du contrôle")
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "pièce d'un point"
        verbose_name_plural = "pièces des points"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "uid"),
                name="item_paper_uid",
                violation_error_message="Une pièce de ce point porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        require_same_council(self.item.sitting.council_id, file=self.file)
