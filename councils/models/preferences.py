"""What a council sets for itself and its people that no act ever prints: display, addresses, retention."""

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from simple_history.models import HistoricalRecords

from councils.domain.display import Colour
from councils.models.base import require_same_council
from councils.models.choices import COLOURS
from councils.models.council import Council
from councils.models.fields import choice, line, long_text
from councils.models.person import Mandate, Person, period_constraint


class CouncilPreferences(models.Model):
    """Display, addresses and retention of one council. Kept apart from the facts: no dossier holds them.

    ``proof_months`` is how long the proof of dispatches and answers is kept after a sitting, ``reading_months`` how
    long we keep who read a text that is not public.
    """

    council = models.OneToOneField(
        Council, models.CASCADE, related_name="preferences", verbose_name="conseil"
    )
    colour = choice("couleur du bandeau", COLOURS, default=Colour.NAVY)
    contact_email = models.EmailField("courriel de la mairie", blank=True, default="")
    contact_phone = line("téléphone de la mairie", max_length=40)
    postal_address = long_text("adresse postale")
    website = line("site Internet de la commune", validators=[URLValidator(schemes=["http", "https"])])
    proof_months = models.PositiveIntegerField(
        "durée de conservation des preuves d'envoi (mois)",
        default=24,
        validators=[MinValueValidator(4), MaxValueValidator(120)],
    )
    reading_months = models.PositiveIntegerField(
        "durée de conservation du journal des lectures (mois)",
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "préférences d'un conseil"
        verbose_name_plural = "préférences des conseils"

    def __str__(self) -> str:
        return f"Préférences de {self.council}"


class Contact(models.Model):
    """How one person is reached. Never printed, never exported with the facts.

    The convocation goes by electronic means unless the member asks for paper (CGCT art. L. 2121-10).
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="contact", verbose_name="personne")
    email = models.EmailField("courriel", blank=True, default="")
    phone = line("téléphone", max_length=40)
    postal_address = long_text("adresse postale")
    wants_paper = models.BooleanField("demande à être convoqué par écrit à domicile", default=False)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "coordonnées"
        verbose_name_plural = "coordonnées"

    def __str__(self) -> str:
        return f"Coordonnées de {self.person}"


class Delegation(models.Model):
    """What the mayor or president delegates to a deputy or a councillor, by a dated order (CGCT art. L. 2122-18)."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="delegations", verbose_name="conseil")
    mandate = models.ForeignKey(
        Mandate, models.CASCADE, related_name="delegations", verbose_name="délégataire"
    )
    scope = line("domaine délégué", blank=False)
    order_number = line("numéro de l'arrêté")
    includes_signature = models.BooleanField("comprend la signature des délibérations", default=False)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu'au", null=True, blank=True)
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "délégation"
        verbose_name_plural = "délégations"
        ordering = ("pk",)
        constraints = (period_constraint("delegation_period"),)

    def __str__(self) -> str:
        return f"{self.mandate} – {self.scope}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, mandate=self.mandate)
