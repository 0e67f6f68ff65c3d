"""The convocation sent, the personal links, what the members answered, and the proof of it all.

Facts that acts print (``Dispatch``, ``Movement``, ``Bar``) live elsewhere and stay. What is here is the proof of how
they came; links, events, answers and codes are erased at the purge date (``CouncilPreferences.proof_months``).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from councils.models import Mandate
from councils.models.base import Identified, require_same_council
from councils.models.fields import choice, line
from deliberations.domain.acts import Source
from deliberations.domain.convening import AnswerKind, DeliveryState, EventKind, MailingKind, ProxyChannel
from deliberations.domain.errors import FrozenRow
from deliberations.models.agenda import AgendaItem
from deliberations.models.choices import SOURCES
from deliberations.models.files import StoredFile
from deliberations.models.proof import FROZEN_MESSAGE, sha256_field
from deliberations.models.sitting import Sitting, SittingPart, require_same_sitting

MAILING_KINDS = {
    MailingKind.CONVOCATION: "Convocation",
    MailingKind.AMENDED: "Ordre du jour modifié",
    MailingKind.REMINDER: "Relance",
}
DELIVERY_STATES = {
    DeliveryState.WAITING: "En attente d'envoi",
    DeliveryState.SENDING: "Envoi en cours",
    DeliveryState.SENT: "Envoyée",
    DeliveryState.FAILED: "Échec de l'envoi",
}
EVENT_KINDS = {
    EventKind.SENT: "Convocation envoyée",
    EventKind.FAILED: "Échec de l'envoi",
    EventKind.AMENDED_SENT: "Ordre du jour modifié envoyé",
    EventKind.REMINDED: "Relance envoyée",
    EventKind.PAPER_SENT: "Envoi sur papier déclaré",
    EventKind.PAGE_ASKED: "Page demandée",
    EventKind.PAPER_READ: "Document téléchargé",
    EventKind.ANSWERED: "Réponse",
    EventKind.PROXY_GIVEN: "Pouvoir donné",
    EventKind.PROXY_REVOKED: "Pouvoir révoqué",
    EventKind.INTEREST: "Intérêt déclaré",
}
ANSWER_KINDS = {AnswerKind.PRESENT: "Présent", AnswerKind.EXCUSED: "Excusé"}
PROXY_CHANNELS = {
    ProxyChannel.LINK: "Par le lien personnel, code confirmé",
    ProxyChannel.PAPER: "Sur papier",
}


class MemberPart(SittingPart):
    """A row about one member and one sitting."""

    class Meta:
        abstract = True
        ordering = ("pk",)

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, member=self.member)  # type: ignore[attr-defined]


class Mailing(SittingPart):
    """One click of « Envoyer »: when, by whom, and the agenda announced that day (uid → title, as JSON)."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="mailings", verbose_name="séance")
    kind = choice("nature", MAILING_KINDS, default=MailingKind.CONVOCATION)
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandé par",
    )
    agenda = models.JSONField("ordre du jour annoncé", default=dict)
    site = line("adresse du site", help_text="Celle que portent les liens personnels.")

    class Meta(SittingPart.Meta):
        verbose_name = "envoi groupé"
        verbose_name_plural = "envois groupés"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.sitting}"


class Delivery(models.Model):
    """The e-mail of one mailing to one member: whether it left, and why not. ``pdf`` is the very file sent."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="deliveries", verbose_name="envoi")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name="membre")
    email = models.EmailField("adresse utilisée", blank=True, default="")
    state = choice("état", DELIVERY_STATES, default=DeliveryState.WAITING)
    error = line("cause de l'échec")
    attempts = models.PositiveIntegerField("essais", default=0)
    taken_at = models.DateTimeField("pris en charge à", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé à", null=True, blank=True)
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fichier envoyé"
    )

    class Meta:
        verbose_name = "envoi à un membre"
        verbose_name_plural = "envois aux membres"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("mailing", "member"),
                name="delivery_once",
                violation_error_message="Ce membre est déjà dans cet envoi.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.get_state_display()}"


class PersonalLink(MemberPart):
    """The right to open the page of one member for one sitting. Only the SHA-256 of the token is kept."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="links", verbose_name="séance")
    member = models.ForeignKey(Mandate, models.CASCADE, related_name="links", verbose_name="membre")
    token_sha256 = sha256_field("empreinte du jeton")
    created_at = models.DateTimeField("créé le")
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta(MemberPart.Meta):
        verbose_name = "lien personnel"
        verbose_name_plural = "liens personnels"
        constraints = (
            models.UniqueConstraint(
                fields=("token_sha256",), name="link_token", violation_error_message="Ce jeton existe déjà."
            ),
        )

    def __str__(self) -> str:
        return f"Lien personnel – {self.member}"


