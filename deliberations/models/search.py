"""What is searched: one row per sitting, agenda item, act and member, made from the facts and made again at will."""

from django.db import models
from django.db.models import Q

from councils.models import Council
from councils.models.fields import choice, line
from deliberations.domain.acts import ActState
from deliberations.domain.majority import Verdict
from deliberations.domain.search import EntryKind
from deliberations.models.choices import ACT_STATES
from deliberations.models.sitting import Sitting

ENTRY_KINDS = {
    EntryKind.ACT: "Délibération",
    EntryKind.DECISION: "Décision du maire",
    EntryKind.ITEM: "Point à l'ordre du jour",
    EntryKind.SITTING: "Séance",
    EntryKind.MEMBER: "Membre du conseil",
}
VERDICTS = {
    Verdict.ADOPTED: "Adoptée",
    Verdict.REJECTED: "Rejetée",
    Verdict.UNDETERMINED: "Résultat non établi",
}


class SearchEntry(models.Model):
    """A copy for finding, never a source: the facts are elsewhere, and no page computes from this row.

    It is also what the long lists read, so that none of them joins the whole archive. ``uid`` is that of the act, the
    item, the sitting or the mandate. ``stems`` holds the roots of every word, without accents; private passages are in
    neither ``body`` nor ``stems``. ``people`` are uids of mandates between spaces. ``is_draft`` rows are for the
    staff alone. ``is_stale`` marks the entry of a sitting that is going on: its entries are made again when
    somebody searches, not at each gesture of the evening.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="+", verbose_name="conseil")
    kind = choice("nature", ENTRY_KINDS)
    sitting = models.ForeignKey(
        Sitting, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="séance"
    )
    sitting_uid = line("identifiant de la séance", max_length=64)
    uid = line("identifiant", blank=False, max_length=64)
    order = models.PositiveIntegerField("rang", default=0)
    title = models.TextField("titre", blank=True, default="")
    number = line("numéro")
    number_key = line("numéro sans ponctuation", db_index=False)
    held_on = models.DateField("date", null=True, blank=True)
    theme = line("thème")
    matter_code = line("code matière", max_length=20)
    state = choice("état", ACT_STATES, default=ActState.IN_FORCE, blank=True)
    verdict = choice("résultat", VERDICTS, blank=True)
    people = models.TextField("personnes", blank=True, default="")
    body = models.TextField("texte", blank=True, default="")
    title_stems = models.TextField("racines du titre", blank=True, default="")
    stems = models.TextField("racines du texte", blank=True, default="")
    is_draft = models.BooleanField("projet", default=False)
    is_stale = models.BooleanField("à refaire", default=False)

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("council", "kind", "sitting_uid", "uid"),
                name="search_entry_once",
                violation_error_message="Cet objet est déjà dans la recherche.",
            ),
            models.CheckConstraint(
                condition=Q(sitting__isnull=True, sitting_uid="")
                | (Q(sitting__isnull=False) & ~Q(sitting_uid="")),
                name="search_entry_sitting",
                violation_error_message="Une entrée d'une séance porte l'identifiant de cette séance.",
            ),
        )
        indexes = (
            models.Index(fields=("council", "kind", "-held_on", "order", "id"), name="search_entry_by_date"),
            models.Index(fields=("council", "number_key"), name="search_entry_by_number"),
            models.Index(fields=("council", "is_draft", "theme"), name="search_entry_by_theme"),
            models.Index(fields=("council", "is_draft", "matter_code"), name="search_entry_by_matter"),
            models.Index(fields=("council",), condition=Q(is_stale=True), name="search_entry_stale"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or self.title[:80]}"
