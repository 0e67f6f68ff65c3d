"""Acts of earlier years."""

from django.contrib import admin

from deliberations import models
from deliberations.admin.shared import ReadOnly


class PastAdmin(ReadOnly, admin.ModelAdmin):
    """What comes from the past is entered and corrected on its own pages."""


@admin.register(models.ImportBatch)
class ImportBatchAdmin(PastAdmin):
    """Batches of files of earlier years."""

    list_display = ("__str__", "created_at", "council", "undone_at")
    list_filter = ("council",)
    list_select_related = ("council",)


@admin.register(models.ImportedFile)
class ImportedFileAdmin(PastAdmin):
    """Files of a batch, and what became of each."""

    list_display = ("__str__", "status", "batch")
    list_filter = ("status", "batch__council")
    list_select_related = ("batch",)
    search_fields = ("path",)


@admin.register(models.ImportedAct)
class ImportedActAdmin(PastAdmin):
    """Acts read, before and after somebody accepts them."""

    list_display = ("__str__", "state", "confidence", "held_on", "source")
    list_filter = ("state", "confidence", "source__batch__council")
    list_select_related = ("source",)
    search_fields = ("number", "title")


@admin.register(models.OriginalDocument)
class OriginalDocumentAdmin(PastAdmin):
    """Papers of the acts entered from the past: the authentic documents."""

    list_display = ("__str__", "media_type", "size", "deliberation")
    list_filter = ("deliberation__council",)
    list_select_related = ("deliberation__council",)
    search_fields = ("name", "sha256")
