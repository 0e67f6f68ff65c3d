"""Deliberations: their text, their life, the texts they start from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models
from deliberations.admin.shared import AfterAdmin, NestedRowAdmin, ReadOnly, frozen_inline, inline


@admin.register(models.OperativePart)
class OperativePartAdmin(NestedRowAdmin):
    """Verb lines with their decisions."""

    search_fields = ("verb", "deliberation__slug")
    inlines = (inline(models.OperativeBlock),)


admin.site.register(
    (
        models.Tally,
        models.Clause,
        models.OperativeBlock,
        models.Annex,
        models.Identifier,
        models.Link,
    ),
    NestedRowAdmin,
)


@admin.register(models.LegalityEvent)
class LegalityEventAdmin(NestedRowAdmin):
    """Letters of the prefect: they enter the proof register when they are noted, only the answer comes later."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return () if obj is None else ("deliberation", "step", "received_on")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Deliberation)
class DeliberationAdmin(SimpleHistoryAdmin):
    """Deliberations with their text and their life."""

    list_display = ("__str__", "title_html", "sitting", "state", "year", "sequence")
    list_filter = ("state", "council", "year")
    search_fields = ("printed_number", "slug", "public_id", "title_html", "item__title_html", "uid")
    list_select_related = ("council", "sitting__council")
    readonly_fields = (
        "uid",
        "council",
        "slug",
        "public_id",
        "public_id_is_known",
        "is_allocated",
        "recorded_at",
    )
    raw_id_fields = ("sitting", "item", "signatory_member")
    inlines = (
        inline(models.Clause),
        inline(models.OperativePart),
        inline(models.Annex),
        inline(models.Identifier),
        inline(models.Link),
        frozen_inline(models.Transmission),
        frozen_inline(models.Publication),
        frozen_inline(models.IssuedDocument),
    )


@admin.register(models.LibraryClause)
class LibraryClauseAdmin(admin.ModelAdmin):
    """Visas and considérants that a council uses; the services count them."""

    list_display = ("__str__", "council", "uses", "last_used_on", "hidden")
    list_filter = ("hidden", "council")
    search_fields = ("key",)
    list_select_related = ("council",)
    readonly_fields = ("key", "digest", "uses", "last_used_on")
    raw_id_fields = ("council",)


@admin.register(models.TextVersion)
class TextVersionAdmin(ReadOnly, admin.ModelAdmin):
    """Versions of the texts: read only."""

    list_display = ("__str__", "deliberation", "number", "kind", "by", "at")
    list_filter = ("kind", "deliberation__council")
    search_fields = ("deliberation__uid", "sha256")
    list_select_related = ("deliberation__council", "by")


@admin.register(models.TextModel)
class TextModelAdmin(SimpleHistoryAdmin):
    """Texts that a council starts from."""

    list_display = ("name", "council", "recorded_at")
    list_filter = ("council",)
    search_fields = ("name",)
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    raw_id_fields = ("council",)


@admin.register(models.Deposit, models.HandSignature, models.Rectification, models.Unpublication)
class ActEventAdmin(AfterAdmin):
    """What happened to an act after the closing."""

    list_display = ("__str__", "at", "by")
    list_filter = ("deliberation__council",)
    list_select_related = ("deliberation__council", "by")


@admin.register(models.HandSignatureUndone)
class HandSignatureUndoneAdmin(AfterAdmin):
    """Notes of a signature taken back."""

    list_display = ("__str__", "at", "by")
    list_filter = ("signature__deliberation__council",)
    list_select_related = ("signature__deliberation__council", "by")
