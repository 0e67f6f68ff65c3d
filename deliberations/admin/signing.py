"""Documents put to signature and the means of signature: read, never written here, and no secret is shown."""

from typing import ClassVar

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, ReadOnly, frozen_inline


@admin.register(models.SigningMeans)
class SigningMeansAdmin(ReadOnly, admin.ModelAdmin):
    """Means of signature: whose and until when. What opens them is in no page."""

    list_display: tuple[str, ...] = ("__str__", "council", "kind", "provider", "not_after", "since", "until")
    list_filter: ClassVar[tuple[str, ...]] = ("kind", "provider", "council")
    search_fields: ClassVar[tuple[str, ...]] = ("label", "certificate_subject")
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("council",)
    exclude = ("secret", "certificate")


@admin.register(models.SigningPaper)
class SigningPaperAdmin(AfterAdmin):
    """Documents put to signature, and their places."""

    list_display = ("__str__", "sitting", "kind", "number", "state", "prepared_at", "sha256")
    list_filter = ("kind", "state", "council")
    search_fields = ("title", "sha256", "master_sha256")
    inlines = (frozen_inline(models.SigningPlace),)


@admin.register(models.SigningPlace)
class SigningPlaceAdmin(AfterAdmin):
    """Places to sign."""

    list_display = ("__str__", "role", "order", "capacity", "right")
    list_filter = ("role", "paper__council")
    search_fields = ("name", "paper__title")
    list_select_related = ("paper",)


@admin.register(models.SigningEvent)
class SigningEventAdmin(AfterAdmin):
    """What happened at each place."""

    list_display = ("__str__", "on", "reason", "at", "by")
    list_filter = ("kind", "place__paper__council")
    search_fields = ("reason", "place__name")
    list_select_related = ("place__paper", "by")


@admin.register(models.PlaceSignature)
class PlaceSignatureAdmin(AfterAdmin):
    """Electronic signatures, those taken back included."""

    list_display = ("__str__", "capacity", "signed_at", "provider", "level")
    list_filter = ("provider", "level")
    search_fields = ("signer_name", "sha256_after", "certificate_serial")
    list_select_related = ("place__paper",)


@admin.register(models.SignatureProofs)
class SignatureProofsAdmin(AfterAdmin):
    """Signed files completed or renewed."""

    list_display = ("__str__", "at", "lasts_until")
    list_filter = ("level", "paper__council")
    search_fields = ("sha256_after", "paper__title")
    list_select_related = ("paper",)


@admin.register(models.SigningTicket)
class SigningTicketAdmin(ReadOnly, admin.ModelAdmin):
    """Signatures asked for with a token: by whom, when, and what became of them."""

    list_display: tuple[str, ...] = ("__str__", "council", "state", "asked_at", "expires_at")
    list_filter: ClassVar[tuple[str, ...]] = ("state", "council")
    search_fields: ClassVar[tuple[str, ...]] = ("user__email", "holder")
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("council", "user")
    exclude = ("secret_sha256",)
    inlines = (frozen_inline(models.TicketPlace),)


@admin.register(models.TicketPlace)
class TicketPlaceAdmin(ReadOnly, admin.ModelAdmin):
    """Their documents."""

    list_display: tuple[str, ...] = ("__str__", "ticket", "number", "refusal")
    list_filter: ClassVar[tuple[str, ...]] = ("ticket__council",)
    search_fields: ClassVar[tuple[str, ...]] = ("place__name", "place__paper__title")
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("ticket__user", "place__paper")