class LinkEventQuerySet(models.QuerySet[Any]):
    """Events are added, never changed; ``purge`` alone erases them, at the date told to the members."""

    def update(self, **kwargs: Any) -> int:
        raise FrozenRow(FROZEN_MESSAGE)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenRow(FROZEN_MESSAGE)

    def purge(self) -> int:
        """Erase these events, their time having come; how many."""
        return super().delete()[0]


class LinkEvent(MemberPart):
    """One line of the proof: what happened, to whom, when. Neither address nor browser of the visitor is kept."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="link_events", verbose_name="séance")
    member = models.ForeignKey(Mandate, models.CASCADE, related_name="link_events", verbose_name="membre")
    kind = choice("fait", EVENT_KINDS)
    at = models.DateTimeField("le")
    detail = line("précision")

    objects: ClassVar[models.Manager[Any]] = LinkEventQuerySet.as_manager()

    class Meta(MemberPart.Meta):
        verbose_name = "fait de convocation"
        verbose_name_plural = "faits de convocation"
        indexes = (models.Index(fields=("sitting", "member"), name="link_event_by_member"),)

    def __str__(self) -> str:
        return f"{self.member} – {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenRow(FROZEN_MESSAGE)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenRow(FROZEN_MESSAGE)


class Answer(MemberPart):
    """The last answer of a member. How it came to that is in the events: no other history, so that all is purged."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="answers", verbose_name="séance")
    member = models.ForeignKey(Mandate, models.PROTECT, related_name="answers", verbose_name="membre")
    kind = choice("réponse", ANSWER_KINDS)
    source = choice("origine", SOURCES, default=Source.MACHINE)
    at = models.DateTimeField("le")

    class Meta(MemberPart.Meta):
        verbose_name = "réponse d'un membre"
        verbose_name_plural = "réponses des membres"
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "member"),
                name="answer_once",
                violation_error_message="Ce membre a déjà une réponse.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.get_kind_display()}"


class ProxyGrantQuerySet(models.QuerySet["ProxyGrant"]):
    def in_force(self) -> "ProxyGrantQuerySet":
        """Confirmed and not revoked."""
        return self.filter(confirmed_at__isnull=False, revoked_at__isnull=True)


class ProxyGrant(Identified):
    """A written proxy received before the sitting (CGCT art. L. 2121-20). No item: the whole sitting.

    By the personal link it is worth something once confirmed by a code sent to its giver. It becomes movements when
    the sitting opens.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="proxies", verbose_name="séance")
    grantor = models.ForeignKey(Mandate, models.PROTECT, related_name="proxies_given", verbose_name="mandant")
    holder = models.ForeignKey(
        Mandate, models.PROTECT, related_name="proxies_held", verbose_name="mandataire"
    )
    items = models.ManyToManyField(AgendaItem, blank=True, related_name="+", verbose_name="points")
    channel = choice("voie", PROXY_CHANNELS, default=ProxyChannel.LINK)
    dated_on = models.DateField("daté du", null=True, blank=True)
    is_signed = models.BooleanField("signé", null=True, blank=True)
    received_by = line("reçu par")
    is_for_illness = models.BooleanField("maladie dûment constatée", null=True, blank=True)
    covers_second_call = models.BooleanField("vaut pour une seconde convocation", null=True, blank=True)
    given_at = models.DateTimeField("donné le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)
    revocation = line("révocation reçue par")
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pouvoir numérisé"
    )
    pdf = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pouvoir (PDF)"
    )

    objects = ProxyGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "pouvoir reçu"
        verbose_name_plural = "pouvoirs reçus"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting", "uid"),
                name="proxy_grant_uid",
                violation_error_message="Un pouvoir de cette séance porte déjà cet identifiant.",
            ),
            models.UniqueConstraint(
                fields=("sitting", "grantor"),
                condition=Q(confirmed_at__isnull=False, revoked_at__isnull=True),
                name="proxy_grant_one_in_force",
                violation_error_message="Ce membre a déjà donné un pouvoir pour cette séance.",
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("grantor")),
                name="proxy_grant_to_another",
                violation_error_message="Un membre n'est pas son propre mandataire.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.grantor} – pouvoir à {self.holder}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.sitting.council_id, grantor=self.grantor, holder=self.holder)
        if self.pk:
            for item in self.items.all():
                require_same_sitting(self.sitting_id, items=item)

    @property
    def is_in_force(self) -> bool:
        return self.confirmed_at is not None and self.revoked_at is None


class OneTimeCode(models.Model):
    """Six digits sent to the giver of a proxy. Only a keyed digest is kept; few tries, a few minutes, one use."""

    grant = models.ForeignKey(ProxyGrant, models.CASCADE, related_name="codes", verbose_name="pouvoir")
    digest = sha256_field("empreinte du code")
    created_at = models.DateTimeField("créé le")
    expires_at = models.DateTimeField("expire le")
    tries = models.PositiveIntegerField("essais", default=0)
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "code à usage unique"
        verbose_name_plural = "codes à usage unique"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Code du {self.created_at:%d/%m/%Y}"
