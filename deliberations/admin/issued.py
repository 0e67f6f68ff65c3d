"""What was issued, signed, sent or published of acts and sittings."""

from typing import ClassVar

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import ReadOnly, frozen_inline


class FrozenAdmin(ReadOnly, admin.ModelAdmin):
    """A register: it is read, never written here."""

    list_display: tuple[str, ...] = ("__str__", "effective_on", "source", "channel")
    list_filter: ClassVar[tuple[str, ...]] = ("source", "deliberation__council")
    date_hierarchy: ClassVar[str | None] = "effective_on"
    search_fields: ClassVar[tuple[str, ...]] = (
        "deliberation__printed_number",
        "deliberation__slug",
        "reference",
    )
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("deliberation__council",)


admin.site.register((models.Transmission, models.Publication), FrozenAdmin)


@admin.register(models.Snapshot)
class SnapshotAdmin(FrozenAdmin):
    """Frozen facts."""

    list_display = ("__str__", "schema_version", "rule_book_version", "created_at")
    list_filter = ("schema_version", "deliberation__council")
    date_hierarchy = "created_at"
    search_fields = ("sha256", "deliberation__slug")


@admin.register(models.IssuedDocument)
class IssuedDocumentAdmin(FrozenAdmin):
    """Issued documents and their signatures."""

    list_display = ("__str__", "format", "size", "pages", "issued_at", "sha256")
    list_filter = ("kind", "format", "deliberation__council")
    date_hierarchy = "issued_at"
    search_fields = ("sha256", "deliberation__slug", "deliberation__printed_number")
    inlines = (frozen_inline(models.Signature),)


@admin.register(models.SittingSnapshot)
class SittingSnapshotAdmin(FrozenAdmin):
    """Frozen facts of whole sittings."""

    list_display = ("__str__", "schema_version", "rule_book_version", "created_at")
    list_filter = ("schema_version", "sitting__council")
    date_hierarchy = "created_at"
    search_fields = ("sha256", "sitting__uid")
    list_select_related = ("sitting__council",)


@admin.register(models.SittingDocument)
class SittingDocumentAdmin(FrozenAdmin):
    """Papers of sittings, as they were issued."""

    list_display = ("__str__", "subject", "size", "pages", "issued_at", "sha256")
    list_filter = ("kind", "format", "sitting__council")
    date_hierarchy = "issued_at"
    search_fields = ("sha256", "sitting__uid")
    list_select_related = ("sitting__council",)


@admin.register(models.Signature)
class SignatureAdmin(FrozenAdmin):
    """Signatures of issued documents."""

    list_display = ("__str__", "capacity", "signed_at", "provider", "level")
    list_filter = ("provider", "level")
    date_hierarchy = "signed_at"
    search_fields = ("signer_name", "sha256_after", "certificate_serial")
    list_select_related = ("document__deliberation__council",)
