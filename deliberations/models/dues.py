"""What is due, kept ready for the home page: it is computed from the facts, and thrown away at each refresh."""

from django.db import models
from django.db.models import Q

from councils.models import Council
from councils.models.fields import line, long_text
from deliberations.models.decisions import MayorDecision
from deliberations.models.deliberation import Deliberation
from deliberations.models.sitting import Sitting


class DueRow(models.Model):
    """One duty that waits: of a council's year, of a sitting, of an act or of a decision of the mayor.

    ``first`` and ``last`` are both included; a row without ``last`` has no date in the law. ``is_window`` is a time
    during which others may act: nobody here has anything to do. Whether it is late is read against today.
    """

    council = models.ForeignKey(Council, models.CASCADE, related_name="dues", verbose_name="conseil")
    sitting = models.ForeignKey(
        Sitting, models.CASCADE, null=True, blank=True, related_name="dues", verbose_name="séance"
    )
    act = models.ForeignKey(
        Deliberation, models.CASCADE, null=True, blank=True, related_name="dues", verbose_name="délibération"
    )
    decision = models.ForeignKey(
        MayorDecision, models.CASCADE, null=True, blank=True, related_name="dues", verbose_name="décision"
    )
    year = models.PositiveIntegerField("année", null=True, blank=True)
    code = line("échéance", blank=False, max_length=60)
    title = line("titre", blank=False)
    article = line("texte")
    first = models.DateField("à partir du", null=True, blank=True)
    last = models.DateField("au plus tard le", null=True, blank=True)
    next_action = long_text("à faire")
    consequence = long_text("conséquence")
    is_window = models.BooleanField("délai d'autrui", default=False)

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(sitting__isnull=False) | Q(act__isnull=True),
                name="due_act_has_its_sitting",
                violation_error_message="L'échéance d'un acte est aussi celle de sa séance.",
            ),
        )
        indexes = (models.Index(fields=("council", "is_window", "last"), name="due_of_council"),)

    def __str__(self) -> str:
        return self.title
